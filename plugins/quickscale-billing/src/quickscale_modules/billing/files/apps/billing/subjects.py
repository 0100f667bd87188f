"""Who pays: the one place that knows whether that is a person or something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from django.urls import reverse

from apps.billing.conf import conf
from apps.billing.models import Account
from apps.users.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest


class Subjects(Protocol):
    """What billing asks about those who pay; ``BILLING_SUBJECTS`` names a class of this shape."""

    seats_follow: bool
    """Whether seats are bought and given back by themselves, as people come and go."""

    def of_request(self, request: HttpRequest) -> Any | None:
        """Return in whose name a request is made, or nothing where nobody is signed in."""

    def manages(self, request: HttpRequest) -> bool:
        """Tell whether whoever makes a request may see and change what is paid."""

    def beginning(self, back: str) -> str:
        """Return where somebody in no name becomes one who can pay, or empty where that is all.

        Args:
            back: Where they go on to.
        """

    def key(self, subject: Any) -> str:
        """Return what tells a subject from all others, for caches."""

    def key_of(self, account: Account) -> str:
        """Return the key of the subject an account belongs to, or empty for nobody's."""

    def account_of(self, subject: Any) -> Account | None:
        """Return a subject's account, or nothing before the first purchase."""

    def make_account(self, subject: Any) -> Account:
        """Return a subject's account, made now where there was none."""

    def seats_in_use(self, account: Account) -> int:
        """Return how many seats an account's people take."""

    def in_use(self, account: Account, limit: str) -> int | None:
        """Return how much of a limit is taken now, or nothing where its usage is recorded."""

    def addresses(self, account: Account) -> list[str]:
        """Return whom e-mails about an account's money go to."""

    def contact(self, account: Account) -> str:
        """Return the one of them whom Stripe sends invoices and receipts to, or empty."""

    def choose_contact(self, account: Account, address: str) -> None:
        """Have Stripe send them to another one of the addresses."""

    def path(self, account: Account, name: str) -> str:
        """Return the address of one of billing's pages as an account's people see it."""


def account_of_request(request: HttpRequest) -> Account | None:
    """Return the account in whose name a request is made, or nothing before the first purchase."""
    subject = conf.subjects.of_request(request)
    return conf.subjects.account_of(subject) if subject is not None else None


class UserSubjects:
    """Every person pays for themselves."""

    seats_follow = False

    def of_request(self, request: HttpRequest) -> User | None:
        """Return who is signed in."""
        return request.user if isinstance(request.user, User) else None

    def manages(self, request: HttpRequest) -> bool:
        """Tell whether somebody is signed in: everybody manages their own money."""
        return request.user.is_authenticated

    def beginning(self, back: str) -> str:  # noqa: ARG002 - teams are made first
        """Return nothing: every person can pay."""
        return ""

    def key(self, subject: User) -> str:
        """Return a person's key."""
        return f"user:{subject.pk}"

    def key_of(self, account: Account) -> str:
        """Return the key of an account's owner."""
        return f"user:{account.user_id}" if account.user_id else ""

    def account_of(self, subject: User) -> Account | None:
        """Return a person's account."""
        return Account.objects.filter(user_id=subject.pk).first()

    def make_account(self, subject: User) -> Account:
        """Return a person's account; two requests at once make one."""
        account, _created = Account.objects.get_or_create(
            user=subject, defaults={"email": subject.email, "name": subject.name}
        )
        return account

    def seats_in_use(self, account: Account) -> int:  # noqa: ARG002 - a team would count
        """Return that a person is one."""
        return 1

    def in_use(self, account: Account, limit: str) -> int | None:  # noqa: ARG002 - a team counts
        """Return nothing: all that people use is recorded."""
        return None

    def addresses(self, account: Account) -> list[str]:
        """Return the owner's present address."""
        return [account.user.email] if account.user else []

    def contact(self, account: Account) -> str:
        """Return the owner's present address; an account without one keeps the last."""
        return account.user.email if account.user else account.email

    def choose_contact(self, account: Account, address: str) -> None:
        """Leave it: people have one address, which they change in their profile."""

    def path(self, account: Account, name: str) -> str:  # noqa: ARG002 - a team would matter
        """Return the address of a page: there is one for everybody."""
        return reverse(name)
