"""What every kind of part can do, and the plainest kinds: words in a column of the row (see `kinds.py`)."""

from typing import Any

from faq.models.parts import Part
from faq.text import characters


class Column:
    """A value in the row's own column, kept as it comes."""

    is_column = True

    def blank(self, part: Part) -> Any:
        return part.field.get_default()

    def take(self, row: Any, part: Part) -> Any:
        return getattr(row, part.name)

    def tidy(self, value: Any) -> Any:
        return value

    def key(self, value: Any) -> Any:
        """What makes two values the same."""
        return value

    def shown(self, value: Any) -> str:
        """The value as a comparison shows it."""
        return value

    def write(self, row: Any, part: Part, value: Any) -> None:
        """Put `value` into `row`. Where `is_column`, the row is saved afterwards; otherwise it has been before."""
        setattr(row, part.name, value)

    def lookups(self, part: Part) -> list[str]:
        """Where a query finds the words of this part."""
        return [part.name]


class Text(Column):
    """Several lines of words."""

    def tidy(self, value: str) -> str:
        return value.replace("\r\n", "\n").replace("\x00", "").strip()


class Plain(Text):
    """Several lines of words without Markdown; characters that nobody can see do not belong there."""

    def tidy(self, value: str) -> str:
        return characters.without_hidden(super().tidy(value))


class Line(Plain):
    """One line of words."""

    def tidy(self, value: str) -> str:
        return " ".join(super().tidy(value).split())
