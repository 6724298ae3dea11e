"""The pages that must show even when nothing else works, and what is said in two places."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from faq.models import Clinic

ROOT = Path(__file__).resolve().parents[1]


def test_the_page_for_our_own_faults_asks_neither_database_nor_settings():
    # A test without the database fixture may not touch the database
    html = get_template("500.html").render()

    assert "Something went wrong on our side" in html
    assert [path for path in re.findall(r'"/static/([^"]+)"', html) if not finders.find(path)] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        *("400.html", "403.html", "404.html", "408.html", "411.html", "413.html", "429.html", "503.html"),
        *("faq/gone.html", "faq/tag_gone.html"),
    ],
)
def test_every_page_of_regret_offers_search_and_a_way_on(name):
    # Django hands some of them no context at all
    html = get_template(name).render()

    assert re.findall(r'<form[^>]+action="([^"]+)"', html) == ["/search/"]
    assert 'href="/articles/"' in html
    assert len(re.findall("<h1", html)) == 1


def test_the_clinics_emergency_words_keep_their_lines_and_are_never_markup():
    clinic = Clinic(emergency_text="Call an ambulance.\r\nUnlock the <b>door</b>.\r\n\r\nDo not wait.")

    html = get_template("faq/partials/urgent_notice.html").render({"clinic": clinic})

    assert "<p>Call an ambulance.<br>Unlock the &lt;b&gt;door&lt;/b&gt;.</p>\n\n<p>Do not wait.</p>" in html


def test_the_notice_speaks_spanish_too_unless_the_clinic_leaves_it_out():
    template, clinic = get_template("faq/partials/urgent_notice.html"), Clinic(emergency_phone="911")

    spanish = template.render({"clinic": clinic})
    clinic.emergency_text_spanish = ""
    english = template.render({"clinic": clinic})

    block = spanish[spanish.index('<div lang="es">') : spanish.index("</div>")]
    assert "Si es una emergencia" in block
    assert '<p lang="es"><a href="tel:911">Llame ahora al 911</a></p>' in spanish
    assert 'lang="es"' not in english


def test_the_icon_written_into_pages_is_the_icon_file():
    written = re.search(r'data:image/svg\+xml,([^"]+)', get_template("faq/partials/icon.html").render())[1]

    assert unquote(written).replace("'", '"') == (ROOT / "static/faq/icon.svg").read_text().strip()
