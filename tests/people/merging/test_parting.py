"""Undoing merges after life went on: what goes along, what stays, what counts for both, and in which order."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.cases.models import Case, ServiceDelivery
from app.data_protection.enums import ErasureState
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.errors import WrongState
from app.people import personal_data, queries
from app.people.enums import ConsentDecision, ConsentPurpose
from app.people.models import Consent, Person, PersonMerge
from app.people.services.merging import part_people, read_parting
from app.referrals.enums import ReferralStatus
from app.referrals.models import Referral
from tests.conftest import actor_of
from tests.factories.cases import case_at, delivery_of
from tests.factories.data_protection import ErasureRequestFactory
from tests.factories.people import ConsentFactory, PersonFactory
from tests.factories.referrals import sent_referral_of
from tests.guarded_client import GuardedClient
from tests.people.conftest import page
from tests.people.merging.states import merged, state
from tests.people.merging.test_pages import form

SHARING = ConsentPurpose.REFERRAL_SHARING
GIVEN, REFUSED, WITHDRAWN = ConsentDecision.GIVEN, ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN


@pytest.fixture
def actor(office: Office) -> Actor:
    return actor_of(Role.CASEWORKER, office)


@pytest.fixture
def three(office: Office) -> list[Person]:
    names = ("Rosa", "Rosa E.", "Rosa Elena")
    return [PersonFactory(office=office, code=f"CUC-P-00000{n}", given_names=name) for n, name in enumerate(names, start=1)]


def decisions(session: Session, person: Person) -> list[tuple[ConsentPurpose, ConsentDecision]]:
    rows = session.scalars(sa.select(Consent).where(Consent.person_id == person.id).order_by(Consent.id))
    return [(row.purpose, row.decision) for row in rows]


class TestWhatGoesAlong:
    def test_a_service_given_since_in_a_case_that_goes_back_goes_with_it(
        self, session: Session, actor: Actor, three: list[Person]
    ) -> None:
        kept, other, _third = three
        theirs, mine = case_at(other.office, person=other), case_at(kept.office, person=kept)
        merge = merged(actor, kept, other)
        session.refresh(theirs)
        delivery_of(theirs, "D-ORI")
        delivery_of(mine, "D-ORI")
        part_people(actor, kept.id, merge.id)
        session.expire_all()
        owners = {row.case_id: row.person_id for row in session.scalars(sa.select(ServiceDelivery))}
        assert owners == {theirs.id: other.id, mine.id: kept.id}

    def test_a_case_opened_since_stays_and_is_listed_so(self, session: Session, actor: Actor, three: list[Person]) -> None:
        kept, other, _third = three
        case_at(other.office, person=other)
        merge = merged(actor, kept, other)
        since = case_at(kept.office, person=kept)
        parting = read_parting(actor, kept.id, merge.id)
        assert {rows.column: rows.count for rows in parting.goes_back}["case.person_id"] == 1
        assert {rows.column: rows.count for rows in parting.stays}["case.person_id"] == 1
        part_people(actor, kept.id, merge.id)
        assert session.get_one(Case, since.id).person_id == kept.id


class TestConsents:
    def test_a_no_since_the_merge_counts_for_both(self, session: Session, actor: Actor, three: list[Person]) -> None:
        kept, other, _third = three
        ConsentFactory(person_id=other.id, purpose=SHARING)
        merge = merged(actor, kept, other)
        ConsentFactory(person_id=kept.id, purpose=SHARING, decision=WITHDRAWN, guardian_name="Tía canaria", given_by="guardian")
        assert [one.purpose for one in read_parting(actor, kept.id, merge.id).refused_since] == [SHARING]
        part_people(actor, kept.id, merge.id)
        assert decisions(session, other) == [(SHARING, GIVEN), (SHARING, WITHDRAWN)]
        assert decisions(session, kept) == [(SHARING, WITHDRAWN)]
        names = session.scalars(sa.select(Consent).where(Consent.decision == WITHDRAWN)).all()
        assert {one.guardian_name for one in names} == {"Tía canaria"}

    def test_a_no_from_before_and_one_to_what_nobody_allowed_are_not_said_again(
        self, session: Session, actor: Actor, three: list[Person]
    ) -> None:
        kept, other, _third = three
        ConsentFactory(person_id=kept.id, purpose=SHARING, decision=REFUSED, decided_at=now() - timedelta(days=2))
        ConsentFactory(person_id=other.id, purpose=SHARING, decided_at=now() - timedelta(days=3))
        merge = merged(actor, kept, other)
        ConsentFactory(person_id=kept.id, purpose=ConsentPurpose.CONTACT, decision=REFUSED)
        part_people(actor, kept.id, merge.id)
        assert decisions(session, other) == [(SHARING, GIVEN)]

    @pytest.mark.parametrize("of_kept", [True, False])
    def test_what_was_shared_on_a_yes_that_lies_in_the_other_file_now_ends(
        self, session: Session, actor: Actor, three: list[Person], *, of_kept: bool
    ) -> None:
        kept, other, _third = three
        case = case_at(kept.office, person=kept if of_kept else other)
        theirs = ConsentFactory(person_id=other.id, purpose=SHARING) if of_kept else None
        merge = merged(actor, kept, other)
        session.refresh(case)
        agreed = theirs or ConsentFactory(person_id=kept.id, purpose=SHARING)
        referral = sent_referral_of(case, ReferralStatus.SENT, consent_id=agreed.id)
        if of_kept:
            only_theirs = sa.delete(Consent).where(Consent.person_id == kept.id, Consent.id != agreed.id)
            session.execute(only_theirs)
        part_people(actor, kept.id, merge.id)
        session.expire_all()
        assert session.get_one(Referral, referral.id).status is ReferralStatus.REVOKED


class TestChains:
    def test_the_page_of_an_inner_merge_names_the_one_to_undo_first(
        self, session: Session, ana: GuardedClient, three: list[Person]
    ) -> None:
        first, second, third = three
        inner = merged(ana.actor, second, first)
        merged(ana.actor, third, second)
        session.commit()
        refused = ana.get(f"/people/{third.id}/merges/{inner.id}/undo")
        assert refused.status_code == 409
        assert second.code in page(refused)
        assert ana.post(f"/people/{third.id}/merges/{inner.id}/undo", data=form()).status_code == 409
        assert session.get_one(PersonMerge, inner.id).undone_at is None

    def test_both_go_into_one_file_and_come_apart_latest_first(self, session: Session, actor: Actor, three: list[Person]) -> None:
        first, second, third = three
        at_first = state(session)
        one, two = merged(actor, third, first), merged(actor, third, second)
        with pytest.raises(WrongState, match=second.code):
            part_people(actor, third.id, one.id)
        part_people(actor, third.id, two.id)
        part_people(actor, third.id, one.id)
        assert state(session) == at_first

    def test_a_file_that_was_parted_is_merged_again_the_other_way_round(
        self, session: Session, actor: Actor, three: list[Person]
    ) -> None:
        first, second, _third = three
        at_first = state(session)
        part_people(actor, first.id, merged(actor, first, second).id)
        part_people(actor, second.id, merged(actor, second, first).id)
        assert state(session) == at_first

    def test_after_the_middle_one_was_undone_the_inner_merge_lies_with_its_own_file(
        self, session: Session, actor: Actor, three: list[Person]
    ) -> None:
        first, second, third = three
        inner = merged(actor, second, first)
        part_people(actor, third.id, merged(actor, third, second).id)
        assert session.get_one(PersonMerge, inner.id).person_id == second.id
        assert queries.find_kept_file(actor, first.id) == second.id


class TestErasure:
    def test_while_an_erasure_is_asked_for_nothing_comes_apart(self, session: Session, actor: Actor, three: list[Person]) -> None:
        kept, other, _third = three
        merge = merged(actor, kept, other)
        request = ErasureRequestFactory(person=kept, state=ErasureState.REQUESTED)
        for act in (read_parting, part_people):
            with pytest.raises(WrongState):
                act(actor, kept.id, merge.id)
        session.delete(request)
        part_people(actor, kept.id, merge.id)

    def test_the_erased_half_of_a_chain_takes_all_that_became_part_of_it(
        self, session: Session, actor: Actor, three: list[Person]
    ) -> None:
        first, second, third = three
        inner = merged(actor, second, first)
        merged(actor, third, second)
        personal_data.erase_person(queries.lock_to_erase(third.id))
        session.flush()
        session.expire_all()
        assert all(person.given_names is None for person in session.scalars(sa.select(Person)))
        with pytest.raises(WrongState):
            part_people(actor, third.id, inner.id)
