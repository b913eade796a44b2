from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.cases.enums import CaseStatus, ClosureReason
from app.cases.lifecycle import CASE
from app.cases.models import Case
from app.foundation.errors import WrongState
from tests.factories.cases import CaseFactory, PersonOfACaseFactory, case_at

OPEN, ON_HOLD, CLOSED = CaseStatus.OPEN, CaseStatus.ON_HOLD, CaseStatus.CLOSED
TABLE = {
    "open": {None: OPEN},
    "hold": {OPEN: ON_HOLD},
    "resume": {ON_HOLD: OPEN},
    "close": {OPEN: CLOSED, ON_HOLD: CLOSED},
    "reopen": {CLOSED: OPEN},
}
STATES = (None, *CaseStatus)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", TABLE)
def test_every_step_leads_where_the_table_says_or_is_refused(step: str, state: CaseStatus | None) -> None:
    expected = TABLE[step].get(state)
    if expected is None:
        with pytest.raises(WrongState):
            CASE.target(step, state)
        return
    assert CASE.target(step, state) is expected


def test_no_state_of_a_case_is_final_because_a_closed_one_can_be_reopened() -> None:
    assert CASE.final_states == frozenset()
    assert {transition.step for transition in CASE.transitions} == set(TABLE)


CONTRADICTIONS = {
    "closed without a day": {"status": CLOSED, "closure_reason": ClosureReason.OTHER, "attention_on": None},
    "closed without a reason": {"status": CLOSED, "closed_on": date(2026, 11, 1), "attention_on": None},
    "open with a day of closing": {"closed_on": date(2026, 11, 1), "closure_reason": ClosureReason.OTHER},
    "on hold with a day of attention": {"status": ON_HOLD, "attention_on": date(2026, 11, 1)},
    "closed before it was opened": {
        "status": CLOSED,
        "opened_on": date(2026, 11, 2),
        "closed_on": date(2026, 11, 1),
        "closure_reason": ClosureReason.OTHER,
        "attention_on": None,
    },
}


@pytest.mark.parametrize("fields", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_the_database_refuses_a_case_that_contradicts_its_state(
    session: Session, office: Office, fields: dict[str, object]
) -> None:
    case = CaseFactory.build(person=PersonOfACaseFactory(office=office), **fields)
    session.add(case)
    with pytest.raises(sa.exc.IntegrityError):
        session.flush()
    session.rollback()


def test_the_database_refuses_an_open_case_that_asks_for_nobodys_attention(session: Session, office: Office) -> None:
    case = case_at(office)
    with pytest.raises(sa.exc.IntegrityError):
        session.execute(sa.update(Case).where(Case.id == case.id).values(attention_on=None))
    session.rollback()
