"""``/dev/emails/``: every e-mail of the site, made of sample data, as HTML and as text.

Whatever part of the site sends e-mails says in ``samples/``, in a module of its own, how to make
one of each. ``tests/test_emails.py`` fails for an e-mail without a sample.
"""
