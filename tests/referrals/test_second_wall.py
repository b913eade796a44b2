"""What the database itself admits of a partner's link: its referral, and of the person what the page is made of; nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.cases.enums import CaseStatus, ClosureReason
from app.cases.models import Case
from app.catalogue.models import DocumentType
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.people.models import Person
from app.referrals.enums import ReferralStatus as S
from app.referrals.models import PartnerLink
from tests.factories.attachments import attachment_of
from tests.factories.cases import note_of
from tests.factories.catalogue import seeded
from tests.factories.people import HouseholdFactory, HouseholdMemberFactory, IdentityDocumentFactory
from tests.factories.referrals import case_of_a_person, link_to, referral_in, sent_referral_of

OF_THE_PAGE = ("referral", "case", "person", "person_nationality")
NEVER = ("identity_document", "consent", "household_member", "household", "case_note", "attachment", "person_change")
CLOSED = {"referral": 1, "case": 1, "person": 0, "person_nationality": 0}
"""Of a closed link the page says why it is closed, and that stands in the referral and its case."""


def seen(session: Session, link: PartnerLink) -> dict[str, int]:
    """Rows of each table that a request in the name of this link meets."""
    session.flush()
    with session.begin_nested() as savepoint:
        session.execute(sa.text("SELECT quipu_enter('partner_link', :id)"), {"id": link.id})
        session.execute(sa.text("SET LOCAL ROLE app_rw"))
        count = 'SELECT count(*) FROM "{}"'
        counts = {table: session.scalar(sa.text(count.format(table))) for table in (*OF_THE_PAGE, *NEVER)}
        savepoint.rollback()
    assert {table: counts.pop(table) for table in NEVER} == dict.fromkeys(NEVER, 0)
    return {table: count or 0 for table, count in counts.items()}


@pytest.fixture(autouse=True)
def _whole_file(case: Case) -> None:
    """All that a file holds beside what a partner is shown; and somebody else's referral of the same office."""
    person = db.session.get_one(Person, case.person_id)
    IdentityDocumentFactory(person_id=person.id, document_type_id=seeded(DocumentType, "VE-PAS").id)
    HouseholdMemberFactory(person_id=person.id, household_id=HouseholdFactory(office=person.office).id)
    note_of(case)
    attachment_of(person)
    sent_referral_of(case_of_a_person(db.session.get_one(Office, case.office_id)))


@pytest.mark.parametrize("status", [S.SENT, S.VIEWED, S.EXPIRED, S.ACCEPTED, S.COMPLETED])
def test_while_the_person_is_needed_a_link_reaches_their_row_and_nationality(session: Session, case: Case, status: S) -> None:
    assert seen(session, link_to(referral_in(case, status))) == dict.fromkeys(OF_THE_PAGE, 1)


@pytest.mark.parametrize("status", [S.DECLINED, S.REVOKED])
def test_once_the_person_is_not_needed_a_link_reaches_them_no_more(session: Session, case: Case, status: S) -> None:
    assert seen(session, link_to(referral_in(case, status))) == CLOSED


def test_a_link_that_expired_or_was_taken_back_reaches_nobody(session: Session, case: Case) -> None:
    referral = sent_referral_of(case)
    assert seen(session, link_to(referral, expires_at=now() - timedelta(hours=1))) == CLOSED
    assert seen(session, link_to(referral, revoked_at=now())) == CLOSED


def test_what_was_done_stays_readable_until_its_case_is_closed(session: Session, case: Case) -> None:
    link = link_to(sent_referral_of(case, S.COMPLETED))
    case.status, case.closed_on, case.closure_reason = CaseStatus.CLOSED, today_in("America/Bogota"), ClosureReason.GOAL_MET
    case.attention_on = None
    db.session.commit()
    assert seen(session, link) == CLOSED
