"""A file that is not, to the last bit, what was written is refused with one sentence."""

from hashlib import sha256
from pathlib import Path

import pytest

from faq.backup import sealed_file
from faq.errors import RefusedError

CONTENT = bytes(range(256)) * 1_000
PASSWORD = "correct horse battery"


def written(path: Path, password: str = "") -> Path:
    with path.open("wb") as file, sealed_file.writing(file, password) as content:
        for start in range(0, len(CONTENT), 7_000):
            content.write(CONTENT[start : start + 7_000])
    return path


def read(path: Path, password: str = "") -> bytes:
    with sealed_file.reading(path, password) as content:
        return content.read()


def refusal_of(path: Path, password: str = "") -> str:
    with pytest.raises(RefusedError) as refused:
        read(path, password)
    return str(refused.value).removeprefix(f"{path} ")


def sealed(path: Path, header: bytes) -> Path:
    """A file with our mark and a right checksum, whatever its line of facts says."""
    whole = b"clinic-kb backup\n" + header + b"\ncontent"
    path.write_bytes(whole + sha256(whole).digest())
    return path


@pytest.mark.parametrize(
    "header",
    [
        b"{}",
        b"[]",
        b"7",
        b"null",
        b'"format"',
        b"no json",
        b'{"format": 1}',
        b'{"format": "1", "salt": ""}',
        b'{"format": 1, "salt": 7}',
        b'{"format": 1, "salt": "no digits"}',
        b"[" * 990,
    ],
)
def test_a_foreign_line_of_facts_is_refused_in_one_sentence(tmp_path, header):
    file = sealed(tmp_path / "a", header)

    with pytest.raises(RefusedError) as refused:
        sealed_file.needs_password(file)

    assert str(refused.value) == f"{file} is not a backup of this knowledge base."
    assert refusal_of(file) == "is not a backup of this knowledge base."


def test_a_newer_form_is_told_whatever_it_says_of_a_password(tmp_path):
    file = sealed(tmp_path / "a", b'{"format": 2}')

    with pytest.raises(RefusedError, match="made by a newer version of this software"):
        sealed_file.needs_password(file)


@pytest.mark.parametrize("password", ["", PASSWORD])
def test_what_was_written_is_read(tmp_path, password):
    assert read(written(tmp_path / "a", password), password) == CONTENT


def test_with_a_password_nothing_of_the_content_can_be_seen(tmp_path):
    first, second = written(tmp_path / "a", PASSWORD), written(tmp_path / "b", PASSWORD)

    assert CONTENT[:20] not in first.read_bytes()
    assert first.read_bytes()[-5_000:] != second.read_bytes()[-5_000:]


@pytest.mark.parametrize("password", ["", PASSWORD])
def test_a_bit_that_was_flipped_anywhere_is_noticed(tmp_path, password):
    whole = written(tmp_path / "a", password).read_bytes()
    damaged = tmp_path / "damaged"
    places = [*range(0, len(whole), len(whole) // 199), len(whole) - 1]

    said = set()
    for place in places:
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        said.add(refusal_of(damaged, password))

    assert len(places) >= 200
    assert said == {
        "is not a backup of this knowledge base.",
        "is damaged: it is not what was written then. Please take another backup.",
    }


@pytest.mark.parametrize("length", [20, 60, 1_000, -1, -32, -33])
def test_a_file_that_was_cut_off_is_refused(tmp_path, length):
    path = written(tmp_path / "a")
    path.write_bytes(path.read_bytes()[:length])

    assert refusal_of(path) == "is damaged: it is not what was written then. Please take another backup."


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04" + bytes(5_000), b"SQLite format 3\x00" * 100])
def test_a_file_of_something_else_is_refused(tmp_path, content):
    (tmp_path / "a").write_bytes(content)

    assert refusal_of(tmp_path / "a") == "is not a backup of this knowledge base."


def test_a_file_of_a_newer_format_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sealed_file, "FORMAT", 2)
    path = written(tmp_path / "a")
    monkeypatch.undo()

    said = "was made by a newer version of this software. Please bring the software up to date first."
    assert refusal_of(path) == said


def test_a_missing_password_is_asked_for_and_a_wrong_one_refused(tmp_path):
    path = written(tmp_path / "a", PASSWORD)

    assert refusal_of(path) == "was made with a password. Please give it with --password or --password-file."
    assert refusal_of(path, "wrong horse battery") == "The password is not the one that this backup was made with."


def test_encrypted_pieces_cannot_be_cut_off_or_moved(tmp_path):
    """Even by somebody who makes the checksum right again."""
    whole = written(tmp_path / "a", PASSWORD).read_bytes()
    head = whole.index(b"\n", 20) + 1
    size = 64 * 1024 + 16
    first, second = whole[head : head + size], whole[head + size : head + 2 * size]

    for forged in (first, second + first + whole[head + 2 * size : -32]):
        _seal(tmp_path / "forged", whole[:head] + forged)
        assert refusal_of(tmp_path / "forged", PASSWORD).startswith("The password is not the one")


def _seal(path: Path, content: bytes) -> None:
    path.write_bytes(content + sha256(content).digest())
