"""Each kind of file a clinic brings gives articles with its questions, steps, tags and former addresses."""

import json
from pathlib import Path

import pytest

from faq.models import Article
from faq.publishing import exchange, rules
from faq.publishing.importing import reader, shared_steps

pytestmark = pytest.mark.django_db

# What the clinic itself put on its page; it is no part of this project, so the test looks beside it
PORTAL_FAQ = Path(__file__).resolve().parents[3] / "shared" / "seed" / "portal-faq.txt"


def read(name: str, text: str) -> list[dict]:
    return reader.read_upload(name, text.encode()).articles


def problems(name: str, text: str) -> list[str]:
    return [str(problem) for problem in reader.read_upload(name, text.encode()).problems]


def steps_of(article: dict) -> list[str]:
    return [step["text"] for step in article["steps"]]


def test_lines_of_instructions_between_lines_of_dashes_become_steps():
    text = "FAQs\n-\nThe desk is open.\n-\nShort answer: yes!\nGo to the page:\nhttps://a.example/\nPress Save.\n"

    first, second = read("faq.txt", text)

    assert (first["title"], first["short_answer"], first["steps"]) == ("", "The desk is open.", [])
    assert second["short_answer"] == "yes!"
    assert steps_of(second) == ["Go to the page:\nhttps://a.example/", "Press Save."]
    assert problems("faq.txt", text) == [
        "faq.txt, line 1: “FAQs” stands above the first question and is taken for the title of the file, so it is left"
        " out."
    ]


def test_questions_in_plain_text_begin_an_article_and_its_numbered_lines_are_steps():
    text = "Where do I park?\nBehind the house.\n\nHow do I pay?\nLike this:\n1. Go in.\n2) Pay > 5.\n\nThank you."

    first, second = read("faq.txt", text)

    assert (first["title"], first["short_answer"]) == ("Where do I park?", "Behind the house.")
    assert (second["title"], second["short_answer"]) == ("How do I pay?", "Like this:")
    assert steps_of(second) == ["Go in.", "Pay > 5."]
    assert second["body"] == "Thank you."


@pytest.mark.parametrize("name", ["faq.md", "faq.txt"])
def test_pairs_of_question_and_answer_are_articles(name: str):
    text = "**Q:** May I eat?\n\nA: No.\n\nBut drink.\n\nQ2. Where is it?\nA2. Here.\n"

    first, second = read(name, text)

    assert (first["title"], second["title"]) == ("May I eat?", "Where is it?")
    assert f"{first['short_answer']}\n\n{first.get('body', '')}".strip() == "No.\n\nBut drink."
    assert second["short_answer"] == "Here."


def test_a_head_of_markdown_gives_tags_and_old_addresses_and_names_the_rest():
    text = (
        "---\nlayout: post\ntitle: How do I pay?\ncategories:\n- Money\nredirect_from: /faq/pay/\n---\n\n"
        "First words.\n\n1. Go in.\n2. Pay.\n   By card.\n\nLast words.\n"
    )

    parsed = reader.read_upload("pay.md", text.encode())

    article = parsed.articles[0]
    assert (article["title"], article["tags"], article["short_answer"]) == ("How do I pay?", ["Money"], "First words.")
    assert (steps_of(article), article["body"]) == (["Go in.", "Pay.\nBy card."], "Last words.")
    assert parsed.origins[0].old_addresses == ["/faq/pay/"]
    assert parsed.origins[0].starts == {"title": 1, "short_answer": 9, "steps": 11, "body": 15}
    assert [str(problem) for problem in parsed.problems] == [
        "pay.md, line 2: “layout: post” is no part of an article and is left out."
    ]


def test_a_head_that_refers_to_itself_is_not_followed():
    bomb = "a: &a [x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)},*{chr(97 + n)}]\n" for n in range(20)
    )

    parsed = reader.read_upload("a.md", f"---\n{bomb}---\nYes.\n".encode())

    assert "The head of this file cannot be read" in parsed.problems[0].message
    assert parsed.articles[0]["short_answer"] == "Yes."


def test_a_heading_for_each_question_is_an_article_and_what_stands_above_is_named():
    text = "# Help\n\nWelcome.\n\n## Where?\n\nHere.\n\n## When?\n\n### Mondays\n\nAt nine.\n"

    first, second = read("faq.md", text)

    assert (first["title"], first["short_answer"], second["title"]) == ("Where?", "Here.", "When?")
    assert second["body"] == "### Mondays\n\nAt nine."
    assert problems("faq.md", text) == [
        "faq.md, line 1: “Help” is taken for the title of the file, so it is left out.",
        "faq.md, line 3: “Welcome.” stands above the first question and is left out.",
    ]


