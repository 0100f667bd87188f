"""Filters that templates show names and tables with."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from apps.pages.templatetags.people import initials
from apps.pages.templatetags.tables import as_cells, pairs

HEAD = '<tr><th scope="col">Name</th><th scope="col"><a href="?a>b">Role <svg></svg></a></th></tr>'


def test_an_address_may_name_anything() -> None:
    query = QueryDict("items=a&items=b&lists=c&q=")

    assert [*pairs(query)] == [("items", "a"), ("items", "b"), ("lists", "c"), ("q", "")]


def test_each_cell_says_what_its_column_is_called() -> None:
    shown = as_cells('<tr class="x"><td>Ada</td><td data-align="end">Owner</td></tr>', HEAD)

    assert shown == (
        '<tr role="row" class="x"><td role="cell" data-label="Name">Ada</td>'
        '<td role="cell" data-label="Role" data-align="end">Owner</td></tr>'
    )


def test_rows_begin_anew_and_spans_are_counted() -> None:
    rows = '<tr><td colspan="2">Both</td><td>Third</td></tr><tr><td>Ada</td></tr>'

    shown = as_cells(rows, HEAD)

    assert shown.count('data-label="Name"') == 2
    assert "data-label" not in shown.split("Both")[1].split("</tr>")[0]


def test_a_row_may_have_a_head_of_its_own() -> None:
    shown = as_cells('<tr><th scope="row">Ada</th><td>Owner</td></tr>', HEAD)

    assert '<th role="rowheader" scope="row">' in shown
    assert 'data-label="Role"' in shown


def test_the_head_is_said_to_be_one() -> None:
    assert as_cells(HEAD).count('role="columnheader"') == 2


@pytest.mark.parametrize("name", ["A &quot;quoted&quot; name", 'A "quoted" name'])
def test_a_name_cannot_leave_its_attribute(name: str) -> None:
    shown = as_cells("<tr><td>1</td></tr>", f"<tr><th>{name}</th></tr>")

    assert 'data-label="A &quot;quoted&quot; name">' in shown


def test_a_cell_of_blanks_alone_is_empty() -> None:
    assert as_cells("<tr><td>\n  </td></tr>").endswith('<td role="cell"></td></tr>')


def test_what_says_its_role_itself_keeps_it() -> None:
    row = '<tr role="presentation"><td role="note">1</td></tr>'

    assert as_cells(row, HEAD) == row


def test_an_angle_bracket_in_an_attribute_ends_no_tag() -> None:
    shown = as_cells('<tr><td title="a > b">1</td></tr>', HEAD)

    assert shown == '<tr role="row"><td role="cell" data-label="Name" title="a > b">1</td></tr>'


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ada Ferreira", "AF"),
        ("ada lovelace king", "AK"),
        ("Fernhill", "F"),
        ("hannah@example.com", "H"),
        ("Ada (personal)", "A"),
        ("Ada Ada", "A"),
        ("  ", "?"),
        ("", "?"),
    ],
)
def test_a_name_becomes_initials(name: str, shown: str) -> None:
    assert initials(name) == shown
