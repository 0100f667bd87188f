"""Stripe's objects and events in their present shape, written by hand rather than by the stand-in.

All of them belong together: one customer, who has one of everything. What is null in Stripe's
answers is null here; what Stripe shows only when it is asked to expand it is left out.
"""
