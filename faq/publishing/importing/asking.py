"""Tells questions from other words, in whatever script they are written."""

# Latin, Chinese and Japanese, Arabic, Armenian
MARKS = "?？؟՞"


def asks(words: str) -> bool:
    """True for "Where?", "**Where?**" and "在哪里？"."""
    return words.rstrip(" *_#").endswith(tuple(MARKS))
