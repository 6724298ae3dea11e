"""The files and videos of an article, ready for the template of its page."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import reverse

from faq.values import pdf_names
from faq.views.page_pictures import PagePicture, page_picture


@dataclass(frozen=True)
class FileOnPage:
    """A file that readers can download; `about` is "PDF, 2 pages, 340 KB"."""

    key: str
    title: str
    about: str
    url: str

    @property
    def anchor(self) -> str:
        return f"file-{self.key}"


@dataclass(frozen=True)
class VideoOnPage:
    """A link to a video at its own site, with a picture of ours."""

    number: int
    title: str
    url: str
    length: str
    transcript: str
    poster: PagePicture | None = None

    @property
    def anchor(self) -> str:
        return f"video-{self.number}"

    @property
    def host(self) -> str:
        """Whose site it is, as readers know it: "video.example.org"."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


def file_on_page(file: Mapping[str, str], slug: str, query: str, *, is_preview: bool) -> FileOnPage:
    """Return the line of the file `file` of the article at `slug`.

    In a preview it leads to the stored file itself: the address of patients shows what is published.
    """
    url = reverse("faq:stored-file", args=[file["file"].removeprefix("files/")]) + (f"?{query}" if query else "")
    url = url if is_preview else reverse("faq:article-file", args=[slug, file["key"]])
    return FileOnPage(file["key"], file["title"], pdf_names.in_words(file["file"]), url)


def video_on_page(number: int, video: Mapping[str, str], picture_query: str) -> VideoOnPage:
    """Return the card of the video, the `number`th of its page; its poster is asked for with `picture_query`."""
    name = video["poster"]
    poster = page_picture(name, video["poster_alt"], query=picture_query) if name else None
    return VideoOnPage(number, *(video[each] for each in ("title", "url", "length", "transcript")), poster)
