"""Phone numbers and addresses to write to: what may be typed, and the link that calls."""

from django.core.validators import RegexValidator

PHONE = RegexValidator(
    r"^(?=(\D*\d){3})\+?[0-9 ()./-]{3,30}(\s?(ext|x)\.?\s?\d{1,6})?$",
    "Please use digits, spaces and + ( ) - only, for example: 01632 960 983.",
)
SECURITY_CONTACT = RegexValidator(
    r"^([^\s@/:]+@[^\s@/:]+\.[^\s@/:]+|https://[^\s/@]+(/\S*)?)\Z",
    "Please give an e-mail address, or a web address that begins with https://.",
)


def tel(number: str) -> str:
    """Return the link that calls `number`, without its extension."""
    return "tel:" + "".join(char for char in number.lower().split("x")[0] if char.isdigit() or char == "+")
