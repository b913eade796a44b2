from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.cases import presenters, queries
from app.cases.enums import CaseKind, FollowUpKind, RiskLevel
from app.cases.forms import CasesForm, Whose
from app.cases.models import Case
from app.cases.presenters.intake import answered_sections
from app.cases.queries import CaseEvent, CaseFilter, EventKind
from app.cases.questions import actions, sections
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.web.page_parts import Action, NextAction, Section, TimelineEntry
from tests.actors import seeing
from tests.cases.conftest import answered_only_by
from tests.factories.cases import case_at, closed_case_at, follow_up_of, held_case_at


@pytest.fixture(autouse=True)
def request_context(app: Flask, session: Session) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def read(actor: Actor, case: Case) -> Case:
    """The case with all that a page needs of it."""
    return queries.get_case(actor, case.id)


def next_of(actor: Actor, case: Case) -> NextAction | None:
    return presenters.next_action(actor, case, queries.find_nearest_follow_up(actor, case.id), today_in(case.office.time_zone))


class TestNextAction:
    def test_a_follow_up_that_is_late_says_since_when_and_offers_to_record_it(self, office: Office, caseworker: Actor) -> None:
        case = case_at(office, caseworker_id=caseworker.id)
        follow_up = follow_up_of(case, days=-3, kind=FollowUpKind.VISIT, purpose="ver al niño")
        told = next_of(caseworker, case)
        assert told is not None
        assert (told.what, told.tone) == ("Visitar a la persona: ver al niño", "late")
        assert told.due is not None
        assert told.due.startswith("Venció el ")
        assert told.due.endswith("(hace 3 días)")
        assert told.action is not None
        assert (told.action.text, told.action.href) == (
            "Registrar la visita",
            f"/cases/{case.id}/follow-ups/{follow_up.id}/complete",
        )

    @pytest.mark.parametrize(("days", "tone", "due"), [(0, "due", "Hoy, "), (6, "info", "Hasta el ")])
    def test_a_follow_up_to_come_says_when(self, office: Office, caseworker: Actor, days: int, tone: str, due: str) -> None:
        case = case_at(office, caseworker_id=caseworker.id)
        follow_up_of(case, days=days)
        told = next_of(caseworker, case)
        assert told is not None
        assert (told.what, told.tone) == ("Llamar a la persona", tone)
        assert told.due is not None
        assert told.due.startswith(due)

    def test_a_case_without_a_plan_asks_for_one(self, office: Office, caseworker: Actor) -> None:
        told = next_of(caseworker, case_at(office, caseworker_id=caseworker.id))
        assert told is not None
        assert told.what == "Planificar el próximo seguimiento"
        assert told.due is not None
        assert told.due.startswith("Sin seguimiento planificado desde el ")

    def test_a_case_that_nobody_carries_asks_to_be_taken(self, office: Office, caseworker: Actor) -> None:
        case = case_at(office)
        follow_up_of(case, days=-9)
        told = next_of(caseworker, case)
        assert told is not None
        assert told.action == Action("Tomar el caso", f"/cases/{case.id}/take", method="post")

    def test_a_case_on_hold_asks_to_be_resumed_and_a_closed_one_for_nothing(self, office: Office, caseworker: Actor) -> None:
        told = next_of(caseworker, held_case_at(office, caseworker_id=caseworker.id))
        assert told is not None
        assert told.action is not None
        assert told.action.text == "Retomar el caso"
        assert next_of(caseworker, closed_case_at(office)) is None


