"""Says above the form, where no script says it at its place, what in an article keeps some readers out."""

from collections.abc import Iterator

from faq.models.parts import Kind, of_kind
from faq.publishing.includes import place_labels
from faq.publishing.kinds import Content, value_in
from faq.text import accessibility

NO_DESCRIPTION = "This picture needs a description for people who cannot see it. Patients get it only with one."


def places(content: Content) -> list[tuple[str, str, str]]:
    """Return what is to be said of `content` as (where, anchor of the box, sentence), in the order of the form."""
    found: list[tuple[str, str, str]] = []
    for part in of_kind(Kind.MARKDOWN, Kind.STEPS):
        if part.kind is Kind.STEPS:
            found += _of_steps(content)
        else:
            found += _of_text(part.label, f"id_{part.name}", value_in(content, part))
    return found


def _of_steps(content: Content) -> Iterator[tuple[str, str, str]]:
    steps = content.get("steps", [])
    for index, (label, step) in enumerate(zip(place_labels(steps), steps, strict=True)):
        yield from _of_text(label, f"id_steps-{index}-text", step.get("text", ""))
        if step.get("picture") and not step.get("picture_alt", "").strip():
            yield label, f"id_steps-{index}-picture_alt", NO_DESCRIPTION


def _of_text(where: str, box: str, text: str) -> list[tuple[str, str, str]]:
    return [(where, box, sentence) for sentence in accessibility.notes(text)]
