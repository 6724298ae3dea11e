"""The files and videos of an article, ready for the template of its page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.urls import reverse

from faq.values import pdf_names, picture_names


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
    """A link to a video at its own site, with a picture of ours; sizes in pixels."""

    number: int
    title: str
    url: str
    length: str
    transcript: str
    poster_url: str = ""
    poster_width: int = 0
    poster_height: int = 0
    poster_alt: str = ""
    poster_srcset: str = ""
    poster_sizes: str = ""

    @property
    def anchor(self) -> str:
        return f"video-{self.number}"

    @property
    def host(self) -> str:
        """Whose site it is, as readers know it: "video.example.org"."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


def file_on_page(file: Mapping[str, str], slug: str, query: str, *, is_preview: bool) -> FileOnPage:
    """In a preview it leads to the stored file itself: the address of patients shows what is published."""
    url = reverse("faq:stored-file", args=[file["file"].removeprefix("files/")]) + (f"?{query}" if query else "")
    url = url if is_preview else reverse("faq:article-file", args=[slug, file["key"]])
    return FileOnPage(file["key"], file["title"], pdf_names.in_words(file["file"]), url)


def video_on_page(number: int, video: Mapping[str, str], picture_query: str) -> VideoOnPage:
    """Return the card of the video, the `number`th of its page; its poster is asked for with `picture_query`."""
    about = VideoOnPage(number, *(video[name] for name in ("title", "url", "length", "transcript")))
    if not video["poster"]:
        return about
    width, height = picture_names.size_of(video["poster"]) or (0, 0)
    url = picture_names.url_of(video["poster"], query=picture_query)
    return replace(
        about,
        poster_url=url,
        poster_width=width,
        poster_height=height,
        poster_alt=video["poster_alt"],
        poster_srcset=picture_names.srcset_of(video["poster"], query=picture_query),
        poster_sizes=picture_names.sizes_of(video["poster"]),
    )
