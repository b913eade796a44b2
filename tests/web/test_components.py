from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from markupsafe import Markup

from app.foundation.pagination import Page
from app.web.page_parts import (
    Action,
    Bar,
    BarChart,
    Candidate,
    Column,
    Figure,
    Link,
    Load,
    Progress,
    Section,
    State,
    SummaryRow,
    Table,
    Tag,
    TaskGroup,
    TaskRow,
    TimelineEntry,
)
from tests.web.conftest import Draw, Elements


@pytest.mark.parametrize("tone", ["info", "waiting", "due", "late", "good", "danger"])
def test_a_colour_never_stands_alone_each_tone_has_its_shape(draw: Draw, tone: str) -> None:
    html = draw("status_tag", "status_tag(tag)", tag=Tag("Vencido", tone))  # type: ignore[arg-type]
    assert "<svg" in html
    assert "Vencido" in html
    assert f"q-tag--{tone}" in html


def test_words_of_a_part_are_escaped(draw: Draw) -> None:
    html = draw("status_tag", "status_tag(tag)", tag=Tag("<b>x</b>"))
    assert "<b>x" not in html


def test_a_posting_action_is_a_form_with_a_token_and_its_fields(draw: Draw) -> None:
    action = Action("Marcar hecho", "/steps/1/done", "post", hidden_text="la apostilla", fields={"version": "3"})
    found = Elements(draw("action_button", "action_button(action)", action=action))
    assert found.one("form")["method"] == "post"
    assert found.one("input", name="version")["value"] == "3"
    found.one("input", name="csrf_token")
    assert found.text == "Marcar hecho la apostilla"


def test_a_task_says_what_who_and_since_when_with_one_button(draw: Draw) -> None:
    row = TaskRow("Seguimiento: visita", Action("Registrar visita", "/v"), "Rosa GÓMEZ", "/p", "hace 3 días")
    found = Elements(draw("task_row", "task_groups(groups)", groups=[TaskGroup("Vencido", [row], "late")]))
    assert "Vencido 1 Seguimiento: visita Rosa GÓMEZ · hace 3 días Registrar visita" in found.text
    assert [link["href"] for link in found.all("a")] == ["/p", "/v"]


def test_an_empty_group_is_left_out_unless_it_has_a_sentence(draw: Draw) -> None:
    groups = [TaskGroup("Vencido", []), TaskGroup("Para hoy", [], empty="Nada más para hoy.")]
    text = Elements(draw("task_row", "task_groups(groups)", groups=groups)).text
    assert "Vencido" not in text
    assert "Nada más para hoy." in text


def test_a_late_entry_tells_when_it_happened_and_when_it_was_written_down(draw: Draw) -> None:
    entry = TimelineEntry("Kit entregado", date(2026, 11, 11), "Luis", recorded=datetime(2026, 11, 19, 1, 0, tzinfo=UTC))
    text = Elements(draw("timeline", "timeline(entries, 'America/Bogota')", entries=[entry])).text
    assert "mié 11 nov 2026" in text
    assert "anotado el mié 18 nov 2026" in text


def test_cells_draw_each_kind_of_part_and_nothing_is_said_to_who_cannot_see_the_dash(draw: Draw) -> None:
    table = Table(
        "Casos",
        [Column("Código"), Column("Estado"), Column("Días", "number"), Column("Notas")],
        [[Link("CUC-1", "/c/1"), Tag("Vencido", "late"), 1234, None], ["CUC-2", Markup("<em>nuevo</em>"), 0, ["a", "b"]]],
    )
    html = draw("data_table", "data_table(table)", table=table)
    found = Elements(html)
    assert found.one("a")["href"] == "/c/1"
    assert "1.234" in found.text
    assert "nada" in found.text
    assert "<em>nuevo</em>" in html
    assert len(found.all("th", scope="row")) == 2
    assert len(found.all("th", scope="col")) == 4


def test_a_load_over_its_capacity_says_so_in_words(draw: Draw) -> None:
    assert "42 de 40 demasiado" in Elements(draw("load_bar", "load_bar(load)", load=Load("Ana", 42, 40))).text
    assert "demasiado" not in draw("load_bar", "load_bar(load)", load=Load("Ana", 40, 40))


def test_an_idle_load_draws_without_dividing_by_nothing(draw: Draw) -> None:
    assert "0 de 0" in Elements(draw("load_bar", "load_bar(load)", load=Load("Nueva", 0, 0))).text


def test_a_figure_is_a_link_with_its_oldest(draw: Draw) -> None:
    figure = Figure("7", "vencidos", "/late", "el más antiguo: hace 15 días", "late")
    found = Elements(draw("figure_link", "figure_links(figures)", figures=[figure]))
    assert found.one("a")["href"] == "/late"
    assert "7 vencidos el más antiguo: hace 15 días" in found.text


def test_a_chart_has_its_figures_in_a_table(draw: Draw) -> None:
    chart = BarChart("Por tipo", [Bar("Documentación", 10, "10"), Bar("Ayuda", 0, "0")], "Personas", "Tipo")
    found = Elements(draw("bar_chart", "bar_chart(chart)", chart=chart))
    assert [bar["width"] for bar in found.all("svg")] == ["100.0%", "0.0%"]
    assert found.text == "Por tipo Tipo Personas Documentación 10 Ayuda 0"


