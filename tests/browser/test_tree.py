"""What a screen reader is told of the editor: roles, names and states of its texts, tools, chips and steps."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from faq.models import Fact
from tests.browser.editor import change, step_editors
from tests.factories import make_article

pytestmark = pytest.mark.browser

STATES = ("pressed", "focused", "disabled")
# What is read with its control, or says nothing of its own
LEFT_OUT = ("InlineTextBox", "LabelText", "LineBreak", "generic", "paragraph")
READ_WHOLE = ("LabelText", "StaticText", "button", "heading", "link", "spinbutton")


def tree(page: Page) -> list[str]:
    """Role, name and those of `STATES` that are on, of each element in the browser's tree, in the order it is read."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    known = {node["nodeId"]: node for node in nodes}
    return list(_read(nodes[0], known))


def _read(node: dict, known: dict[str, dict]) -> Iterator[str]:
    role, name = node["role"]["value"], node.get("name", {}).get("value", "")
    if not node.get("ignored") and role not in LEFT_OUT and (name.strip() or role != "StaticText"):
        states = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
        on = "".join(f", {name}" for name in STATES if states.get(name) in (True, "true"))
        yield f"{role}: {name}{on}".strip()
    for child in [] if role in READ_WHOLE else node["childIds"]:
        if child in known:
            yield from _read(known[child], known)


def test_a_screen_reader_is_told_what_each_part_of_the_editor_is_and_how_it_stands(sign_in):
    Fact.objects.create(name="phone", label="Phone", kind="phone", value="01632 960 222")
    shared = make_article("How do I sign in?", steps=["Open the portal.", "Press “Sign in”."])
    steps = ["**Call** {{phone}}", {"include": shared.slug}, "Wait."]
    page = sign_in("Editor", change(make_article("How do I book?", steps=steps, tags=["Visits"])))
    step_editors(page).nth(0).get_by_text("Call").click()
    tools = page.get_by_role("toolbar", name="Tools for Step 1: what to do")
    expect(tools.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")

    told = tree(page)

    start, end = told.index("heading: Steps"), told.index("button: Remove step 1")
    assert told[start : end + 1] == [
        "heading: Steps",
        "StaticText: One action a step. Leave this out when the short answer is enough.",
        "group:",
        *[f"{role}: Are some steps only for some people?" for role in ("DisclosureTriangle", "StaticText")],
        "list:",
        "listitem:",
        "textbox: Step 1: what to do, focused",
        "strong:",
        "StaticText: Call",
        "StaticText: Fact: Phone,",
        "StaticText: 01632 960 222",
        "group: Tools for step 1",
        "toolbar: Tools for Step 1: what to do",
        "button: Bold, pressed",
        *[f"button: {name}" for name in ("Italic", "Link", "List", "Numbers", "Picture", "Insert a fact")],
        "button: Move step 1 up, disabled",
        "button: Move step 1 down",
        "spinbutton: Move step 1 to step",
        "button: Move",
        "button: Remove step 1",
    ]
    shared_at = told.index("list: Steps of “How do I sign in?”, which change there")
    assert told[shared_at + 1 : shared_at + 5] == [
        "listitem:",
        *["StaticText: Step", "StaticText: 2"],
        "StaticText: Open the portal.",
    ]
    assert told.index("textbox: Step 4: what to do") > shared_at
    assert "button: Remove the tag Visits" in told
