"""Numbers that people, and programs, write into addresses and forms."""

_DIGITS = 18  # what any database can hold; Python itself refuses to read thousands


def row_number(typed: str) -> int | None:
    """Return the number of a row, or None where `typed` cannot be one."""
    return int(typed) if typed.isdecimal() and len(typed) <= _DIGITS else None