def test_a_long_answer_without_more_detail_keeps_every_word():
    long = "# Why?\n\nBecause.\n\n" + "Word after word. " * 300

    article = read("faq.md", long)[0]

    assert article["short_answer"] == "Because."
    assert article["body"].split() == long.split()[3:]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_has_an_article_a_row_and_names_columns_that_mean_nothing(separator: str):
    rows = [
        ["Question", "Answer", "Steps", "Category", "Old address", "Id"],
        ["Where?", '"Here,\nnot; there."', '"Go in.\nSit down."', "Visits", "/old/where", "7"],
        ["", "", "", "Visits", "", ""],
    ]
    parsed = reader.read_upload("faq.csv", "\n".join(separator.join(row) for row in rows).encode("utf-16"))

    article = parsed.articles[0]
    assert (article["title"], article["short_answer"]) == ("Where?", "Here,\nnot; there.")
    assert (steps_of(article), article["tags"]) == (["Go in.", "Sit down."], ["Visits"])
    assert parsed.origins[0].old_addresses == ["/old/where"]
    assert [str(problem) for problem in parsed.problems] == [
        "faq.csv, row 2: “Id: 7” belongs to no part of an article and is left out.",
        "faq.csv, row 3: There is no answer beside “Visits”.",
    ]


def test_a_table_that_windows_wrote_is_read_and_its_formulas_stay_words():
    parsed = reader.read_upload("faq.csv", "Frage?,=1+1 für mich\n".encode("cp1252"))

    assert parsed.articles[0]["short_answer"] == "=1+1 für mich"
    said = [note.message for note in parsed.notes]
    assert any("is a formula" in each for each in said)
    assert any("Windows" in each for each in said)


def test_json_is_read_however_its_list_is_called():
    entries = [{"question": "Where?", "answer": "Here.", "tags": ["A", "B"]}, {"q": "Who?", "steps": ["Ask.", "Wait."]}]

    for text in (json.dumps(entries), json.dumps({"faqs": entries})):
        first, second = read("faq.json", text)
        assert (first["title"], first["short_answer"], first["tags"]) == ("Where?", "Here.", ["A", "B"])
        assert (second["title"], steps_of(second)) == ("Who?", ["Ask.", "Wait."])
    assert read("faq.json", '{"Where?": "Here."}')[0]["title"] == "Where?"


@pytest.mark.skipif(not PORTAL_FAQ.is_file(), reason="the clinic's own page is not there")
def test_the_clinics_own_page_gives_four_drafts_whose_repeated_steps_are_found():
    parsed = reader.read_upload("portal-faq.txt", PORTAL_FAQ.read_bytes())

    shared = shared_steps.find(parsed.articles)

    assert [len(article["steps"]) for article in parsed.articles] == [0, 11, 6, 0]
    assert [(each.article, each.start, each.count, each.source) for each in shared] == [(1, 0, 6, 2)]
    assert shared[0].lead == (
        "If the primary adult has not yet set up their patient portal account - or does not remember their password"
    )

    imported = exchange.load(parsed, by=None)

    assert len(imported.articles) == 4
    assert all(article.title.startswith(rules.UNTITLED) for article in Article.objects.all())


def test_an_article_without_a_question_cannot_be_published():
    imported = exchange.load(reader.read_upload("a.txt", b"Hello there.\n-\nHello there.\n"), by=None, publish=True)

    assert [article.title for article in imported.articles] == [
        "Question to fill in: Hello there. …",
        "Question to fill in (2): Hello there. …",
    ]
    assert [article.status for article in Article.objects.all()] == ["draft", "draft"]
    assert "has no question yet" in imported.refusals[0]


@pytest.mark.parametrize(
    "text",
    [
        "Our FAQ\n=======\n\nWhere?\n------\n\nHere.\n\nWhen?\n-----\nAt 9.\n",
        "**Where?**\n\nHere.\n\n__When?__\nAt 9.\n",
        "# Our FAQ\n\n## Visits\n\n### Where?\nHere.\n### When?\nAt 9.\n",
    ],
)
def test_headings_of_markdown_are_found_however_they_are_written(text: str):
    parsed = reader.read_upload("faq.md", text.encode())

    assert [(each["title"], each["short_answer"]) for each in parsed.articles] == [
        ("Where?", "Here."),
        ("When?", "At 9."),
    ]
    title = ["“Our FAQ” is taken for the title of the file, so it is left out."]
    assert [each.message for each in parsed.problems] == (title if "Our FAQ" in text else [])
    assert {*parsed.articles[0]["tags"]} == ({"Visits"} if "Visits" in text else set())


