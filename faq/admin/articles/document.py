"""An article as a document that a colleague opens in a word processor."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from faq.admin import wording
from faq.models import Article
from faq.views.site_address import absolute


def download(request: HttpRequest, article: Article) -> HttpResponse:
    """Answer with the newest saved words of `article`, published or not."""
    # Rarely asked for, and its libraries take 14 MB of each process
    from faq.publishing import word_document

    state = wording.what_patients_see(article)
    document = word_document.write(article, state=state, site_url=absolute(request, "/"))
    headers = {"Content-Disposition": content_disposition_header(True, f"{article.slug}.docx") or "attachment"}
    return HttpResponse(document, content_type=word_document.CONTENT_TYPE, headers=headers)
