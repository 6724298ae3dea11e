"""Looks at every part of a site and says of each fault how it is mended.

What asks the site by its own address, as a reader's browser does, is left to `web.py`: a page of the site must not wait
for another one of the same site.
"""

from collections.abc import Callable, Iterator

from django.core.checks import run_checks
from django.db import Error

from faq.doctor import content, letters, machine, provider, safety, web
from faq.doctor.finding import Finding

# In the order in which one would mend them: what comes first may be why the next is wrong
_PARTS: dict[str, Callable[[], Finding]] = {
    "Data folder": machine.data_folder,
    "Disk": machine.disk,
    "Database": machine.database,
    "Tables": machine.tables,
    "Clock": machine.clock,
    "Replica": machine.replica,
    "Redis": machine.redis,
    "Pictures": content.pictures,
    "Files": content.files,
    "Search index": content.search_index,
    "Search by meaning": content.vectors,
    "Secret key": safety.secret_key,
    "Packages": safety.packages,
    "Second step": safety.second_steps,
    "Restore": safety.restore,
    "Weekly letter": letters.weekly,
}
# What the warnings of `checks.py` are about
_CALLED = {
    "faq.W001": "Search by meaning",
    "faq.W002": "Pictures",
    "faq.W003": "Redis",
    "faq.W004": "Backup",
    "faq.W005": "Backup",
}


def findings(*, asks_the_site: bool) -> Iterator[Finding]:
    """Look at one part after the other; `asks_the_site` also by its address, which needs a site that answers."""
    for name, look in _PARTS.items():
        yield _found(name, look)
    yield from _of_deployment()
    if asks_the_site:
        yield _found("Address", web.address)
        yield _found("Certificate", web.certificate)
        yield _found("Sign-in provider", provider.provider)


def _found(name: str, look: Callable[[], Finding]) -> Finding:
    """A part that cannot be looked at because the database is away says so, and does not hide the others."""
    try:
        return look()
    except Error as error:
        return Finding(
            name, f"Not known: the database does not answer ({type(error).__name__}).", "See Database above."
        )


def _of_deployment() -> Iterator[Finding]:
    """What `check --deploy` knows of this site beside Django's own warnings."""
    for warning in run_checks(tags=["faq"], include_deployment_checks=True):
        yield Finding(_CALLED.get(str(warning.id), "Settings"), str(warning.msg), str(warning.hint))
