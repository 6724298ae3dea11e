"""Names an article whose file told no question, until somebody writes it."""

from collections.abc import Container

from faq.models import Article
from faq.publishing.kinds import Content
from faq.text import markdown

PREFIX = "Question to fill in"
_LONGEST = Article.title.field.max_length or 200


def title_for(content: Content, taken: Container[str] = ()) -> str:
    """Return a title that is not in `taken`: "Question to fill in: The link can be found at the top left …"."""
    steps = (step.get("text", "") for step in content.get("steps", []))
    words = " ".join([content.get("short_answer", ""), *steps, content.get("body", "")]).split()
    start = " ".join(markdown.to_text(" ".join(words[:12])).split())[:80]
    title, number = f"{PREFIX}: {start} …"[:_LONGEST], 1
    while title in taken:
        number += 1
        title = f"{PREFIX} ({number}): {start} …"[:_LONGEST]
    return title


def is_untitled(title: str) -> bool:
    """True where `title` is none yet."""
    return title.startswith((f"{PREFIX}:", f"{PREFIX} ("))
