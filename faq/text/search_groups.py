"""Which searches mean the same, so that managers read them as one row."""

from hashlib import blake2s

from faq.text import words
from faq.text.redact import GAP


def group_of(text: str) -> str:
    """Return the group of a redacted text: the same for other forms, another order and repeated words.

    "test results", "results of my tests" and "tests result" are one group; so are all texts of which nothing is left.
    """
    found = [word for word in text.split() if word != GAP]
    subject = [word for word in found if word not in words.QUESTION_WORDS] or found
    stems = sorted({words.stem(word) for word in subject})
    return blake2s("\n".join(stems).encode(), digest_size=8).hexdigest()
