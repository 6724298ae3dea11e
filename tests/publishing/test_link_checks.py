"""A run over all links: which are looked at, how slowly, and what is kept when it is cut off."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from faq.models import CheckedLink, Clinic, Fact
from faq.publishing import actions, facts, link_checks
from tests.factories import edit, make_article
from tests.publishing.local_site import LocalSite, local_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with local_site() as found:
        yield found


def check(site: LocalSite, **options: object) -> link_checks.Summary:
    return link_checks.check(is_outside_asked=True, may_connect=site.may_connect, delay=0, **options)


def states() -> dict[str, str]:
    return dict(CheckedLink.objects.values_list("url", "state"))


def test_links_of_steps_texts_and_facts_are_looked_at_once_each(site):
    site.answers["/works"] = (200, {})
    make_article(
        short_answer=f"See [this]({site.url}/works#part) or {site.url}/gone.",
        steps=["Write to a@b.example.", f"Open <{site.url}/works>."],
    )
    facts.save(Fact(name="portal-address", label="Portal", kind="address", value=f"{site.url}/portal"), by=None)

    summary = check(site)

    assert states() == {f"{site.url}/gone": "dead", f"{site.url}/portal": "dead", f"{site.url}/works": "works"}
    assert (summary.looked_at, summary.dead, summary.unknown) == (3, 2, 0)


def test_other_sites_are_asked_only_when_that_is_switched_on(site):
    make_article(body=f"{site.url}/page")
    said = StringIO()

    call_command("check_links", stdout=said)

    assert (site.asked, states()) == ([], {})
    assert "the owner has not switched that on" in said.getvalue()


def test_the_owners_switch_lets_the_command_ask_and_the_guard_still_holds(site):
    facts.save_clinic(Clinic(checks_links=True), by=None)
    make_article(body=f"{site.url}/page")
    said = StringIO()

    call_command("check_links", stdout=said)

    assert (site.asked, states()) == ([], {f"{site.url}/page": "unknown"})
    assert "Links looked at: 1. Lead nowhere: 0. Could not be checked: 1." in said.getvalue()


def test_a_run_that_was_cut_off_goes_on_where_it_was(site):
    make_article(body="\n\n".join(f"{site.url}/{number}" for number in range(5)))

    def cut_off(done: int, total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(site, progress=cut_off)
    kept = len(CheckedLink.objects.all())
    again = check(site)

    assert (kept, again.looked_at, len(states())) == (3, 2, 5)
    assert len(site.asked) == len(set(site.asked))


def test_what_was_looked_at_yesterday_is_looked_at_again(site):
    make_article(body=f"{site.url}/page")
    check(site)
    CheckedLink.objects.update(checked_at=timezone.now() - timedelta(hours=23))
    site.answers["/page"] = (200, {})

    check(site)

    assert states() == {f"{site.url}/page": "works"}


def test_a_link_that_no_text_has_any_more_is_forgotten(site):
    article = make_article(body=f"{site.url}/old")
    check(site)

    edit(article, body="No link.")
    check(site)

    assert states() == {}


def test_a_link_in_a_draft_and_one_that_patients_still_read_are_both_looked_at(site):
    article = make_article(body=f"{site.url}/live")
    edit(article, publish=False, body=f"{site.url}/draft")

    check(site)

    assert set(states()) == {f"{site.url}/live", f"{site.url}/draft"}


def test_a_host_is_asked_again_only_after_a_while_and_others_meanwhile(site):
    other = site.url.replace("127.0.0.1", "localhost")
    make_article(body=f"{site.url}/1\n\n{site.url}/2\n\n{other}/1")
    slept: list[float] = []

    link_checks.check(is_outside_asked=True, may_connect=site.may_connect, delay=3, sleep=slept.append)

    # HEAD and GET for each
    assert len(slept) == 6 - 2
    assert all(2 < seconds <= 3 for seconds in slept)


def test_progress_is_told_link_by_link(site):
    make_article(body=f"{site.url}/1\n\n{site.url}/2")
    told: list[tuple[int, int]] = []

    check(site, progress=lambda done, total: told.append((done, total)))

    assert told == [(1, 2), (2, 2)]


def test_links_within_the_site_need_no_request(site, settings):
    settings.SITE_URL = "https://help.example.org"
    make_article("Where do I park?", tags=["Visit"])
    draft = make_article("A draft?", published=False)
    renamed = make_article("An old name?")
    edit(renamed, slug="new-name")
    gone = make_article("A gone one?")
    actions.unpublish(gone, by=None)
    make_article(
        "Which links work?",
        body="[1](/articles/where-do-i-park/) [2](/articles/an-old-name/) [3](/tags/visit/) [4](/) "
        f"[5](https://help.example.org/articles/) [6](/articles/{draft.slug}/) [7](/articles/{gone.slug}/) "
        "[8](/nothing/) [9](/tags/none/)",
    )

    link_checks.check(is_outside_asked=False)

    assert {url for url, state in states().items() if state == "dead"} == {
        "/articles/a-draft/",
        "/articles/a-gone-one/",
        "/nothing/",
        "/tags/none/",
    }
    assert len(states()) == 9
