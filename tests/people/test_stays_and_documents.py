"""Grounds of stay and identity documents: until when they are valid, where they are, and what was corrected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.models import DocumentType
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.errors import NotFound, RefusedInput, WrongState
from app.foundation.ids import new_id
from app.foundation.partial_date import PartialDate
from app.people import queries, services
from app.people.enums import DocumentState, ObstacleToDocument, PopulationType, StayKind
from app.people.models import IdentityDocument, Person, PersonChange, PersonSituation, Stay
from app.people.services import DocumentFacts, NewDocument, NewStay
from tests.factories.catalogue import seeded
from tests.guarded_client import GuardedClient
from tests.people.conftest import audited, page, somebody

PERMIT = StayKind.TEMPORARY_PROTECTION_PERMIT


def stay(code: str | None = "CO-PPT", **known: Any) -> NewStay:
    permit = seeded(DocumentType, code).id if code else None
    return NewStay(**{"kind": PERMIT, "country": "CO", "document_type_id": permit} | known)


def boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


Boxes = tuple[str, str, str]
"""Day, month and year as they are typed."""
PARTS = ("day", "month", "year")


def in_boxes(name: str, typed: Boxes) -> dict[str, str]:
    return {f"{name}-{part}": text for part, text in zip(PARTS, typed, strict=True)}


class TestSinceWhenASituationHolds:
    @pytest.fixture
    def situations(self, session: Session, caseworker: Actor) -> Sequence[PersonSituation]:
        """Three, the latest first: of today, of ten days ago, of twenty days ago."""
        registered = services.register_person(caseworker, somebody(), [])
        today = today_in(caseworker.time_zone)
        for days, kind in ((10, PopulationType.PENDULAR), (20, PopulationType.IN_DESTINATION)):
            since_on = today - timedelta(days=days)
            session.add(PersonSituation(person_id=registered.id, population_type=kind, since_on=since_on))
        session.commit()
        return queries.list_situations(caseworker, registered)

    def test_it_is_corrected_and_what_it_said_stays(
        self, session: Session, ana: GuardedClient, situations: Sequence[PersonSituation]
    ) -> None:
        latest, between = situations[0], situations[1]
        address = f"/people/{latest.person_id}/situations/{latest.id}/days"
        shown = page(ana.get(f"/people/{latest.person_id}"))
        assert address in shown
        assert f"/situations/{between.id}/days" in shown
        before, day = latest.since_on, latest.since_on - timedelta(days=3)
        assert ana.submit(address, **boxes("since_on", day)).status_code == 303
        assert session.get_one(PersonSituation, latest.id).since_on == day
        change = session.scalars(sa.select(PersonChange)).one()
        assert (change.field, change.before, change.after) == ("situation_since_on", before.isoformat(), day.isoformat())
        assert "person:situation_corrected" in audited(session)
        assert "Desde cuándo vale una situación" in page(ana.get(f"/people/{latest.person_id}/corrections"))

    @pytest.mark.parametrize(("which", "days"), [(0, 1), (0, -11), (1, 11), (1, -11), (2, 11)])
    def test_it_comes_neither_before_its_neighbour_nor_after_the_next_nor_in_the_future(
        self, caseworker: Actor, situations: Sequence[PersonSituation], which: int, days: int
    ) -> None:
        row = situations[which]
        with pytest.raises(RefusedInput) as refused:
            services.correct_situation_day(caseworker, row.person_id, row.id, row.since_on + timedelta(days=days))
        assert refused.value.field == "since_on"

    def test_nobody_corrects_it_at_another_office_or_in_another_file(
        self, far_away: Actor, caseworker: Actor, person: Person, situations: Sequence[PersonSituation]
    ) -> None:
        row = situations[0]
        for actor, person_id in ((far_away, row.person_id), (caseworker, person.id)):
            with pytest.raises(NotFound):
                services.correct_situation_day(actor, person_id, row.id, row.since_on)


class TestStay:
    def test_a_permit_is_recorded_and_told(self, session: Session, caseworker: Actor, person: Person) -> None:
        services.record_stay(caseworker, person.id, stay(valid_until=PartialDate(2031, 1, 31)))
        row = queries.list_stays(caseworker, person)[0]
        assert (row.kind, row.country, row.document_type and row.document_type.code) == (PERMIT, "CO", "CO-PPT")
        assert audited(session)[-1:] == ["stay:recorded"]

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"valid_from": PartialDate(2026, 5, 2), "valid_until": PartialDate(2026, 5, 1)}, "valid_until"),
            ({"country": "PE"}, "document_type"),
            ({"document_type_id": new_id()}, "document_type"),
        ],
    )
    def test_what_cannot_be_is_refused(self, caseworker: Actor, person: Person, said: dict[str, Any], field: str) -> None:
        with pytest.raises(RefusedInput) as refused:
            services.record_stay(caseworker, person.id, stay(**said))
        assert refused.value.field == field

    def test_it_ends_once_and_stays(self, caseworker: Actor, person: Person) -> None:
        row = services.record_stay(caseworker, person.id, stay())
        today = today_in(caseworker.time_zone)
        services.end_stay(caseworker, person.id, row.id, today)
        assert queries.list_stays(caseworker, person)[0].ended_on == today
        with pytest.raises(WrongState):
            services.end_stay(caseworker, person.id, row.id, today)

    def test_days_written_down_wrongly_are_corrected_and_what_they_said_stays(
        self, session: Session, ana: GuardedClient, caseworker: Actor, person: Person
    ) -> None:
        row = services.record_stay(
            caseworker, person.id, stay(valid_from=PartialDate(2025, 1, 2), valid_until=PartialDate(2031, 1, 31))
        )
        session.commit()
        address = f"/people/{person.id}/stays/{row.id}/days"
        assert address in page(ana.get(f"/people/{person.id}"))
        saved = ana.submit(address, **boxes("valid_from", date(2024, 1, 2)), **boxes("valid_until", date(2031, 1, 31)))
        assert (saved.status_code, saved.location) == (303, f"/people/{person.id}#stay")
        change = session.scalars(sa.select(PersonChange)).one()
        assert (change.field, change.before, change.after) == ("stay_valid_from", "2025-01-02", "2024-01-02")
        assert "stay:corrected" in audited(session)
        trail = page(ana.get(f"/people/{person.id}/corrections"))
        assert "Primer día de una condición de estadía" in trail
        assert "2 ene 2024" in trail

    def test_days_that_cannot_be_are_refused_and_the_same_days_change_nothing(
        self, session: Session, caseworker: Actor, person: Person
    ) -> None:
        row = services.record_stay(caseworker, person.id, stay(valid_from=PartialDate(2025, 1, 2)))
        services.end_stay(caseworker, person.id, row.id, date(2026, 1, 2))
        for since, until, box in [
            (PartialDate(2026, 5, 2), PartialDate(2026, 5, 1), "valid_until"),
            (PartialDate(2026, 1, 3), None, "valid_from"),
        ]:
            with pytest.raises(RefusedInput) as refused:
                services.correct_stay_days(caseworker, person.id, row.id, valid_from=since, valid_until=until)
            assert refused.value.field == box
        services.correct_stay_days(caseworker, person.id, row.id, valid_from=PartialDate(2025, 1, 2), valid_until=None)
        assert session.scalars(sa.select(PersonChange)).all() == []
        assert audited(session)[-1] == "stay:ended"

    def test_nobody_corrects_the_days_of_another_office(self, far_away: Actor, caseworker: Actor, person: Person) -> None:
        row = services.record_stay(caseworker, person.id, stay())
        with pytest.raises(NotFound):
            services.correct_stay_days(far_away, person.id, row.id, valid_from=None, valid_until=None)

    def test_it_does_not_exist_for_another_office(self, far_away: Actor, caseworker: Actor, person: Person) -> None:
        row = services.record_stay(caseworker, person.id, stay())
        with pytest.raises(NotFound):
            services.record_stay(far_away, person.id, stay())
        with pytest.raises(NotFound):
            services.end_stay(far_away, person.id, row.id, today_in(far_away.time_zone))

    @pytest.mark.parametrize(
        ("days", "words"),
        [(-1, "Vencido"), (0, "Vence hoy"), (1, "Vence en 1 día"), (90, "Vence en 90 días"), (91, "hasta el")],
    )
    def test_the_file_marks_what_expires_within_ninety_days(
        self, session: Session, ana: GuardedClient, person: Person, days: int, words: str
    ) -> None:
        until = today_in(ana.actor.time_zone) + timedelta(days=days)
        services.record_stay(ana.actor, person.id, stay(valid_until=PartialDate.from_date(until)))
        session.commit()
        part = page(ana.get(f"/people/{person.id}")).split('id="stay"')[1].split("</section>")[0]
        assert words in part
        assert ("Vence en" in part) == (0 < days <= 90)

    @pytest.mark.parametrize(
        ("until", "told"),
        [
            (("", "12", "2031"), (date(2031, 12, 31), "hasta dic 2031")),
            (("", "", "2031"), (date(2031, 12, 31), "hasta 2031")),
            (("5", "2", "2031"), (date(2031, 2, 5), "hasta el mié 5 feb 2031")),
        ],
    )
    def test_days_half_remembered_are_kept_as_they_were_said(
        self, session: Session, ana: GuardedClient, person: Person, until: Boxes, told: tuple[date, str]
    ) -> None:
        since = in_boxes("valid_from", ("", "", "2021"))
        sent = {**since, **in_boxes("valid_until", until)}
        assert ana.submit(f"/people/{person.id}/stays/new", kind="asylum_seeker", country="CO", **sent).status_code == 303
        row = session.scalars(sa.select(Stay)).one()
        assert (row.valid_from, row.valid_until) == (date(2021, 1, 1), told[0])
        assert told[1] in page(ana.get(f"/people/{person.id}"))
        address = f"/people/{person.id}/stays/{row.id}/days"
        shown = page(ana.get(address))
        filled = [re.search(rf'name="valid_until-{part}"[^>]*value="(\d+)"', shown) for part in PARTS]
        assert tuple(found[1] if found else "" for found in filled) == until
        assert ana.submit(address, **since, **in_boxes("valid_until", ("", "", "2030"))).status_code == 303
        change = session.scalars(sa.select(PersonChange)).one()
        assert (change.field, change.after) == ("stay_valid_until", "2030")
        assert "2030" in page(ana.get(f"/people/{person.id}/corrections"))

    @pytest.mark.parametrize(
        ("since", "until"), [(PartialDate(2027), PartialDate(2026, 12)), (PartialDate(2026, 5), PartialDate(2026, 4, 30))]
    )
    def test_parts_that_surely_end_before_they_begin_are_refused(
        self, caseworker: Actor, person: Person, since: PartialDate, until: PartialDate
    ) -> None:
        with pytest.raises(RefusedInput):
            services.record_stay(caseworker, person.id, stay(valid_from=since, valid_until=until))
        services.record_stay(caseworker, person.id, stay(valid_from=since, valid_until=PartialDate(since.year)))

    def test_of_a_year_it_is_said_that_it_expires_at_the_latest(
        self, session: Session, ana: GuardedClient, person: Person
    ) -> None:
        today = today_in(ana.actor.time_zone)
        services.record_stay(ana.actor, person.id, stay(valid_until=PartialDate(today.year, today.month)))
        session.commit()
        part = page(ana.get(f"/people/{person.id}")).split('id="stay"')[1].split("</section>")[0]
        assert re.search(rf"a más tardar</strong></li><li>\(\w+ {today.year}\)<", part)
        assert "<li>hasta" not in part

    @pytest.mark.parametrize(
        ("days", "words"),
        [
            ((PartialDate(2930), PartialDate(2931)), "desde 2930, hasta 2931"),
            ((PartialDate(2930, 2), None), "desde feb 2930"),
            ((PartialDate(2930, 2, 5), None), "desde el "),
        ],
    )
    def test_one_that_has_not_begun_says_so(
        self, session: Session, ana: GuardedClient, person: Person, days: tuple[PartialDate, PartialDate | None], words: str
    ) -> None:
        services.record_stay(ana.actor, person.id, stay(valid_from=days[0], valid_until=days[1]))
        session.commit()
        part = page(ana.get(f"/people/{person.id}")).split('id="stay"')[1].split("</section>")[0]
        assert "Aún no empieza" in part
        assert words in part

    def test_one_that_may_have_begun_does_not(self, session: Session, ana: GuardedClient, person: Person) -> None:
        today = today_in(ana.actor.time_zone)
        services.record_stay(ana.actor, person.id, stay(valid_from=PartialDate(today.year), valid_until=PartialDate(2931)))
        session.commit()
        assert "Aún no empieza" not in page(ana.get(f"/people/{person.id}"))

    def test_the_page_records_it_and_the_next_one_ends_it(self, session: Session, ana: GuardedClient, person: Person) -> None:
        saved = ana.submit(f"/people/{person.id}/stays/new", kind="asylum_seeker", country="CO")
        assert (saved.status_code, saved.location) == (303, f"/people/{person.id}#stay")
        row = session.scalars(sa.select(Stay)).one()
        answer = ana.submit(f"/people/{person.id}/stays/{row.id}/end", **boxes("ended_on", date(2026, 11, 2)))
        assert answer.status_code == 303
        assert session.scalars(sa.select(Stay.ended_on)).one() == date(2026, 11, 2)

    @pytest.mark.parametrize("typed", [{}, {"kind": "x", "country": "CO"}, {"kind": "visitor", "country": "XX"}])
    def test_what_a_browser_never_sends_is_refused(self, ana: GuardedClient, person: Person, typed: dict[str, str]) -> None:
        assert ana.submit(f"/people/{person.id}/stays/new", **typed).status_code == 422

    def test_the_stay_of_somebody_else_is_not_found(self, ana: GuardedClient, person: Person) -> None:
        assert ana.get(f"/people/{person.id}/stays/{new_id()}/end").status_code == 404


class TestDocuments:
    def document(self, actor: Actor, person: Person, code: str = "VE-PAS", **known: Any) -> IdentityDocument:
        return services.add_document(actor, person.id, NewDocument(document_type_id=seeded(DocumentType, code).id, **known))

    def test_why_it_cannot_be_obtained_is_kept_only_where_it_cannot(self, caseworker: Actor, person: Person) -> None:
        known = {"state": DocumentState.CANNOT_OBTAIN, "obstacle": ObstacleToDocument.NO_CONSULATE}
        assert self.document(caseworker, person, **known).obstacle is ObstacleToDocument.NO_CONSULATE
        assert self.document(caseworker, person, **known | {"state": DocumentState.LOST}).obstacle is None

    @pytest.mark.parametrize(
        ("known", "field"),
        [
            ({"issued_on": date(2100, 1, 1)}, "issued_on"),
            ({"issued_on": date(2020, 1, 2), "expires_on": date(2020, 1, 1)}, "expires_on"),
        ],
    )
    def test_days_that_cannot_be_are_refused(self, caseworker: Actor, person: Person, known: dict[str, Any], field: str) -> None:
        with pytest.raises(RefusedInput) as refused:
            self.document(caseworker, person, **known)
        assert refused.value.field == field

    def test_a_change_keeps_what_was_said_before(self, session: Session, caseworker: Actor, person: Person) -> None:
        row = self.document(caseworker, person, number="123456789")
        services.change_document(caseworker, person.id, row.id, DocumentFacts(number="123456780", state=DocumentState.STOLEN))
        session.flush()
        changes = {one.field: (one.before, one.after) for one in session.scalars(sa.select(PersonChange))}
        assert changes == {"document_number": ("123456789", "123456780"), "document_state": ("held", "stolen")}
        assert audited(session)[-1:] == ["document:changed"]

    def test_saving_without_a_change_leaves_no_trail(self, session: Session, caseworker: Actor, person: Person) -> None:
        row = self.document(caseworker, person, number="123456789")
        services.change_document(caseworker, person.id, row.id, DocumentFacts(number="123456789"))
        assert session.scalars(sa.select(PersonChange)).all() == []
        assert audited(session)[-1:] == ["document:added"]

    def test_its_page_begins_with_what_is_known_and_the_corrections_read_in_words(
        self, session: Session, ana: GuardedClient, person: Person
    ) -> None:
        row = self.document(ana.actor, person, number="123456789", expires_on=date(2030, 2, 3))
        session.commit()
        address = f"/people/{person.id}/documents/{row.id}/edit"
        assert 'value="123456789"' in page(ana.get(address))
        changed = {"number": "123456789", "state": "cannot_obtain", "obstacle": "cost"} | boxes("expires_on", date(2031, 2, 3))
        assert ana.submit(address, **changed).status_code == 303
        told = page(ana.get(f"/people/{person.id}/corrections"))
        for words in ("Qué pasó con un documento", "Lo tiene", "No lo puede obtener", "Cuesta demasiado", "3 feb 2031"):
            assert words in told, words
        assert "Cuesta demasiado" in page(ana.get(f"/people/{person.id}"))

    def test_a_number_that_its_country_does_not_give_is_saved_and_told(self, ana: GuardedClient, person: Person) -> None:
        form = {"document_type": str(seeded(DocumentType, "EC-CED").id), "number": "1714307104", "state": "held"}
        services.change_person(
            ana.actor, person.id, services.NewPerson(**vars(services.facts_of(person)) | {"nationalities": ("ECU",)}), version=1
        )
        sa.orm.object_session(person).commit()  # type: ignore[union-attr]
        answer = ana.submit(f"/people/{person.id}/documents/new", **form)
        assert answer.status_code == 303
        shown = page(ana.get(answer.location.partition("#")[0]))
        assert "no se numera como 1714307104" in shown
        assert "Por revisar" in shown

    def test_the_document_of_somebody_else_is_not_found(self, ana: GuardedClient, far: GuardedClient, person: Person) -> None:
        assert ana.get(f"/people/{person.id}/documents/{new_id()}/edit").status_code == 404
        assert far.get(f"/people/{person.id}/documents/{new_id()}/edit").status_code == 404
