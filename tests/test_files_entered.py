"""How many of our own files the running program enters for one search, one article page and one save.

A ceiling only falls. Whoever raises one says why in the commit that does it.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from django.urls import reverse

from tests.admin.conftest import filled
from tests.factories import make_article, make_staff

ROOT = Path(__file__).resolve().parent.parent
CEILINGS = {
    # One numbers the request and names it in the log where it is slow (protection/request_log.py): here and below.
    # Of these six in search/query/ and eight in search/index/, behind search/find.py; two say what is the same word:
    # text/spellings.py, query/compounds.py; one says the site's whole address (views/site_address.py),
    # one compresses the page (views/compression.py). Three hear emergencies by their meaning (search/urgent/). One
    # widens a query by the synonyms that come with the site (query/built_in.py), one reads slips (query/slips.py).
    # Before anything is answered, on_time.py looks whether something is due by the clock: here and below.
    # One knows the words that may be written down (query/real_words.py). What a search came to is counted:
    # views/search_counting.py, stats/counting.py, robots.py and four in text/ that take out and group words.
    # What is kept beyond a request is never read from a replica (models/replica.py): here and below.
    "a search": 52,
    # Like a search, it says its whole address and is compressed. Five are behind search/related.py: it asks the index
    # which articles mean nearly the same. One is views/ways_on.py, of which every page may ask. Three say whom its
    # steps are for and what its reader picked: text/reader_questions.py, models/page_steps.py, views/reader_choice.py.
    "an article page that is built": 35,
    # How long a count waits for other writers is said in models/request_writes.py; views/view_origin.py says what led
    # here, and two spell the choice in its address: views/reader_choice.py, text/reader_questions.py.
    "an article page from the page cache": 18,
    # Of these nine in publishing/, behind publishing/actions.py, and nine in text/, which keep what was typed or find
    # characters in it that nobody can see (admin/character_notices.py says so).
    # Four say where patients would read something else: admin/articles/as_typed.py, publishing/differences.py, and two
    # in text/. One asks whether all rows of the form arrived (admin/formsets.py). Two see
    # that nothing is lost while the database is locked: admin/not_saved.py, protection/sessions.py. Two say which other
    # articles change with this one: admin/articles/shared_changes.py, publishing/shared_changes.py. Three find steps
    # that another article has too: admin/articles/copies.py, models/copies.py, text/fingerprints.py; these look at
    # words (two more in text/).
    # Two ask what staff must be asked first, whether search promises still hold among it, one finds lists to tick off:
    # text/checklists.py. Three keep what readers are asked, and whom a step is for: admin/articles/reader_questions.py,
    # publishing/reader_questions.py, text/reader_questions.py. Five ask for files and videos: files.py, videos.py and
    # rows.py in admin/articles/, and their two lists of rules in publishing/.
    "a save and publish": 60,
}

pytestmark = pytest.mark.django_db


def files_entered(call: Callable[[], object]) -> set[str]:
    """Return the files below faq/ and kb/ of which `call` runs a function."""
    entered: set[str] = set()

    def note(frame: FrameType, event: str, argument: object) -> None:
        if event == "call":
            entered.add(frame.f_code.co_filename)

    sys.setprofile(note)
    try:
        call()
    finally:
        sys.setprofile(None)
    ours = (Path(name).relative_to(ROOT) for name in entered if name.startswith(f"{ROOT}/"))
    return {str(path) for path in ours if path.parts[0] in ("faq", "kb")}


def test_one_search_enters_few_files(reader):
    make_article("How do I reset my password?")
    reader.get("/search/", {"q": "password"})

    entered = files_entered(lambda: reader.get("/search/", {"q": "reset"}))

    assert {"faq/views/search.py", "faq/search/find.py"} < entered
    assert len(entered) <= CEILINGS["a search"], " ".join(sorted(entered))


def test_one_article_page_enters_few_files(reader):
    address = make_article("How do I reset my password?", steps=["Open the portal."]).get_absolute_url()
    reader.get("/")
    # The first count of a process looks whether another one left a journal
    reader.get(make_article("Where do I park?").get_absolute_url())

    built = files_entered(lambda: reader.get(address))
    from_cache = files_entered(lambda: reader.get(address))

    assert "faq/views/pages.py" in built - from_cache
    assert len(built) <= CEILINGS["an article page that is built"], " ".join(sorted(built))
    assert len(from_cache) <= CEILINGS["an article page from the page cache"], " ".join(sorted(from_cache))


def test_one_save_and_publish_enters_few_files(client):
    client.force_login(make_staff("Editor"))
    # The first request of a process runs what stands at the top of the files of all addresses
    client.get("/healthz")
    sent = {**filled({"text": "Open the portal."}), "_publish": ""}

    entered = files_entered(lambda: client.post(reverse("admin:faq_article_add"), sent))

    assert {"faq/admin/articles/editor.py", "faq/publishing/actions.py"} < entered
    assert len(entered) <= CEILINGS["a save and publish"], " ".join(sorted(entered))
