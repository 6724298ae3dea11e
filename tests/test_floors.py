"""Holds docs/architecture.md to its word: who may import whom, how long things may be, what no template may hold."""

import ast
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import combinations
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {
    "kb": 9,
    "faq.urls": 8,
    "faq.admin": 8,
    "faq.management": 8,
    "faq.apps": 8,
    "faq.on_time": 8,
    "faq.views": 7,
    "faq.doctor": 6,
    "faq.checks": 6,
    "faq.accounts": 5,
    "faq.backup": 5,
    "faq.publishing": 5,
    "faq.search": 5,
    "faq.stats": 5,
    "faq.models": 4,
    "faq.templatetags": 4,
    "faq.media": 3,
    "faq.text": 3,
    "faq.values": 2,
    "faq.errors": 1,
}
NEVER = {("kb", room) for room in FLOORS if room != "kb"} | {("faq.templatetags", "faq.models")}
# What no import shows, because Django takes a name as text; each with its reason.
NAMED_AS_TEXT = {
    **{
        ("kb.settings", f"faq.accounts.password_rules.{rule}"): "Django takes the rules of passwords by their names"
        for rule in ("NotLikeTheName", "LongEnough", "NotCommon", "NotOnlyDigits")
    },
    ("kb.settings", "faq.apps.StaffAreaConfig"): "the list of apps holds the staff area of our own",
    **{
        (module, f"faq.media.{name}"): "Django takes the storage of pictures and PDFs by its name"
        for module, name in (
            ("kb.media_settings", "folder.FolderStorage"),
            ("kb.media_settings", "bucket.BucketStorage"),
            ("faq.management.scratch", "folder.FolderStorage"),
        )
    },
    ("kb.settings", "faq.text.markdown.render"): "django-markdownx takes the renderer by its name",
    ("kb.settings", "faq.models.replica.Router"): "Django takes what routes to a replica by its name",
    ("kb.settings", "faq.views.replica.middleware"): "pages for readers may come from a replica",
    ("kb.settings", "faq.on_time.middleware"): "what is due by the clock is done before anything is answered",
    ("kb.settings", "faq.views.context.site"): "every template may ask for the clinic",
    ("kb.settings", "faq.views.limits.trust_nearest_proxy"): "a middleware that needs the rule of what an address is",
    ("kb.metrics", "faq.doctor.metrics.SiteCollector"): "what the site says of its own state",
    ("faq.management.public_pages", "faq.views.replica.middleware"): "left out where pages follow from one database",
    ("kb.urls", "faq.urls"): "the public addresses",
    ("kb.urls", "faq.views.moved.not_found"): "Django takes the page for what leads nowhere by its name",
    ("manage", "kb.settings"): "where Django finds its settings",
    ("faq.apps", "faq.admin"): "the pages of the staff area register themselves once the models are ready",
    ("faq.apps", "faq.admin.site.StaffSite"): "the site that those pages register with",
}
# What reaches into a package beyond what it documents, and why.
PRIVATE = {
    "faq/management/serving.py: server.respawned_wrks": "the server would end the whole site after one killed process",
    'faq/management/scratch.py: connections.settings["default"]': "Django offers no other way to lend another database",
}
INLINE = {
    "a script inside the page": r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")",
    "a style inside the page": r"<style\b|\sstyle\s*=",
    "a script inside an attribute": r"\son[a-z]+\s*=\s*[\"']|href\s*=\s*[\"']?javascript:",
    "text let through unescaped": r"autoescape\s+off|\|safeseq",
}


def ours(*patterns: str) -> list[Path]:
    found = [file for pattern in patterns for file in ROOT.glob(pattern)]
    return sorted(file for file in found if not {"vendor", "migrations"} & set(file.relative_to(ROOT).parts))


def sources() -> list[Path]:
    return ours("kb/**/*.py", "faq/**/*.py", "manage.py")


def templates() -> list[Path]:
    return ours("templates/**/*.html", "faq/**/*.html")


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


@cache
def modules() -> dict[str, Path]:
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file for file in sources()
    }


@cache
def tree(file: Path) -> ast.Module:
    # In a thread of its own: where the tests' browser waits in this one, Python 3.11 may count its stack wrongly
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(ast.parse, file.read_text(encoding="utf-8")).result()


def room_of(module: str) -> str:
    return ".".join(module.split(".")[: 1 if module.startswith("kb") else 2])


def imports_of(module: str) -> Iterator[str]:
    """Each module of ours that `module` names, imports inside functions and under TYPE_CHECKING included."""
    for node in ast.walk(tree(modules()[module])):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules())
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}, line {node.lineno}: name the whole path, without leading dots"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield from [name for name in (whole, node.module) if name in modules()][:1]


