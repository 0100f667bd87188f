"""What happens to money: each changes things at Stripe, and copies what it answers.

Where Stripe does not let us, a flow raises ``BillingError``, whose text is for whoever tried.
"""
