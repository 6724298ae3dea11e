"""Looks at every part of a site and says of each fault how it is mended.

What asks the site by its own address, as a reader's browser does, is left to `web.py`: a page of the site must not wait
for another one of the same site.
"""

from collections.abc import Callable, Iterator

from django.core.checks import run_checks
from django.db import Error

from faq.doctor import backups, content, database, letters, machine, provider, safety, web
from faq.doctor.finding import START, Finding, run, steps
from faq.search.index import embedding

# In the order in which one would mend them: what comes first may be why the next is wrong
_PARTS: dict[str, Callable[[], Finding]] = {
    "Settings": safety.debugging,
    "Data folder": machine.data_folder,
    "Disk": machine.disk,
    "Database": database.database,
    "Tables": database.tables,
    "Clock": machine.clock,
    "Replica": database.replica,
    "Redis": machine.redis,
    "Limits": machine.limits,
    "Styles": content.styles,
    "Pictures": content.pictures,
    "Files": content.files,
    "Search index": content.search_index,
    "Search by meaning": content.vectors,
    "Secret key": safety.secret_key,
    "Packages": safety.packages,
    "Second step": safety.second_steps,
    "Backup": backups.backup,
    "Restore": backups.restore,
    "Weekly letter": letters.weekly,
}
# Which ask other machines and may wait for each: no page of the staff area does
_OUTSIDE: dict[str, Callable[[], Finding]] = {
    "Mail": letters.server,
    "Address": web.address,
    "Certificate": web.certificate,
    "Sign-in provider": provider.provider,
}
# What the warnings of `checks.py` are about; those of backups stand in `backups.py`
_CALLED = {"faq.W001": "Search by meaning", "faq.W002": "Pictures", "faq.W003": "Redis"}


def findings(*, asks_the_site: bool) -> Iterator[Finding]:
    """Look at one part after the other; `asks_the_site` also from outside, which needs a site that answers."""
    for name, look in _PARTS.items():
        yield _found(name, look)
    yield from _of_deployment()
    if asks_the_site:
        for name, look in _OUTSIDE.items():
            yield _found(name, look)


def _found(name: str, look: Callable[[], Finding]) -> Finding:
    """A part that cannot be looked at because another one is away says so, and does not hide the others."""
    try:
        return look()
    except Error as error:
        problem = f"Not known: the database does not answer ({type(error).__name__})."
        return Finding(name, problem, "See Database and Tables above.")
    except OSError as error:
        problem = f"Not known: {error.filename or 'a file'} cannot be read ({error.strerror})."
        return Finding(name, problem, "See Data folder above.")


def _of_deployment() -> Iterator[Finding]:
    """What `check --deploy` knows of this site beside Django's own warnings."""
    for warning in run_checks(tags=["faq"], include_deployment_checks=True):
        if warning.id in _CALLED:
            mend = _model_again() if warning.id == "faq.W001" else steps(str(warning.hint), START)
            yield Finding(_CALLED[warning.id], str(warning.msg), mend)


def _model_again() -> str:
    return steps(run("git", "-C", embedding.FOLDER, "checkout", "--", "."), START)
