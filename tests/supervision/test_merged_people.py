"""Every count of work is the same when two files become one, and when they are two again: cases are counted, not files."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.people import queries
from app.people.models import Person
from app.people.services.merging import part_people
from app.referrals.enums import ReferralStatus
from tests.conftest import SignIn
from tests.factories.cases import case_at, closed_case_at, follow_up_of
from tests.factories.people import PersonFactory
from tests.factories.referrals import sent_referral_of
from tests.guarded_client import GuardedClient
from tests.people.merging.states import merged
from tests.supervision.conftest import answered_referral_of, text_of

OF_A_CASEWORKER = ("/", "/cases", "/cases?whose=office", "/cases?whose=office&status=closed", "/referrals")
OF_A_SUPERVISOR = (
    "/", "/cases?whose=office", "/caseload", "/caseload/unassigned", "/caseload/overdue", "/caseload/silent",
    "/caseload/returned",
)  # fmt: skip


@pytest.fixture
def worker(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.CASEWORKER)


@pytest.fixture
def pair(office: Office, worker: GuardedClient) -> tuple[Person, Person]:
    """The same woman twice, by the same name, with work of every kind in both files."""
    both = PersonFactory(office=office), PersonFactory(office=office)
    for days, person in zip((-3, 2), both, strict=True):
        mine = case_at(office, person=person, caseworker=worker.user)
        follow_up_of(mine, days=days)
        answered_referral_of(mine, ReferralStatus.ACCEPTED)
        answered_referral_of(mine, ReferralStatus.DECLINED)
        sent_referral_of(mine, ReferralStatus.EXPIRED)
        case_at(office, person=person)
        closed_case_at(office, person=person, caseworker=worker.user)
    return both


def looked_at(client: GuardedClient, addresses: tuple[str, ...]) -> dict[str, str]:
    answers = {address: client.get(address) for address in addresses}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {address: text_of(answer) for address, answer in answers.items()}


def test_days_lists_and_boards_show_the_same_work(
    session: Session, sign_in: SignIn, worker: GuardedClient, pair: tuple[Person, Person]
) -> None:
    supervisor, (kept, other) = sign_in(Role.SUPERVISOR), pair
    readers = ((worker, OF_A_CASEWORKER), (supervisor, OF_A_SUPERVISOR))

    def everything() -> list[dict[str, str]]:
        session.commit()
        return [looked_at(client, addresses) for client, addresses in readers]

    before = everything()
    assert "Vencido 1" in before[0]["/"]
    assert "Con respuesta 4" in before[0]["/"]
    merge = merged(worker.actor, kept, other)
    assert everything() == before
    part_people(worker.actor, kept.id, merge.id)
    assert everything() == before


def test_people_are_found_and_compared_once_while_they_are_one(worker: GuardedClient, pair: tuple[Person, Person]) -> None:
    kept, other = pair

    def found() -> list[int]:
        doubles = queries.find_doubles(worker.actor, kept).people
        return [len(queries.search_people(worker.actor, "Rosa Guerrero").rows), len(doubles)]

    before = found()
    assert before[0] == 2
    merge = merged(worker.actor, kept, other)
    assert found() == [1, 0]
    assert queries.find_person_by_code(worker.actor, other.code) is kept
    part_people(worker.actor, kept.id, merge.id)
    assert found() == before
