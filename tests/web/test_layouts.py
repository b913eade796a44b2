from __future__ import annotations

import re

import pytest
from flask import render_template_string
from werkzeug.datastructures import MultiDict
from wtforms import StringField
from wtforms.validators import InputRequired

from app.web.forms import RowForm
from app.web.page_parts import Banner, Link, NavigationItem, Section, UserMenu
from tests.web.conftest import Elements


class Naming(RowForm):
    name = StringField("Nombre", [InputRequired("Escriba el nombre")])


def title_of(html: str) -> str:
    match = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    assert match
    return " ".join(match[1].split())


PAGE = '{% extends "layouts/page.html" %}{% set title = "Carga del equipo" %}{% block content %}<p>…</p>{% endblock %}'
FORM = (
    '{% extends "layouts/form.html" %}{% from "components/form.html" import form_field %}{% set title = "Registrar persona" %}'
    '{% set submit_text = "Registrar persona" %}{% block fields %}{{ form_field(form.name) }}{% endblock %}'
)
RECORD = '{% extends "layouts/record.html" %}{% block content %}<p>…</p>{% endblock %}'


@pytest.mark.parametrize(
    "layout", [PAGE, FORM, RECORD, PAGE.replace("page.html", "confirm.html"), PAGE.replace("page.html", "print.html")]
)
def test_every_layout_has_one_heading_and_a_title_that_begins_with_it(spanish: None, layout: str) -> None:
    banner = Banner("María BRICEÑO ROJAS")
    html = render_template_string(
        layout, banner=banner, sections=[Section("Resumen", "/", current=True)], form=Naming(), submit_text="Guardar"
    )
    headings = re.findall(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    assert len(headings) == 1
    assert title_of(html).startswith(headings[0].strip())
    assert title_of(html).endswith("- Quipu")


def test_a_form_in_error_says_so_in_its_title_and_links_to_the_field(spanish: None) -> None:
    form = Naming(MultiDict({"name": ""}))
    form.validate()
    html = render_template_string(FORM, form=form)
    assert title_of(html) == "Error: Registrar persona - Quipu"
    assert len(Elements(html).all("a", href="#name")) == 1


def test_no_layout_carries_inline_style_script_or_handler(spanish: None) -> None:
    for layout in (PAGE, FORM):
        html = render_template_string(layout, form=Naming(), user_menu=UserMenu("Ana", "Cúcuta"))
        found = Elements(html)
        assert found.all("style") == []
        assert all(script.get("src") for script in found.all("script"))
        for tag, attributes in found.found:
            assert not [name for name in attributes if name == "style" or name.startswith("on")], (tag, attributes)


def test_the_page_speaks_the_reader_s_language_and_offers_the_others(spanish: None) -> None:
    found = Elements(render_template_string(PAGE))
    assert found.one("html")["lang"] == "es"
    assert [button["value"] for button in found.all("button", name="language")] == ["es", "en", "pt"]
    assert found.one("input", name="back")["value"] == "/somewhere?page=2"


def test_search_and_menu_are_there_only_for_who_is_signed_in(spanish: None) -> None:
    assert 'role="search"' not in render_template_string(PAGE)
    html = render_template_string(PAGE, user_menu=UserMenu("Ana Peñaranda", "Cúcuta"))
    found = Elements(html)
    assert found.one("form", role="search")["action"] == "/search"
    assert found.one("form", action="/sign-out")["method"] == "post"
    assert "Ana Peñaranda" in found.text


def test_navigation_marks_where_the_reader_is(spanish: None) -> None:
    items = [NavigationItem("Mi día", "/", current=True, count=9), NavigationItem("Casos <b>", "/cases")]
    html = render_template_string(PAGE, navigation_items=items)
    assert Elements(html).one("a", **{"aria-current": "page", "class": "govuk-service-navigation__link"})["href"] == "/"
    assert "Casos &lt;b&gt;" in html


def test_a_sensitive_page_can_be_left_at_once(spanish: None) -> None:
    html = render_template_string("{% set sensitive = true %}" + PAGE.replace("{% set", "{% set sensitive = true %}{% set", 1))
    assert "Salir rápido a otro sitio" in html
    assert "Salir rápido a otro sitio" not in render_template_string(PAGE)


def test_a_way_back_is_drawn_when_there_is_one(spanish: None) -> None:
    html = render_template_string(PAGE, back=Link("Mi día", "/"))
    assert Elements(html).one("a", **{"class": "govuk-back-link"})["href"] == "/"


def test_a_page_refreshes_by_itself_only_where_scripts_are_off(spanish: None) -> None:
    html = render_template_string(PAGE, refresh_seconds=5)
    assert re.search(r'<noscript><meta http-equiv="refresh" content="5"></noscript>', html)
