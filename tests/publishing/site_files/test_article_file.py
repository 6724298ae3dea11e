"""An article as a Markdown file says everything, and is read back letter by letter."""

from itertools import product

import pytest

from faq.publishing import snapshot
from faq.publishing.site_files import article_file
from faq.publishing.site_files.fields import DamagedError
from tests.publishing.site_files.whole_site import TRICKY

PICTURE = "pictures/0123456789abcdef0123456789abcdef-40x30.webp"


def test_an_article_reads_well_in_any_program():
    step = {"text": "Open it.\n\n- at once", "picture": PICTURE, "picture_alt": "A [page]"}
    content = {**snapshot.BLANK, "title": "How?", "slug": "how", "short_answer": f"See ![Map](/media/{PICTURE})."}
    content |= {"steps": [step, {"include": "other"}], "tags": ["Portal"]}

    assert article_file.write(content, {"other": "other.md"}) == (
        '---\ntitle: "How?"\nslug: "how"\nfiles: []\nvideos: []\nasked_like: ""\ntags: ["Portal"]\naudience: "public"\n'
        'owner: ""\nreview_every: ""\n---\n\n'
        f"# How?\n\n## Short answer <!-- part short_answer -->\n\nSee ![Map](../{PICTURE}).\n\n"
        f"## Steps <!-- part steps -->\n\n1. Open it.\n\n   - at once\n\n   ![A \\[page\\]](../{PICTURE})\n\n"
        f'   <!-- step {{"picture": "{PICTURE}", "picture_alt": "A [page]"}} -->\n\n'
        '2. [other](other.md)\n\n   <!-- step {"include": "other"} -->\n'
    )


def test_a_step_says_in_words_whom_it_is_for():
    answers = [{"key": "me", "text": "Me"}, {"key": "my-child", "text": "My child"}]
    step = {"text": "Open it.", "picture": "", "picture_alt": "", "only_for": ["my-child"]}
    content = {**snapshot.BLANK, "title": "How?", "reader_questions": [{"text": "Who?", "answers": answers}]}
    content |= {"steps": [step, {"include": "other", "only_for": ["me", "my-child"]}]}

    written = article_file.write(content, {"other": "other.md"})

    assert written.endswith(
        '1. Open it.\n\n   *Only for: My child*\n\n   <!-- step {"only_for": ["my-child"]} -->\n\n'
        "2. [other](other.md)\n\n   *Only for: Me, My child*\n\n"
        '   <!-- step {"include": "other", "only_for": ["me", "my-child"]} -->\n'
    )
    assert article_file.check(article_file.read(written)) == content


ANSWERS = [{"key": "me", "text": "Me"}, {"key": "you", "text": "You"}]


@pytest.mark.parametrize(
    "asked",
    [
        "Who?",
        {"text": "Who?"},
        [{"text": "Who?", "answers": ANSWERS[:1]}],
        [{"text": "Who?", "answers": ANSWERS * 2}],
        [{"text": "", "answers": ANSWERS}],
        [{"text": "Who?", "answers": [*ANSWERS, {"key": "<script>", "text": "X"}]}],
        [{"text": "Who?", "answers": [*ANSWERS, {"key": "me", "text": "X"}]}],
        [{"text": "Who?", "answers": [*ANSWERS, {"key": "x", "text": 3}]}],
        [{"text": "Who?", "answers": [*ANSWERS, {"key": "x", "text": "x" * 61}]}],
        [{"text": "Who?", "answers": ANSWERS, "more": 1}],
        [{"text": word, "answers": [{"key": f"{word}{n}", "text": f"{n}"} for n in "ab"]} for word in "xyz"],
    ],
)
def test_questions_that_this_site_would_not_keep_are_damaged(asked):
    content = {**snapshot.BLANK, "title": "How?", "reader_questions": asked}

    with pytest.raises(DamagedError):
        article_file.check(content)


def test_a_step_for_an_answer_that_nobody_can_give_is_damaged():
    asked = [{"text": "Who?", "answers": ANSWERS}]
    step = {"text": "Open.", "picture": "", "picture_alt": "", "only_for": ["my-child"]}
    content = {**snapshot.BLANK, "title": "How?", "reader_questions": asked, "steps": [step]}

    with pytest.raises(DamagedError):
        article_file.check(content)


@pytest.mark.parametrize(("first", "second"), [*product((*TRICKY, "Plain.", ""), repeat=2)])
def test_every_text_comes_back_as_it_was(first: str, second: str):
    first, second = first.strip(), second.strip()
    texts = (first, second, f"{first}\n\n{second}\n  \n\n{first}".strip(), f"](/media/{PICTURE}) ](../../{PICTURE})")
    steps = [{"text": text, "picture": "", "picture_alt": ""} for text in texts]
    steps += [{"include": "a-->b"}, {"text": second, "picture": PICTURE, "picture_alt": f"--> {first[:9]!r}"}] * 5
    content = {**snapshot.BLANK, "title": "T", "short_answer": first, "body": texts[2], "steps": steps}

    assert article_file.check(article_file.read(article_file.write(content, {}))) == content


@pytest.mark.parametrize("text", ["", "Hello", "---\n", '---\ntitle: "x"\n', "# x\n---\n---\n"])
def test_a_file_that_is_none_of_ours_is_damaged(text: str):
    with pytest.raises(DamagedError):
        article_file.read(text)
