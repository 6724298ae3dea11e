"""How a letter writes numbers."""


def times(number: int) -> str:
    """Return "once", "2 times", "1,200 times"."""
    return "once" if number == 1 else f"{number:,} times"


def counted(number: int, what: str) -> str:
    """Return "1 view", "2 views"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
