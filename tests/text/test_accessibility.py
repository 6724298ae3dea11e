"""What in a text keeps some readers out is named, and nothing else is."""

import pytest

from faq.text.accessibility import notes


@pytest.mark.parametrize(
    "source",
    [
        "To book, [click here](/a).",
        "[**Here**](/a)",
        "See [here!][1].\n\n[1]: https://clinic.example/",
        "[Más información](/a)",
        "- A list\n    - with [this link](/a)",
        "| a |\n|---|\n| [More](/a) |",
    ],
)
def test_a_link_that_does_not_say_where_it_leads_is_named(source: str):
    found = notes(source)

    assert len(found) == 1
    assert "does not say where it leads" in found[0]


@pytest.mark.parametrize(
    "source",
    ["Go to https://clinic.example/book.", "<https://clinic.example>", "[www.clinic.example](/a)", "a.org/b"],
)
def test_a_bare_address_as_a_link_is_named(source: str):
    found = notes(source)

    assert len(found) == 1
    assert "is a bare address" in found[0]


@pytest.mark.parametrize(
    ("source", "headings"),
    [
        ("# Visits\n\n### Hours", ["Hours"]),
        ("## Visits\n\n### Hours\n\n## Again\n\n#### Deep", ["Deep"]),
        ("### First\n\n## Second", ["First"]),
        ("## Visits\n\n### Hours\n\n## Again", []),
        ("### Only ones\n\n### Of one level", []),
    ],
)
def test_a_heading_that_leaves_out_a_level_is_named(source: str, headings: list[str]):
    assert [note.split("”")[0].split("“")[1] for note in notes(source)] == headings


def test_a_picture_without_a_description_is_named_with_what_else_there_is_in_order():
    found = notes("![](/media/a.webp) and [click here](/a)\n\n![The log-in page](/media/b.webp)")

    assert [note.split()[1] for note in found] == ["picture", "link"]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "Click here, [here is how to book](/a), [me@a.org](mailto:me@a.org), [{{phone}}](tel:{{phone}})",
        "`[click here](/a)` and \\[click here\\](/a)",
        "[clinic.example](/a) opens 8.30/9.00",
        "x" * 60_000,
    ],
)
def test_nothing_else_is_named(source: str):
    assert notes(source) == []
