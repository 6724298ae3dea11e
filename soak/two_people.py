"""Is any save lost? Staff save the same rows in turn and at once, through real forms, on SQLite and PostgreSQL.

Everybody's own number stands in the row ("a12, b07"). A save opens the form, adds one to the own number in the words
that stand there, and sends it; told that a colleague saved, it takes over what the page shows of theirs, adds one again
and presses "Save mine over it", for the answer, a step or the tags of an article "Save what I chose". So each number
must end as high as its writer was told: a lower one is a lost save. And each comparison must show both texts.
"""

import argparse
import json
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from html import unescape
from itertools import repeat
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import product, services  # noqa: E402  (after the path)
from tests.visitor import Form, Page, Visitor  # noqa: E402

PASSWORD = "correct horse battery"
LETTERS = "abcdefgh"
MOST_TRIES = 200
DATABASES = ("SQLite", "PostgreSQL")
# What each kind of row is called, where its form is ({} is its number), and the field that everybody writes in
ROWS = {
    "clinic": ("/admin/faq/clinic/", "emergency_text"),
    "fact": ("/admin/faq/fact/{}/change/", "value"),
    "tag": ("/admin/faq/tag/{}/change/", "description"),
    "synonym": ("/admin/faq/synonym/{}/change/", "phrases"),
    "urgent phrase": ("/admin/faq/urgentphrase/{}/change/", "phrase"),
    "answer": ("/admin/faq/article/{}/change/", "short_answer"),
    "step": ("/admin/faq/article/{}/change/", "steps-1-text"),
    "article tags": ("/admin/faq/article/{}/change/", "tags"),
}
SET_UP = f"""
import json
from django.contrib.auth.models import Group, User
from faq.models import Clinic, Fact, Synonym, Tag, UrgentPhrase
from faq.publishing import actions, facts, synonyms, tags, urgent
for letter in {LETTERS!r}:
    user = User.objects.create_user(letter, password={PASSWORD!r}, is_staff=True, first_name=letter.upper())
    user.groups.add(Group.objects.get(name="Owner"))
clinic = Clinic.load()
clinic.emergency_text = "START"
content = {{
    "title": "Is a word lost?",
    "short_answer": "START",
    "steps": [{{"text": "First."}}, {{"text": "START"}}, {{"text": "Last."}}],
    "tags": "START".split(", "),
}}
article = actions.save(None, content, by=None).article
rows = {{
    "clinic": facts.save_clinic(clinic, by=None),
    "fact": facts.save(Fact(name="soak", label="Soak", value="START"), by=None),
    "tag": tags.save(Tag(name="Soak", description="START"), by=None),
    "synonym": synonyms.save(Synonym(phrases="zebra, START"), by=None),
    "urgent phrase": urgent.save(UrgentPhrase(phrase="zebra START"), by=None),
    **dict.fromkeys(["answer", "step", "article tags"], article),
}}
print(json.dumps({{name: row.pk for name, row in rows.items()}}))
"""


def first_text(people: int) -> str:
    return ", ".join(f"{letter}00" for letter in LETTERS[:people])


def numbers_in(text: str) -> dict[str, int]:
    return {letter: int(number) for letter, number in re.findall(r"\b([a-h])(\d{2,})\b", text)}


def with_one_more(text: str, letter: str) -> str:
    return re.sub(rf"\b{letter}(\d{{2,}})\b", lambda found: f"{letter}{int(found[1]) + 1:02}", text)


class UnexpectedAnswerError(Exception):
    """The site answered something that is neither "saved" nor a comparison."""


@dataclass
class Writer:
    """One member of staff: how many saves they were told of, how often a comparison was shown, and what went wrong."""

    visitor: Visitor
    letter: str
    address: str
    name: str
    saved: int = 0
    compared: int = 0
    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def open(self) -> Page:
        return self.visitor.get(self.address)

    def save(self, page: Page) -> None:
        """Add one to the own number in what `page` shows, until it is saved."""
        began = time.monotonic()
        try:
            self._save(page)
        except Exception as error:
            self.faults.append(f"{self.letter}: {error!r}"[:300])
        self.seconds.append(time.monotonic() - began)

    def _save(self, page: Page) -> None:
        text, form, over = form_of(page, self.name).values[self.name], form_of(page, self.name), {}
        for _ in repeat(None, MOST_TRIES):
            mine = with_one_more(text, self.letter)
            answer = self.visitor.send(form, **{self.name: mine, **over})
            if "message-success" in answer.text:
                self.saved += 1
                return
            if numbers_in(side_on(answer, "Yours")) != numbers_in(mine):
                raise UnexpectedAnswerError("the comparison does not show what the writer had typed")
            text, over, form = side_on(answer, "Theirs"), over_on(answer), form_of(answer, self.name)
            self.compared += 1
        raise UnexpectedAnswerError(f"not saved after {MOST_TRIES} comparisons")


def form_of(page: Page, name: str) -> Form:
    if page.status != 200:
        raise UnexpectedAnswerError(f"status {page.status}: {page.words[:200]}")
    return page.form_with(name)


def side_on(page: Page, side: str) -> str:
    """What the comparison on `page` shows as "Theirs", which somebody else saved, or as "Yours"."""
    cell = re.search(rf'<td data-side="{side}">(.*?)</td>', page.text, re.DOTALL)
    if cell is None:
        raise UnexpectedAnswerError(f"neither saved nor compared, status {page.status}: {page.words[:300]}")
    return unescape(re.sub(r"<[^>]+>", "", cell[1])).strip()


