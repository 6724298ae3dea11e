"""Tables for spreadsheets: nothing that patients or staff typed is ever run."""

import csv
from datetime import date

import pytest

from faq.values import spreadsheet


def written(*rows) -> str:
    return "".join(spreadsheet.csv_lines(rows))


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "  =1+1",
        "\u00a0=1+1",
        "\ufeff=1+1",
        "\u200b@x",
        "＝1+1",
        "＠x",
        "\tplain words",
        "\r",
    ],
)
def test_a_text_that_begins_like_a_formula_is_made_plain(formula):
    assert spreadsheet.plain(formula) == f"'{formula}"


@pytest.mark.parametrize("text", ["", "Where can I park?", "a=1", "¿Dónde?", "'quoted'", "1 + 1", "’=no formula"])
def test_other_texts_stay_as_they_are(text):
    assert spreadsheet.plain(text) == text


def test_numbers_and_dates_stay_numbers_and_dates():
    assert written(["Wie geht's?", date(2026, 11, 23), -5]) == '\ufeff"Wie geht\'s?","2026-11-23",-5\r\n'


def test_quotes_commas_and_line_ends_stay_inside_their_cell():
    text = 'He said "yes", then\n=left'

    assert list(csv.reader([written([text, 1]).removeprefix("\ufeff")])) != []
    assert next(csv.reader(written([text, 1]).removeprefix("\ufeff").splitlines(keepends=True))) == [text, "1"]


def test_only_the_first_line_carries_the_mark():
    assert list(spreadsheet.csv_lines([["a"], ["b"]])) == ['\ufeff"a"\r\n', '"b"\r\n']
