"""What must hold of the videos of an article, each rule with its sentence."""

from urllib.parse import SplitResult, urlsplit

from faq.publishing.attachments import VideoContent
from faq.values import picture_names

MOST_VIDEOS = 10
# Characters
LONGEST_TITLE = 120
LONGEST_ADDRESS = 500
LONGEST_LENGTH = 40
LONGEST_ALT = 250
LONGEST_TRANSCRIPT = 30_000
TOO_MANY = "An article can have {most} videos at most. Please put some of them on another article."
NO_TITLE = "Please write what the video shows, as patients will read it."
_WHOLE = "Please copy the whole address of the video from your browser. It begins with https:// and names its site."
_USER_INFO = "This address has an @ before the name of its site, which can lead people elsewhere. Please take it out."


def video_problems(videos: list[VideoContent]) -> list[str]:
    """Return the reasons why `videos` cannot be kept, [] when they can."""
    found = [TOO_MANY.format(most=MOST_VIDEOS)] if len(videos) > MOST_VIDEOS else []
    for place, each in enumerate(videos, start=1):
        found += [f"Video {place}: {sentence}" for sentence in _problems(each)]
    return found


def undescribed(videos: list[VideoContent]) -> list[str]:
    """Return a sentence for each video whose picture has no description: it cannot be published."""
    return [
        f"The picture of the video “{each['title']}” needs a description for people who cannot see it."
        for each in videos
        if each["poster"] and not each["poster_alt"].strip()
    ]


def address_problem(address: str) -> str:
    """Return why `address` cannot be that of a video, "" when it can: https, a site with a name, nobody's sign-in."""
    parts = _parts(address)
    if parts is None or parts.scheme != "https" or "." not in (parts.hostname or "").strip("."):
        return _WHOLE
    if "@" in parts.netloc:
        return _USER_INFO
    # Browsers take a backslash for a slash, and leave out what nobody can see
    return "" if address.isprintable() and not {*address} & {*' \\"<>'} else _WHOLE


def _problems(video: VideoContent) -> list[str]:
    limits = {
        "title": LONGEST_TITLE,
        "url": LONGEST_ADDRESS,
        "length": LONGEST_LENGTH,
        "poster_alt": LONGEST_ALT,
        "transcript": LONGEST_TRANSCRIPT,
    }
    sizes = ((len(video[name]), most) for name, most in limits.items())
    found = [f"This has {size} letters. Please keep it to {most}." for size, most in sizes if size > most]
    found += [] if video["title"].strip() else [NO_TITLE]
    found += [sentence] if (sentence := address_problem(video["url"])) else []
    is_picture = not video["poster"] or picture_names.is_name(video["poster"])
    return found + ([] if is_picture else ["This picture is not there any more. Please add it again."])


def _parts(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        # Raises for a port that is none
        _ = parts.port
    except ValueError:
        return None
    return parts
