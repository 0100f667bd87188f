"""Whether a plan has room for what is in use and does not end with a period, as people do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.billing import plans
from apps.billing.conf import conf
from apps.billing.stripe_calls import BillingError

if TYPE_CHECKING:
    from apps.billing.catalog import Plan
    from apps.billing.models import Account


def check_room(account: Account, plan: Plan) -> None:
    """See to it that an account does not get a plan that allows less than is in use.

    Raises:
        BillingError: It does; it says of what, and how much.
    """
    crowded = []
    for name, label in plans.LIMITS.items():
        used, allowed = conf.subjects.in_use(account, name), plan.limits.get(name, 0)
        if used is not None and allowed is not None and used > allowed:
            words = {"limit": label, "used": used, "plan": plan.name, "allowed": allowed}
            crowded.append(
                _("%(limit)s: %(used)d in use, and %(plan)s allows %(allowed)d.") % words
            )
    if crowded:
        raise BillingError(" ".join([*crowded, _("Remove some first, or choose a larger plan.")]))
