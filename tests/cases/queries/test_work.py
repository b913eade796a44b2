from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.cases import queries, services
from app.cases.enums import FollowUpOutcome
from app.cases.services import Completion
from app.foundation.actor import Actor
from tests.factories.cases import (
    case_at,
    delivery_of,
    follow_up_of,
    note_of,
)


class TestWork:
    def test_open_follow_ups_come_by_their_day_and_then_those_done(self, office: Office, caseworker: Actor) -> None:
        case = case_at(office)
        later, sooner = follow_up_of(case, days=9), follow_up_of(case, days=1)
        long_ago, lately = follow_up_of(case, days=-9), follow_up_of(case, days=-3)
        for follow_up in (long_ago, lately):
            completion = Completion(FollowUpOutcome.REACHED, follow_up.due_on, 1)
            services.complete_follow_up(caseworker, case.id, follow_up.id, completion)
        listed = [follow_up.id for follow_up in queries.list_follow_ups(caseworker, case.id, 1).rows]
        assert listed == [sooner.id, later.id, lately.id, long_ago.id]
        nearest = queries.find_nearest_follow_up(caseworker, case.id)
        assert nearest is not None
        assert nearest.id == sooner.id

    def test_locking_a_follow_up_leaves_the_case_as_it_was_loaded(
        self, office: Office, caseworker: Actor, session: Session
    ) -> None:
        follow_up = follow_up_of(case_at(office), days=1)
        case_id, follow_up_id = follow_up.case_id, follow_up.id
        session.expunge_all()
        case = queries.get_case(caseworker, case_id, for_update=True)
        queries.get_follow_up(caseworker, case_id, follow_up_id, for_update=True)
        assert not {"office", "person", "caseworker"} & sa.inspect(case).unloaded

    def test_what_was_done_in_a_case_out_of_scope_is_not_listed(self, office: Office, stranger: Actor) -> None:
        case = case_at(office)
        follow_up_of(case, days=1)
        note_of(case)
        delivery_of(case, "D-ORI")
        assert queries.list_follow_ups(stranger, case.id, 1).rows == []
        assert queries.list_notes(stranger, case.id, 1).rows == []
        assert queries.list_deliveries(stranger, case.id, 1).rows == []
        assert queries.find_nearest_follow_up(stranger, case.id) is None
