"""That somebody died: what it changes in their file, their household and for the children they answered for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.cases.models import Case
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.errors import NotAllowed, NotFound, RefusedInput, StaleVersion, WrongState
from app.foundation.ids import new_id
from app.foundation.partial_date import PartialDate
from app.people import policies, presenters, queries, services
from app.people.corrections import value_of
from app.people.enums import (
    CareNeed,
    CareSituation,
    ConsentDecision,
    ConsentHolder,
    ConsentPurpose,
    DeathSource,
    HouseholdAct,
    HouseholdStep,
    Relation,
)
from app.people.models import HouseholdEvent, HouseholdMember, Person, PersonChange
from app.people.personal_data import erase_person
from app.people.services import ConsentAnswer, NewCare, NewDeath, record_death, take_back_death
from app.people.services.merging import Side, part_people, proposed_sides, read_parting
from tests.conftest import actor_of
from tests.factories.cases import FollowUpFactory, case_at
from tests.factories.people import HouseholdFactory, HouseholdMemberFactory, PersonFactory
from tests.people.conftest import audited, somebody
from tests.people.merging.states import merged

TODAY = today_in("America/Bogota")
LAST_WEEK = TODAY - timedelta(days=7)
HEAD, CHILD, PARTNER, UNKNOWN = Relation.HEAD, Relation.CHILD, Relation.PARTNER, Relation.UNKNOWN


def known(died: PartialDate | None = None, **more: Any) -> NewDeath:
    return NewDeath(**{"known_by": DeathSource.FAMILY, "died": died} | more)


def record(actor: Actor, person: Person, died: PartialDate | None = None, **more: Any) -> Person:
    return record_death(actor, person.id, known(died, **more), version=person.version)


def live_together(office: Office, *members: tuple[Person, Relation], joined_on: date = date(2026, 1, 15)) -> UUID:
    household = HouseholdFactory(office=office)
    for person, relation in members:
        HouseholdMemberFactory(household_id=household.id, person_id=person.id, relation=relation, joined_on=joined_on)
    made: UUID = household.id
    return made


def together(session: Session, household_id: UUID) -> dict[str, Relation]:
    """Given names of those who belong to a household today, with their relations."""
    select = sa.select(Person.given_names, HouseholdMember.relation).join(HouseholdMember.person)
    present = select.where(HouseholdMember.household_id == household_id, HouseholdMember.left_on.is_(None))
    return dict(session.execute(present).all())  # type: ignore[arg-type]


class TestRecording:
    @pytest.mark.parametrize(
        "died", [None, PartialDate(2026), PartialDate(2026, 3), PartialDate(2026, 3, 9), PartialDate.from_date(TODAY)]
    )
    def test_the_day_may_be_known_in_part_or_not_at_all(
        self, session: Session, caseworker: Actor, person: Person, died: PartialDate | None
    ) -> None:
        record(caseworker, person, died)
        session.expire_all()
        assert (person.has_died, person.died, person.death_known_by) == (True, died, DeathSource.FAMILY)
        assert audited(session) == ["death:recorded"]

    @pytest.mark.parametrize(
        "died",
        [
            PartialDate.from_date(TODAY + timedelta(days=1)),
            PartialDate(TODAY.year + 1),
            PartialDate(1991),
            PartialDate(1991, 12, 31),
        ],
        ids=["tomorrow", "next year", "before the year of birth", "the day before it"],
    )
    def test_a_day_in_the_future_or_before_the_birth_is_refused(
        self, session: Session, caseworker: Actor, person: Person, died: PartialDate
    ) -> None:
        with pytest.raises(RefusedInput) as refusal:
            record(caseworker, person, died)
        assert refusal.value.field == "died"
        assert not person.has_died
        assert audited(session) == []

    def test_the_history_keeps_what_was_said_before_and_since(self, session: Session, caseworker: Actor, person: Person) -> None:
        record(caseworker, person)
        record(caseworker, person, PartialDate(2026, 3), known_by=DeathSource.DOCUMENT)
        take_back_death(caseworker, person.id, version=person.version)
        changes = session.scalars(sa.select(PersonChange).order_by(PersonChange.changed_at, PersonChange.field)).all()
        said = [(one.field, value_of(one.field, one.before), value_of(one.field, one.after)) for one in changes]
        assert said == [
            ("death_known_by", None, DeathSource.FAMILY),
            ("death_known_by", DeathSource.FAMILY, DeathSource.DOCUMENT),
            ("died", None, PartialDate(2026, 3)),
            ("death_known_by", DeathSource.DOCUMENT, None),
            ("died", PartialDate(2026, 3), None),
        ]
        assert audited(session) == ["death:recorded", "death:changed", "death:taken_back"]

    def test_saying_the_same_again_changes_nothing(self, session: Session, caseworker: Actor, person: Person) -> None:
        record(caseworker, person)
        version = person.version
        record(caseworker, person)
        assert person.version == version
        assert audited(session) == ["death:recorded"]

    def test_whoever_saw_an_older_file_is_told_so(self, caseworker: Actor, person: Person) -> None:
        with pytest.raises(StaleVersion):
            record_death(caseworker, person.id, known(), version=person.version - 1)
        assert not person.has_died

    def test_an_office_out_of_reach_and_a_role_that_only_reads_record_nothing(
        self, far_away: Actor, office: Office, person: Person
    ) -> None:
        with pytest.raises(NotFound):
            record(far_away, person)
        with pytest.raises((NotFound, NotAllowed)):
            record(actor_of(Role.DATA_PROTECTION, office), person)
        assert not person.has_died

    def test_changing_the_details_leaves_the_death_and_no_birth_comes_after_it(self, caseworker: Actor, person: Person) -> None:
        record(caseworker, person, PartialDate(2026, 3))
        facts = services.facts_of(person)
        stated = {**vars(facts), "given_names": "Rosa", "death_known_by": None, "died": None}
        services.change_person(caseworker, person.id, services.NewPerson(**stated), version=person.version)
        assert (person.given_names, person.died) == ("Rosa", PartialDate(2026, 3))
        later = services.NewPerson(**{**stated, "birth": PartialDate(2026, 4)})
        with pytest.raises(RefusedInput) as refusal:
            services.change_person(caseworker, person.id, later, version=person.version)
        assert refusal.value.field == "birth"

    def test_who_died_agrees_to_nothing_more_and_a_withdrawal_of_the_family_is_heard(
        self, caseworker: Actor, person: Person
    ) -> None:
        yes = ConsentAnswer(purpose=ConsentPurpose.CONTACT, decision=ConsentDecision.GIVEN, language="es")
        services.record_consent(caseworker, person.id, yes)
        record(caseworker, person)
        statistics = ConsentAnswer(purpose=ConsentPurpose.STATISTICS, decision=ConsentDecision.GIVEN, language="es")
        with pytest.raises(RefusedInput):
            services.record_consent(caseworker, person.id, statistics)
        withdrawn = ConsentAnswer(purpose=ConsentPurpose.CONTACT, decision=ConsentDecision.WITHDRAWN, language="es")
        assert services.record_consent(caseworker, person.id, withdrawn).decision is ConsentDecision.WITHDRAWN

    def test_the_database_keeps_no_day_of_who_lives(self, session: Session, person: Person) -> None:
        with pytest.raises(IntegrityError, match="died_is_known_by_somebody"), session.begin_nested():
            session.execute(sa.update(Person).where(Person.id == person.id).values(died_year=2026))

    def test_an_erased_file_no_longer_says_it(self, session: Session, caseworker: Actor, person: Person) -> None:
        record(caseworker, person, PartialDate(2026, 3, 9))
        erase_person(person)
        session.flush()
        assert (person.death_known_by, person.died) == (None, None)


class TestAge:
    def age(self, person: Person) -> str:
        return presenters.age_in_words(person, TODAY)

    @pytest.mark.parametrize(
        ("died", "words"),
        [
            (PartialDate(2020, 6, 1), "27 o 28 años al fallecer"),
            (PartialDate(2020), "27 o 28 años al fallecer"),
            (None, "edad al fallecer no conocida"),
        ],
    )
    def test_it_is_the_age_at_death(
        self, app: Any, caseworker: Actor, person: Person, died: PartialDate | None, words: str
    ) -> None:
        record(caseworker, person, died)
        with app.test_request_context(headers={"Accept-Language": "es"}):
            assert self.age(person) == words

    def test_of_a_baby_it_is_said_in_months_and_without_a_birth_by_what_was_said(
        self, app: Any, caseworker: Actor, office: Office
    ) -> None:
        baby = PersonFactory(office=office, birth_year=2026, birth_month=1, birth_day=10)
        record(caseworker, baby, PartialDate(2026, 4, 12))
        unknown = PersonFactory(office=office, birth_year=None)
        record(caseworker, unknown, PartialDate(2026, 4, 12))
        with app.test_request_context(headers={"Accept-Language": "es"}):
            assert self.age(baby) == "3 meses al fallecer"
            assert self.age(unknown) == "edad al fallecer no conocida"


class TestHousehold:
    def test_a_member_leaves_on_the_day_of_death(self, session: Session, caseworker: Actor, office: Office) -> None:
        rosa, luis = PersonFactory(office=office, given_names="Rosa"), PersonFactory(office=office, given_names="Luis")
        household_id = live_together(office, (rosa, HEAD), (luis, PARTNER))
        record(caseworker, luis, PartialDate.from_date(LAST_WEEK))
        assert together(session, household_id) == {"Rosa": HEAD}
        event = session.scalars(sa.select(HouseholdEvent)).one()
        assert (event.step, event.act, event.occurred_on) == (HouseholdStep.LEFT, HouseholdAct.DEATH, LAST_WEEK)

    @pytest.mark.parametrize(
        ("died", "left_on"),
        [
            (None, TODAY),
            (PartialDate(TODAY.year), TODAY),
            (PartialDate(2025, 3), date(2026, 1, 15)),
            (PartialDate(2026, 2), date(2026, 2, 28)),
        ],
        ids=["no day", "this year", "before joining", "a month"],
    )
    def test_where_the_day_is_not_known_it_is_the_last_that_it_can_have_been(
        self, session: Session, caseworker: Actor, office: Office, died: PartialDate | None, left_on: date
    ) -> None:
        luis = PersonFactory(office=office)
        live_together(office, (PersonFactory(office=office), HEAD), (luis, PARTNER))
        record(caseworker, luis, died)
        of_luis = sa.select(HouseholdMember.left_on).where(HouseholdMember.person_id == luis.id)
        assert session.scalar(of_luis) == left_on

    def test_where_the_head_died_somebody_follows(self, session: Session, caseworker: Actor, office: Office) -> None:
        rosa, luis = PersonFactory(office=office, given_names="Rosa"), PersonFactory(office=office, given_names="Luis")
        household_id = live_together(office, (rosa, HEAD), (luis, PARTNER))
        with pytest.raises(RefusedInput) as refusal, session.begin_nested():
            record(caseworker, rosa)
        assert refusal.value.field == "new_head"
        session.refresh(rosa)
        assert not rosa.has_died
        record(caseworker, rosa, new_head_id=luis.id)
        assert together(session, household_id) == {"Luis": HEAD}

    def test_that_children_are_alone_has_to_be_confirmed(self, session: Session, caseworker: Actor, office: Office) -> None:
        rosa = PersonFactory(office=office, given_names="Rosa")
        eva = PersonFactory(office=office, given_names="Eva", birth_year=TODAY.year - 8)
        household_id = live_together(office, (rosa, HEAD), (eva, CHILD))
        with pytest.raises(RefusedInput) as refusal, session.begin_nested():
            record(caseworker, rosa, new_head_id=eva.id)
        assert refusal.value.field == "children_may_be_alone"
        session.refresh(rosa)
        record(caseworker, rosa, new_head_id=eva.id, confirmed=[policies.Confirmed.CHILDREN_ALONE])
        assert together(session, household_id) == {"Eva": HEAD}
        assert queries.find_care_needs(caseworker, [eva.id]) == {eva.id: CareNeed.ASK}

    def test_who_died_joins_no_household_and_nobody_joins_theirs(self, caseworker: Actor, office: Office) -> None:
        rosa, luis = PersonFactory(office=office), PersonFactory(office=office)
        record(caseworker, luis)
        with pytest.raises(RefusedInput):
            services.link_member(caseworker, rosa.id, luis.code, PARTNER)
        with pytest.raises(RefusedInput):
            services.link_member(caseworker, luis.id, rosa.code, PARTNER)

    def test_making_the_day_more_exact_moves_nobody_again(self, session: Session, caseworker: Actor, office: Office) -> None:
        luis = PersonFactory(office=office)
        live_together(office, (PersonFactory(office=office), HEAD), (luis, PARTNER))
        record(caseworker, luis)
        record(caseworker, luis, PartialDate(2026, 3))
        assert session.scalar(sa.select(sa.func.count()).select_from(HouseholdEvent)) == 1


class TestTakingBack:
    def test_the_household_stands_as_before(self, session: Session, caseworker: Actor, office: Office) -> None:
        rosa, luis = PersonFactory(office=office, given_names="Rosa"), PersonFactory(office=office, given_names="Luis")
        eva = PersonFactory(office=office, given_names="Eva")
        household_id = live_together(office, (rosa, HEAD), (luis, PARTNER), (eva, CHILD))
        record(caseworker, rosa, new_head_id=luis.id)
        assert take_back_death(caseworker, rosa.id, version=rosa.version)
        assert (rosa.has_died, rosa.died) == (False, None)
        assert together(session, household_id) == {"Rosa": HEAD, "Luis": PARTNER, "Eva": CHILD}

    def test_a_household_that_has_gone_on_is_left_as_it_is(self, session: Session, caseworker: Actor, office: Office) -> None:
        rosa, luis = PersonFactory(office=office, given_names="Rosa"), PersonFactory(office=office, given_names="Luis")
        household_id = live_together(office, (rosa, HEAD), (luis, PARTNER))
        record(caseworker, rosa, new_head_id=luis.id)
        services.leave_household(caseworker, luis.id, TODAY)
        assert not take_back_death(caseworker, rosa.id, version=rosa.version)
        assert not rosa.has_died
        assert together(session, household_id) == {}

    @pytest.mark.parametrize("is_registered_anew", [True, False], ids=["registered", "linked"])
    def test_who_joined_under_the_new_head_becomes_no_child_of_the_old_one(
        self, session: Session, caseworker: Actor, office: Office, *, is_registered_anew: bool
    ) -> None:
        rosa, luis = PersonFactory(office=office, given_names="Rosa"), PersonFactory(office=office, given_names="Luis")
        household_id = live_together(office, (rosa, HEAD), (luis, Relation.SIBLING))
        record(caseworker, rosa, new_head_id=luis.id)
        if is_registered_anew:
            services.register_member(caseworker, luis.id, somebody(given_names="Ana"), CHILD)
        else:
            services.link_member(caseworker, luis.id, PersonFactory(office=office, given_names="Ana").code, CHILD)
        assert not take_back_death(caseworker, rosa.id, version=rosa.version)
        assert not rosa.has_died
        assert together(session, household_id) == {"Luis": HEAD, "Ana": CHILD}

    def test_what_a_third_is_to_the_new_head_stays(self, session: Session, caseworker: Actor, office: Office) -> None:
        rosa, luis = PersonFactory(office=office, given_names="Rosa"), PersonFactory(office=office, given_names="Luis")
        eva = PersonFactory(office=office, given_names="Eva")
        household_id = live_together(office, (rosa, HEAD), (luis, PARTNER), (eva, UNKNOWN))
        record(caseworker, rosa, new_head_id=luis.id)
        services.change_relation(caseworker, eva.id, CHILD)
        assert not take_back_death(caseworker, rosa.id, version=rosa.version)
        assert together(session, household_id) == {"Luis": HEAD, "Eva": CHILD}

    def test_who_joined_does_not_matter_where_the_head_stayed(self, session: Session, caseworker: Actor, office: Office) -> None:
        rosa, luis = PersonFactory(office=office, given_names="Rosa"), PersonFactory(office=office, given_names="Luis")
        household_id = live_together(office, (rosa, HEAD), (luis, PARTNER))
        record(caseworker, luis)
        services.register_member(caseworker, rosa.id, somebody(given_names="Ana"), CHILD)
        assert take_back_death(caseworker, luis.id, version=luis.version)
        assert together(session, household_id) == {"Rosa": HEAD, "Luis": PARTNER, "Ana": CHILD}

    def test_somebody_without_a_household_leaves_nothing_to_look_after(self, caseworker: Actor, person: Person) -> None:
        record(caseworker, person)
        assert take_back_death(caseworker, person.id, version=person.version)

    def test_what_was_not_recorded_is_not_taken_back(self, caseworker: Actor, person: Person) -> None:
        with pytest.raises(WrongState):
            take_back_death(caseworker, person.id, version=person.version)

    def test_the_household_alone_takes_nothing_back(self, caseworker: Actor, office: Office) -> None:
        luis = PersonFactory(office=office)
        household_id = live_together(office, (PersonFactory(office=office), HEAD), (luis, PARTNER))
        record(caseworker, luis)
        act = queries.find_act_of_death(caseworker, luis.id)
        assert not services.is_correctable(caseworker, act)
        with pytest.raises(WrongState):
            services.correct_act(caseworker, household_id, act[0].act_id)

    def test_of_two_deaths_the_later_one_is_undone(self, session: Session, caseworker: Actor, office: Office) -> None:
        luis = PersonFactory(office=office, given_names="Luis")
        household_id = live_together(office, (PersonFactory(office=office, given_names="Rosa"), HEAD), (luis, PARTNER))
        for _time in range(2):
            record(caseworker, luis)
            assert take_back_death(caseworker, luis.id, version=luis.version)
        assert together(session, household_id) == {"Rosa": HEAD, "Luis": PARTNER}


class TestCare:
    def child(self, office: Office) -> Person:
        child: Person = PersonFactory(office=office, given_names="Ana", birth_year=TODAY.year - 8)
        return child

    def stated(self, guardian: Person) -> NewCare:
        return NewCare(
            situation=CareSituation.SEPARATED,
            since_on=LAST_WEEK,
            guardian_code=guardian.code,
            consent_holder=ConsentHolder.GUARDIAN,
        )

    def test_who_answered_for_a_child_and_died_is_asked_for_anew_wherever_they_lived(
        self, caseworker: Actor, office: Office
    ) -> None:
        child, aunt = self.child(office), PersonFactory(office=office)
        services.state_care(caseworker, child.id, self.stated(aunt))
        assert queries.find_care_needs(caseworker, [child.id]) == {}
        record(caseworker, aunt)
        assert queries.find_care_needs(caseworker, [child.id]) == {child.id: CareNeed.CARER_DIED}
        holder = queries.find_consent_holder(caseworker, child)
        assert holder is not None
        assert (holder.kind, holder.phone) == (ConsentHolder.NOBODY_YET, None)
        take_back_death(caseworker, aunt.id, version=aunt.version)
        assert queries.find_care_needs(caseworker, [child.id]) == {}

    def test_who_died_is_named_as_a_guardian_no_more(self, caseworker: Actor, office: Office) -> None:
        child, aunt = self.child(office), PersonFactory(office=office)
        record(caseworker, aunt)
        with pytest.raises(RefusedInput) as refusal:
            services.state_care(caseworker, child.id, self.stated(aunt))
        assert refusal.value.field == "guardian_code"

    def test_a_parent_who_died_is_asked_about_as_one_who_left(self, caseworker: Actor, office: Office) -> None:
        child, mother, uncle = self.child(office), PersonFactory(office=office), PersonFactory(office=office, birth_year=1980)
        live_together(office, (mother, HEAD), (child, CHILD), (uncle, Relation.SIBLING))
        assert queries.find_care_needs(caseworker, [child.id]) == {}
        record(caseworker, mother, new_head_id=uncle.id)
        assert child.id in queries.find_care_needs(caseworker, [child.id])

    @pytest.mark.parametrize("is_named", [True, False], ids=["the guardian who was named", "the parent where nobody was"])
    def test_who_died_in_the_household_is_told_from_who_left_it(
        self, caseworker: Actor, office: Office, *, is_named: bool
    ) -> None:
        child, mother, uncle = self.child(office), PersonFactory(office=office), PersonFactory(office=office, birth_year=1980)
        live_together(office, (mother, HEAD), (child, CHILD), (uncle, Relation.SIBLING))
        code, holder = (mother.code, ConsentHolder.GUARDIAN) if is_named else (None, ConsentHolder.NOBODY_YET)
        care = NewCare(situation=CareSituation.ACCOMPANIED, since_on=LAST_WEEK, guardian_code=code, consent_holder=holder)
        services.state_care(caseworker, child.id, care)
        record(caseworker, mother, new_head_id=uncle.id)
        assert queries.find_care_needs(caseworker, [child.id]) == {child.id: CareNeed.CARER_DIED}
        take_back_death(caseworker, mother.id, version=mother.version)
        assert queries.find_care_needs(caseworker, [child.id]) == {}

    def test_who_left_and_did_not_die_is_not_said_to_have_died(self, caseworker: Actor, office: Office) -> None:
        child, mother, uncle = self.child(office), PersonFactory(office=office), PersonFactory(office=office, birth_year=1980)
        live_together(office, (uncle, HEAD), (child, Relation.OTHER_RELATIVE), (mother, Relation.SIBLING))
        services.state_care(caseworker, child.id, self.stated(mother))
        services.leave_household(caseworker, mother.id, TODAY)
        record(caseworker, uncle, new_head_id=child.id, confirmed=list(policies.Confirmed))
        assert queries.find_care_needs(caseworker, [child.id]) == {child.id: CareNeed.ASK_AGAIN}

    def test_nobody_has_to_answer_for_a_child_who_died(self, caseworker: Actor, office: Office) -> None:
        child = self.child(office)
        assert queries.find_care_needs(caseworker, [child.id])
        record(caseworker, child)
        assert queries.find_care_needs(caseworker, [child.id]) == {}
        assert not policies.may_be_child(child, TODAY)
        with pytest.raises(WrongState):
            services.state_care(caseworker, child.id, self.stated(PersonFactory(office=office)))


class TestMerging:
    def test_where_one_file_says_it_somebody_has_to_choose_and_undoing_restores_both(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        kept, other = PersonFactory(office=office), PersonFactory(office=office)
        record(caseworker, other, PartialDate(2026, 3))
        assert "death_known_by" not in proposed_sides(services.facts_of(kept), services.facts_of(other))
        merge = merged(caseworker, kept, other, sides={"death_known_by": Side.OTHER})
        session.expire_all()
        assert (kept.has_died, kept.died) == (True, PartialDate(2026, 3))
        part_people(caseworker, kept.id, merge.id)
        session.expire_all()
        assert (kept.has_died, other.died) == (False, PartialDate(2026, 3))

    def test_a_merge_that_takes_it_over_brings_the_open_case_into_the_day_and_undoing_it_lets_it_rest(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        case: Case = case_at(office)
        next_month = TODAY + timedelta(days=30)
        FollowUpFactory(case=case, due_on=next_month)
        case.attention_on = next_month
        other = PersonFactory(office=office)
        record(caseworker, other)
        merge = merged(caseworker, case.person, other, sides={"death_known_by": Side.OTHER})
        session.expire_all()
        assert case.attention_on == TODAY
        part_people(caseworker, case.person_id, merge.id)
        session.expire_all()
        assert case.attention_on == next_month

    def test_recorded_since_nobody_but_who_knows_them_can_say_whose_it_was(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        kept, other = PersonFactory(office=office), PersonFactory(office=office)
        merge = merged(caseworker, kept, other)
        record(caseworker, kept)
        for attempt in (read_parting, part_people):
            with pytest.raises(WrongState, match="Primero retire ese registro"):
                attempt(caseworker, kept.id, merge.id)
        take_back_death(caseworker, kept.id, version=kept.version)
        part_people(caseworker, kept.id, merge.id)
        session.expire_all()
        assert (kept.has_died, other.has_died, other.merged_into_id) == (False, False, None)

    def test_of_two_files_that_both_say_it_the_kept_one_is_proposed(self, caseworker: Actor, office: Office) -> None:
        kept, other = PersonFactory(office=office), PersonFactory(office=office)
        record(caseworker, kept)
        record(caseworker, other, PartialDate(2026, 3))
        proposed = proposed_sides(services.facts_of(kept), services.facts_of(other))
        assert proposed["death_known_by"] is Side.KEPT


class TestCases:
    def test_an_open_case_asks_for_attention_at_once_and_no_longer_when_it_was_a_mistake(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        case: Case = case_at(office)
        live_together(office, (PersonFactory(office=office), HEAD), (case.person, PARTNER))
        next_month = TODAY + timedelta(days=30)
        FollowUpFactory(case=case, due_on=next_month)
        case.attention_on = next_month
        session.flush()
        record(caseworker, case.person)
        assert case.attention_on == TODAY
        take_back_death(caseworker, case.person_id, version=case.person.version)
        assert case.attention_on == next_month


def test_an_id_that_no_file_has_is_not_found(caseworker: Actor) -> None:
    with pytest.raises(NotFound):
        record_death(caseworker, new_id(), known(), version=1)
