"""Names an article whose file told no question, until somebody writes it."""

from collections.abc import Container

from faq.models import Article
from faq.publishing.kinds import Content
from faq.publishing.rules import UNTITLED
from faq.text import markdown

_LONGEST = Article.title.field.max_length or 200


def title_for(content: Content, taken: Container[str] = ()) -> str:
    """Return a title that is not in `taken`: "Question to fill in: The link can be found at the top left …"."""
    steps = (step.get("text", "") for step in content.get("steps", []))
    words = " ".join([content.get("short_answer", ""), *steps, content.get("body", "")]).split()
    start = " ".join(markdown.to_text(" ".join(words[:12])).split())[:80]
    title, number = f"{UNTITLED}: {start} …"[:_LONGEST], 1
    while title in taken:
        number += 1
        title = f"{UNTITLED} ({number}): {start} …"[:_LONGEST]
    return title
