"""How a request reached the site, past whatever web server stands in front: told to `manage.py doctor` alone.

It asks with a word that is signed with the site's secret key and is good for a minute, and gets an answer that is
signed, too. So nobody else learns what passes, and the doctor learns whether it is this site that answers.
"""

from django.core import signing
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

HEADER = "X-Doctor-Asks"
_QUESTION, _ANSWER = "faq.doctor.question", "faq.doctor.answer"
# Seconds: both are on the same machine, or their clocks nearly agree
_GOOD_FOR = 60


def question() -> str:
    """Return what to send in the header `HEADER`."""
    return signing.dumps("How do I arrive?", salt=_QUESTION)


def answer(request: HttpRequest) -> str:
    """Return, signed, what came with `request`; "" for anybody but the doctor of this site."""
    try:
        signing.loads(request.headers.get(HEADER, ""), salt=_QUESTION, max_age=_GOOD_FOR)
    except signing.BadSignature:
        return ""
    return signing.dumps(
        {"scheme": request.scheme, "host": _host(request), "for": request.headers.get("X-Forwarded-For", "")},
        salt=_ANSWER,
    )


def read(text: str) -> dict[str, str] | None:
    """Return what `answer` said; None for what this site did not write within the last minute."""
    try:
        return signing.loads(text.strip(), salt=_ANSWER, max_age=_GOOD_FOR)
    except signing.BadSignature:
        return None


def _host(request: HttpRequest) -> str:
    try:
        return request.get_host()
    except DisallowedHost:
        return ""
