"""What two sites are compared by: every row, every page that patients can open, what a search finds."""

import json
from pathlib import Path

from tests.product import manage

# Where one is signed in and who has a form open stays behind; the edition moves so that nothing kept is shown
_STATE = """
import hashlib, json
from django.apps import apps
from django.test import Client
from faq.backup import rows
from faq.models import Article, Tag
from faq.search.index.index import open_index
# Else a search is answered by words alone until that is done
open_index().embed_all()
found = {"rows": {}, "pages": {}}
for model in rows.tables(apps):
    if model._meta.label_lower == "faq.edition":
        continue
    fields = [field.attname for field in model._meta.concrete_fields if field.attname != "edition"]
    found["rows"][model._meta.label_lower] = [
        json.loads(json.dumps(list(row), default=str, sort_keys=True))
        for row in model._base_manager.order_by("pk").values_list(*fields)
    ]
# Whose visits are not counted
reader = Client(SERVER_NAME="127.0.0.1", headers={"User-Agent": "Googlebot"})
published = list(Article.objects.published())
lists = ["/", "/articles/", "/tags/", "/search/?q=password"]
for address in [*lists, *(each.get_absolute_url() for each in [*published, *Tag.objects.all()])]:
    answer = reader.get(address)
    found["pages"][address] = [answer.status_code, answer.text]
print("STATE" + json.dumps(found))
"""


def state_of(folder: Path, **values: object) -> dict:
    """Everything that two equal sites have in common."""
    # With KB_DEBUG pages name their styles as they are, so none need be collected
    said = manage(folder, "shell", "-v", "0", "-c", _STATE, **{"KB_DEBUG": 1, **values})
    assert "STATE" in said.stdout, said.stderr
    return json.loads(said.stdout.partition("STATE")[2])


def run(folder: Path, script: str, **values: object) -> str:
    """What a script of Django's shell printed in this site."""
    done = manage(folder, "shell", "-v", "0", "-c", script, **values)
    assert not done.returncode, done.stderr
    return done.stdout.strip()


FILL = """
import io
from datetime import date
from PIL import Image
from django.contrib.auth.models import User
from faq.models import Article, ViewCount
from faq.publishing import actions, pictures
from faq.stats import folding
file = io.BytesIO()
Image.new("RGB", (40, 30), "teal").save(file, "PNG")
picture = pictures.store(io.BytesIO(file.getvalue()))
owner = User.objects.get(username="owner")
steps = [{"text": "Line one\\nline “two” – für 电话", "picture": picture, "picture_alt": "A page"}]
content = {"title": "Where do I park?", "short_answer": "Behind **the house**.", "steps": steps, "tags": ["Arrival"]}
article = actions.save(None, content, by=owner).article
actions.publish(article, by=owner)
article = Article.objects.get(pk=article.pk)
content = {**content, "title": "Where can I park?", "slug": "park-here"}
actions.save(article, content, by=owner, version=article.version)
actions.publish(article, by=owner)
ViewCount.objects.create(article=article, day=date(2026, 11, 3), views=7)
# Old days that are kept as a month
ViewCount.objects.create(article=article, day=date(2025, 3, 3), views=4)
ViewCount.objects.create(article=article, day=date(2025, 3, 9), views=5)
folding.fold(date(2025, 3, 1))
# The highest number belongs to nobody any more
actions.save(None, {"title": "Is this gone?", "steps": []}, by=None).article.delete()
print(picture)
"""


def fill(folder: Path, **values: object) -> str:
    """Give a prepared site an article with history, an old address, counts and a picture, whose name is returned."""
    return run(folder, FILL, **values)