def names_as_text(module: str) -> Iterator[str]:
    """Each text in `module` that is the dotted name of a module of ours in another folder, or of something in one."""
    for node in ast.walk(tree(modules()[module])):
        if isinstance(node, ast.Constant) and re.fullmatch(r"(faq|kb)(\.\w+)+", str(node.value)):
            name = node.value if node.value in modules() else node.value.rpartition(".")[0]
            if name in modules() and "." in name and room_of(name) != room_of(module):
                yield node.value


@cache
def joined() -> list[tuple[str, str]]:
    return sorted({(module, other) for module in modules() for other in imports_of(module) if other != module})


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for file in sources():
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{named(file)}:{node.lineno} {node.name}", node


def lines_of(function: ast.FunctionDef) -> int:
    return function.end_lineno - function.lineno + 1


def test_every_room_stands_on_a_floor():
    rooms = {room_of(module) for module in modules()} - {"manage", "faq"}

    assert rooms - set(FLOORS) == set()


def test_rooms_know_only_rooms_below_them():
    pairs = [(a, b, room_of(a), room_of(b)) for a, b in joined() if room_of(a) != room_of(b)]

    upward = [f"{a} imports {b}" for a, b, here, there in pairs if FLOORS.get(here, 10) <= FLOORS.get(there, 0)]
    never = [f"{a} imports {b}" for a, b, here, there in pairs if (here, there) in NEVER]

    assert (upward, never) == ([], [])


def test_what_is_named_as_text_is_known_with_its_reason():
    found = {(module, text) for module in modules() for text in names_as_text(module)}

    assert found == set(NAMED_AS_TEXT)


@pytest.mark.parametrize("use", PRIVATE)
def test_what_reaches_into_a_package_is_still_there(use: str):
    file, _, code = use.partition(": ")

    assert code in (ROOT / file).read_text(encoding="utf-8")


def test_no_module_imports_itself_in_a_circle():
    left = {module: {b for a, b in joined() if a == module} for module in modules()}
    while leaves := [module for module, others in left.items() if not others & set(left)]:
        for module in leaves:
            del left[module]

    assert sorted(left) == []


def test_at_most_three_in_ten_pairs_of_rooms_know_each_other():
    possible = list(combinations({room_of(module) for module in modules()} & set(FLOORS), 2))
    pairs = {frozenset((room_of(a), room_of(b))) for a, b in joined()} & {frozenset(pair) for pair in possible}

    assert len(pairs) / len(possible) <= 0.30


def test_no_file_is_longer_than_300_lines():
    files = [
        *sources(),
        *templates(),
        *ours("static/**/*.css", "static/**/*.js", "tests/**/*.py", "bench/**/*.py", "soak/**/*.py"),
    ]

    lengths = {named(file): len(file.read_text(encoding="utf-8").splitlines()) for file in files}

    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_functions_are_short():
    lengths = {name: lines_of(function) for name, function in functions()}

    assert {name: length for name, length in lengths.items() if length > 50} == {}
    assert median(lengths.values()) <= 8
    assert quantiles(lengths.values(), n=10)[-1] <= 25


def test_every_file_opens_with_a_sentence():
    files = [
        file
        for file in [*sources(), *ours("tests/**/*.py", "bench/**/*.py", "soak/**/*.py")]
        if file.read_text().strip()
    ]

    assert [named(file) for file in files if not (ast.get_docstring(tree(file)) or "").strip()] == []


def test_every_signature_says_what_it_takes_and_gives():
    bare = []
    for name, function in functions():
        arguments = function.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        silent = [each.arg for each in every if each and not each.annotation and each.arg not in ("self", "cls")]
        if silent or not function.returns:
            bare.append(f"{name} {silent or 'gives?'}")

    assert bare == []


def test_html_is_called_safe_in_one_place_only():
    uses = [named(file) for file in templates() for _ in re.finditer(r"\|\s*safe\b", file.read_text())]

    assert len(uses) <= 1, uses


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(what):
    found = [named(file) for file in templates() if re.search(INLINE[what], file.read_text(), re.I)]

    assert found == []


def test_nothing_is_fetched_from_another_host():
    fetching = r"<(?:script|img|link|iframe|source|form|video|audio)\b[^>]*\b(?:src|srcset|href|action)\s*=\s*[\"']?"
    pattern = rf"{fetching}(?:https?:)?//|url\(\s*[\"']?(?:https?:)?//|@import"
    files = [*templates(), *ours("static/**/*.css")]

    assert [named(file) for file in files if re.search(pattern, file.read_text(), re.I)] == []
