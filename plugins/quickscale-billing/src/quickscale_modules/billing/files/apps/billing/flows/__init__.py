"""What happens to money: each function is one thing, done at Stripe and copied at once."""
