"""Finds steps among the blocks of an answer: numbers that were typed, and lists that a picture takes apart."""

import re

from faq.publishing.importing import html_inline
from faq.publishing.importing.html_blocks import Block

# "1\. Open it", "2) Open it", "**Step 3:** Open it", as Markdown writes them
_TYPED = re.compile(r"(?:\*\*)?(?:step\s+)?(\d{1,2})\s*\\?[.):]\s*(?:\*\*)?\s*(?=\S)", re.IGNORECASE)
_ITEM = re.compile(r"^(\d{1,9})\. ", re.MULTILINE)
_PICTURES = re.compile(r"(?:!\[(?:\\.|[^\]\\])*\]\([^\s)]+\)\s*)+")
# Blocks between two numbers that belong to the first of them
_MOST_BETWEEN = 4
# Of one article
_MOST_STEPS = 300


def joined(blocks: list[Block], *, goes_on: bool) -> list[Block]:
    """Return `blocks` with each row of steps as one numbered list: "1. Open it", a picture, "2. Press it".

    With `goes_on` the file does not tell whether a list goes on with its numbers; below pictures and bullets it does.
    """
    return _with_lists_joined(_with_typed_numbers(_lines_apart(blocks)), goes_on=goes_on)


def as_text(blocks: list[Block], *, goes_on: bool) -> str:
    """Return `blocks` as one text of Markdown, its steps joined as `joined` does."""
    return "\n\n".join(
        f"## {html_inline.escape(block.text)}" if block.kind in ("heading", "question", "in") else block.text
        for block in joined(blocks, goes_on=goes_on)
        if block.text
    )


def _lines_apart(blocks: list[Block]) -> list[Block]:
    """A paragraph of several lines that are numbered, as several."""
    found: list[Block] = []
    for block in blocks:
        lines = block.text.split("\n") if block.kind == "text" else []
        is_numbered = len(lines) > 1 and sum(bool(_TYPED.match(line)) for line in lines) > 1
        found += [Block("text", line) for line in lines if line.strip()] if is_numbered else [block]
    return found


def _number_of(block: Block) -> int:
    typed = _TYPED.match(block.text) if block.kind == "text" else None
    return int(typed[1]) if typed else 0


def _with_typed_numbers(blocks: list[Block]) -> list[Block]:
    found: list[Block] = []
    at = 0
    while at < len(blocks):
        end = _end_of_count(blocks, at) if _number_of(blocks[at]) == 1 else at
        if end == at:
            found.append(blocks[at])
            at += 1
            continue
        found.append(Block("ordered", _as_list(blocks[at:end])))
        at = end
    return found


def _end_of_count(blocks: list[Block], start: int) -> int:
    """The block behind the last number of a row that counts from 1; `start` where there is no second number."""
    last, number = start, 1
    for at in range(start + 1, len(blocks)):
        if blocks[at].kind not in ("text", "list") or at - last > _MOST_BETWEEN:
            break
        if _number_of(blocks[at]) == number + 1:
            last, number = at, number + 1
    return last + 1 if number > 1 else start


def _as_list(blocks: list[Block]) -> str:
    items: list[str] = []
    for block in blocks:
        if _number_of(block) == len(items) + 1:
            text = _TYPED.sub("", block.text, count=1)
            # "**Step 1: Open it**" loses its first marks only
            items.append(text if text.count("**") % 2 == 0 else f"**{text}")
        else:
            items[-1] += f"\n\n{block.text}"
    return "\n".join(_item(number, text) for number, text in enumerate(items, start=1))


def _item(number: int, text: str) -> str:
    mark = f"{number}. "
    return mark + text.replace("\n", "\n" + " " * len(mark))


def _with_lists_joined(blocks: list[Block], *, goes_on: bool) -> list[Block]:
    found: list[Block] = []
    # Where the list stands that may go on
    at = -1
    for block in blocks:
        if block.kind == "ordered" and at >= 0 and _continues(found[at], found[at + 1 :], block, goes_on=goes_on):
            found[at:] = [Block("ordered", _one_list(found[at].text, found[at + 1 :], block.text))]
            continue
        found.append(block)
        if block.kind == "ordered":
            at = len(found) - 1
    return found


def _numbers(text: str) -> list[int]:
    return [int(number) for number in _ITEM.findall(text)]


def _continues(above: Block, between: list[Block], below: Block, *, goes_on: bool) -> bool:
    if not 0 < len(between) <= _MOST_BETWEEN or any(each.kind not in ("text", "list") for each in between):
        return False
    first, last = _numbers(below.text)[:1], _numbers(above.text)[-1:]
    if last >= [_MOST_STEPS]:
        return False
    if first == [number + 1 for number in last]:
        return True
    return goes_on and first == [1] and all(each.kind == "list" or _PICTURES.fullmatch(each.text) for each in between)


def _one_list(above: str, between: list[Block], below: str) -> str:
    last = _numbers(above)[-1]
    margin = " " * len(f"{last}. ")
    inner = "\n\n".join(each.text for each in between).replace("\n", f"\n{margin}")
    lines, number, wider = [], last, 0
    for line in below.split("\n"):
        if item := _ITEM.match(line):
            number += 1
            wider = len(str(number)) - len(item[1])
            lines.append(f"{number}. {line[item.end() :]}")
        else:
            lines.append(" " * wider + line if line else line)
    return "\n".join([above, "", margin + inner, *lines])