def test_a_wide_table_of_figures_stands_in_a_frame_that_is_named_and_reached_by_the_keyboard(draw: Draw) -> None:
    columns = [Column("Sexo"), Column("0–4", "number"), Column("Total", "number")]
    table = Table("Personas por edad", columns, [["Mujeres", 1234, None]], total=["Total", 1234, None], note="Una vez.")
    found = Elements(draw("compact_table", "compact_table(table, within='Punto \"1\"')", table=table))
    frame = found.one("div", role="region")
    assert (frame["tabindex"], frame["aria-label"]) == ("0", 'Punto "1": Personas por edad')
    assert len(found.all("th", scope="row")) == 2
    assert found.text == "Personas por edad Sexo 0–4 Total Mujeres 1.234 – nada Total 1.234 – nada Una vez."


def test_a_table_of_two_columns_always_fits_and_is_no_stop_of_the_keyboard(draw: Draw) -> None:
    table = Table("Personas", [Column("Tipo"), Column("Personas", "number")], [["En tránsito", 48]], caption_hidden=True)
    found = Elements(draw("compact_table", "compact_table(table)", table=table))
    assert not [attributes for _tag, attributes in found.found if "tabindex" in attributes or "role" in attributes]
    assert found.one("caption")["class"] == "govuk-visually-hidden"


def test_a_chart_of_nothing_but_zeros_still_draws(draw: Draw) -> None:
    assert "<svg" in draw("bar_chart", "bar_chart(chart)", chart=BarChart("Vacío", [Bar("x", 0, "0")], "n", "x"))


def test_progress_asks_again_until_it_is_finished(draw: Draw) -> None:
    running = Elements(draw("progress_bar", "progress_bar(part)", part=Progress("Contando", "/reports/1", 5, 12)))
    assert running.one("progress")["value"] == "42"
    assert running.one("div")["hx-get"] == "/reports/1"
    assert running.one("a")["href"] == "/reports/1"
    finished = Elements(draw("progress_bar", "progress_bar(part)", part=Progress("Listo", "/reports/1", 12, 12, finished=True)))
    assert "hx-get" not in finished.one("div")
    assert finished.one("progress")["value"] == "100"


def test_progress_is_never_called_whole_before_it_is_finished() -> None:
    assert Progress("Contando", "#", 12, 12).share == 99


def test_a_missing_fact_is_said_to_be_missing(draw: Draw) -> None:
    rows = [SummaryRow("Correo", None, Link("Agregar", "/mail", "un correo"))]
    assert Elements(draw("summary_list", "summary_list(rows)", rows=rows)).text == "Correo sin registrar Agregar un correo"


def test_candidates_say_why_they_match(draw: Draw) -> None:
    person = Candidate("María BRICEÑO", "/p/1", ("1992",), ("mismo apellido", "mismo año"))
    text = Elements(draw("candidates", "candidates(people)", people=[person])).text
    assert "¿Ya está registrada? María BRICEÑO 1992 mismo apellido y mismo año" in text


def test_sections_show_counts_and_which_one_is_open(draw: Draw) -> None:
    sections = [Section("Resumen", "/", current=True), Section("Referencias", "/r", 1, "1 espera"), Section("Notas", "/n", 0)]
    found = Elements(draw("sub_navigation", "sub_navigation(sections)", sections=sections))
    assert [link["href"] for link in found.all("a") if link.get("aria-current") == "page"] == ["/"]
    assert found.text == "Resumen Referencias 1 espera Notas 0"


def test_the_current_step_of_a_referral_is_marked_for_everyone(draw: Draw) -> None:
    states = [
        State("Enviada", "done", "lun 16 nov"),
        State("Respuesta", "current", who="Espera: Clínica"),
        State("Atendida", "next"),
    ]
    found = Elements(draw("states_strip", "states_strip(states)", states=states))
    assert len(found.all("li", **{"aria-current": "step"})) == 1
    assert "Enviada (hecho)" in found.text


def test_pages_of_a_list_lead_to_their_neighbours_only(draw: Draw) -> None:
    found = Elements(draw("pagination", "pagination(page, '/cases?page={number}')", page=Page([], 1, has_next=True)))
    assert [link["href"] for link in found.all("a")] == ["/cases?page=2"]
    assert draw("pagination", "pagination(page, '#{number}')", page=Page([], 1, has_next=False)).strip() == ""


def test_what_was_typed_travels_along_with_a_second_try(draw: Draw) -> None:
    found = Elements(
        draw(
            "kept_form",
            "kept_form(fields, '/people')",
            fields=[("note", "a\n<b>"), ("needs", "x"), ("needs", "y"), ("csrf_token", "old")],
        )
    )
    assert found.one("input", name="note")["value"] == "a\n<b>"
    assert [box["value"] for box in found.all("input", name="needs")] == ["x", "y"]
    assert found.one("input", name="csrf_token")["value"] != "old"