@pytest.mark.usefixtures("nobody_above")
class TestBanner:
    def test_the_line_of_a_case_tells_kind_caseworker_state_and_risk(
        self, office: Office, caseworker: Actor, today: date
    ) -> None:
        case = case_at(office, caseworker_id=caseworker.id, risk=RiskLevel.HIGH, code="CUC-2026-00412")
        line = presenters.case_line(read(caseworker, case), today, href="/x")
        assert line.text == f"Caso CUC-2026-00412 · Documentación · {caseworker.name}"
        assert [(tag.text, tag.tone) for tag in line.tags] == [("En gestión", "info"), ("Riesgo alto", "danger")]

    @pytest.mark.parametrize(
        ("days", "made", "is_told"), [(0, case_at, True), (3, case_at, True), (-1, case_at, False), (3, closed_case_at, False)]
    )
    def test_the_day_on_which_they_travel_on_stands_in_the_head_line_until_it_has_passed(
        self, office: Office, caseworker: Actor, today: date, days: int, made: Any, *, is_told: bool
    ) -> None:
        on = today + timedelta(days=days)
        case = made(office, kind=CaseKind.HUMANITARIAN_AID, intake={"travels_on": on.isoformat()})
        tags = [tag.text for tag in presenters.case_line(read(caseworker, case), today, href=None).tags]
        assert any(text.startswith("Viajan el: ") for text in tags) == is_told

    def test_only_what_may_be_done_is_offered(self, office: Office, caseworker: Actor, supervisor: Actor, today: date) -> None:
        offered = {
            made.__name__: [action.text for action in presenters.case_banner(who, read(who, made(office)), today).actions]
            for who, made in ((caseworker, case_at), (caseworker, held_case_at), (supervisor, closed_case_at))
        }
        assert offered == {
            "case_at": ["Nota", "Servicio entregado", "Seguimiento por hacer", "Poner el caso en espera", "Cerrar el caso"],
            "held_case_at": ["Nota", "Servicio entregado", "Seguimiento por hacer", "Retomar el caso", "Cerrar el caso"],
            "closed_case_at": ["Nota", "Servicio entregado", "Reabrir el caso", "Restringir este caso"],
        }

    def test_upper_rooms_add_pages_before_the_notes_and_actions_before_the_steps(
        self, office: Office, caseworker: Actor, today: date
    ) -> None:
        case = read(caseworker, case_at(office))
        with (
            answered_only_by(sections, lambda _actor, _case: [Section("Referencias", "/r", count=1)]),
            answered_only_by(actions, lambda _actor, _case: [Action("Referir a un servicio", "/r/new")]),
        ):
            banner = presenters.case_banner(caseworker, case, today)
            names = [section.text for section in presenters.case_sections(caseworker, case, "/r")]
        assert names == ["Resumen", "Servicios", "Seguimientos", "Referencias", "Notas"]
        assert [action.text for action in banner.actions][3] == "Referir a un servicio"


class TestTimeline:
    def event(self, kind: EventKind, day: date, text: str = "", **facts: object) -> CaseEvent:
        at = datetime(day.year, day.month, day.day, 18, 0, tzinfo=UTC)
        return CaseEvent(kind, day, at, "Ana", text, facts)

    def test_events_of_upper_rooms_take_their_place_by_day_and_instant(self, office: Office) -> None:
        case = case_at(office)
        first, second = date(2026, 11, 2), date(2026, 11, 4)
        events = [self.event(EventKind.NOTE, second, "tarde"), self.event(EventKind.NOTE, first, "temprano")]
        # 03:00 UTC of the 4th is still the 3rd in Cúcuta.
        between = TimelineEntry("Referencia enviada", datetime(2026, 11, 4, 3, 0, tzinfo=UTC), "Ana")
        last = TimelineEntry("Referencia vista", datetime(2026, 11, 4, 23, 0, tzinfo=UTC), "Aliado")
        titles = [entry.text or entry.title for entry in presenters.timeline_entries(case, events, [between, last])]
        assert titles == ["Referencia vista", "tarde", "Referencia enviada", "temprano"]

    def test_writing_down_is_told_only_when_it_was_another_day(self, office: Office) -> None:
        case = case_at(office)
        day = date(2026, 11, 20)
        late = CaseEvent(EventKind.NOTE, day, datetime(2026, 11, 21, 5, 1, tzinfo=UTC), "Ana", "x", {})
        in_time = CaseEvent(EventKind.NOTE, day, datetime(2026, 11, 21, 4, 59, tzinfo=UTC), "Ana", "x", {})
        told = presenters.timeline_entries(case, [late, in_time])
        assert [entry.recorded is None for entry in told] == [False, True]

    def test_sentences_of_each_kind_of_event(self, office: Office) -> None:
        case = case_at(office)
        day = date(2026, 11, 20)
        events = [
            self.event(EventKind.STATUS, day, step="open", closure_reason=None),
            self.event(EventKind.STATUS, day, step="close", closure_reason="goal_met"),
            self.event(EventKind.STATUS, day, step="close", closure_reason=None),
            self.event(EventKind.ASSIGNMENT, day, caseworker="Luis", team=None, is_moved=False),
            self.event(EventKind.ASSIGNMENT, day, caseworker=None, team=None, is_moved=False),
            self.event(EventKind.ASSIGNMENT, day, caseworker="Luis", team="Ruta", is_moved=True),
            self.event(EventKind.ASSIGNMENT, day, caseworker=None, team=None, is_moved=True),
            self.event(EventKind.PLANNED, day, form="visit", due_on="2026-11-27"),
            self.event(EventKind.DONE, day, form="call", outcome="not_reached"),
            self.event(
                EventKind.DELIVERY,
                day,
                name_es="Transferencia",
                name_en=None,
                name_pt=None,
                quantity=1,
                unit="service",
                modality="cash",
                value_minor=4_500_000,
                currency="COP",
            ),
        ]
        titles = {entry.title: entry for entry in presenters.timeline_entries(case, events)}
        assert set(titles) == {
            "Caso abierto",
            "Caso cerrado: Se obtuvo el documento o permiso",
            "Caso cerrado",
            "El caso pasa a Luis",
            "Nadie lleva el caso por ahora",
            "El caso pasa al equipo Ruta",
            "El caso vuelve a toda la oficina. Nadie lleva el caso por ahora",
            "Seguimiento planificado: visita hasta el vie 27 nov 2026",
            "Seguimiento: llamada",
            "Servicio entregado: Transferencia",
        }
        assert titles["Servicio entregado: Transferencia"].text == "Servicios: 1 · Efectivo · 45.000 COP"
        call = titles["Seguimiento: llamada"].tag
        assert call is not None
        assert call.text == "No se pudo contactar a la persona"


