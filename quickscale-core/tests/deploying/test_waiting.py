"""Waiting and trying again, without waiting."""

from __future__ import annotations

import pytest
from quickscale_core.deploying import waiting
from quickscale_core.deploying.waiting import BACKOFF, retry, wait_until
from quickscale_core.errors import Problem, QuickScaleError


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    made: list[float] = []
    monkeypatch.setattr(waiting, "pause", made.append)
    return made


def failing(times: int) -> tuple[list[int], object]:
    calls: list[int] = []

    def call() -> str:
        calls.append(1)
        if len(calls) <= times:
            raise QuickScaleError(Problem(what="the network is down"))
        return "done"

    return calls, call


@pytest.mark.parametrize("times", range(len(BACKOFF) + 1))
def test_what_passes_is_tried_again(times: int, pauses: list[float]) -> None:
    calls, call = failing(times)
    said: list[str] = []

    assert retry(call, lambda _error: True, said.append) == "done"  # type: ignore[arg-type]
    assert len(calls) == times + 1
    assert pauses == list(BACKOFF[:times])
    assert len(said) == times


def test_the_last_error_is_raised() -> None:
    calls, call = failing(99)

    with pytest.raises(QuickScaleError):
        retry(call, lambda _error: True, lambda _text: None)  # type: ignore[arg-type]
    assert len(calls) == len(BACKOFF) + 1


def test_what_does_not_pass_is_not_tried_again() -> None:
    calls, call = failing(99)

    with pytest.raises(QuickScaleError):
        retry(call, lambda _error: False, lambda _text: None)  # type: ignore[arg-type]
    assert len(calls) == 1


def test_what_is_there_is_not_waited_for(pauses: list[float]) -> None:
    said: list[str] = []

    assert wait_until(lambda: "there", "it", 9, said.append) == "there"
    assert not pauses
    assert not said


def test_what_comes_is_waited_for_and_said(pauses: list[float]) -> None:
    looks = iter([None, None, "there"])
    said: list[str] = []

    assert wait_until(lambda: next(looks), "PostgreSQL to start", 60, said.append) == "there"
    assert said == ["waiting for PostgreSQL to start, 60 s at most"]
    assert len(pauses) == 2


@pytest.mark.parametrize("seconds", [1, 7, 60])
def test_a_wait_ends(seconds: int, pauses: list[float]) -> None:
    with pytest.raises(QuickScaleError, match=f"waited {seconds} s for it, in vain"):
        wait_until(lambda: None, "it", seconds, lambda _text: None)
    assert sum(pauses) == seconds
