"""Any WTForms field as its GOV.UK component: label, mark, hint, error, kept text."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from app.web.fields import CheckboxesField, PartialDateField, SuggestField, choices
from app.web.forms import RowForm
from tests.web.conftest import Draw, Elements


class Member(RowForm):
    name = StringField("Nombre", [InputRequired("Escriba el nombre")])


class Sample(RowForm):
    given = StringField("Nombres", [InputRequired("Escriba los nombres")], description="Como en su documento")
    second = StringField("Segundo apellido")
    age = IntegerField("Edad")
    born = PartialDateField("Nacimiento", [InputRequired("Escriba el año")])
    sex = RadioField("Sexo", choices=choices([("f", "Mujer"), ("m", "Hombre")]))
    needs = CheckboxesField("Necesidades", choices=choices([("food", "Alimentos"), ("bed", "Alojamiento")]))
    country = SelectField("País", choices=choices([("VE", "Venezuela"), ("CO", "Colombia")]))
    region = SelectField("Departamento", choices=choices([("", "Elija"), ("NSA", "Norte de Santander")]))
    city = SuggestField("Municipio", choices=[("CO54001", "Cúcuta")])
    note = TextAreaField("Nota", [Length(max=40, message="Escriba hasta 40 caracteres")])
    agreed = BooleanField("Aceptó")
    secret = PasswordField("Contraseña")
    version = HiddenField()
    members = FieldList(FormField(Member), min_entries=1)


@pytest.fixture
def field(draw: Draw, spanish: None) -> Any:
    def draw_field(
        name: str, typed: dict[str, Any] | None = None, call: str = "form_field(field)", **context: Any
    ) -> tuple[str, Elements]:
        form = Sample(MultiDict(typed) if typed is not None else None)
        if typed is not None:
            form.validate()
        html = draw("form", call, field=form[name], **context)
        return html, Elements(html)

    return draw_field


def test_an_optional_field_says_so_and_a_mandatory_one_carries_no_mark(field: Any) -> None:
    assert "Segundo apellido (opcional)" in field("second")[1].text
    assert "(opcional)" not in field("given")[1].text


def test_a_list_without_an_empty_line_cannot_be_left_empty_and_carries_no_mark(field: Any) -> None:
    assert "(opcional)" not in field("country")[1].text
    assert "Departamento (opcional)" in field("region")[1].text


def test_an_error_stands_at_its_field_and_is_tied_to_it_with_the_hint(field: Any) -> None:
    html, found = field("given", {"given": ""})
    box = found.one("input")
    assert box["id"] == "given"
    assert box["aria-describedby"] == "given-hint given-error"
    assert "Escriba los nombres" in found.text
    assert "govuk-input--error" in html


@pytest.mark.parametrize("nasty", ['<script>alert("x")</script>', 'O\'Brien & "hijos"', "{{ 7 * 7 }}"])
def test_typed_text_comes_back_escaped_and_whole(field: Any, nasty: str) -> None:
    assert field("second", {"second": nasty})[1].one("input")["value"] == nasty
    assert nasty in "".join(field("note", {"note": nasty})[1].words)


def test_a_number_that_is_none_is_kept_as_typed(field: Any) -> None:
    box = field("age", {"age": "treinta"})[1].one("input")
    assert (box["value"], box["type"], box["inputmode"]) == ("treinta", "text", "numeric")


def test_line_ends_of_a_note_survive_even_inside_an_answer_that_opens_it(draw: Draw, spanish: None) -> None:
    form = Sample(MultiDict({"note": "uno\r\n  dos\ntres", "sex": "f"}))
    inner = draw("form", "form_field(form.note)", form=form)
    html = draw("form", "form_field(form.sex, conditional={'f': inner})", form=form, inner=inner)
    words = Elements(html).words
    assert "uno\n  dos\ntres" in words


def test_choices_keep_what_was_ticked_and_group_under_a_legend(field: Any) -> None:
    _, found = field("needs", {"needs": "bed"})
    assert [box["value"] for box in found.all("input") if "checked" in box] == ["bed"]
    assert len(found.all("legend")) == 1
    _, radios = field("sex", {"sex": "m"})
    assert radios.one("input", value="m")["id"] == "sex-2"
    assert "checked" in radios.one("input", value="m")


def test_a_date_has_three_boxes_and_marks_only_the_wrong_one(field: Any) -> None:
    _, found = field("born", {"born-day": "31", "born-month": "2", "born-year": "1990"})
    classes = {box["name"]: box["class"] or "" for box in found.all("input")}
    assert [name for name, given in classes.items() if "govuk-input--error" in given] == ["born-day"]


def test_a_suggested_field_offers_its_list_and_keeps_the_label(field: Any) -> None:
    _, found = field("city", {"city": "cucuta"})
    assert found.one("input")["list"] == found.one("datalist")["id"] == "city-list"
    assert found.one("option")["value"] == "Cúcuta"


def test_a_limited_note_counts_characters_in_the_reader_s_language(field: Any) -> None:
    html, found = field("note", {"note": "x" * 50})
    assert found.one("div", **{"data-module": "govuk-character-count"})["data-maxlength"] == "40"
    assert "Puede escribir hasta 40 caracteres" in found.text
    assert "Sobran %{count} caracteres" in html


def test_a_password_is_never_written_back(field: Any) -> None:
    html, _ = field("secret", {"secret": "correct horse battery"})
    assert "correct horse" not in html


def test_the_error_summary_links_each_sentence_to_the_first_box_in_the_order_of_the_page(draw: Draw, spanish: None) -> None:
    typed = {
        "given": "",
        "sex": "f",
        "born-day": "1",
        "born-month": "13",
        "born-year": "1990",
        "country": "VE",
        "region": "",
        "members-0-name": "",
    }
    form = Sample(MultiDict(typed))
    form.validate()
    found = Elements(draw("form", "error_summary(form)", form=form))
    assert [link["href"] for link in found.all("a")] == ["#given", "#born-month", "#members-0-name"]
    assert "Hay algo que corregir" in found.text


def test_a_refusal_of_the_whole_form_stands_first_and_without_a_link(draw: Draw, spanish: None) -> None:
    form = Sample(MultiDict({"given": "Ana"}))
    form.form_errors.append("La persona ya tiene un caso abierto de este tipo")
    found = Elements(draw("form", "error_summary(form)", form=form))
    assert "La persona ya tiene un caso abierto" in found.text
    assert found.all("a") == []


def test_a_form_without_errors_has_no_summary(draw: Draw) -> None:
    assert draw("form", "error_summary(form)", form=Sample()).strip() == ""


def test_rows_of_a_list_are_numbered_and_can_be_added_to_without_javascript(draw: Draw, spanish: None) -> None:
    form = Sample(MultiDict({"members-0-name": "Ana", "members-1-name": "Luis"}))
    found = Elements(draw("form", "form_rows(form.members, 'Hogar', add_text='Agregar integrante')", form=form))
    assert [box["value"] for box in found.all("input")] == ["Ana", "Luis"]
    button = found.one("button")
    assert (button["name"], button["value"]) == ("add_row", "members")


def test_every_post_form_carries_a_token_and_its_hidden_fields(draw: Draw, spanish: None) -> None:
    found = Elements(draw("form", "hidden_fields(form)", form=Sample(data={"version": "7"})))
    assert len(found.all("input", name="csrf_token")) == 1
    assert found.one("input", name="version")["value"] == "7"
