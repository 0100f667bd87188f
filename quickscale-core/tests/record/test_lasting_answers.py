from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quickscale_core.project_file.reading import read_yml
from quickscale_core.record.lasting_answers import check_lasting_answers
from quickscale_core.record.lock import Lock, LockedOption
from quickscale_core.selection.resolve import resolve

if TYPE_CHECKING:
    from conftest import Workshop

CARD = """options=(
    Option(name="subject", type="choice", choices=("user", "team"), default="user", help="Who?",
           mutable=False, instead="run manage.py bill_teams, which moves every subscription"),
    Option(name="units", type="list", default=("eur",), help="Which?", mutable=False),
    Option(name="strict", type="bool", default=True, help="So?", mutable=False),
    Option(name="trial", type="int", default=3, help="How long?"),
)"""
HEAD = "schema: 1\nproject: {name: acme}\nmodules:\n  billing:\n"


@pytest.fixture(autouse=True)
def _billing(workshop: Workshop) -> None:
    workshop.core()
    workshop.plugin("billing", card=CARD)


def told(workshop: Workshop, text: str, *locked: tuple[str, str, str]) -> list[str]:
    selection = resolve(read_yml(text), workshop.registry())
    lock = Lock(core="1.0", options=tuple(LockedOption(*one) for one in locked))
    return [str(problem) for problem in check_lasting_answers(selection, lock)]


def test_the_same_answers_are_fine(workshop: Workshop) -> None:
    same = (
        ("billing", "subject", '"user"'),
        ("billing", "units", '["eur"]'),
        ("billing", "strict", "true"),
        ("project", "name", '"acme"'),
    )
    assert told(workshop, HEAD, *same) == []
    assert (
        told(workshop, HEAD + "    options: {trial: 5, subject: user, units: [eur]}\n", *same) == []
    )


def test_another_answer_says_what_to_do_instead(workshop: Workshop) -> None:
    text = HEAD + "    options: {subject: team, units: [], strict: false}\n"
    assert told(
        workshop,
        text,
        ("billing", "subject", '"user"'),
        ("billing", "units", '["eur", "usd"]'),
        ("billing", "strict", "true"),
    ) == [
        (
            'billing.subject is "user" since the project was made, and cannot become "team"\n'
            "  quickscale.yml:5:24\n"
            'fix: keep "user": quickscale set billing.subject=user\n'
            "  or: run manage.py bill_teams, which moves every subscription"
        ),
        (
            'billing.units is ["eur", "usd"] since the project was made, and cannot become []\n'
            "  quickscale.yml:5:37\n"
            'fix: keep ["eur", "usd"]: quickscale set billing.units=eur,usd'
        ),
        (
            "billing.strict is true since the project was made, and cannot become false\n"
            "  quickscale.yml:5:49\n"
            "fix: keep true: quickscale set billing.strict=true"
        ),
    ]


def test_a_default_of_a_later_version_is_another_answer_too(workshop: Workshop) -> None:
    assert told(workshop, HEAD, ("billing", "subject", '"team"')) == [
        (
            'billing.subject is "team" since the project was made, and cannot become "user"\n'
            "  quickscale.yml:4:3\n"
            'fix: keep "team": quickscale set billing.subject=team\n'
            "  or: run manage.py bill_teams, which moves every subscription"
        )
    ]


def test_what_takes_no_part_or_is_free_now_is_passed_over(workshop: Workshop) -> None:
    text = HEAD + "    options: {trial: 5}\n"
    free = (("billing", "trial", "3"), ("billing", "gone", "1"), ("teams", "a", "1"))
    assert told(workshop, text, *free) == []


def test_after_a_merge_either_answer_is_accepted(workshop: Workshop) -> None:
    both = (("billing", "subject", '"team"'), ("billing", "subject", '"user"'))
    assert told(workshop, HEAD, *both) == []
