"""What must hold before an article is saved or published, each rule with its sentence."""

from faq.models import Article, Fact
from faq.publishing.hosts import all_hosts, published_hosts
from faq.publishing.snapshot import Content, fact_names, find_included, texts
from faq.text import markdown


def save_problems(article: Article, content: Content) -> list[str]:
    """Return the reasons why `content` cannot be saved as `article`, [] when it can."""
    wanted = [step["include"] for step in content.get("steps", []) if step.get("include")]
    return [problem for slug in wanted if (problem := _include_problem(article, find_included(slug)))]


def publish_problems(article: Article, content: Content) -> list[str]:
    """Return the reasons why `content` cannot be shown to patients, [] when it can."""
    problems = [] if any(text.strip() for text in texts(content)) or _includes(content) else [_EMPTY]
    for target in _includes(content):
        problems += _target_problems(target, content)
    problems += [
        f"There is no fact called “{name}”. Please check {{{{{name}}}}}." for name in sorted(_unknown_facts(content))
    ]
    problems += [_undescribed(text) for text in texts(content) if _has_undescribed_picture(text)]
    if content["audience"] == Article.Audience.STAFF:
        problems += [
            _needed_by_patients(host)
            for host in published_hosts(article)
            if host.live.audience == Article.Audience.PUBLIC
        ]
    return problems


_EMPTY = "There is nothing to read yet. Please write a short answer, a step or some detail first."


def _includes(content: Content) -> list[Article]:
    return [find_included(step["include"]) for step in content["steps"] if step.get("include")]


def _include_problem(article: Article, target: Article) -> str:
    if target.pk == article.pk:
        return "An article cannot use its own steps."
    if target.steps.exclude(include=None).exists():
        return f"“{target.title}” itself uses the steps of another article. Please choose that other article directly."
    hosts = all_hosts(article) if article.pk else []
    if hosts:
        return (
            f"“{hosts[0].title}” uses the steps of this article, so this article cannot use the steps of another one."
        )
    return ""


def _target_problems(target: Article, content: Content) -> list[str]:
    if not target.live_id:
        return [f"“{target.title}”, whose steps you use, is not published yet. Please publish it first."]
    if target.live.audience == Article.Audience.STAFF and content["audience"] == Article.Audience.PUBLIC:
        return [f"“{target.title}” is for staff only, so its steps cannot be shown to patients."]
    return []


def _unknown_facts(content: Content) -> set[str]:
    names = fact_names(content)
    return names - set(Fact.by_name()) if names else set()


def _has_undescribed_picture(text: str) -> bool:
    return "![" in text and 'alt=""' in markdown.render(text)


def _undescribed(text: str) -> str:
    start = text.strip()[:40]
    return f"A picture in “{start}…” needs a description for people who cannot see it, between the square brackets."


def _needed_by_patients(host: Article) -> str:
    return f"“{host.title}” shows these steps to patients, so this article cannot be for staff only."
