"""A stored picture as the template of a page shows it."""

from dataclasses import dataclass

from faq.values import picture_names


@dataclass(frozen=True)
class PagePicture:
    """Its address, the room it takes in CSS pixels, and its sizes for the attributes `srcset` and `sizes`."""

    url: str
    alt: str
    width: int
    height: int
    # "" where the picture has one size
    srcset: str
    sizes: str
    # Only the first one of a page is loaded before a reader comes near it
    loading: str = "lazy"


def page_picture(name: str, alt: str, *, query: str) -> PagePicture:
    """Return the stored picture `name` for a page; `query` follows its address, to let its readers see it."""
    width, height = picture_names.shown_size(name)
    url, srcset = picture_names.url_of(name, query=query), picture_names.srcset_of(name, query=query)
    return PagePicture(url, alt, width, height, srcset, picture_names.sizes_of(name))
