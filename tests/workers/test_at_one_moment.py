"""What two people do at the same moment, counted as if one had come after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.accounts import services as accounts
from app.accounts.models import BreakGlass, Grant, Office, User
from app.accounts.permissions import Role
from app.attachments.cleaning import Cleaned
from app.attachments.enums import FileFormat, OwnerKind
from app.attachments.services import NewAttachment, add_attachment
from app.data_protection.enums import HoldReason
from app.data_protection.models import RetentionHold
from app.data_protection.services import erasing, set_hold
from app.emergency import services as emergency
from app.foundation import access
from app.foundation.actor import Actor, system_actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.errors import DomainError, WrongState
from app.foundation.transactions import transaction
from app.people import personal_data as people
from app.people.enums import CareSituation, ConsentHolder, Relation
from app.people.models import ChildCare, Household, HouseholdMember, Person
from app.people.services import NewCare, Split, leave_household, link_member, merge_households, split_household, state_care
from ops.throwaway import ThrowawayServers
from tests.attachments import samples
from tests.conftest import actor_of
from tests.factories.accounts import GrantFactory, OfficeFactory, UserFactory
from tests.factories.people import PersonFactory, household_of
from tests.workers.conftest import Workers
from tests.workers.contexts import clear_as_owner

WRITTEN_HERE = (
    "household_event", "household_member", "household", "child_care", "outbox_message", "attachment", "retention_hold",
    "break_glass_notice", "break_glass", "name_word", "person", "user_grant", '"user"', "office", "number_series", "data_key",
)  # fmt: skip
"""In the order in which rows may be deleted; audit rows stay, as nobody may delete them."""
REASON = "La señora está aquí con un niño con fiebre y no sabe a qué clínica iba."


@pytest.fixture
def office(jobs_session: Any, servers: ThrowawayServers) -> Iterator[Office]:
    yield OfficeFactory(code="CUC", name="Cúcuta")
    jobs_session.rollback()
    clear_as_owner(servers, WRITTEN_HERE)


@pytest.fixture
def other_office(office: Office) -> Office:
    """Made within the time of ``office``, which tidies up."""
    assert office.id
    return OfficeFactory(code="UIO", name="Quito", country="EC", area_code="EC-P", time_zone="America/Guayaquil")


def at_one_moment(workers: Workers, actors: list[Actor], act: Callable[[Actor], Any]) -> list[str]:
    """What came of it for each: ``done`` or the name of the refusal, sorted."""
    ready = threading.Barrier(len(actors))

    def take_part(actor: Actor) -> str:
        with workers.web.app_context():
            access.enter(actor)
            ready.wait(timeout=20)
            try:
                with transaction():
                    act(actor)
            except DomainError as refusal:
                return type(refusal).__name__
            return "done"

    with ThreadPoolExecutor(len(actors)) as hands:
        outcomes = [hand.result(timeout=40) for hand in [hands.submit(take_part, actor) for actor in actors]]
    db.session.rollback()
    db.session.expire_all()
    return sorted(outcomes)


def count_of(model: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_emergency_accesses_asked_for_at_once_stay_within_the_limit(
    workers: Workers, office: Office, other_office: Office
) -> None:
    reader = actor_of(Role.CASEWORKER, other_office)
    codes = [PersonFactory(office=office).code for _ in range(8)]
    db.session.commit()
    left = iter(codes)
    outcomes = at_one_moment(workers, [reader] * 8, lambda actor: emergency.break_glass(actor, next(left), REASON))
    assert outcomes == ["RefusedInput"] * 3 + ["done"] * 5
    assert count_of(BreakGlass) == 5


def test_two_holds_for_one_reason_set_at_once_are_one_hold(workers: Workers, office: Office) -> None:
    first, second = actor_of(Role.DATA_PROTECTION, office), actor_of(Role.DATA_PROTECTION, office)
    code = PersonFactory(office=office).code
    until = today_in(office.time_zone) + timedelta(days=30)
    db.session.commit()
    outcomes = at_one_moment(workers, [first, second], lambda actor: set_hold(actor, code, HoldReason.COURT, until=until))
    assert outcomes == ["RefusedInput", "done"]
    assert count_of(RetentionHold) == 1


class TestTwoAdministrators:
    """Of the whole operation, who take each other out: one of them is left."""

    @pytest.fixture
    def pair(self, office: Office) -> tuple[Actor, Actor]:
        from app.accounts.doors import actor_for

        users = [UserFactory(office=office, password="set") for _ in range(2)]
        for user in users:
            GrantFactory(user=user, role=Role.ADMINISTRATOR, office=None)
        db.session.commit()
        return actor_for(users[0]), actor_for(users[1])

    def left(self) -> int:
        acting = sa.and_(User.active, Grant.ended_at.is_(None))
        return db.session.scalar(sa.select(sa.func.count()).select_from(Grant).join(User, User.id == Grant.user_id).where(acting))

    def test_who_disable_each_other_at_once(self, workers: Workers, pair: tuple[Actor, Actor]) -> None:
        other = {pair[0].id: pair[1].id, pair[1].id: pair[0].id}
        outcomes = at_one_moment(workers, list(pair), lambda actor: accounts.disable_user(actor, other[actor.id]))
        assert outcomes == ["NotAllowed", "done"]
        assert self.left() == 1

    def test_who_end_each_others_role_at_once(self, workers: Workers, pair: tuple[Actor, Actor]) -> None:
        grants = {grant.user_id: grant.id for grant in db.session.scalars(sa.select(Grant))}
        other = {pair[0].id: pair[1].id, pair[1].id: pair[0].id}

        def end(actor: Actor) -> None:
            accounts.end_grant(actor, other[actor.id], grants[other[actor.id]])

        assert at_one_moment(workers, list(pair), end) in (["NotAllowed", "done"], ["NotFound", "done"])
        assert self.left() == 1


def test_a_file_attached_while_its_person_is_being_erased_is_refused(workers: Workers, office: Office) -> None:
    worker, person_id = actor_of(Role.CASEWORKER, office), PersonFactory(office=office).id
    db.session.commit()
    is_erasing, attaches = threading.Event(), threading.Event()
    new = NewAttachment("Pasaporte", Cleaned(FileFormat.PDF, samples.saved(samples.document()), 1))

    def erase() -> None:
        with workers.flask.app_context(), transaction():
            access.enter(system_actor("tests"))
            people.erase_person(erasing.lock_file(person_id))
            is_erasing.set()
            assert not attaches.wait(timeout=1), "it waits for the lock"

    def attach() -> None:
        with workers.web.app_context():
            access.enter(worker)
            is_erasing.wait(timeout=20)
            with pytest.raises(WrongState), transaction():
                add_attachment(worker, OwnerKind.PERSON, person_id, new)
            attaches.set()

    with ThreadPoolExecutor(2) as hands:
        for hand in [hands.submit(erase), hands.submit(attach)]:
            hand.result(timeout=40)
    db.session.rollback()
    db.session.expire_all()
    assert db.session.get_one(Person, person_id).erased_at is not None
    assert db.session.scalar(sa.text("SELECT count(*) FROM attachment")) == 0


class TestHouseholds:
    """Two colleagues of one office who change the same households."""

    @pytest.fixture
    def hands(self, office: Office) -> list[Actor]:
        return [actor_of(Role.CASEWORKER, office), actor_of(Role.CASEWORKER, office)]

    @pytest.fixture
    def family(self, office: Office) -> list[Person]:
        people = [PersonFactory(office=office, birth_year=1990) for _ in range(4)]
        household_of(*people)
        db.session.commit()
        return people

    def household_id(self, person: Person) -> UUID:
        return db.session.scalars(
            sa.select(HouseholdMember.household_id).where(
                HouseholdMember.person_id == person.id, HouseholdMember.left_on.is_(None)
            )
        ).one()

    def test_of_two_splits_of_one_household_the_later_is_refused(
        self, workers: Workers, office: Office, hands: list[Actor], family: list[Person]
    ) -> None:
        household_id, today = self.household_id(family[0]), today_in(office.time_zone)
        everybody, leaving = frozenset(one.id for one in family), {family[1].id: Relation.HEAD, family[2].id: Relation.SIBLING}
        split = Split(relations=leaving, members=everybody, on=today)
        outcomes = at_one_moment(workers, hands, lambda actor: split_household(actor, household_id, split))
        assert outcomes == ["RefusedInput", "done"]
        assert (count_of(Household), count_of(HouseholdMember)) == (2, 6)

    def test_while_somebody_leaves_their_household_is_not_joined_to_another_with_them(
        self, workers: Workers, office: Office, hands: list[Actor], family: list[Person]
    ) -> None:
        other = PersonFactory(office=office, birth_year=1990)
        household_of(other)
        db.session.commit()
        here, joining, today = self.household_id(other), self.household_id(family[0]), today_in(office.time_zone)
        relations = {one.id: Relation.OTHER_RELATIVE for one in family}
        acts = iter(
            [
                lambda actor: merge_households(actor, here, joining, relations, on=today),
                lambda actor: leave_household(actor, family[3].id, today),
            ]
        )
        of_each = {hand.id: next(acts) for hand in hands}
        outcomes = at_one_moment(workers, hands, lambda actor: of_each[actor.id](actor))
        present = sa.select(HouseholdMember.household_id, HouseholdMember.person_id).where(HouseholdMember.left_on.is_(None))
        together = db.session.execute(present).all()
        assert "done" in outcomes
        assert len({person_id for _household, person_id in together}) == len(together), "nobody lives in two"
        left_first = family[3].id not in {person_id for _household, person_id in together} and outcomes != ["done", "done"]
        assert left_first or {household for household, _person in together} == {here}

    def test_one_person_brought_into_two_households_at_once_is_in_one(
        self, workers: Workers, office: Office, hands: list[Actor]
    ) -> None:
        anchors = [PersonFactory(office=office, birth_year=1990) for _ in hands]
        code = PersonFactory(office=office, birth_year=1990).code
        db.session.commit()
        of_each = {hand.id: anchor.id for hand, anchor in zip(hands, anchors, strict=True)}
        outcomes = at_one_moment(workers, hands, lambda actor: link_member(actor, of_each[actor.id], code, Relation.SIBLING))
        assert outcomes == ["RefusedInput", "done"]

    def test_two_statements_about_one_child_leave_one_in_force(
        self, workers: Workers, office: Office, hands: list[Actor]
    ) -> None:
        today = today_in(office.time_zone)
        child_id = PersonFactory(office=office, birth_year=today.year - 8).id
        db.session.commit()
        care = NewCare(situation=CareSituation.UNKNOWN, since_on=today, consent_holder=ConsentHolder.NOBODY_YET)
        assert at_one_moment(workers, hands, lambda actor: state_care(actor, child_id, care)) == ["done", "done"]
        in_force = sa.select(sa.func.count()).select_from(ChildCare).where(ChildCare.set_aside_at.is_(None))
        assert (count_of(ChildCare), db.session.scalar(in_force)) == (2, 1)
