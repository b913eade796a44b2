"""What happens to a household as a whole: another head, a split, a merge, and taking back what was a mistake."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.errors import NotFound, RefusedInput, WrongState
from app.foundation.ids import new_id
from app.people import queries, services
from app.people.enums import HouseholdAct, HouseholdStep, Relation
from app.people.models import Household, HouseholdEvent, HouseholdMember, Person
from app.people.services import Split, merge_households, split_household
from tests.conftest import actor_of
from tests.factories.people import HouseholdFactory, HouseholdMemberFactory, PersonFactory
from tests.people.conftest import audited, somebody

HEAD, CHILD, SIBLING, PARTNER, UNKNOWN = Relation.HEAD, Relation.CHILD, Relation.SIBLING, Relation.PARTNER, Relation.UNKNOWN
JOINED = date(2026, 1, 15)
LATER = JOINED + timedelta(days=90)


def family(office: Office, *names: str) -> tuple[Household, dict[str, Person]]:
    """A household of a head and children, by given names."""
    household = HouseholdFactory(office=office)
    people = {name: PersonFactory(office=office, given_names=name) for name in names}
    for place, person in enumerate(people.values()):
        HouseholdMemberFactory(household_id=household.id, person_id=person.id, relation=CHILD if place else HEAD)
    return household, people


def together(session: Session, household_id: UUID) -> dict[str, Relation]:
    """Given names of those who belong to a household today, with their relations."""
    select = sa.select(Person.given_names, HouseholdMember.relation).join(HouseholdMember.person)
    present = select.where(HouseholdMember.household_id == household_id, HouseholdMember.left_on.is_(None))
    return dict(session.execute(present).all())  # type: ignore[arg-type]


def split_of(people: dict[str, Person], *, head_of_rest: Person | None = None, **relations: Relation) -> Split:
    return Split(
        relations={people[name].id: relation for name, relation in relations.items()},
        members=frozenset(person.id for person in people.values()),
        on=LATER,
        head_of_rest=head_of_rest.id if head_of_rest else None,
    )


def latest_act(actor: Actor, household: Household) -> UUID:
    return max(queries.list_events(actor, household), key=lambda event: event.recorded_at).act_id


class TestSplitting:
    def test_those_who_leave_get_a_household_and_both_keep_the_link(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        household, people = family(office, "Rosa", "Luis", "Eva", "Noé")
        new = split_household(caseworker, household.id, split_of(people, Luis=HEAD, Eva=SIBLING))
        assert together(session, household.id) == {"Rosa": HEAD, "Noé": CHILD}
        assert together(session, new.id) == {"Luis": HEAD, "Eva": SIBLING}
        assert (new.code, new.office_id) == ("CUC-H-000001", office.id)
        events = session.scalars(sa.select(HouseholdEvent)).all()
        assert {(one.step, one.household_id, one.other_household_id) for one in events} == {
            (HouseholdStep.LEFT, household.id, new.id),
            (HouseholdStep.JOINED, new.id, household.id),
        }
        assert {(one.act, one.occurred_on, one.recorded_by) for one in events} == {(HouseholdAct.SPLIT, LATER, caseworker.id)}
        assert len({one.act_id for one in events}) == 1
        assert audited(session) == ["household:split_off"] * 2

    def test_the_day_may_lie_in_the_past_and_becomes_the_day_of_leaving_and_joining(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        household, people = family(office, "Rosa", "Luis")
        split_household(caseworker, household.id, split_of(people, Luis=HEAD))
        times = sa.select(HouseholdMember.joined_on, HouseholdMember.left_on).where(
            HouseholdMember.person_id == people["Luis"].id
        )
        assert set(session.execute(times).all()) == {(JOINED, LATER), (LATER, None)}

    def test_where_the_head_leaves_somebody_follows_and_the_others_are_asked_again(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        household, people = family(office, "Rosa", "Luis", "Eva", "Noé")
        split_household(caseworker, household.id, split_of(people, Rosa=HEAD, Noé=CHILD, head_of_rest=people["Eva"]))
        assert together(session, household.id) == {"Eva": HEAD, "Luis": UNKNOWN}

    def test_where_the_head_leaves_without_a_follower_nothing_happens(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        household, people = family(office, "Rosa", "Luis", "Eva")
        with pytest.raises(RefusedInput) as refusal, session.begin_nested():
            split_household(caseworker, household.id, split_of(people, Rosa=HEAD))
        assert refusal.value.field == "new_head"
        assert len(together(session, household.id)) == 3

    @pytest.mark.parametrize(
        ("relations", "field"),
        [
            ({}, None),
            ({"Rosa": HEAD, "Luis": CHILD, "Eva": CHILD}, None),
            ({"Luis": CHILD, "Eva": CHILD}, None),
            ({"Luis": HEAD, "Eva": HEAD}, None),
        ],
        ids=["nobody leaves", "nobody stays", "no head", "two heads"],
    )
    def test_an_impossible_split_is_refused(
        self, session: Session, caseworker: Actor, office: Office, relations: dict[str, Relation], field: str | None
    ) -> None:
        household, people = family(office, "Rosa", "Luis", "Eva")
        with pytest.raises(RefusedInput) as refusal:
            split_household(caseworker, household.id, split_of(people, **relations))
        assert refusal.value.field == field
        assert session.scalars(sa.select(HouseholdEvent)).all() == []

    @pytest.mark.parametrize("on", [JOINED - timedelta(days=1), today_in("America/Bogota") + timedelta(days=2)])
    def test_a_day_before_joining_or_in_the_future_is_refused_at_its_field(
        self, caseworker: Actor, office: Office, on: date
    ) -> None:
        household, people = family(office, "Rosa", "Luis")
        split = Split(relations={people["Luis"].id: HEAD}, members=frozenset(one.id for one in people.values()), on=on)
        with pytest.raises(RefusedInput) as refusal:
            split_household(caseworker, household.id, split)
        assert refusal.value.field == "on"

    def test_who_was_not_on_the_page_makes_it_stale(self, caseworker: Actor, office: Office) -> None:
        household, people = family(office, "Rosa", "Luis")
        HouseholdMemberFactory(household_id=household.id, person_id=PersonFactory(office=office).id, relation=CHILD)
        with pytest.raises(RefusedInput):
            split_household(caseworker, household.id, split_of(people, Luis=HEAD))

    def test_a_household_of_another_office_does_not_exist(self, far_away: Actor, office: Office) -> None:
        household, people = family(office, "Rosa", "Luis")
        with pytest.raises(NotFound):
            split_household(far_away, household.id, split_of(people, Luis=HEAD))


class TestMerging:
    def test_all_join_and_the_other_household_ends_with_its_history(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        household, people = family(office, "Rosa", "Luis")
        other, others = family(office, "Pedro", "Ada")
        relations = {others["Pedro"].id: PARTNER, others["Ada"].id: CHILD}
        merge_households(caseworker, household.id, other.id, relations, on=LATER)
        assert together(session, household.id) == {"Rosa": HEAD, "Luis": CHILD, "Pedro": PARTNER, "Ada": CHILD}
        assert together(session, other.id) == {}
        left = [one for one in queries.list_events(caseworker, other) if one.other_household_id == household.id]
        assert {(one.person.given_names, one.act, one.step) for one in left} == {
            (name, HouseholdAct.MERGE, HouseholdStep.LEFT) for name in ("Pedro", "Ada")
        }
        assert audited(session) == ["household:merged"] * 2
        assert people.keys() == {"Rosa", "Luis"}

    def test_nobody_becomes_a_second_head(self, caseworker: Actor, office: Office) -> None:
        household, _people = family(office, "Rosa")
        other, others = family(office, "Pedro")
        with pytest.raises(RefusedInput):
            merge_households(caseworker, household.id, other.id, {others["Pedro"].id: HEAD}, on=LATER)

    def test_a_household_does_not_join_itself(self, caseworker: Actor, office: Office) -> None:
        household, people = family(office, "Rosa")
        with pytest.raises(RefusedInput):
            merge_households(caseworker, household.id, household.id, {people["Rosa"].id: CHILD}, on=LATER)

    def test_a_household_that_ended_neither_joins_nor_is_joined(self, caseworker: Actor, office: Office) -> None:
        household, people = family(office, "Rosa")
        other, others = family(office, "Pedro")
        services.leave_household(caseworker, others["Pedro"].id, LATER)
        with pytest.raises(WrongState):
            merge_households(caseworker, household.id, other.id, {}, on=LATER)
        with pytest.raises(WrongState):
            merge_households(caseworker, other.id, household.id, {people["Rosa"].id: CHILD}, on=LATER)

    def test_the_other_household_is_found_by_its_code_or_a_members(
        self, caseworker: Actor, far_away: Actor, office: Office
    ) -> None:
        household, people = family(office, "Rosa")
        for code in (household.code.lower(), f" {people['Rosa'].code} "):
            assert queries.find_household_by_code(caseworker, code) is household
            assert queries.find_household_by_code(far_away, code) is None
        assert queries.find_household_by_code(caseworker, "Rosa") is None


class TestChangingTheHead:
    def test_another_member_becomes_the_head_and_each_relation_is_said_anew(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        household, people = family(office, "Rosa", "Luis", "Eva")
        said = {people["Rosa"].id: Relation.PARENT, people["Luis"].id: HEAD, people["Eva"].id: SIBLING}
        services.change_head(caseworker, household.id, said, on=LATER)
        assert together(session, household.id) == {"Rosa": Relation.PARENT, "Luis": HEAD, "Eva": SIBLING}
        changed = queries.list_events(caseworker, household)
        assert {(one.relation_before, one.relation) for one in changed} == {
            (HEAD, Relation.PARENT),
            (CHILD, HEAD),
            (CHILD, SIBLING),
        }

    @pytest.mark.parametrize("relation", [CHILD, HEAD])
    def test_no_head_or_two_are_refused(self, caseworker: Actor, office: Office, relation: Relation) -> None:
        household, people = family(office, "Rosa", "Luis")
        with pytest.raises(RefusedInput):
            services.change_head(caseworker, household.id, {one.id: relation for one in people.values()}, on=LATER)


class TestTakingBack:
    def test_after_a_split_all_stand_where_they_stood(self, session: Session, caseworker: Actor, office: Office) -> None:
        household, people = family(office, "Rosa", "Luis", "Eva", "Noé")
        before = together(session, household.id)
        new = split_household(caseworker, household.id, split_of(people, Rosa=HEAD, Noé=CHILD, head_of_rest=people["Eva"]))
        services.correct_act(caseworker, household.id, latest_act(caseworker, household))
        assert together(session, household.id) == before
        assert together(session, new.id) == {}
        kept = session.scalars(sa.select(HouseholdEvent)).all()
        assert {one.act for one in kept} == {HouseholdAct.SPLIT, HouseholdAct.CORRECTION}
        set_aside = session.scalars(sa.select(HouseholdMember.person_id).where(HouseholdMember.set_aside_at.is_not(None)))
        assert set(set_aside) == {people["Rosa"].id, people["Noé"].id}

    def test_after_a_merge_the_other_household_lives_again(self, session: Session, caseworker: Actor, office: Office) -> None:
        household, _people = family(office, "Rosa")
        other, others = family(office, "Pedro", "Ada")
        said = {others["Pedro"].id: PARTNER, others["Ada"].id: CHILD}
        merge_households(caseworker, household.id, other.id, said, on=LATER)
        services.correct_act(caseworker, household.id, latest_act(caseworker, household))
        assert together(session, household.id) == {"Rosa": HEAD}
        assert together(session, other.id) == {"Pedro": HEAD, "Ada": CHILD}

    def test_a_leaving_of_the_head_is_taken_back_with_the_new_head(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        household, people = family(office, "Rosa", "Luis", "Eva")
        services.leave_household(caseworker, people["Rosa"].id, LATER, new_head_id=people["Eva"].id)
        services.correct_act(caseworker, household.id, latest_act(caseworker, household))
        assert together(session, household.id) == {"Rosa": HEAD, "Luis": CHILD, "Eva": CHILD}

    def test_a_change_of_head_is_taken_back(self, session: Session, caseworker: Actor, office: Office) -> None:
        household, people = family(office, "Rosa", "Luis")
        services.change_head(caseworker, household.id, {people["Rosa"].id: Relation.PARENT, people["Luis"].id: HEAD}, on=LATER)
        services.correct_act(caseworker, household.id, latest_act(caseworker, household))
        assert together(session, household.id) == {"Rosa": HEAD, "Luis": CHILD}

    def test_a_change_of_head_stays_once_somebody_joined_under_the_new_one(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        household, people = family(office, "Rosa", "Luis")
        services.change_head(caseworker, household.id, {people["Rosa"].id: SIBLING, people["Luis"].id: HEAD}, on=LATER)
        act_id = latest_act(caseworker, household)
        child = services.register_member(caseworker, people["Luis"].id, somebody(given_names="Ana"), CHILD)
        with pytest.raises(WrongState):
            services.correct_act(caseworker, household.id, act_id)
        assert together(session, household.id) == {"Rosa": SIBLING, "Luis": HEAD, "Ana": CHILD}
        services.correct_act(caseworker, household.id, latest_act(caseworker, household))
        assert child.given_names not in together(session, household.id)
        services.correct_act(caseworker, household.id, act_id)
        assert together(session, household.id) == {"Rosa": HEAD, "Luis": CHILD}

    def test_a_change_of_head_stays_once_what_a_third_is_to_the_new_one_was_corrected(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        household, people = family(office, "Rosa", "Luis", "Eva")
        said = {people["Rosa"].id: SIBLING, people["Luis"].id: HEAD, people["Eva"].id: CHILD}
        services.change_head(caseworker, household.id, said, on=LATER)
        act_id = latest_act(caseworker, household)
        services.change_relation(caseworker, people["Eva"].id, Relation.NOT_RELATED)
        with pytest.raises(WrongState):
            services.correct_act(caseworker, household.id, act_id)
        assert together(session, household.id) == {"Rosa": SIBLING, "Luis": HEAD, "Eva": Relation.NOT_RELATED}

    def test_a_change_of_a_relation_is_taken_back_whoever_joined_since(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        household, people = family(office, "Rosa", "Luis")
        services.change_relation(caseworker, people["Luis"].id, PARTNER)
        act_id = latest_act(caseworker, household)
        services.register_member(caseworker, people["Rosa"].id, somebody(given_names="Ana"), CHILD)
        services.correct_act(caseworker, household.id, act_id)
        assert together(session, household.id) == {"Rosa": HEAD, "Luis": CHILD, "Ana": CHILD}

    def test_what_was_followed_by_something_about_the_same_person_is_not_taken_back(
        self, caseworker: Actor, office: Office
    ) -> None:
        household, people = family(office, "Rosa", "Luis", "Eva")
        split_household(caseworker, household.id, split_of(people, Luis=HEAD, Eva=SIBLING))
        act_id = latest_act(caseworker, household)
        services.change_relation(caseworker, people["Eva"].id, Relation.NOT_RELATED)
        with pytest.raises(WrongState):
            services.correct_act(caseworker, household.id, act_id)

    def test_what_was_recorded_about_others_is_no_hindrance_and_nothing_is_taken_back_twice(
        self, caseworker: Actor, office: Office
    ) -> None:
        household, people = family(office, "Rosa", "Luis", "Eva")
        split_household(caseworker, household.id, split_of(people, Luis=HEAD))
        act_id = latest_act(caseworker, household)
        services.change_relation(caseworker, people["Eva"].id, SIBLING)
        services.correct_act(caseworker, household.id, act_id)
        with pytest.raises(WrongState):
            services.correct_act(caseworker, household.id, act_id)

    def test_a_correction_and_what_never_was_are_not_found(self, caseworker: Actor, office: Office) -> None:
        household, people = family(office, "Rosa", "Luis")
        services.leave_household(caseworker, people["Luis"].id, LATER)
        services.correct_act(caseworker, household.id, latest_act(caseworker, household))
        for act_id in (latest_act(caseworker, household), new_id()):
            with pytest.raises(NotFound):
                services.correct_act(caseworker, household.id, act_id)


class TestJoiningOnADay:
    def test_a_day_in_the_past_is_kept(self, session: Session, caseworker: Actor, office: Office) -> None:
        person, sister = PersonFactory(office=office), PersonFactory(office=office)
        services.link_member(caseworker, person.id, sister.code, SIBLING, joined_on=LATER)
        assert set(session.scalars(sa.select(HouseholdMember.joined_on))) == {LATER}
        assert set(session.scalars(sa.select(HouseholdEvent.occurred_on))) == {LATER}

    def test_a_day_on_which_the_person_still_belonged_elsewhere_is_refused(self, caseworker: Actor, office: Office) -> None:
        _household, people = family(office, "Rosa", "Luis")
        services.leave_household(caseworker, people["Luis"].id, LATER)
        other = PersonFactory(office=office)
        with pytest.raises(RefusedInput) as refusal:
            services.link_member(caseworker, other.id, people["Luis"].code, CHILD, joined_on=LATER - timedelta(days=1))
        assert refusal.value.field == "joined_on"
        services.link_member(caseworker, other.id, people["Luis"].code, CHILD, joined_on=LATER)


class TestWhoMayNotKnow:
    @pytest.fixture
    def hidden(self, session: Session, office: Office) -> tuple[Household, dict[str, Person]]:
        household, people = family(office, "Rosa", "Luis", "Yuleisy")
        people["Yuleisy"].is_restricted = True
        session.commit()
        session.refresh(people["Yuleisy"])
        return household, people

    def test_a_restricted_member_stands_nowhere_in_the_household(
        self, session: Session, caseworker: Actor, hidden: tuple[Household, dict[str, Person]]
    ) -> None:
        household, people = hidden
        household_id, hidden_id = household.id, people["Yuleisy"].id
        services.leave_household(actor_of_all(session, people["Yuleisy"]), hidden_id, LATER)
        session.commit()
        session.expunge_all()
        read = queries.get_household(caseworker, household_id)
        assert len(read.members) == 2
        assert hidden_id not in {member.person_id for member in read.members}
        assert queries.list_events(caseworker, read) == []

    def test_a_household_of_none_but_restricted_members_does_not_exist(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        household, people = family(office, "Yuleisy")
        people["Yuleisy"].is_restricted = True
        session.commit()
        session.expire_all()
        with pytest.raises(NotFound):
            queries.get_household(caseworker, household.id)

    def test_a_hidden_head_makes_no_second_one_possible_and_is_not_told_of(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        household, people = family(office, "Yuleisy", "Luis", "Eva")
        people["Yuleisy"].is_restricted = True
        session.commit()
        session.expire_all()
        said = {people["Luis"].id: HEAD, people["Eva"].id: SIBLING}
        with pytest.raises(WrongState):
            services.change_head(caseworker, household.id, said, on=LATER)


def actor_of_all(session: Session, person: Person) -> Actor:
    """A supervisor who knows a restricted file."""
    from app.accounts.doors import actor_for
    from app.accounts.models import NeedToKnow, User

    actor = actor_of(Role.SUPERVISOR, session.get_one(Office, person.office_id))
    session.add(NeedToKnow(record_kind="person", record_id=person.id, office_id=person.office_id, user_id=actor.id))
    session.commit()
    return actor_for(session.get_one(User, actor.id))
