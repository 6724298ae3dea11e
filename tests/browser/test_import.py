"""The clinic's own page of questions comes in through the staff area in five presses, also without scripts."""

from pathlib import Path

import pytest

from faq.models import Article
from faq.publishing import rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# A page of questions that repeats its steps, as clinics write it
FILE = """FAQs
-
The link is at the top left of the home page.
-
Short answer: yes!
If you have no password yet, start by going to the log-in site of your portal:
https://a.example/login
Enter your email.
Press Save.
Now choose the person.
-
Start by going to the log-in site of your portal:
https://a.example/login
Enter your email.
Press Save.
-
Feel free to call the desk.
"""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_page_of_questions_comes_in_with_five_presses(sign_in, tmp_path: Path, scripts: bool):
    file = tmp_path / "faq.txt"
    file.write_text(FILE, encoding="utf-8")
    page = sign_in("Editor", "/admin/faq/article/", width=390, scripts=scripts)

    page.get_by_role("link", name="Import articles").click()
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Show what is in it").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Show the steps of that article").check()
    page.get_by_role("button", name="Add the ticked ones as drafts").click()

    page.get_by_text("4 articles are here as a draft.").wait_for()
    drafts = Article.objects.all()
    assert [article.title.startswith(rules.UNTITLED) for article in drafts] == [True] * 4
    family = drafts.get(short_answer="yes!")
    assert [bool(step.include) for step in family.steps.all()] == [False, True, False]
