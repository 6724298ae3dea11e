"""The kinds of what an article offers besides its words: PDFs to download, and links to videos (see `kinds.py`)."""

from faq.models import Article
from faq.models.parts import Part
from faq.publishing.columns import Column, Line, Plain
from faq.text import slugs
from faq.values import pdf_names

# A file to download: {"key", "title", "file"}
FileContent = dict[str, str]
# A video at its own site: {"title", "url", "length", "poster", "poster_alt", "transcript"}
VideoContent = dict[str, str]
# Characters of a file's address that are made of its name: it is typed from paper, too
_LONGEST_KEY = 40


class Files(Column):
    """PDFs to download: [{"key", "title", "file"}]. The key is the end of its address, which stays when it is replaced.

    It is made of the name that the file has at first: "Records release form" is "records-release-form".
    """

    def take(self, row: Article, part: Part) -> list[FileContent]:
        # PostgreSQL keeps the keys of what it stores in an order of its own
        return [{name: each[name] for name in ("key", "title", "file")} for each in getattr(row, part.name)]

    def tidy(self, value: list[FileContent]) -> list[FileContent]:
        found: list[FileContent] = []
        for each in value:
            title, taken = Line().tidy(each.get("title", "")), {other["key"] for other in found}
            key = each.get("key") or slugs.cut(slugs.slug_for(title, fallback="file"), _LONGEST_KEY)
            key = slugs.slug_for(key, fallback="file")
            found.append(
                {"key": slugs.first_free(key, taken.__contains__), "title": title, "file": each.get("file", "")}
            )
        return found

    def shown(self, value: list[FileContent]) -> str:
        return "; ".join(
            f"{each['title']} ({pdf_names.in_words(each['file'])}, file {pdf_names.mark_of(each['file'])})"
            for each in value
        )


class Videos(Column):
    """Links to videos, each with a picture of ours and the words that are said in it."""

    _LINES = ("title", "url", "length", "poster", "poster_alt")

    def take(self, row: Article, part: Part) -> list[VideoContent]:
        # As with files
        return [{name: each[name] for name in (*self._LINES, "transcript")} for each in getattr(row, part.name)]

    def tidy(self, value: list[VideoContent]) -> list[VideoContent]:
        return [
            {name: Line().tidy(each.get(name, "")) for name in self._LINES}
            | {"transcript": Plain().tidy(each.get("transcript", ""))}
            for each in value
        ]

    def shown(self, value: list[VideoContent]) -> str:
        return "\n\n".join(filter(None, (self._shown(each) for each in value)))

    def _shown(self, each: VideoContent) -> str:
        poster = each["poster"] and f"picture {each['poster'].rpartition('/')[2][:6]}: {each['poster_alt']}"
        about = ", ".join(filter(None, (each["url"], each["length"], poster)))
        return f"{each['title']} ({about})" + (f"\n{each['transcript']}" if each["transcript"] else "")
