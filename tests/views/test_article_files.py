"""Files follow their article: handed out to whom it is shown, counted once a day, and absent for everybody else."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from faq.models import Article, FileCount
from faq.publishing import actions, snapshot
from faq.views import preview
from tests.factories import a_file, edit, make_article, make_staff
from tests.page_text import without_address_words
from tests.publishing.made_pdfs import a_pdf

pytestmark = pytest.mark.django_db
NEVER_THERE = "/articles/never-there/files/release-form.pdf"


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def article() -> Article:
    return make_article("Can I have my records?", files=[a_file()])


def url_of(article: Article) -> str:
    return reverse("faq:article-file", args=[article.slug, "release-form"])


def opened() -> list[tuple[str, int]]:
    return list(FileCount.objects.values_list("key", "times"))


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make_staff(role))
    return client


def sent(client: Client, url: str, **headers: str) -> bytes:
    return b"".join(client.get(url, headers=headers).streaming_content)


def test_the_page_says_what_a_file_is_before_it_is_opened(reader: Client, article: Article):
    page = reader.get(article.get_absolute_url()).text

    link = f'<a href="{url_of(article)}" type="application/pdf"><span dir="auto">Release form</span>'
    assert f'{link} <span class="file-about">(PDF, 1 page, 1 KB)</span></a>' in page
    assert 'id="file-release-form"' in page


def test_a_file_is_downloaded_so_that_nothing_in_it_can_act(reader: Client, article: Article):
    response = reader.get(url_of(article))

    assert b"".join(response.streaming_content) == a_pdf()
    names = ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy")
    assert [response[name] for name in names] == [
        "application/pdf",
        'attachment; filename="release-form.pdf"',
        "nosniff",
        "default-src 'none'; sandbox",
    ]
    assert response["Cache-Control"] == "private, no-cache"
    assert not response.cookies


def test_opening_counts_once_a_day_in_a_browser(reader: Client, article: Article):
    etag = reader.get(url_of(article))["ETag"]

    again = reader.get(url_of(article), headers={"If-None-Match": etag})

    assert again.status_code == 304
    assert opened() == [("release-form", 1)]
    assert sent(reader, url_of(article), if_none_match='W/"20200101-0-0"') == a_pdf()
    assert opened() == [("release-form", 2)]


def test_a_file_replaced_on_the_same_day_is_sent_and_not_counted_again(reader: Client, article: Article):
    etag = reader.get(url_of(article))["ETag"]
    edit(article, files=[{**snapshot.take(article)["files"][0], "file": a_file(pages=2)["file"]}])

    assert sent(reader, url_of(article), if_none_match=etag) == a_pdf(pages=2)
    assert opened() == [("release-form", 1)]


@pytest.mark.parametrize(
    "headers",
    [{"User-Agent": "Googlebot"}, {"Sec-Purpose": "prefetch"}, {"Range": "bytes=100-200"}],
    ids=["robot", "prefetch", "the rest of a file"],
)
def test_what_no_person_opens_is_not_counted(article: Article, headers: dict[str, str]):
    assert sent(Client(), url_of(article), **headers) == a_pdf()
    assert opened() == []


def test_staff_and_head_are_not_counted(reader: Client, article: Article):
    head = reader.head(url_of(article))

    assert sent(signed_in("Editor"), url_of(article)) == a_pdf()
    assert (head.status_code, head["Content-Type"]) == (200, "application/pdf")
    assert opened() == []


def test_what_a_mail_adds_to_an_address_leads_to_the_address(reader: Client, article: Article):
    response = reader.get(f"{url_of(article)}?utm_source=mail")

    assert (response.status_code, response["Location"]) == (301, url_of(article))
    assert opened() == []


def hidden(article: Article) -> Article:
    article.is_hidden = True
    article.save(update_fields=["is_hidden"])
    return article


@pytest.mark.parametrize("how", ["draft", "staff", "staff now"])
def test_files_of_what_patients_may_not_know_are_answered_as_what_never_was(reader: Client, how: str):
    article = make_article(files=[a_file()], published=how != "draft", audience="staff" if how == "staff" else "public")
    if how == "staff now":
        edit(article, audience="staff")
    never = reader.get(NEVER_THERE)

    for ask in (reader.get, reader.head):
        for headers in ({}, {"Range": "bytes=0-9"}, {"If-None-Match": "*"}):
            response = ask(url_of(article), headers=headers)
            assert (response.status_code, response["Cache-Control"]) == (404, never["Cache-Control"])
            assert response["Content-Type"] == never["Content-Type"]
            assert "PDF" not in response.text
    assert reader.get(f"/a/{article.pk}/release-form").status_code == 404
    assert opened() == []


@pytest.mark.parametrize(
    ("leave", "status"),
    [
        (lambda article: actions.unpublish(article, by=None), 410),
        (lambda article: actions.move_to_bin(article, by=None), 410),
        (hidden, 404),
    ],
    ids=["taken off", "in the bin", "hidden"],
)
def test_a_file_of_an_article_that_is_gone_is_answered_as_its_article(reader: Client, article: Article, leave, status):
    leave(article)

    assert reader.get(url_of(article)).status_code == status
    answers = [reader.get(url) for url in (url_of(article), article.get_absolute_url())]
    assert without_address_words(answers[0]) == without_address_words(answers[1])
    assert opened() == []


@pytest.mark.parametrize("key", ["other", "release-form-2", "RELEASE-FORM", "..%2f..%2fsecret-key", "%00"])
def test_a_file_that_an_article_does_not_offer_is_not_found(reader: Client, article: Article, key: str):
    addresses = (f"/articles/{article.slug}/files/{key}.pdf", f"/a/{article.pk}/{key}")

    assert [reader.get(address).status_code for address in addresses] == [404, 404]
    assert opened() == []


def test_what_is_not_published_yet_is_seen_by_nobody_but_writers(reader: Client, article: Article):
    draft = a_file(pages=2)
    edit(article, publish=False, files=[{**snapshot.take(article)["files"][0], "file": draft["file"]}])
    stored = f"/media/{draft['file']}"
    link = preview.link_for(reader.get("/").wsgi_request, article).partition("/preview/")[2].strip("/")

    assert sent(reader, url_of(article)) == a_pdf()
    assert [client.get(stored).status_code for client in (reader, signed_in("Manager"))] == [404, 404]
    assert sent(signed_in("Editor"), stored) == a_pdf(pages=2)
    assert sent(reader, f"{stored}?preview={link}") == a_pdf(pages=2)
    assert f"{stored}?preview=" in reader.get(f"/preview/{link}/").text
    assert reader.get(f"/media/files/{'0' * 32}-1-1.pdf?preview={link}").status_code == 404


def test_staff_open_files_of_what_only_they_may_read():
    article = make_article(audience="staff", files=[a_file()])

    assert sent(signed_in("Editor"), url_of(article)) == a_pdf()


def test_a_former_address_leads_to_the_file_in_one_step(reader: Client, article: Article):
    before = url_of(article)
    article = edit(article, slug="records")

    response = reader.get(before)

    assert (response.status_code, response["Location"]) == (301, url_of(article))
    assert sent(reader, response["Location"]) == a_pdf()


def test_the_short_address_leads_to_the_file(reader: Client, article: Article):
    response = reader.get(f"/a/{article.pk}/release-form")

    assert (response.status_code, response["Location"]) == (302, url_of(article))


def test_paper_and_front_desk_name_the_file_with_its_short_address(reader: Client, article: Article):
    short = f"testserver/a/{article.pk}/release-form"

    assert f"(PDF, 1 page, 1 KB): <b>{short}</b>" in reader.get(f"{article.get_absolute_url()}print/").text
    assert short in signed_in("Editor").get(f"{article.get_absolute_url()}read-out/").text


def test_a_file_that_is_missing_on_the_disk_is_not_found(reader: Client, article: Article, media: Path):
    for path in (media / "files").iterdir():
        path.unlink()

    assert reader.get(url_of(article)).status_code == 404
    assert opened() == []


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_sent_to_a_file(reader: Client, article: Article, method: str):
    assert getattr(reader, method)(url_of(article)).headers["Allow"] == "GET, HEAD"
