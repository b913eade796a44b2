from __future__ import annotations

from datetime import date, timedelta

from app.accounts.models import Office
from app.cases import queries, services
from app.cases.enums import CaseKind, ClosureReason, FollowUpKind, FollowUpOutcome
from app.cases.queries import EventKind
from app.cases.services import Closing, Completion, NewCase, NewNote, PlannedContact
from app.foundation.actor import Actor
from app.foundation.clock import date_in
from tests.cases.conftest import CountStatements
from tests.factories.cases import (
    PersonOfACaseFactory,
    case_at,
    delivery_of,
    follow_up_of,
    note_of,
)


class TestEvents:
    def test_everything_that_happened_is_told_newest_first(
        self, office: Office, caseworker: Actor, supervisor: Actor, today: date
    ) -> None:
        person = PersonOfACaseFactory(office=office, phone="+573001234567")
        opened_on = today - timedelta(days=20)
        new = NewCase(CaseKind.HUMANITARIAN_AID, "Comer", caseworker_id=supervisor.id, opened_on=opened_on)
        case = services.open_case(caseworker, person.id, new)
        delivery_of(case, "H-HIG", quantity=2, delivered_on=today - timedelta(days=5), recorded_by=caseworker.id)
        services.add_note(caseworker, case.id, NewNote("Vino con su hermana", today - timedelta(days=10)))
        nearest = queries.find_nearest_follow_up(caseworker, case.id)
        assert nearest is not None
        services.complete_follow_up(
            caseworker,
            case.id,
            nearest.id,
            Completion(
                FollowUpOutcome.REACHED,
                today - timedelta(days=1),
                1,
                "Todo bien",
                PlannedContact(FollowUpKind.VISIT, today + timedelta(days=3), "ver la casa"),
            ),
        )
        events = queries.list_events(caseworker, case, 50)
        kinds = [event.kind for event in events]
        assert kinds[0:2] in (
            [EventKind.PLANNED, EventKind.ASSIGNMENT],
            [EventKind.ASSIGNMENT, EventKind.PLANNED],
        )
        assert kinds[2:] == [EventKind.DONE, EventKind.DELIVERY, EventKind.NOTE, EventKind.STATUS]
        done, delivery, note, opened = events[2:]
        assert (done.text, done.facts, done.author) == ("Todo bien", {"form": "message", "outcome": "reached"}, caseworker.name)
        assert (delivery.facts["quantity"], delivery.facts["unit"], delivery.facts["name_es"]) == (
            2,
            "service",
            "Kit de higiene y salud menstrual",
        )
        assert (note.text, note.occurred_on) == ("Vino con su hermana", today - timedelta(days=10))
        assert (opened.facts["step"], opened.occurred_on) == ("open", opened_on)

    def test_a_case_taken_by_whoever_opens_it_tells_no_hand_over(self, office: Office, caseworker: Actor) -> None:
        person = PersonOfACaseFactory(office=office)
        for carrier in (caseworker.id, None):
            case = services.open_case(caseworker, person.id, NewCase(CaseKind.DOCUMENTATION, "PPT", caseworker_id=carrier))
            kinds = {event.kind for event in queries.list_events(caseworker, case, 50)}
            assert EventKind.ASSIGNMENT not in kinds

    def test_an_outcome_without_an_instant_of_writing_counts_as_written_on_its_day(
        self, office: Office, caseworker: Actor, today: date
    ) -> None:
        case = case_at(office)
        long_ago = today - timedelta(days=60)
        follow_up_of(case, days=-9, done_on=long_ago, outcome=FollowUpOutcome.REACHED)
        (told,) = queries.list_events(caseworker, case, 50)
        assert date_in(told.recorded_at, office.time_zone) == told.occurred_on == long_ago

    def test_a_closing_tells_its_reason_on_its_day(self, office: Office, caseworker: Actor, today: date) -> None:
        case = case_at(office)
        yesterday = today - timedelta(days=1)
        services.close_case(caseworker, case.id, Closing("Siguió a Lima", 1, ClosureReason.MOVED_ON, yesterday))
        closing = queries.list_events(caseworker, case, 1)[0]
        assert (closing.facts, closing.occurred_on, closing.text) == (
            {"step": "close", "closure_reason": "moved_on"},
            yesterday,
            "Siguió a Lima",
        )

    def test_no_more_than_asked_for_are_read_in_one_statement(
        self, office: Office, caseworker: Actor, count_statements: CountStatements
    ) -> None:
        case = case_at(office)
        for _ in range(4):
            note_of(case)
        case = queries.get_case(caseworker, case.id)
        with count_statements() as statements:
            assert len(queries.list_events(caseworker, case, 3)) == 3
        assert len(statements) == 2  # the second reads the case's key

    def test_events_of_a_case_out_of_scope_are_not_told(self, office: Office, stranger: Actor) -> None:
        case = case_at(office)
        note_of(case)
        assert queries.list_events(stranger, case, 50) == []
