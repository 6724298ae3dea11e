"""Puts the texts of the attack wherever somebody can write, past the checks of forms, too: so may older versions."""

from django.contrib.auth.models import User

from faq.models import (
    Article,
    AuditEntry,
    Clinic,
    Fact,
    Redirect,
    Revision,
    Synonym,
    Tag,
    TagRedirect,
    UrgentPhrase,
    ViewCount,
)
from faq.publishing import actions, exchange, textfile
from tests.browser.script_attacks.vectors import TEMPLATES, VECTORS, fitting, packed, polyglot
from tests.factories import make_article, make_staff, stored_picture

TEXTS = [*VECTORS, *TEMPLATES]
# An article with braces that name no fact cannot be published; such texts stand in drafts
PUBLISHABLE = [text for text in TEXTS if "{{" not in text]
KINDS = ("text", "address", "phone", "email")


def plant() -> Article:
    """Fill the site; return the article that holds every text in every part of it."""
    people()
    clinic()
    lists()
    imported()
    whole = everything()
    histories(whole)
    return whole


def people() -> None:
    for place, name in enumerate(("owner", "ana")):
        person = make_staff("Owner", name)
        names = {"first_name": polyglot(150, place), "last_name": polyglot(150, place + 2), "email": polyglot(254, 4)}
        User.objects.filter(pk=person.pk).update(**names)
    other = make_staff("Editor", "other")
    User.objects.filter(pk=other.pk).update(username=polyglot(150, 5))


def clinic() -> None:
    Clinic.objects.update_or_create(
        pk=1,
        defaults={
            "name": polyglot(120, 10),
            "phone": polyglot(40, 11),
            "email": polyglot(254, 12),
            "emergency_text": "\n".join(fitting(60)[:90]),
            "emergency_phone": polyglot(40, 13),
            "accessibility_words": "\n\n".join(fitting(4_000)[:90]),
            "privacy_words": "\n\n".join(fitting(4_000)[:90]),
            "security_contact": polyglot(200, 14),
            "hours": {"mon": [["08:00", "17:00"]]},
            "holidays": [{"on": f"{Clinic().now():%Y-%m-%d}", "name": polyglot(200, 15), "hours": []}],
            "languages": ['en" onfocus="run(16)'],
        },
    )


def lists() -> None:
    for number, text in enumerate(TEXTS):
        kind = KINDS[number % len(KINDS)]
        value = f"https://a.example/{text}" if kind == "address" else text
        Fact.objects.create(name=f"fact-{number}", label=text[:80], value=value[:500], kind=kind)
    for text in fitting(40):
        Fact.objects.create(name=text, label="A short name", value="x")
    for number, text in enumerate(fitting(80)):
        Synonym.objects.create(phrases=f"portal{number}, {text}")
        UrgentPhrase.objects.create(phrase=text, key=f"key {number}")


def imported() -> None:
    """A file with each text in each place that it has."""
    lines = [f"Topic: {text} | {text}" for text in fitting(60)[:20] if "|" not in text and "," not in text]
    packs = packed(190)
    for number, pack in enumerate(packs):
        texts = TEXTS[number :: len(packs)]
        steps = ["1. " + "\n   ".join(text.splitlines()) for text in texts]
        words = ["", *"\n\n".join(texts).split("\n"), "", "Words that all have: portal."]
        lines += [f"# {pack} {number}", f"Also asked: {pack}; portal {pack}"]
        lines += [*words, "", "## Steps", *steps, "", "## More detail", *words, ""]
    found = exchange.load(textfile.read("\n".join(lines)), by=User.objects.get(username="ana"), publish=True)
    assert len(found.articles) == len(packs), found.refusals


def everything() -> Article:
    """One article in which each text stands in a step, in more detail, in facts and in descriptions of pictures."""
    facts = "\n\n".join(f"{{{{fact-{number}}}}} [press]({{{{fact-{number}}}}})" for number in range(len(TEXTS)))
    picture = stored_picture()
    lines = [" ".join(text.split()) for text in PUBLISHABLE]
    steps = [
        {"text": text, "picture": picture, "picture_alt": line} for text, line in zip(PUBLISHABLE, lines, strict=True)
    ]
    pictures = "\n\n".join(f'![{line}](/media/{picture} "{line}")' for line in lines)
    article = make_article(
        f"Everything portal {polyglot(150, 20)}",
        short_answer="\n\n".join(PUBLISHABLE[:40]),
        body="\n\n".join([*PUBLISHABLE, facts, pictures]),
        # The others stand in the articles of the file
        steps=steps[:40],
        asked_like="\n".join(lines[:90]),
        tags=[text for text in fitting(60) if text in PUBLISHABLE and "," not in text],
        by=User.objects.get(username="ana"),
    )
    Tag.objects.update(is_topic=True)
    for tag, text in zip(Tag.objects.filter(description=""), fitting(160), strict=False):
        Tag.objects.filter(pk=tag.pk).update(description=text)
    return article


def histories(whole: Article) -> None:
    """Names of people, old addresses, reasons and log entries, and what is read most."""
    for number, text in enumerate(fitting(100)):
        Redirect.objects.create(slug=f"{number}{text}"[:100], article=whole)
        TagRedirect.objects.create(slug=f"{number}{text}"[:100], tag=Tag.objects.first())
        AuditEntry.objects.create(
            who_name=text, action="saved", article=whole, revision_number=1, subject=text, detail=text
        )
    actions.save(whole, {"short_answer": TEXTS[0] + " <b>x</b>"}, by=None, version=whole.version)
    Revision.objects.filter(article=whole).update(author_name=polyglot(150, 30), note=polyglot(200, 31))
    today = Clinic.load().now().date()
    ViewCount.objects.bulk_create(ViewCount(article=each, day=today, views=9) for each in Article.objects.all())
