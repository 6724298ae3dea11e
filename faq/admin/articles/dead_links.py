"""Links in the article editor: those that lead nowhere, each at its text, and the articles that link to this one."""

from collections.abc import Sequence

from faq.admin.articles.form import ArticleForm
from faq.admin.articles.steps import StepForm
from faq.errors import RefusedError
from faq.models import Article, CheckedLink, Fact
from faq.models.parts import Kind, of_kind
from faq.publishing import links
from faq.text import facts, markdown


def mark(form: ArticleForm, rows: Sequence[StepForm]) -> int:
    """Give each text of the form, and each step, its `dead_links`; return how many there are in all."""
    dead = {link.url: link for link in CheckedLink.objects.dead()}
    if not dead:
        return 0
    known = Fact.by_name()
    texts = [form[part.name] for part in of_kind(Kind.MARKDOWN)]
    for text in texts:
        text.dead_links = _dead_in(str(text.value() or ""), dead, known)
    for row in rows:
        row.dead_links = _dead_in(str(row["text"].value() or ""), dead, known)
    return sum(len(each.dead_links) for each in [*texts, *rows])


def linking_to(article: Article | None) -> list[Article]:
    """Return the articles that lead to `article` by a link, none for one that is not saved yet."""
    return links.linking_to(article) if article else []


def _dead_in(source: str, dead: dict[str, CheckedLink], known: dict[str, Fact]) -> list[CheckedLink]:
    if not source.strip():
        return []
    try:
        html = facts.fill(markdown.render(source), known)
    except RefusedError:
        # Said at its field already
        return []
    return links.dead_in(html, dead)
