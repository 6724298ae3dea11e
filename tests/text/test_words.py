"""The one meaning of "same word"."""

import pytest

from faq.text import words


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("Can’t log-in!", "cant log in"),
        ("CONTRASEÑA", "contrasena"),
        ("Contrasen\u0303a", "contrasena"),
        ("What's the doctor's e-mail?", "whats the doctors e mail"),
        ("ﬁne Straße", "fine strasse"),
        ("a_b\0c\u200fd", "a b c d"),
        ("密码重置", "密码 码重 重置"),
        ("😀 !!! …", ""),
        ("", ""),
    ],
)
def test_words_lose_case_accents_apostrophes_and_punctuation(typed, normal):
    assert words.normalise(typed) == normal


@pytest.mark.parametrize(
    "typed", ["Don't O'Neil's 'quoted' a_b x''y", "3-in-1 (24/7)\x00\x1c~", f"{'ab-' * 30}{'c' * 60}'d"]
)
def test_a_text_in_ascii_has_the_words_that_it_has_beside_others(typed):
    assert words.tokens(typed) == words.tokens(f"{typed} é")[:-1] == [word for *_, word in words.spans(typed)]


def test_spans_say_where_each_word_stands():
    text = "“Zoë’s” app"

    found = [(text[start:end], word) for start, end, word in words.spans(text)]

    assert found == [("Zoë’s", "zoes"), ("app", "app")]


def test_a_query_is_cut_to_60_words_of_40_letters():
    assert len(words.query_tokens("word " * 30_000)) == 60
    assert words.query_tokens("x" * 100_000) == ["x" * 40] * 2
    assert len(words.query_tokens("預約" * 5_000)) == 60


def test_of_a_long_message_the_last_question_is_read_too():
    told = "my " * 40 + "and much more besides. "

    assert words.query_tokens(told + "Where do I pay? Thank you very much.")[40:] == ["where", "do", "i", "pay"]
    assert words.query_tokens(told + "I want to pay now. Thanks!")[40:] == ["i", "want", "to", "pay", "now"]
    assert words.query_tokens("my " * 38 + "bill is too high") == ["my"] * 38 + ["bill", "is", "too", "high"]


def test_forms_of_a_word_share_their_stem():
    assert len({words.stem(word) for word in ("reset", "resets", "resetting")}) == 1
    assert words.stem("appointments") == words.stem("appointment")


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("Dr Løve", "dr love"),
        ("Łukasz", "lukasz"),
        ("Đorđe", "dorde"),
        ("Işık ILGAZ", "isik ilgaz"),
        ("Ærø Œuvre", "aero oeuvre"),
        ("Þórður Ħal Straße", "thordur hal strasse"),
        ("ﬁeld ﬂu", "field flu"),
    ],
)
def test_letters_that_do_not_come_apart_become_plain_letters(typed, normal):
    assert words.normalise(typed) == normal


def test_spans_stand_in_the_original_text_where_a_letter_becomes_two():
    text = "Ærø Straße flu"

    found = [(text[start:end], word) for start, end, word in words.spans(text)]

    assert found == [("Ærø", "aero"), ("Straße", "strasse"), ("flu", "flu")]


def test_words_with_hyphens_are_known_whole_and_in_part():
    assert words.hyphenated("Your Co-Pay, a COVID‑19 shot - and - mother-in-law") == {
        "co-pay",
        "covid-19",
        "mother-in",
        "in-law",
        "mother-in-law",
    }


def test_endless_words_are_read_in_time_that_grows_with_their_length():
    assert words.hyphenated("a" * 200_000) == set()
    assert words.hyphenated("a-" * 100_000) == {"a-a", "a-a-a"}
