"""A site that holds something of everything, and ways to look at all of it."""

import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.contrib.auth.models import User
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone

from faq.models import (
    Article,
    Clinic,
    Fact,
    FeedbackCount,
    FeedbackReason,
    FileCount,
    OldAddress,
    Redirect,
    RefusedCopy,
    SearchCount,
    SearchOutcome,
    SearchPromise,
    SimplerWord,
    Synonym,
    Tag,
    UrgentPhrase,
    ViewCount,
    WeeklyLetter,
    WhenOverdue,
)
from faq.publishing import actions, built_in_synonyms, facts, schedule, simpler_words, synonyms, tags, urgent
from faq.publishing.schedule import Times
from faq.stats import folding
from tests.factories import a_file, a_video, edit, make_article, make_staff, step_showing, stored_picture

# Texts that look like what our own files are made of
TRICKY = (
    "One\n\n## Steps <!-- part steps -->\n\n1. no step",
    "<!-- step {} -->\n<!--  part x -->\n<!--part-->",
    "---\ntitle: x\n---",
    "1. one\n   1. two\n\n\n\n        code\n2. three",
    "![a](../pictures/0123456789abcdef0123456789abcdef-1x1.webp)",
    "Line\x85next\u2028and “quotes” \\ `--> ]` {{portal-address}}",
)


ASKED = [
    {
        "text": "Who is “it” --> for?",
        "answers": [{"key": "me", "text": "Me: *myself*"}, {"key": "a-friend-s-child", "text": "A friend’s child"}],
    }
]


def make_whole_site() -> None:
    """Fill the database with everything that staff can make, by the same verbs."""
    ada, olga = make_staff("Editor", first_name="Ada"), make_staff("Owner", "olga", email="olga@clinic.example")
    WeeklyLetter.want(ada, False)
    _clinic(olga)
    _lists(olga)
    main = _articles(ada, olga)
    _tricky(ada)
    _scheduled(main, ada)
    _off_the_site(main, ada)
    _counts(main)


def _clinic(olga: User) -> None:
    facts.save_clinic(
        Clinic(
            name="Klinik Süd",
            phone="01632 960 983",
            logo=stored_picture(1),
            hours={"mon": [["08:00", "12:00"]]},
            holidays=[{"on": "2026-12-25", "name": "Christmas", "hours": []}],
            when_overdue=WhenOverdue.BANNER,
            notice="Closed on Friday.",
            accessibility_words="## Ramp\n\n- Press the *bell*.",
            privacy_words="Ask {{clinic-name}}.",
            notice_until=datetime(2099, 7, 3, 17, tzinfo=UTC),
        ),
        by=olga,
    )
    facts.save(Fact(name="portal-address", label="Portal", kind="address", value="https://portal.example"), by=olga)


def _articles(ada: User, olga: User) -> Article:
    """An article with earlier versions, former addresses and the steps of another; returns it."""
    shown, former = stored_picture(2), stored_picture(3)
    shared = make_article("How do I sign in?", steps=["Open {{portal-address}}.", step_showing(shown)], by=ada)
    own_words = {"of": shared.live.step_texts(), "own": {"1": "Open **our** page."}}
    text = f"See ![Map](/media/{shown}).\n\n- a\n- b"
    main = make_article(
        "How do I see my results?",
        short_answer=text,
        body="# Big\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        steps=[
            {"include": shared.slug, "reworded": own_words, "only_for": ["me"]},
            {"text": "Press “Results”.\n\n   - then wait", "only_for": ["a-friend-s-child"]},
        ],
        tags=["Portal", "Results"],
        asked_like="Where are my tests?\nlab results",
        reader_questions=ASKED,
        owner="editor",
        review_every="6",
        files=[a_file("Results: “who may see them” --> ]"), a_file("医院", pages=2)],
        by=ada,
    )
    spoken = "Open it.\n\n---\n<!-- part x -->"
    edit(
        shared,
        videos=[a_video(poster=stored_picture(4), poster_alt="A page", length="2 min", transcript=spoken)],
        by=ada,
    )
    files = main.live.files()
    main = edit(
        main, files=[{**files[0], "title": "Who may see results", "file": a_file(words="Other")["file"]}], by=ada
    )
    marked = {**step_showing(former), "only_for": ["me"]}
    main = edit(main, slug="results", steps=[{"include": shared.slug}, "Press it.", marked], by=ada)
    edit(
        main,
        publish=False,
        title="How do I see results?",
        tags=["Portal"],
        steps=[{"text": "Just wait.", "only_for": ["me"]}],
        by=olga,
    )
    edit(shared, slug="sign-in-now", by=ada)
    tags.save(_renamed("Portal", "My portal"), by=olga)
    return main


