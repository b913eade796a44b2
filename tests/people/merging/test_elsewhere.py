"""What a merge means for erasing, for reports, for consents and for who reads in an emergency."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.catalogue.models import DocumentType
from app.data_protection.enums import RetentionKind
from app.data_protection.queries import due_records
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.encryption import DataKey
from app.foundation.errors import WrongState
from app.people import personal_data, queries
from app.people.enums import ConsentDecision, ConsentPurpose
from app.people.models import Consent, IdentityDocument, Person, PersonMerge
from app.people.services.merging import part_people
from app.referrals.enums import ReferralStatus
from app.referrals.models import Referral
from tests.conftest import actor_of
from tests.factories.cases import case_at
from tests.factories.catalogue import seeded
from tests.factories.people import ConsentFactory, IdentityDocumentFactory, PersonFactory
from tests.factories.referrals import sent_referral_of
from tests.people.merging.states import merged


@pytest.fixture
def ana(office: Office) -> Actor:
    return actor_of(Role.CASEWORKER, office)


@pytest.fixture
def pair(office: Office) -> tuple[Person, Person]:
    return PersonFactory(office=office, code="CUC-P-000001"), PersonFactory(
        office=office, code="CUC-P-000002", given_names="Rosa"
    )


class TestErasing:
    def test_erasing_the_kept_file_makes_all_of_the_merged_one_unreadable(
        self, session: Session, ana: Actor, pair: tuple[Person, Person]
    ) -> None:
        kept, other = pair
        other.phone, other_id = "+573001112233", other.id
        IdentityDocumentFactory(person_id=other_id, document_type=seeded(DocumentType, "VE-PAS"), number="AB123456")
        merge = merged(ana, kept, other)
        personal_data.erase_person(queries.lock_to_erase(kept.id))
        session.flush()
        session.expire_all()
        gone = session.get_one(Person, other_id)
        assert (gone.given_names, gone.phone, gone.phone_index, gone.erased_at is not None) == (None, None, None, True)
        assert session.scalars(sa.select(DataKey.id).where(DataKey.id.in_([kept.id, other_id]))).all() == []
        assert session.get_one(PersonMerge, merge.id).before == {}
        assert session.scalars(sa.select(IdentityDocument)).all() == []
        with pytest.raises(WrongState):
            part_people(ana, kept.id, merge.id)

    def test_erasing_one_of_two_that_were_parted_leaves_the_other_readable(
        self, session: Session, ana: Actor, pair: tuple[Person, Person]
    ) -> None:
        kept, other = pair
        other.phone, other_id = "+573001112233", other.id
        merge = merged(ana, kept, other)
        part_people(ana, kept.id, merge.id)
        personal_data.erase_person(queries.lock_to_erase(kept.id))
        session.expire_all()
        assert session.get_one(Person, other_id).phone == "+573001112233"

    def test_the_schedule_does_not_meet_the_merged_file(self, session: Session, ana: Actor, pair: tuple[Person, Person]) -> None:
        kept, other = pair
        for person in pair:
            person.registered_at = now() - timedelta(days=6000)
        session.flush()
        kind, until = RetentionKind.PERSON_WITHOUT_CASE, now().date()
        before = {row.record_id for row in session.execute(due_records(kind, until))}
        other_id = other.id
        merged(ana, kept, other)
        after = {row.record_id for row in session.execute(due_records(kind, until))}
        assert other_id in before
        assert other_id not in after


class TestConsents:
    @pytest.mark.parametrize(("days_between", "status"), [(1, ReferralStatus.REVOKED), (-1, ReferralStatus.SENT)])
    def test_the_latest_answer_counts_and_a_no_ends_what_stood_on_a_yes(
        self, session: Session, ana: Actor, pair: tuple[Person, Person], *, days_between: int, status: ReferralStatus
    ) -> None:
        kept, other = pair
        said, sharing = now() - timedelta(days=30), ConsentPurpose.REFERRAL_SHARING
        referral = sent_referral_of(case_at(other.office, person=other), ReferralStatus.SENT)
        session.execute(sa.update(Consent).where(Consent.person_id == other.id).values(decided_at=said))
        later = said + timedelta(days=days_between)
        ConsentFactory(person_id=kept.id, purpose=sharing, decision=ConsentDecision.REFUSED, decided_at=later)
        merged(ana, kept, other)
        session.flush()
        session.expire_all()
        assert session.get_one(Referral, referral.id).status is status


class TestReports:
    def test_the_person_is_counted_once(self, session: Session, ana: Actor, pair: tuple[Person, Person], office: Office) -> None:
        from app.cases.models import Case

        kept, other = pair
        for person in pair:
            case_at(office, person=person)
        people = sa.select(sa.func.count(sa.distinct(Case.person_id)))
        assert session.scalar(people) == 2
        merged(ana, kept, other)
        assert session.scalar(people) == 1
