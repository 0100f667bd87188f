"""Coupons, and the promotion codes that customers type for them."""
