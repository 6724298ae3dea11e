"""Names an article whose file told no question, until somebody writes it."""

from collections.abc import Container

from faq.models import Article
from faq.publishing.kinds import Content
from faq.publishing.rules import UNTITLED
from faq.text import markdown

_LONGEST = Article.title.field.max_length or 200


def title_for(content: Content, taken: Container[str], used: dict[str, int]) -> str:
    """Return a title that is not in `taken`: "Question to fill in: The link can be found at the top left …".

    `used` remembers how often the same words began an article of this import.
    """
    steps = (step.get("text", "") for step in content.get("steps", []))
    words = " ".join([content.get("short_answer", ""), *steps, content.get("body", "")]).split()
    start = " ".join(markdown.to_text(" ".join(words[:12])).split())[:80]
    while True:
        used[start] = used.get(start, 0) + 1
        number = f" ({used[start]})" if used[start] > 1 else ""
        title = f"{UNTITLED}{number}: {start} …"[:_LONGEST]
        if title not in taken:
            return title
