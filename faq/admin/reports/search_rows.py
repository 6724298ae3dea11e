"""Rows of the report of searches, each with whether it is fixed: a promise says so, and only while search keeps it."""

from dataclasses import dataclass, field

from faq.search import promises
from faq.search.promises import Checked
from faq.stats.searches import SearchLine


@dataclass(frozen=True)
class Row:
    """A group of searches, and the promises that were made for it."""

    line: SearchLine
    checked: list[Checked] = field(default_factory=list)

    @property
    def fixed(self) -> list[Checked]:
        return [each for each in self.checked if each.is_kept]

    @property
    def waiting(self) -> list[Checked]:
        """For articles that nobody has published yet."""
        return [each for each in self.checked if not each.is_kept and each.promise.article.published_at is None]

    @property
    def broken(self) -> list[Checked]:
        return [each for each in self.checked if not each.is_kept and each.promise.article.published_at is not None]

    @property
    def is_closed(self) -> bool:
        """Closed is what every promise says that was made for it; it opens again when one is broken."""
        return bool(self.checked) and all(each.is_kept for each in self.checked)


def rows(lines: list[SearchLine]) -> list[Row]:
    """Return `lines` in their order, with those that are closed at the end."""
    checked = promises.of_groups()
    found = [Row(line, checked.get(line.group, [])) for line in lines]
    return sorted(found, key=lambda row: row.is_closed)
