from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.cases import services
from app.cases.enums import (
    CaseKind,
    Modality,
    Unit,
)
from app.cases.models import CaseNote, ServiceDelivery
from app.cases.services import (
    NewDelivery,
    NewNote,
)
from app.catalogue.models import Service
from app.foundation import clock
from app.foundation.actor import Actor
from app.foundation.errors import NotFound, RefusedInput
from tests.cases.conftest import audit_of_cases
from tests.cases.services.history import Audited
from tests.factories.cases import case_at, closed_case_at
from tests.factories.catalogue import seeded


class TestNotesAndServices:
    def test_a_note_keeps_the_day_it_happened_and_the_instant_it_was_written(
        self, session: Session, office: Office, caseworker: Actor, today: date, audited: Audited
    ) -> None:
        case = case_at(office)
        note = services.add_note(caseworker, case.id, NewNote("Perdió el pasaporte", today - timedelta(days=3)))
        session.flush()
        assert (note.occurred_on, note.author_id) == (today - timedelta(days=3), caseworker.id)
        assert note.recorded_at.date() >= today
        assert audited() == ["note:added"]

    def test_today_ends_at_midnight_of_the_office(
        self, monkeypatch: pytest.MonkeyPatch, office: Office, caseworker: Actor
    ) -> None:
        case = case_at(office, opened_on=date(2026, 11, 1))
        monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 21, 4, 59, tzinfo=UTC))
        services.add_note(caseworker, case.id, NewNote("Hoy", date(2026, 11, 20)))
        with pytest.raises(RefusedInput) as refusal:
            services.add_note(caseworker, case.id, NewNote("Mañana", date(2026, 11, 21)))
        assert refusal.value.field == "occurred_on"
        monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 21, 5, 0, tzinfo=UTC))
        services.add_note(caseworker, case.id, NewNote("Ya es hoy", date(2026, 11, 21)))

    def test_a_service_is_kept_as_it_is_usually_delivered(
        self, session: Session, office: Office, caseworker: Actor, today: date, audited: Audited
    ) -> None:
        case = case_at(office, kind=CaseKind.HUMANITARIAN_AID)
        kit = seeded(Service, "H-HIG")
        delivery = services.deliver_service(caseworker, case.id, NewDelivery(kit.id, today, 2))
        session.flush()
        assert (delivery.unit, delivery.modality, delivery.quantity) == (Unit.KIT, Modality.IN_KIND, 2)
        assert (delivery.person_id, delivery.office_id, delivery.value_minor, delivery.currency) == (
            case.person_id,
            office.id,
            None,
            None,
        )
        assert audited() == ["service:delivered"]

    def test_what_the_caseworker_says_goes_before_what_is_usual(
        self, session: Session, office: Office, caseworker: Actor, today: date
    ) -> None:
        cash = NewDelivery(seeded(Service, "H-ALI").id, today, 3, Unit.PERSON, Modality.VOUCHER, 4_500_000, "COP")
        delivery = services.deliver_service(caseworker, case_at(office).id, cash)
        session.flush()
        stored = session.get_one(ServiceDelivery, delivery.id)
        assert (stored.unit, stored.modality, stored.value_minor, stored.currency) == (
            Unit.PERSON,
            Modality.VOUCHER,
            4_500_000,
            "COP",
        )

    def test_a_service_that_the_catalogue_lacks_is_refused(self, office: Office, caseworker: Actor, today: date) -> None:
        with pytest.raises(RefusedInput) as refusal:
            services.deliver_service(caseworker, case_at(office).id, NewDelivery(uuid4(), today, 1))
        assert refusal.value.field == "service_id"

    def test_after_the_closing_only_what_was_given_before_it_is_written_down(
        self, office: Office, caseworker: Actor, today: date
    ) -> None:
        case = closed_case_at(office, on=today - timedelta(days=2))
        service_id = seeded(Service, "D-ORI").id
        services.deliver_service(caseworker, case.id, NewDelivery(service_id, today - timedelta(days=2), 1))
        with pytest.raises(RefusedInput):
            services.deliver_service(caseworker, case.id, NewDelivery(service_id, today, 1))

    def test_nothing_is_written_into_a_case_of_another_office(
        self, session: Session, office: Office, stranger: Actor, today: date
    ) -> None:
        case = case_at(office)
        with pytest.raises(NotFound):
            services.add_note(stranger, case.id, NewNote("x", today))
        with pytest.raises(NotFound):
            services.deliver_service(stranger, case.id, NewDelivery(seeded(Service, "D-ORI").id, today, 1))
        with pytest.raises(NotFound):
            services.open_file(stranger, case.id)
        assert session.scalar(sa.select(sa.func.count()).select_from(CaseNote)) == 0
        assert session.scalars(audit_of_cases()).all() == []
