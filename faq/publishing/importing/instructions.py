"""Tells lines that say what to do, one after the other, from lines that are words of an answer."""

import re

_VERBS = """add answer ask attach bring browse call cancel check choose clear click close come complete confirm contact
copy create delete dial double-click download drag drop email enter exit fill find follow get give go hang hit hold
insert install keep leave let log look make move navigate note open pay pick place press print provide pull push put
read register remember remove repeat reply request reset restart return review save scan scroll search select send set
show sign speak start stop submit swipe switch take talk tap tell text touch turn type uninstall unlock update upload
use verify visit wait wash watch write""".split()
_FIRST = r"(?:(?:and|then|next|now|first|second|third|finally|lastly|please|once there|after that)[,:]?\s+)*"
_VERB = rf"{_FIRST}(?:{'|'.join(_VERBS)})(?:[\s/,]|$)"
_COMMAND = re.compile(_VERB, re.IGNORECASE)
# "If you have no password, click on ..."
_ON_CONDITION = re.compile(rf"(?:if|when|once|after|before|for|to|in|on)\b[^.?!]*[,–—-]\s+{_VERB}", re.IGNORECASE)
_NUMBER = re.compile(r"(?:step\s+)?(\d{1,2})\s*[.):]\s+(?=\S)", re.IGNORECASE)
# Characters; a verb stands at the beginning
_LOOKED_AT = 300
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")


def is_address(line: str) -> bool:
    """True where `line` is nothing but a web or e-mail address: it belongs to the line above."""
    return bool(_ADDRESS.fullmatch(line.strip()))


def is_instruction(line: str) -> bool:
    """True for "Click on Save" and "If you have none, ask at the desk", not for "The desk is open"."""
    start = line[:_LOOKED_AT]
    return bool(_COMMAND.match(start) or _ON_CONDITION.match(start)) and not line.rstrip().endswith("?")


def find(lines: list[str]) -> tuple[int, int] | None:
    """Return the first of `lines` that is a step and the one behind the last; None where no two are instructions.

    Numbered lines that count from 1 are the steps; otherwise all lines from the first instruction to the end, because
    what happens ("You will get a message.") stands between them.
    """
    numbered = [(at, int(found[1])) for at, line in enumerate(lines) if (found := _NUMBER.match(line))]
    if len(numbered) > 1 and [number for _, number in numbered] == list(range(1, len(numbered) + 1)):
        return numbered[0][0], _end_of_numbered(lines, numbered[-1][0])
    told = [at for at, line in enumerate(lines) if is_instruction(line)]
    return (told[0], len(lines)) if len(told) > 1 else None


def group(lines: list[str]) -> list[str]:
    """Return the steps in `lines`: one a line, or one a number; an address belongs to the step above it."""
    is_numbered = bool(_NUMBER.match(lines[0]))
    steps: list[str] = []
    for line in lines:
        number = _NUMBER.match(line)
        belongs = steps and (is_address(line) or (is_numbered and not number) or line[:1] in (" ", "\t"))
        words = line[number.end() :] if is_numbered and number else line
        if not line.strip():
            continue
        if belongs:
            steps[-1] += f"\n{words.strip()}"
        else:
            steps.append(words.strip())
    return steps


def _end_of_numbered(lines: list[str], last: int) -> int:
    """A paragraph below the last number is no step."""
    end = last + 1
    while end < len(lines) and lines[end].strip():
        end += 1
    return end
