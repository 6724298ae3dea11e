"""What kind of browser somebody uses, in words that they recognise."""

import pytest

from faq.accounts import devices

MOZILLA = "Mozilla/5.0"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/140.0.0.0 Safari/537.36", "Chrome on Windows"),
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        (f"{MOZILLA} (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Version/18.0 Safari/605.1.15", "Safari on a Mac"),
        (f"{MOZILLA} (iPhone; CPU iPhone OS 18_0) {WEBKIT} CriOS/140.0 Mobile Safari/604.1", "Chrome on an iPhone"),
        (f"{MOZILLA} (Linux; Android 15; K) {WEBKIT} Chrome/140 Mobile Safari/537.36", "Chrome on an Android phone"),
        (f"{MOZILLA} (Linux; Android 15; SM-X210) {WEBKIT} SamsungBrowser/28 Chrome/130 Safari/537.36",
         "Samsung Internet on an Android tablet"),
        ("curl/8.5", "A browser"),
        ("", "A browser"),
        ("(" * 100_000, "A browser"),
    ],
)  # fmt: skip
def test_a_browser_is_said_in_words(said: str, words: str):
    assert devices.in_words(said) == words
