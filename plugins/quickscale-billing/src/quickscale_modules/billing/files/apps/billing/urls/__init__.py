"""Where the billing pages stand: the shop below ``/billing/``, the account below ``/settings/``.

Names are flat, ``billing_pricing``, because they stand below two prefixes.
"""
