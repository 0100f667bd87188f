"""The e-mails a project has sent, as files."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

__all__ = ["Mail", "Mailbox", "parse_mails"]

SEPARATOR = re.compile(r"^-{79}\n", re.MULTILINE)
"""What Django's console and file backends write after each message."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    """One e-mail.

    Attributes:
        to: Its recipients' addresses.
        sender: What stands in From.
        subject: Its subject, decoded.
        text: Its plain-text body.
        html: Its HTML body, or empty.
    """

    to: tuple[str, ...]
    sender: str
    subject: str
    text: str
    html: str

    @property
    def links(self) -> tuple[str, ...]:
        """Every address in the text, in order."""
        return tuple(re.findall(r"https?://[^\s<>\"']+", self.text))

    def find(self, pattern: str) -> str:
        """Return what a regular expression finds in the text: its first group, else all.

        Raises:
            AssertionError: It finds nothing.
        """
        found = re.search(pattern, self.text, re.MULTILINE)
        if found is None:
            raise AssertionError(f"nothing matches {pattern!r} in this e-mail:\n{self.text}")
        return found.group(1 if found.re.groups else 0)


def parse_mails(written: str) -> list[Mail]:
    """Return the e-mails in what Django's console or file backend wrote, in order."""
    chunks = (chunk.strip("\n") for chunk in SEPARATOR.split(written))
    return [_read(chunk) for chunk in chunks if chunk.strip()]


def _read(source: str) -> Mail:
    message: EmailMessage = email.message_from_string(source, policy=email.policy.default)
    return Mail(
        to=tuple(address.addr_spec for address in message["To"].addresses),
        sender=str(message["From"]),
        subject=str(message["Subject"]),
        text=_body(message, "plain"),
        html=_body(message, "html"),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return "" if part is None else str(part.get_content())


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A folder that Django's file backend writes to.

    Attributes:
        folder: The folder; it need not exist before the first e-mail.
    """

    folder: Path

    @property
    def url(self) -> str:
        """What ``EMAIL_URL`` has to be for django-environ to send e-mails here."""
        return f"filemail:///{self.folder.absolute().as_posix()}"

    def all(self) -> list[Mail]:
        """Return every e-mail, oldest first.

        The backend names a file after the second it was opened in and its process; the time a
        file was last written to tells the order more exactly.
        """
        if not self.folder.is_dir():
            return []
        files = sorted(self.folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
        return [mail for path in files for mail in parse_mails(path.read_text(encoding="utf-8"))]

    def to(self, address: str) -> list[Mail]:
        """Return the e-mails to an address, oldest first."""
        return [mail for mail in self.all() if address.lower() in (it.lower() for it in mail.to)]

    def last(self, address: str) -> Mail:
        """Return the newest e-mail to an address.

        Raises:
            AssertionError: There is none; the message lists who got what.
        """
        found = self.to(address)
        if not found:
            sent = "\n".join(f"  {', '.join(mail.to)}: {mail.subject}" for mail in self.all())
            raise AssertionError(f"no e-mail to {address}; sent were:\n{sent or '  none'}")
        return found[-1]

    def clear(self) -> None:
        """Remove every e-mail."""
        for path in self.folder.glob("*.log") if self.folder.is_dir() else ():
            path.unlink()