def over_on(page: Page) -> dict[str, str]:
    """The button that saves mine; of an article, with the choice to save what stands in the form now."""
    seen = dict(re.findall(r'name="(seen-[^"]+)" value="([^"]*)"', page.text))
    chosen = {f"keep-{name.removeprefix('seen-')}": "edit" for name in seen}
    return {"_over": re.search(r'name="_over" value="([^"]+)"', page.text)[1], **seen, **chosen}


def in_turn(writers: list[Writer], saves: int) -> None:
    """All open the form, then one after the other saves."""
    for _ in range(saves):
        for writer, page in [(writer, writer.open()) for writer in writers]:
            writer.save(page)


def at_once(writers: list[Writer], saves: int) -> None:
    """All open the form and save at the same moment."""
    together = threading.Barrier(len(writers))

    def work(writer: Writer) -> None:
        for _ in range(saves):
            page = writer.open()
            together.wait(120)
            writer.save(page)

    threads = [threading.Thread(target=work, args=[writer]) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


WAYS: dict[str, Callable[[list[Writer], int], None]] = {"in turn": in_turn, "at once": at_once}


@dataclass(frozen=True)
class Outcome:
    """What became of one row: `lost` names each number that is not what its writer was told."""

    row: str
    way: str
    saves: int
    compared: int
    slowest: float
    lost: list[str]
    faults: list[str]


def set_up(folder: Path, people: int, **settings: str) -> dict[str, int]:
    """Make the people and the rows; return the number of each row."""
    code = SET_UP.replace("START", first_text(people))
    made = product.manage(folder, "shell", "-v", "0", "-c", code, **settings)
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout.strip().splitlines()[-1])


def run(
    base: str, rows: dict[str, int], *, people: int, saves: int, ways: Iterable[str] = tuple(WAYS)
) -> Iterator[Outcome]:
    """Let `people` save each of `rows` `saves` times, in each of `ways`, at the site `base`."""
    visitors = {letter: Visitor(base) for letter in LETTERS[:people]}
    for letter, visitor in visitors.items():
        visitor.sign_in(letter, PASSWORD)
    for row, number in rows.items():
        address, name = ROWS[row][0].format(number), ROWS[row][1]
        before = dict.fromkeys(visitors, 0)
        for way in ways:
            writers = [Writer(visitor, letter, address, name) for letter, visitor in visitors.items()]
            WAYS[way](writers, saves)
            after = numbers_in(form_of(writers[0].open(), name).values[name])
            yield _outcome(row, way, writers, before, after)
            before = after


def _outcome(row: str, way: str, writers: list[Writer], before: dict[str, int], after: dict[str, int]) -> Outcome:
    told = {writer.letter: before.get(writer.letter, 0) + writer.saved for writer in writers}
    lost = [f"{each}: told {told[each]}, kept {after.get(each)}" for each in told if after.get(each) != told[each]]
    return Outcome(
        row,
        way,
        saves=sum(writer.saved for writer in writers),
        compared=sum(writer.compared for writer in writers),
        slowest=max(second for writer in writers for second in writer.seconds),
        lost=lost,
        faults=[fault for writer in writers for fault in writer.faults],
    )


def table(database: str, outcomes: Iterable[Outcome]) -> bool:
    """Print each of `outcomes` as it comes; return whether nothing was lost and no answer was unexpected."""
    head = f"{'row':14} {'how':8} {'saved':>6} {'compared':>9} {'slowest':>9} {'lost':>5} {'faults':>7}"
    print(f"\n{database}\n{head}", flush=True)
    is_good = True
    for each in outcomes:
        figures = f"{each.saves:6} {each.compared:9} {each.slowest:8.1f}s {len(each.lost):5} {len(each.faults):7}"
        print("\n    ".join([f"{each.row:14} {each.way:8} {figures}", *each.lost, *each.faults[:3]]), flush=True)
        is_good &= not (each.lost or each.faults)
    return is_good


def main() -> int:
    """Print a table for each database; return 1 when any save was lost or any answer was unexpected."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--people", type=int, default=8, help="how many save at once, 8 at most (8)")
    options.add_argument("--saves", type=int, default=50, help="how many saves each, of each row and in each way (50)")
    options.add_argument("--database", choices=DATABASES, action="append", help="only this one")
    options.add_argument("--way", choices=WAYS, action="append", help="only in this way")
    options.add_argument("--row", choices=ROWS, action="append", help="only this kind of row")
    chosen = options.parse_args()
    is_good = True
    for database in chosen.database or DATABASES:
        with tempfile.TemporaryDirectory(prefix="kb-soak-") as folder, ExitStack() as servers:
            url = servers.enter_context(services.postgres()) if database == "PostgreSQL" else ""
            settings = {"WEB_WORKERS": "2", **({"DATABASE_URL": url} if url else {})}
            site = servers.enter_context(product.started(Path(folder), **settings))
            rows = set_up(Path(folder), chosen.people, **settings)
            rows = {row: number for row, number in rows.items() if row in (chosen.row or ROWS)}
            outcomes = run(
                f"http://127.0.0.1:{site.port}", rows, people=chosen.people, saves=chosen.saves, ways=chosen.way or WAYS
            )
            is_good &= table(database, outcomes)
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
