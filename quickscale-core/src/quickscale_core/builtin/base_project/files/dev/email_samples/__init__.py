"""Sample data for e-mails: a module for each part of the site that sends some.

Each has ``SAMPLES``: by the name of an e-mail's template, without its ending, a function that makes
the e-mail and does not send it. What stands after a comma in a name tells two samples of one
template apart: ``"account/email/login_code, to confirm"``.
"""