def test_what_is_meant_for_another_program_is_named():
    parsed = reader.read_upload("a.md", b'---\ntitle: Why?\n---\nSo.\n{% include a.html %} {{< figure "x" >}}\n')

    assert [str(each) for each in parsed.notes] == [
        f"a.md, line 5: “{each}” is an instruction of another program. Patients will read it as it stands."
        for each in ("{% include a.html %}", '{{< figure "x" >}}')
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "1. Where?\r\nHere.\r\n2. When?\r\n1. At 9.\r\n2. At 10.\r\n"),
        ("a.html", "<h3>1. Where?</h3>Here.<h3>2. When?</h3><ol><li>At 9.<li>At 10.</ol>"),
    ],
)
def test_numbers_of_questions_are_taken_off_and_named(name: str, text: str):
    parsed = reader.read_upload(name, text.encode())

    assert [each["title"] for each in parsed.articles] == ["Where?", "When?"]
    assert [step["text"] for step in parsed.articles[1]["steps"]] == ["At 9.", "At 10."]
    assert [str(each) for each in parsed.notes] == [f"{name}: The numbers 1 to 2 before the questions are left out."]


def test_the_heading_below_a_head_without_a_title_is_the_question():
    parsed = reader.read_upload("a.md", b"---\ntags: [X]\n---\n\n# Parking here\n\nBehind.\n<x>\n")

    assert [(each["title"], each["short_answer"]) for each in parsed.articles] == [("Parking here", "Behind.\n<x>")]
    assert parsed.origins[0].starts["short_answer"] == 7


def test_a_head_above_several_questions_holds_for_all_of_them():
    text = "---\ntitle: FAQ\ntags: [X]\nlayout: page\nredirect_from: /old\n---\n\n## How?\nSo.\n\n## Where?\nHere.\n"

    parsed = reader.read_upload("a.md", text.encode())

    assert [(each["title"], each["short_answer"], each["tags"]) for each in parsed.articles] == [
        ("How?", "So.", ["X"]),
        ("Where?", "Here.", ["X"]),
    ]
    assert [origin.old_addresses for origin in parsed.origins] == [["/old"], []]
    assert [origin.starts["title"] for origin in parsed.origins] == [8, 11]
    assert [str(each) for each in parsed.problems] == [
        "a.md, line 1: “FAQ” is taken for the title of the file, so it is left out.",
        "a.md, line 4: “layout: page” is no part of an article and is left out.",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "كيف أدفع؟\nنقدا.\n\nأين？\nهنا.\n"),
        ("a.md", "**كيف أدفع؟**\n\nنقدا.\n\n**أين？**\n\nهنا.\n"),
        ("a.html", "<h2>كيف أدفع؟</h2>نقدا.<h2>أين？</h2>هنا."),
        ("a.html", "<p>كيف أدفع؟</p><p>نقدا.</p><p>أين？</p><p>هنا.</p>"),
        ("a.html", "<table><tr><td>كيف أدفع؟<td>نقدا.<tr><td>أين？<td>هنا.</table>"),
    ],
)
def test_questions_of_other_scripts_are_questions(name: str, text: str):
    parsed = reader.read_upload(name, text.encode())

    assert [(each["title"], each["short_answer"]) for each in parsed.articles] == [
        ("كيف أدفع؟", "نقدا."),
        ("أين？", "هنا."),
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "Q:\nWhere?\n\nA:\nHere.\n\nQ:\nWhen?\nA:\nAt 9.\n"),
        ("a.txt", "P: Where?\nR: Here.\n\nP2: When?\nR2: At 9.\n"),
        ("a.html", "<p>Pregunta 1: Where?<p>Respuesta 1: Here.<p>Pregunta 2: When?<p>Respuesta 2: At 9."),
        ("a.md", "# Q: Where?\n\nA: Here.\n\n# Q: When?\nA: At 9.\n"),
        ("a.md", "1. **Where?**\n\n   Here.\n\n2. **When?**\n\n   At 9.\n"),
        ("a.md", "# Our page\n\n- **Where?**\n\n    Here.\n- **When?**\n    At 9.\n"),
    ],
)
def test_marks_of_questions_may_stand_alone_or_in_a_list(name: str, text: str):
    parsed = reader.read_upload(name, text.encode())

    found = [(each["title"], each["short_answer"].strip()) for each in parsed.articles]
    assert found == [("Where?", "Here."), ("When?", "At 9.")]


def test_an_answer_that_is_moved_to_the_right_has_its_steps():
    (article,) = reader.read_upload("a.txt", b"How?\n\n\tSo:\n\n\t1.\tGo in\n\t2.\tPay\n").articles

    assert article["short_answer"] == "So:"
    assert [step["text"] for step in article["steps"]] == ["Go in", "Pay"]
