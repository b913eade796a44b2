"""Two files become one, and two again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.doors import actor_for
from app.accounts.models import Office, User
from app.accounts.permissions import Role
from app.attachments.enums import OwnerKind
from app.attachments.services import open_attachment
from app.cases.models import Case
from app.catalogue.models import DocumentType, SpecificNeed
from app.data_protection.models import RetentionHold
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import Moved, NotFound, RefusedInput, StaleVersion, WrongState
from app.people import queries, services
from app.people.enums import (
    AnsweredBy,
    Difficulty,
    PopulationType,
    Relation,
    StayKind,
)
from app.people.models import (
    Functioning,
    HouseholdMember,
    IdentityDocument,
    Person,
    PersonChange,
    PersonNeed,
    PersonSituation,
    Stay,
)
from app.people.services.merging import Side, part_people, rows_apart
from app.people.services.merging.rows import columns_that_move
from tests.conftest import actor_of
from tests.factories.accounts import GrantFactory
from tests.factories.attachments import attachment_of
from tests.factories.cases import case_at, delivery_of
from tests.factories.catalogue import seeded
from tests.factories.data_protection import RetentionHoldFactory
from tests.factories.emergency import use_of_file
from tests.factories.people import (
    ConsentFactory,
    HouseholdFactory,
    HouseholdMemberFactory,
    IdentityDocumentFactory,
    PersonFactory,
)
from tests.people.merging.states import merged, state


@pytest.fixture
def ana(office: Office) -> Actor:
    return actor_of(Role.CASEWORKER, office)


@pytest.fixture
def kept(office: Office) -> Person:
    person: Person = PersonFactory(
        office=office,
        code="CUC-P-000001",
        phone="+573001112233",
        safe_contact="Sólo mañanas",
        registered_at=now() - timedelta(days=300),
    )
    return person


@pytest.fixture
def other(session: Session, office: Office) -> Person:
    """The same woman, registered again by another name, with something in every drawer."""
    person: Person = PersonFactory(
        office=office, code="CUC-P-000002", given_names="Rosa", surname_1="Guerrero", surname_2=None, birth_year=1992,
        birth_month=5, birth_day=17, nationalities=["VEN", "COL"], languages=["guc"], locality="Atalaya", other_names=["Rosita"],
        population_type=PopulationType.IN_TRANSIT, phone="+573009998877",
    )  # fmt: skip
    IdentityDocumentFactory(person_id=person.id, document_type=seeded(DocumentType, "VE-PAS"), number="AB123456")
    ConsentFactory(person_id=person.id)
    attachment_of(person, title="Pasaporte", content=b"%PDF-1.7 pasaporte")
    case = case_at(office, person=person)
    delivery_of(case, "D-ORI")
    use_of_file(person)
    RetentionHoldFactory(person=person)
    need = session.scalars(sa.select(SpecificNeed).where(SpecificNeed.is_highly_sensitive.is_(False)).limit(1)).one()
    answers = dict.fromkeys(("seeing", "hearing", "walking", "remembering", "self_care", "communicating"), Difficulty.SOME)
    session.add_all([
        PersonSituation(person_id=person.id, population_type=PopulationType.IN_TRANSIT, since_on=date(2026, 6, 1)),
        Stay(person_id=person.id, kind=StayKind.VISITOR, country="CO"),
        Functioning(person_id=person.id, answered_by=AnsweredBy.PERSON, answered_on=date(2026, 6, 2), **answers),
        PersonNeed(person_id=person.id, need=need, note="Camina con bastón"),
        PersonChange(person_id=person.id, field="phone", before="+57300", after="+573009998877"),
    ])  # fmt: skip
    session.flush()
    return person


class TestMerging:
    def test_every_row_moves_and_what_was_sealed_opens_in_the_kept_file(
        self, session: Session, ana: Actor, kept: Person, other: Person
    ) -> None:
        merged(ana, kept, other)
        (document,) = session.scalars(sa.select(IdentityDocument))
        (need,) = session.scalars(sa.select(PersonNeed))
        assert (document.person_id, document.number) == (kept.id, "AB123456")
        assert (need.person_id, need.note) == (kept.id, "Camina con bastón")
        assert [case.person_id for case in session.scalars(sa.select(Case))] == [kept.id]
        with pytest.raises(AssertionError, match="identity_document"):
            check_nothing_left(session, kept)
        check_nothing_left(session, other)

    def test_the_content_of_an_attached_file_opens_in_the_kept_file(
        self, session: Session, ana: Actor, kept: Person, other: Person
    ) -> None:
        merged(ana, kept, other)
        attachment = session.scalars(sa.text("SELECT id FROM attachment")).one()
        opened = open_attachment(ana, OwnerKind.PERSON, kept.id, attachment)
        assert opened.content == b"%PDF-1.7 pasaporte"

    def test_the_merged_file_is_nowhere_and_leads_to_the_kept_one(self, ana: Actor, kept: Person, other: Person) -> None:
        merged(ana, kept, other)
        with pytest.raises(Moved) as refusal:
            queries.get_person(ana, other.id)
        assert refusal.value.now_id == kept.id
        assert queries.find_person_by_code(ana, " cuc-p-000002 ") is kept
        assert [hit.person.id for hit in queries.search_people(ana, "Rosa Guerrero").rows] == [kept.id]

    def test_for_another_office_the_merged_file_does_not_exist(
        self, far_away: Actor, ana: Actor, kept: Person, other: Person
    ) -> None:
        merged(ana, kept, other)
        with pytest.raises(NotFound) as refusal:
            queries.get_person(far_away, other.id)
        assert not isinstance(refusal.value, Moved)

    def test_the_proposal_keeps_what_is_more_exact_and_all_names(self, ana: Actor, kept: Person, other: Person) -> None:
        merged(ana, kept, other)
        assert (kept.birth_year, kept.birth_month, kept.birth_day) == (1992, 5, 17)
        assert kept.other_names == ["Rosita", "Rosa Guerrero"]
        assert sorted(one.country for one in kept.nationalities) == ["COL", "VEN"]
        assert (kept.phone, kept.locality, kept.population_type) == ("+573001112233", "Atalaya", PopulationType.IN_TRANSIT)

    def test_each_field_that_changed_stands_in_the_history_with_its_author(
        self, session: Session, ana: Actor, kept: Person, other: Person
    ) -> None:
        merged(ana, kept, other, sides={"phone": Side.OTHER})
        changes = {one.field: one for one in session.scalars(sa.select(PersonChange).where(PersonChange.changed_by == ana.id))}
        assert (changes["phone"].before, changes["phone"].after) == ("+573001112233", "+573009998877")
        assert kept.phone == "+573009998877"

    def test_a_file_that_was_changed_meanwhile_is_not_merged(self, ana: Actor, kept: Person, other: Person) -> None:
        with pytest.raises(StaleVersion):
            merged(ana, kept, other, versions=(kept.version, other.version + 1))

    def test_two_offices_keep_their_files_apart(self, ana: Actor, kept: Person, other_office: Office) -> None:
        user = db.session.get_one(User, ana.id)
        GrantFactory(user=user, role=Role.CASEWORKER, office=other_office)
        db.session.flush()
        with pytest.raises(WrongState, match="dos oficinas"):
            merged(actor_for(user), kept, PersonFactory(office=other_office))

    def test_a_hold_on_each_for_the_same_reason_stays_a_hold_on_each(
        self, session: Session, ana: Actor, kept: Person, other: Person
    ) -> None:
        RetentionHoldFactory(person=kept)
        merged(ana, kept, other)
        assert [hold.person_id for hold in session.scalars(sa.select(RetentionHold))] == [kept.id, kept.id]


class TestUndoing:
    def test_both_files_are_exactly_as_they_were(self, session: Session, ana: Actor, kept: Person, other: Person) -> None:
        before = state(session)
        merge = merged(ana, kept, other)
        assert state(session) != before
        part_people(ana, kept.id, merge.id)
        assert state(session) == before

    def test_chains_come_apart_in_the_opposite_order(self, session: Session, ana: Actor, kept: Person, other: Person) -> None:
        third: Person = PersonFactory(office=kept.office, code="CUC-P-000003", given_names="Rosa E.")
        at_first = state(session)
        earlier = merged(ana, kept, other)
        in_between = state(session)
        later = merged(ana, third, kept)
        with pytest.raises(WrongState, match="CUC-P-000001"):
            part_people(ana, third.id, earlier.id)
        assert queries.find_person_by_code(ana, "CUC-P-000002") is third
        document = session.scalars(sa.select(IdentityDocument)).one()
        assert (document.person_id, document.number) == (third.id, "AB123456")
        part_people(ana, third.id, later.id)
        assert state(session) == in_between
        part_people(ana, kept.id, earlier.id)
        assert state(session) == at_first

    def test_what_was_added_since_stays_and_what_was_written_into_moved_rows_goes_along(
        self, session: Session, ana: Actor, kept: Person, other: Person
    ) -> None:
        merge = merged(ana, kept, other)
        need = session.scalars(sa.select(PersonNeed)).one()
        need.note = "Ya no usa bastón"
        IdentityDocumentFactory(person_id=kept.id, document_type=seeded(DocumentType, "VE-PAS"), number="NEU12345")
        session.flush()
        back, stays = rows_apart(ana, kept, merge)
        assert {rows.column: rows.count for rows in stays} == {"identity_document.person_id": 1}
        assert {rows.column: rows.count for rows in back}["person_need.person_id"] == 1
        part_people(ana, kept.id, merge.id)
        session.expire_all()
        assert (need.person_id, need.note) == (other.id, "Ya no usa bastón")
        owners = {document.number: document.person_id for document in session.scalars(sa.select(IdentityDocument))}
        assert owners == {"AB123456": other.id, "NEU12345": kept.id}

    def test_a_correction_made_since_is_listed_and_stays_in_the_history(
        self, session: Session, ana: Actor, kept: Person, other: Person
    ) -> None:
        merge = merged(ana, kept, other)
        from dataclasses import replace

        facts = services.facts_of(kept)
        services.change_person(ana, kept.id, replace(facts, phone="+573005554433"), version=kept.version)
        part_people(ana, kept.id, merge.id)
        assert kept.phone == "+573001112233"
        history = [
            (one.before, one.after) for one in session.scalars(sa.select(PersonChange).where(PersonChange.field == "phone"))
        ]
        assert ("+573001112233", "+573005554433") in history
        assert ("+573005554433", "+573001112233") in history

    def test_a_second_undoing_is_refused(self, ana: Actor, kept: Person, other: Person) -> None:
        merge = merged(ana, kept, other)
        part_people(ana, kept.id, merge.id)
        with pytest.raises(WrongState):
            part_people(ana, kept.id, merge.id)


class TestHouseholds:
    def place(self, person: Person, household: Any, relation: Relation = Relation.HEAD) -> HouseholdMember:
        member: HouseholdMember = HouseholdMemberFactory(household_id=household.id, person_id=person.id, relation=relation)
        return member

    def test_in_one_household_the_kept_place_goes_on_with_the_relation_of_the_head(
        self, session: Session, ana: Actor, kept: Person, other: Person
    ) -> None:
        household = HouseholdFactory(office=kept.office)
        mine, theirs = self.place(kept, household, Relation.CHILD), self.place(other, household)
        before = state(session)
        merge = merged(ana, kept, other)
        assert (mine.relation, mine.left_on, theirs.left_on is not None) == (Relation.HEAD, None, True)
        part_people(ana, kept.id, merge.id)
        assert state(session) == before

    def test_of_two_households_the_chosen_one_goes_on(self, session: Session, ana: Actor, kept: Person, other: Person) -> None:
        mine = self.place(kept, HouseholdFactory(office=kept.office), Relation.CHILD)
        theirs = self.place(other, HouseholdFactory(office=kept.office), Relation.PARTNER)
        before = state(session)
        merge = merged(ana, kept, other, household=Side.OTHER)
        assert (mine.left_on is not None, theirs.left_on, theirs.person_id) == (True, None, kept.id)
        part_people(ana, kept.id, merge.id)
        assert state(session) == before

    def test_a_head_does_not_leave_others_behind(self, ana: Actor, kept: Person, other: Person) -> None:
        self.place(kept, HouseholdFactory(office=kept.office), Relation.CHILD)
        household = HouseholdFactory(office=kept.office)
        self.place(other, household)
        self.place(PersonFactory(office=kept.office), household, Relation.CHILD)
        with pytest.raises(RefusedInput):
            merged(ana, kept, other)


def check_nothing_left(session: Session, person: Person) -> None:
    for name in columns_that_move():
        table, column = name.split(".")
        left = session.scalar(sa.text(f'SELECT count(*) FROM "{table}" WHERE "{column}" = :id'), {"id": person.id})  # noqa: S608 - our own names
        assert left == 0, name
