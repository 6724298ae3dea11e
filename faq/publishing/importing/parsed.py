"""What a reader found in a file: articles with where they stand there, and a remark for everything that is in none."""

from collections.abc import Callable
from dataclasses import dataclass, field

from faq.publishing.kinds import Content

# Gives the bytes of a picture; asked only when the article is written
PictureSource = Callable[[], bytes]
# As well, of a PDF
FileSource = Callable[[], bytes]


@dataclass
class Remark:
    """What is to be said of a place in a file; the first line is 1, and 0 stands for the file as a whole."""

    line: int
    message: str
    file: str = ""
    # "Line" in texts, "Row" in tables, "Entry" in lists
    unit: str = "Line"

    @property
    def where(self) -> str:
        """For example "Line 5", "faq.csv, row 2" or "faq.pdf"."""
        place = f"{self.unit} {self.line}" if self.line else ""
        if not self.file:
            return place
        return f"{self.file}, {place[0].lower()}{place[1:]}" if place else self.file

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


@dataclass
class Origin:
    """Where an article stands in its file, and under which addresses the old site showed it."""

    # The line where a part begins, by its name; "step 0" is the first step
    starts: dict[str, int]
    file: str = ""
    unit: str = "Line"
    # Paths at the old site, for example "/faq/parking/"
    old_addresses: list[str] = field(default_factory=list)


@dataclass
class ParsedFile:
    """What one or more files hold; a step's `include` names the question of another article.

    An article whose question the file does not tell has the title "".
    """

    clinic: str = ""
    # Name, label, kind, value
    facts: list[list[str]] = field(default_factory=list)
    # Name, description
    topics: list[tuple[str, str]] = field(default_factory=list)
    articles: list[Content] = field(default_factory=list)
    # One for each article
    origins: list[Origin] = field(default_factory=list)
    # What is left out: lines that cannot be used, and what no article may hold
    problems: list[Remark] = field(default_factory=list)
    # What is no word of an answer: what it was taken for
    notes: list[Remark] = field(default_factory=list)
    # By the address under which a text of an article names them
    pictures: dict[str, PictureSource] = field(default_factory=dict)
    # PDFs that texts link to, by the address in these links
    files: dict[str, FileSource] = field(default_factory=dict)

    def add(self, content: Content, origin: Origin) -> None:
        self.articles.append({"tags": [], "asked_like": "", "short_answer": "", "steps": [], **content})
        self.origins.append(origin)

    def leave_out(self, line: int, message: str, *, unit: str = "Line") -> None:
        """Say that something of the file is in no article."""
        self.problems.append(Remark(line, message, unit=unit))

    def note(self, line: int, message: str, *, unit: str = "Line") -> None:
        """Say what something of the file was taken for."""
        self.notes.append(Remark(line, message, unit=unit))

    def extend(self, other: "ParsedFile", file: str) -> None:
        """Add what `file` holds; each place in `other` names that file from now on."""
        for origin in other.origins:
            origin.file = origin.file or file
        for remark in [*other.problems, *other.notes]:
            remark.file = remark.file or file
        self.clinic = self.clinic or other.clinic
        self.facts += other.facts
        self.topics += other.topics
        self.articles += other.articles
        self.origins += other.origins
        self.problems += other.problems
        self.notes += other.notes
        self.pictures.update(other.pictures)
        self.files.update(other.files)
