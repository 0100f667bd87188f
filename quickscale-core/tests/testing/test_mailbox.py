"""E-mails are read back as people would see them."""

from __future__ import annotations

import os
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from quickscale_core.testing import Mailbox

if TYPE_CHECKING:
    from pathlib import Path


def written(to: str, subject: str, text: str, html: str = "") -> str:
    """Return an e-mail as Django's file backend leaves it."""
    message = EmailMessage()
    message["To"], message["From"], message["Subject"] = to, "Acme <hello@example.com>", subject
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return f"{message.as_string()}\n{'-' * 79}\n"


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    """Return a mailbox with three e-mails in two files."""
    older, newer = tmp_path / "b.log", tmp_path / "a.log"
    older.write_text(
        written("ada@example.com", "Grüße", "Your code is\n123456\n")
        + written("bob@example.com", "Hi", "See http://127.0.0.1:1/x/?a=b and rest")
    )
    newer.write_text(written("Ada@example.com", "Again", "plain", "<p>rich</p>"))
    os.utime(older, ns=(1, 1))
    os.utime(newer, ns=(2, 2))
    return Mailbox(tmp_path)


def test_e_mails_come_oldest_first_with_decoded_subjects(mailbox: Mailbox) -> None:
    assert [mail.subject for mail in mailbox.all()] == ["Grüße", "Hi", "Again"]


def test_an_address_finds_its_e_mails_whatever_its_case(mailbox: Mailbox) -> None:
    assert [mail.subject for mail in mailbox.to("ada@example.com")] == ["Grüße", "Again"]
    last = mailbox.last("ada@example.com")
    assert (last.text.strip(), last.html.strip()) == ("plain", "<p>rich</p>")
    assert last.sender == "Acme <hello@example.com>"


def test_codes_and_links_are_found_in_the_text(mailbox: Mailbox) -> None:
    first, second = mailbox.all()[:2]
    assert first.find(r"^\d{6}$") == "123456"
    assert first.find(r"code is\s+(\d+)") == "123456"
    assert second.links == ("http://127.0.0.1:1/x/?a=b",)
    with pytest.raises(AssertionError, match="nothing matches"):
        first.find("no such thing")


def test_a_missing_e_mail_is_told_with_those_that_were_sent(mailbox: Mailbox) -> None:
    with pytest.raises(AssertionError, match=r"(?s)no e-mail to eve@.*bob@example.com: Hi"):
        mailbox.last("eve@example.com")


def test_a_cleared_or_unused_mailbox_is_empty(mailbox: Mailbox, tmp_path: Path) -> None:
    mailbox.clear()
    assert mailbox.all() == []
    unused = Mailbox(tmp_path / "unused")
    unused.clear()
    assert unused.all() == []
    assert unused.url == f"filemail:///{(tmp_path / 'unused').as_posix()}"
