"""Phone numbers and wide tables on a small screen: in one piece, in their own order, readable."""

import pytest
from playwright.sync_api import Locator

from faq.models import Clinic, Fact
from tests.factories import make_article

pytestmark = pytest.mark.browser
NUMBER = "(555) 010-2030"


@pytest.fixture
def site(live_server) -> None:
    Clinic(pk=1, name="The Hive", phone=NUMBER, emergency_phone="911").save()
    Fact.objects.create(name="front-desk", label="Front desk", kind="phone", value=NUMBER)


def order_on_screen(number: Locator) -> str:
    """Return the characters of `number` as they stand from left to right, without spaces; lines are parted by "/"."""
    return number.evaluate("""(element) => {
        const text = element.firstChild, places = [];
        for (let at = 0; at < text.length; at++) {
            const range = document.createRange();
            range.setStart(text, at), range.setEnd(text, at + 1);
            const box = range.getBoundingClientRect();
            if (text.data[at].trim()) places.push([Math.round(box.top), box.left, text.data[at]]);
        }
        places.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
        return places.map(([top, , char], at) => (at && top !== places[at - 1][0] ? "/" : "") + char).join("");
    }""")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_phone_number_among_arabic_words_reads_as_it_is_dialled(site, new_page, width):
    words = "اتصل بنا من فضلك على الرقم"
    make_article("متى تفتحون؟", short_answer=f"{words} {NUMBER} أو {{{{front-desk}}}}.", steps=[f"{words} {NUMBER}."])
    page = new_page("/articles/متى-تفتحون/", width=width)

    numbers = [*page.locator("main bdi").all(), page.locator(".short-answer a[href^='tel:']")]

    assert [order_on_screen(each) for each in numbers] == ["(555)010-2030"] * 3
    page.goto("/articles/متى-تفتحون/print/")
    assert order_on_screen(page.locator(".sheet-answer a[href^='tel:']")) == "(555)010-2030"
    number, words = (page.locator(f".sheet-steps {part}").bounding_box() for part in (".sheet-number", "p"))
    assert words["x"] + words["width"] < number["x"]


def test_the_columns_of_a_wide_table_stay_readable_on_a_phone_and_the_page_stays_still(site, new_page):
    cells = ["First visit", "60 minutes", "Card, list of medicines", "Front desk", "$180"]
    row = f"| {' | '.join(cells)} |"
    make_article("What does it cost?", body=f"{row}\n|---|---|---|---|---|\n{row}")
    page = new_page("/articles/what-does-it-cost/", width=390)

    widths = page.locator("main td").evaluate_all("cells => cells.map(cell => cell.clientWidth)")

    assert min(widths) >= 104
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.locator("main table").evaluate("table => table.scrollWidth > table.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_beside_the_emergency_number_the_clinics_is_the_second_to_press(site, new_page, scheme):
    page = new_page("/search/?q=chest+pain", width=390, scheme=scheme)
    first, second = page.locator(".notice-urgent .button").all()

    def ground(button: Locator) -> str:
        return button.evaluate("button => getComputedStyle(button).backgroundColor")

    assert (first.inner_text(), second.inner_text().split()[0]) == ("Call 911 now", "Call")
    assert ground(first) != ground(second) == "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize("width", [390, 1280])
def test_arabic_words_begin_at_one_edge_and_their_numbers_stand_before_them(site, new_page, width):
    steps = ["افتح البوابة.", "اختر المواعيد."]
    make_article("متى تفتحون؟", short_answer="اتصل بنا.", steps=steps, body="ألم في الصدر.")
    page = new_page("/articles/متى-تفتحون/", width=width)

    def right(place: str) -> float:
        box = page.locator(place).first.bounding_box()
        return round(box["x"] + box["width"])

    assert right("h1") == right(".short-answer") == right(".step-number") == right(".article .section.prose > p")
    number, words = (page.locator(f"#step-2 {part}").bounding_box() for part in (".step-number", ".prose"))
    assert words["x"] + words["width"] < number["x"]
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_one_arabic_sentence_moves_nothing_of_an_english_article(site, new_page):
    body = "Come in.\n\nاتصل بنا."
    make_article("Are you open?", short_answer=body, steps=["Come in.", "اتصل بنا."], body=body)
    page = new_page("/articles/are-you-open/")

    places = (".short-answer", ".steps", ".section.prose", "#step-1 .step-number", "#step-2 .step-number")
    lefts = [page.locator(place).bounding_box()["x"] for place in ("h1", *places)]

    assert lefts == [lefts[0]] * 6


def test_an_english_sentence_in_an_arabic_article_is_read_from_left_to_right(site, new_page):
    mixed = "اتصل بنا.\n\nPress “Go”!"
    make_article("متى تفتحون؟", short_answer=mixed, steps=["اتصل بنا.", "Press “Go”!", mixed], body=mixed)
    page = new_page("/articles/متى-تفتحون/")

    for path in ("", "print/"):
        page.goto(f"/articles/متى-تفتحون/{path}")
        english = page.locator("p", has_text="Press “Go”!")
        assert english.count() == 4
        assert set(english.evaluate_all("all => all.map(each => getComputedStyle(each).direction)")) == {"ltr"}
