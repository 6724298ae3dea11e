"""Addresses stay readable in every script and are never empty."""

import pytest

from faq.text.slugs import MAX_LENGTH, first_free, meant_by, slug_for


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("How do I reset my password?", "how-do-i-reset-my-password"),
        ("What's the patient’s code?", "whats-the-patients-code"),
        ("Contraseña olvidada", "contraseña-olvidada"),
        ("पासवर्ड कैसे बदलें?", "पासवर्ड-कैसे-बदलें"),
        ("パスワードを忘れた", "パスワードを忘れた"),
        ("كلمة المرور", "كلمة-المرور"),
        ("!!!", "article"),
        ("😀", "article"),
        ("  --a--  ", "a"),
    ],
)
def test_a_slug_keeps_the_letters_of_its_title(title: str, slug: str):
    assert slug_for(title) == slug


def test_a_long_title_is_cut_between_words():
    slug = slug_for("word " * 60)

    assert len(slug) <= MAX_LENGTH
    assert set(slug.split("-")) == {"word"}


@pytest.mark.parametrize(
    ("slug", "taken", "free"),
    [
        ("portal", [], "portal"),
        ("portal", ["portal", "portal-2"], "portal-3"),
        ("x" * 80, ["x" * 80], "x" * 75 + "-2"),
    ],
)
def test_a_taken_slug_gets_the_first_free_number(slug: str, taken: list[str], free: str):
    assert first_free(slug, taken.__contains__) == free


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("What-Is-A-Co-Pay", "what-is-a-co-pay"),
        ("/portal/).", "portal"),
        ("“portal”,", "portal"),
        ("%20portal%20", "portal"),
        ("CONTRASEÑA-OLVIDADA", "contraseña-olvidada"),
        ("पासवर्ड-कैसे-बदलें।", "पासवर्ड-कैसे-बदलें"),
        ("x--2", "x--2"),
        ("a/b", ""),
        ("a.b", ""),
        ("a\x00b", ""),
        ("!!!", ""),
        ("", ""),
    ],
)
def test_what_stands_around_an_address_is_forgiven_and_nothing_inside(typed: str, slug: str):
    assert meant_by(typed) == slug
