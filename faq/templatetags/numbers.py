"""Numbers as people read them."""

from django import template

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """12345 -> "12,345"."""
    return f"{number:,}"


@register.filter
def more_or_fewer(change: int) -> str:
    """A change in words, so that no sign or colour has to be understood: "12 more", "3 fewer", "as many"."""
    if change == 0:
        return "as many"
    return f"{abs(change):,} {'more' if change > 0 else 'fewer'}"


@register.filter
def signed(number: int) -> str:
    """5 -> "+5", -5 -> "−5" with a real minus, 0 -> "0"."""
    return f"{number:+,}".replace("-", "−") if number else "0"