def test_answers_of_the_intake_are_told_in_words(office: Office, caseworker: Actor) -> None:
    case = case_at(
        office,
        intake={
            "needs": ["renewal", "asylum"],
            "target_document": "CO-PPT",
            "regular_entry": "declined",
            "status_expires_on": "2026-12-04",
            "long_gone": "x",
        },
        intake_words={"authority": "Consulado"},
    )
    told = {row.key: row.value for section in answered_sections(caseworker, case) for row in section.rows}
    assert told == {
        "¿Qué necesita la persona?": ["Renovar o reponer un documento", "El procedimiento de refugio"],
        "¿Qué documento o permiso se busca?": "Permiso por Protección Temporal (PPT)",
        "¿Entró la persona por un puesto fronterizo autorizado?": "Prefiere no decirlo",
        "Último día del permiso actual": "vie 4 dic 2026",
        "Autoridad o consulado": "Consulado",
    }


def test_an_answer_whose_option_left_the_description_is_told_by_its_code(office: Office, caseworker: Actor) -> None:
    case = case_at(office, kind=CaseKind.HUMANITARIAN_AID, intake={"tonight": "treehouse", "people_reached": 4})
    told = {row.key: row.value for section in answered_sections(caseworker, case) for row in section.rows}
    assert list(told.values()) == ["4", "treehouse"]


class TestList:
    def page(self, actor: Actor, **fields: str) -> presenters.CasesPage:
        form = CasesForm(data={"whose": Whose.OFFICE.value, **fields})
        form.offer([], usual=Whose.OFFICE)
        wanted = CaseFilter(caseworker_id=actor.id if fields.get("whose") == "mine" else None)
        return presenters.cases_page(actor, queries.list_cases(actor, wanted, 1), form)

    def test_a_line_says_who_what_is_next_and_since_when(self, office: Office, caseworker: Actor) -> None:
        case = case_at(office, caseworker_id=caseworker.id)
        follow_up_of(case, days=-2, kind=FollowUpKind.VISIT)
        table = self.page(caseworker).table
        assert table is not None
        (row,) = table.rows
        assert (row[0].text, row[0].href, row[1]) == (
            "María de los Ángeles BRICEÑO ROJAS",
            f"/cases/{case.id}",
            ["Documentación", case.code],
        )
        assert (row[2][0].text, row[2][0].tone, row[2][1]) == ("Visita", "late", "hace 2 días")
        assert row[5] == "Yo"

    def test_my_own_list_does_not_say_in_every_line_that_it_is_mine(self, office: Office, caseworker: Actor) -> None:
        case_at(office, caseworker_id=caseworker.id)
        table = self.page(caseworker, whose="mine").table
        assert table is not None
        assert "A cargo de" not in [column.text for column in table.columns]

    def test_the_office_is_told_when_there_are_several(self, office: Office, other_office: Office, caseworker: Actor) -> None:
        case_at(office)
        case_at(other_office)
        both = seeing(caseworker, office, other_office)
        table = self.page(both).table
        assert table is not None
        assert [column.text for column in table.columns][-1] == "Oficina"

    def test_what_narrows_the_list_can_be_taken_off_one_by_one(self, caseworker: Actor) -> None:
        page = self.page(caseworker, kind="documentation", risk="high")
        assert [(link.text, link.href) for link in page.chosen] == [
            ("Documentación", "/cases?risk=high"),
            ("Riesgo alto", "/cases?kind=documentation"),
        ]
        assert page.url == "/cases?kind=documentation&risk=high&page={number}"


def test_the_person_is_linked_only_for_those_who_may_open_the_file(office: Office, caseworker: Actor, stranger: Actor) -> None:
    from app.cases.presenters.banner import person_link

    case = case_at(office)
    link = person_link(caseworker, case)
    assert link is not None
    assert link.href == f"/people/{case.person_id}"
    assert person_link(stranger, case) is None


@pytest.mark.usefixtures("nobody_above")
def test_a_case_opened_today_says_so(office: Office, caseworker: Actor, today: date) -> None:
    case = read(caseworker, case_at(office, opened_on=today))
    page = presenters.summary_page(caseworker, case, follow_up=None, events=[], today=today)
    assert str(page.facts[0].value).endswith("(hoy)")
    assert page.closing is None
