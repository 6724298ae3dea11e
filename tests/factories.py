"""Makes what tests need, with the same verbs that staff use."""

import io

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from PIL import Image

from faq.models import Article
from faq.publishing import actions, files, pictures
from tests.publishing.made_pdfs import a_pdf

PASSWORD = "correct horse battery"


def make_article(title: str = "How do I reset my password?", *, published: bool = True, by=None, **content) -> Article:
    """A saved article, published unless told otherwise; `steps` may be plain strings or step dicts."""
    steps = [{"text": step} if isinstance(step, str) else step for step in content.pop("steps", [])]
    content = {"short_answer": "Yes, you can.", **content, "title": title, "steps": steps}
    article = actions.save(None, content, by=by).article
    if published:
        actions.publish(article, by=by)
    return Article.objects.get(pk=article.pk)


def edit(article: Article, *, publish: bool = True, by=None, **content) -> Article:
    """Save a change to `article`, and publish it unless told otherwise."""
    article.refresh_from_db()
    if "steps" in content:
        content["steps"] = [{"text": step} if isinstance(step, str) else step for step in content["steps"]]
    actions.save(article, content, by=by, version=article.version)
    if publish:
        actions.publish(article, by=by)
    return Article.objects.get(pk=article.pk)


def make_staff(role: str = "Editor", username: str = "", **fields):
    """Somebody who may sign in, with one of the ready-made roles."""
    user = get_user_model().objects.create_user(username or role.lower(), password=PASSWORD, is_staff=True, **fields)
    user.groups.add(Group.objects.get(name=role))
    return user


def a_png(size: tuple[int, int] = (40, 30)) -> bytes:
    """A picture as a browser sends it; `size` in pixels."""
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, "PNG")
    return file.getvalue()


def stored_picture(number: int = 0) -> str:
    """The name of a picture in the media folder; another `number` is another picture."""
    return pictures.store(io.BytesIO(a_png((40 + number, 30))))


def a_file(title: str = "Release form", *, words: str = "Release my records", pages: int = 1) -> dict[str, str]:
    """A file to download, as an article holds it; other `words` or `pages` make another PDF."""
    return {"title": title, "file": files.store(io.BytesIO(a_pdf(words, pages=pages)))}


def a_video(title: str = "How to see your results", **values: str) -> dict[str, str]:
    """A link to a video, as an article holds it."""
    blank = {"length": "", "poster": "", "poster_alt": "", "transcript": ""}
    return {"title": title, "url": "https://video.example/watch?v=1&t=2", **blank, **values}


def step_showing(name: str) -> dict[str, str]:
    """A step with the stored picture `name`."""
    return {"text": "Look here.", "picture": name, "picture_alt": "A page"}
