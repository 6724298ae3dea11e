"""What a result shows: its title and the lines that answer, with the matching words marked."""

import pytest

from faq.search.find import find
from faq.search.query.highlights import best_part, different_words, excerpt, mark
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_matching_words_are_marked_and_all_else_is_escaped():
    make_article("Is <b>5 > 4</b> & a reset “safe”?", short_answer="Resetting <script>alert(1)</script> is fine.")

    hit = find("reset").hits[0]

    assert hit.title_html == "Is &lt;b&gt;5 &gt; 4&lt;/b&gt; &amp; a <mark>reset</mark> “safe”?"
    assert hit.excerpt_html == "<mark>Resetting</mark> &lt;script&gt;alert(1)&lt;/script&gt; is fine."


def test_repaired_words_are_marked_and_question_words_are_not():
    make_article("How do I reset my portal password?")

    hit = find("how do i reset my pasword").hits[0]

    assert hit.title_html == "How do I <mark>reset</mark> my portal <mark>password</mark>?"


def test_accented_words_are_found_and_marked_without_their_accents():
    make_article("¿Dónde cambio mi contraseña?", short_answer="En el portal.")

    hit = find("contrasena").hits[0]

    assert hit.title_html == "¿Dónde cambio mi <mark>contraseña</mark>?"


def test_words_of_a_script_without_spaces_are_found_and_marked():
    make_article("如何重置密码", short_answer="请打开网站。")

    assert find("密码").hits[0].title_html == "<mark>如何重置密码</mark>"


@pytest.mark.parametrize(
    "text",
    [
        "Don't reset_it: RESET it, won't you? Dont 'reset' re-set reset2 reset",
        "Pneumonoultramicroscopicsilicovolcanoconiosis, as it is called",
        "<reset> & \"reset\" \x02reset\x03 ''",
    ],
)
def test_words_are_marked_alike_in_plain_letters_and_in_all_others(text):
    marked = {"reset": 1.0, "dont": 1.0, "pneumonoultramicroscopicsilicovolcanocon": 1.0}

    assert mark(f"{text} é", marked) == f"{mark(text, marked)} é"
    assert "<mark>" in mark(text, marked)


def test_a_long_text_is_cut_to_the_stretch_that_matches():
    filler = "Nothing of interest stands here. " * 60
    make_article("A long story", short_answer="", body=f"{filler} The parking token is at the desk. {filler}")

    excerpt = find("parking token").hits[0].excerpt_html

    assert "The <mark>parking</mark> <mark>token</mark> is at the desk." in excerpt
    assert len(excerpt) < 260


FILLER = "Nothing of interest stands here, as far as anybody knows. " * 10


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        (
            f"An appointment with a happy nurse. {FILLER}Use the app at home. {FILLER}",
            "app",
            "Use the <mark>app</mark>",
        ),
        (f"{FILLER}Ask at our café. {FILLER}", "cafe", "our <mark>café</mark>."),
        (f"{FILLER}Here is the patient’s card. {FILLER}", "patients", "the <mark>patient’s</mark> card"),
        (f"{FILLER}Show your parking token.", "token", "parking <mark>token</mark>."),
        (f"{'x' * 400} token {'y' * 400}", "token", "<mark>token</mark>"),
        (f"Token: {'x' * 400}", "token", "<mark>Token</mark>: xxx"),
        ("登录" * 300 + "入口" + "登录" * 100, "入口", "入口"),
    ],
)
def test_the_stretch_that_is_shown_holds_the_word_that_matches(text, typed, shown):
    make_article("A long story", short_answer="", body=text)

    excerpt = find(typed).hits[0].excerpt_html

    assert shown in excerpt
    assert 150 < len(excerpt) < 270


def test_the_best_part_holds_most_of_the_highlights():
    highlights = {"reset": 1.0, "password": 0.5}

    assert best_part(["ask us", "your password", "reset it"], highlights) == (2, {"reset": 1.0})
    assert best_part(["reset", "password reset"], highlights) == (1, highlights)
    assert best_part(["ask us", ""], highlights) == (0, {})


def test_the_passage_that_is_nearest_by_meaning_is_shown_unless_another_part_holds_twice_the_words():
    highlights = {"reset": 1.0, "password": 0.5}
    parts = ["ask us", "your password", "reset it", "call"]

    assert best_part(parts, highlights, prefer=[0, 1]) == (2, {"reset": 1.0})
    assert best_part(parts, {"reset": 0.9, "password": 0.5}, prefer=[0, 1]) == (1, {"password": 0.5})
    assert best_part(parts, {"zeppelin": 1.0}, prefer=[3]) == (3, {})


def test_each_word_of_a_part_is_kept_once_and_normalised():
    assert different_words("Reset it, then RESET the café’s it") == "reset it then the cafes"


def test_an_excerpt_names_the_site_of_an_address_and_keeps_the_sign_behind_it():
    text = (
        "Go to https://www.portal.example.org/login?accessPoint=bHJ0. Or to www.example.com, or (http://a.example/b)."
    )

    assert excerpt(text, {}) == "Go to portal.example.org. Or to example.com, or (a.example)."


def test_a_phone_number_in_an_arabic_excerpt_keeps_its_own_order():
    assert mark("اتصل (555) 010-2030", {"اتصل": 1.0}) == ('<mark>اتصل</mark> <bdi dir="ltr">(555) 010-2030</bdi>')
