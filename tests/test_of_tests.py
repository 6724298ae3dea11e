"""No test is content with a status code, which any page may answer for any reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATUS = {"status", "status_code"}


def test_no_test_asserts_a_status_code_alone():
    found = [f"{name}:{test.lineno} {test.name}" for name, test in every_test() if is_content_with_status(test)]

    assert found == []


def every_test() -> Iterator[tuple[str, ast.FunctionDef]]:
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield str(file.relative_to(ROOT)), node


def is_content_with_status(test: ast.FunctionDef) -> bool:
    """True when every assertion of `test` compares nothing but status codes with numbers."""
    asserted = [node.test for node in ast.walk(test) if isinstance(node, ast.Assert)]
    raises = any(isinstance(node, ast.Attribute) and node.attr in ("raises", "fail") for node in ast.walk(test))
    return bool(asserted) and not raises and all(is_about_status_alone(each) for each in asserted)


def is_about_status_alone(asserted: ast.expr) -> bool:
    """True for `a.status_code == 200`, `(a.status, b.status) == (200, 404)`, `a.status_code in (1, 2)`."""
    if not isinstance(asserted, ast.Compare):
        return False
    return is_status(asserted.left) and all(is_number(each) for each in asserted.comparators)


def is_status(side: ast.expr) -> bool:
    if isinstance(side, ast.Tuple | ast.List):
        return all(is_status(each) for each in side.elts)
    if isinstance(side, ast.ListComp):
        return is_status(side.elt)
    return isinstance(side, ast.Attribute) and side.attr in STATUS


def is_number(side: ast.expr) -> bool:
    if isinstance(side, ast.Tuple | ast.List | ast.Set):
        return all(is_number(each) for each in side.elts)
    if isinstance(side, ast.BinOp):
        return is_number(side.left)
    return isinstance(side, ast.Constant | ast.Name) and not (
        isinstance(side, ast.Constant) and isinstance(side.value, str)
    )