def _counts(main: Article) -> None:
    for days, article in enumerate(Article.objects.order_by("slug")):
        ViewCount.objects.create(article=article, day=timezone.localdate() - timedelta(days=days), views=3 + days)
    led = {"article": main, "day": timezone.localdate(), "revision_number": 2}
    ViewCount.objects.create(**led, source="search", place="3", views=2)
    ViewCount.objects.create(**led, source="outside", place="hospital.example.org", views=5)
    SearchCount.objects.create(day=timezone.localdate(), not_found=7)
    ViewCount.objects.create(article=main, day=date(2024, 3, 12), views=11)
    ViewCount.objects.create(article=main, day=date(2024, 3, 20), views=4)
    folding.fold(date(2024, 3, 1))
    said = {"article": main, "day": timezone.localdate(), "revision_number": 2}
    FeedbackCount.objects.create(**said, answer="yes", times=9, taken_back=1)
    FeedbackCount.objects.create(**said, answer="stuck", step=10, times=2)
    FeedbackCount.objects.create(**said, answer="stuck", step=9, times=1)
    FeedbackReason.objects.create(**said, answer="stuck", step=9, text="the button is ...")
    FileCount.objects.create(article=main, day=timezone.localdate(), key="results-who-may-see-them", times=4)
    SearchPromise.objects.create(text="see results", article=main, first=5)
    for rank, (kind, text) in enumerate([("nothing", "fee for ..."), ("opened", ""), ("urgent", "")]):
        group = "" if kind == "urgent" else "0123456789abcdef"
        SearchOutcome.objects.create(
            day=timezone.localdate(), group=group, kind=kind, rank=rank, times=5 + rank, text=text
        )


def _renamed(name: str, new: str) -> Tag:
    tag = Tag.objects.get(name=name)
    tag.name, tag.is_topic, tag.description, tag.position = new, True, "All about it", 2
    return tag


def _lists(olga: User) -> None:
    synonyms.save(Synonym(phrases="MyChart, portal"), by=olga)
    synonyms.save(Synonym(phrases="bill, invoice", is_one_way=True), by=olga)
    simpler_words.save(SimplerWord(hard="administer", simpler="give"), by=olga)
    built_in_synonyms.switch("medical", "", is_on=False, by=olga)
    urgent.save(UrgentPhrase(phrase="Chest pain"), by=olga)
    urgent.save(UrgentPhrase(phrase="when is the stroke club", is_harmless=True), by=olga)


def _tricky(ada: User) -> None:
    for number, text in enumerate(TRICKY):
        article = make_article(f"Tricky [{number}] \\ “--> ]”?", published=False, short_answer=text, body=text, by=ada)
        edit(article, publish=False, steps=[text, {"text": "", "picture": ""}, text], by=ada)
    make_article("医院在哪里？" * 10, body="在" * 100, by=ada)
    make_article("Con?", by=ada)


def _scheduled(main: Article, ada: User) -> None:
    main = Article.objects.get(pk=main.pk)
    times = Times(timezone.now() + timedelta(days=30), timezone.now() + timedelta(days=60))
    schedule.set_times(main, times, seen=Times(), version=main.version, by=ada)
    Article.objects.filter(title="Con?").update(not_published_because="It was in the bin then.")


def _off_the_site(main: Article, ada: User) -> None:
    staff_only = make_article("Where is the key?", audience="staff", by=ada)
    gone = make_article("Do you take fax?", by=ada)
    actions.move_to_bin(gone, by=ada, replaced_by=main)
    actions.unpublish(make_article("Is there parking?", by=ada), by=ada)
    Redirect.objects.create(slug="nowhere-any-more")
    RefusedCopy.objects.create(article=main, other=Article.objects.exclude(pk=main.pk).first(), step=7)
    OldAddress.objects.create(path="old/faq.html", article=main)
    edit(staff_only, slug="key", by=ada)


# How the addresses of files end
FILES = ("results-who-may-see-them", "医院")


def files_of(export: Path) -> dict[str, bytes]:
    """The content of an export, without the time at which it was made."""
    if export.is_dir():
        found = {str(file.relative_to(export)): file.read_bytes() for file in export.rglob("*") if file.is_file()}
    else:
        with zipfile.ZipFile(export) as archive:
            found = {name: archive.read(name) for name in archive.namelist()}
    about = json.loads(found["site.json"])
    assert about.pop("exported_at")
    return {**found, "site.json": json.dumps(about).encode()}


def pages_of_patients() -> dict[str, tuple[int, str]]:
    """What each public address shows, former ones included, to somebody who is not counted."""
    client = Client(headers={"User-Agent": "robot"})
    slugs = {article.slug for article in Article.objects.all()} | {each.slug for each in Redirect.objects.all()}
    slugs |= {article.live.slug for article in Article.objects.live()}
    addresses = ["/", "/articles/", "/tags/", "/search/?q=results", "/search/?q=chest+pain"]
    addresses += [f"/articles/{slug}/" for slug in sorted(slugs)]
    addresses += [f"/tags/{tag.slug}/" for tag in Tag.objects.all()]
    addresses += [f"/articles/{slug}/files/{key}.pdf" for slug in sorted(slugs) for key in FILES]
    answers = {address: client.get(address) for address in addresses}
    return {
        address: (said.status_code, said.headers.get("Location", "") + _said(said)) for address, said in answers.items()
    }


def _said(response: HttpResponseBase) -> str:
    return b"".join(response).decode(errors="replace")
