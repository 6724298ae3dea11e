"""Every page for readers is HTML as the standard has it, whatever stands in the articles."""

from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.urls import get_resolver

from faq.models import Article, Clinic, Fact, Tag, UrgentPhrase
from faq.publishing import actions, exchange, facts, urgent
from faq.search.index.index import open_index
from faq.views import preview
from tests import html_checker
from tests.factories import a_file, a_video, edit, make_article, make_staff, step_showing, stored_picture
from tests.test_access import address_of, routes
from tests.visitor import BROWSER

pytestmark = pytest.mark.django_db
FAULTS = ("400", "403", "403_csrf", "404", "408", "411", "413", "429", "500", "503")
HARD = """## A “heading” & <b>more</b> {picture}

### Skips no level

###### Far below

| Day | Hours | | More |
| --- | :---: | --- | ---: |
| Mon | 8 to 5 | {picture} | [link](https://example.org/?a=1&b=2 "A title") |
| Tue |

1. one
   - [ ] bring your *card*

     and a second paragraph
   - [x] done {picture}
2. two

- [ ] a box with [a link](tel:112)
- [ ]

7) seven
8) eight

!!! warning "Take ``care``"
    > quoted

    ```
    <script>alert("& 1")</script>
    ```

[![A](/media/{name})](https://example.org) https://www.example.org/?q="<>&x someone@example.org

---

## A “heading” & <b>more</b> {picture}

## عنوان

مرحبا *بك* في العيادة: {{{{room}}}}

- واحد
- two

# Too high
"""


@pytest.fixture
def site(settings, tmp_path: Path) -> None:
    """The clinic's questions, articles as odd as staff can make them, and all that an owner can fill in."""
    settings.MEDIA_ROOT = tmp_path / "media"
    exchange.load_seed()
    facts.save(Fact(name="room", label="Room", value="1 & <b>2</b>"), by=None)
    name = stored_picture()
    hard = HARD.format(picture=f'![A "tall" <page> & more](/media/{name})', name=name)
    step = {**step_showing(name), "picture_alt": "A \"page\" <b> & 'more'"}
    steps = [{"text": hard}, step]
    make_article("Is “this” <b>odd</b> & 'hard'?", slug="hard", short_answer=hard, body=hard, steps=steps)
    make_article("How do I do 40 things? " * 6, slug="long", steps=["Do this."] * 40, short_answer="", tags=["A & <b>"])
    make_article("كيف أحجز موعدا؟", slug="arabic", short_answer="اتصل بنا.", steps=["افتح *البوابة*."], tags=["مواعيد"])
    make_article("Nothing?", slug="bare", short_answer="{{room}}", body="", tags=[])
    make_article("Only staff?", slug="staff", audience="staff", steps=[step])
    shows = [{"include": "hard"}, {"text": "Then this."}]
    make_article("Shows others’ steps?", slug="shows", steps=shows, tags=["A & <b>"], asked_like="zebra\nhow odd")
    asks = [
        {
            "text": "Who is <b>this</b> for?",
            "answers": [{"key": "me", "text": "Me & mine"}, {"key": "b", "text": "“B”"}],
        }
    ]
    video = a_video(
        'A "film" & <b>', poster=name, poster_alt="A <page>", transcript="One.\n\nTwo & <b>.", length="2 min"
    )
    offered = {"files": [a_file('A "form" & <b>')], "videos": [video], "reader_questions": asks}
    make_article("Has everything?", slug="all", steps=["Open.", {"text": "Only me.", "only_for": ["me"]}], **offered)
    actions.unpublish(make_article("Gone?", slug="gone"), by=None)
    edit(Article.objects.get(slug="long"), publish=False, body=hard)
    Tag.objects.update(is_topic=True, description="One line & <b>more</b>")
    urgent.save(UrgentPhrase(phrase="chest pain"), by=None)
    owner_fills_in_everything()
    open_index().embed_all()


def owner_fills_in_everything() -> None:
    clinic = Clinic.load()
    clinic.logo, clinic.phone, clinic.email = stored_picture(), "+1 (555) 010-0199", "desk@clinic.example"
    clinic.emergency_phone, clinic.accent, clinic.content_language = "112", "#1f6f5c", "ar"
    clinic.notice = "We are *closed* on [Friday](/articles/)."
    clinic.accessibility_words = clinic.privacy_words = HARD.format(picture="{{room}}", name="").replace(
        "![A](/media/)", "A"
    )
    facts.save_clinic(clinic, by=None)


def pages() -> dict[str, bytes]:
    """Each page by its address, for a reader and for staff."""
    reader, staff = Client(headers={"User-Agent": BROWSER, "Sec-Fetch-Site": "same-origin"}), Client()
    staff.force_login(make_staff("Editor"))
    token = preview.link_for(RequestFactory().get("/"), Article.objects.get(slug="long")).rstrip("/").rpartition("/")[2]
    found: dict[str, bytes] = {}
    for address in addresses(token):
        for who, client in (("reader", reader), ("staff", staff)):
            answer = client.get(address, follow=True)
            if answer["Content-Type"].startswith("text/html"):
                found[f"{who}: {address}"] = answer.content
    pressed = reader.post("/articles/hard/feedback/", {"stuck": "1"}, follow=True)
    found["after a press"] = pressed.content
    reason = {"token": pressed.context["token"], "reason": "Too long."}
    told = reader.post("/articles/hard/feedback/", reason, follow=True)
    found["after a reason"] = told.content
    found["not found told"] = reader.post("/search/not-found/", {"q": "zebra <b>"}, follow=True).content
    for fault in FAULTS:
        found[fault] = get_template(f"{fault}.html").render({}, None).encode()
    return found


def addresses(token: str) -> list[str]:
    draft = Article.objects.get(slug="long")
    holes = {
        "key": "release-form",
        "draft": draft.pk,
        "pk": draft.pk,
        "number": 1,
        "digits": "7a1f5c",
        "rest": "articles/",
        "name": "none",
    }
    asked = ("", "odd", "how odd", "pasword", "zebra", "asdf <b>&\"'", "chest pain", "😀", "你" * 500, "مواعيد", "a")
    found = []
    for slug in ("hard", "long", "arabic", "bare", "staff", "shows", "all", "gone", "a", "mwaeyd"):
        here = {**holes, "slug": slug, "typed": f"{slug}.", "token": token}
        found += [address_of(route, here) for route in routes(get_resolver()) if not route.startswith("admin")]
    found += [f"/articles/all/{page}?for=me" for page in ("", "print/", "read-out/")]
    found += [tag.get_absolute_url() for tag in Tag.objects.all()]
    for text in asked:
        found += [f"/search/?q={text}", f"/search/?q={text}&tag=a-b", f"/search/?q={text}&told=1&page=2"]
    return [*dict.fromkeys(found), "/no/such/page", "/articles/?page=2", "/search/?q=how+do+I&page=2"]


def test_every_page_for_readers_is_valid_html(site, tmp_path: Path):
    (tmp_path / "pages").mkdir()
    found = pages()

    problems = html_checker.problems(found, tmp_path / "pages")

    assert "\n".join(problems) == ""
    assert len(found) > 60
