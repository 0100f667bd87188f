from __future__ import annotations

from typing import TYPE_CHECKING

from apps.ops import checks, composed

if TYPE_CHECKING:
    import pytest

CHECK = ("e-mail", ("ONE_URL", "OTHER_URL"), "nobody hears of anything")


def test_variables_without_a_value_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composed, "DEPLOY_CHECKS", (CHECK,))
    monkeypatch.setenv("ONE_URL", "")
    monkeypatch.delenv("OTHER_URL", raising=False)

    (found,) = checks.check_variables(None)
    assert found.id == "deploy.e-mail"
    assert found.msg == "ONE_URL and OTHER_URL are not set: nobody hears of anything."

    monkeypatch.setenv("ONE_URL", "a")
    (found,) = checks.check_variables(None)
    assert found.msg == "OTHER_URL is not set: nobody hears of anything."

    monkeypatch.setenv("OTHER_URL", "b")
    assert checks.check_variables(None) == []
