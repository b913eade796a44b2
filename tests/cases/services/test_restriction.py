"""Files that exist only for those who need to know them."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.doors import actor_for
from app.accounts.enums import RestrictedKind
from app.accounts.models import NeedToKnow, Office, Restriction, User
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.cases import queries, services
from app.cases.enums import CaseKind
from app.cases.models import Case
from app.cases.services import Circle, NewCase
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed, NotFound, RefusedInput, WrongState
from app.people import queries as people
from app.people.models import Person
from tests.conftest import actor_of
from tests.factories.accounts import GrantFactory, TeamFactory, UserFactory
from tests.factories.cases import CaseFactory, case_at
from tests.factories.people import PersonFactory

NEW = NewCase(CaseKind.DOCUMENTATION, "Obtener el permiso")
WHY = "Contó algo que sólo debe saber quien la atiende."


@pytest.fixture
def supervisor(office: Office) -> Actor:
    return actor_of(Role.SUPERVISOR, office)


@pytest.fixture
def colleague(office: Office) -> Actor:
    return actor_of(Role.CASEWORKER, office)


@pytest.fixture
def case(office: Office, caseworker: Actor) -> Case:
    return case_at(office, caseworker_id=caseworker.id)


def again(session: Session, actor: Actor) -> Actor:
    """The actor at their next request."""
    return actor_for(session.get_one(User, actor.id))


def circle_of(*actors: Actor, why_few: str | None = None) -> Circle:
    return Circle(frozenset(actor.id for actor in actors if actor.id), WHY, why_few)


def known_to(session: Session, record: Case | Person) -> set[object]:
    in_force = sa.select(NeedToKnow.user_id).where(NeedToKnow.record_id == record.id, NeedToKnow.ended_at.is_(None))
    return set(session.scalars(in_force))


class TestRestrictingACase:
    def test_it_exists_for_those_named_and_for_nobody_else(
        self, session: Session, case: Case, caseworker: Actor, supervisor: Actor, colleague: Actor
    ) -> None:
        services.restrict_case(caseworker, case.id, circle_of(supervisor))
        for actor in (caseworker, supervisor):
            assert queries.get_case(again(session, actor), case.id).is_restricted
        with pytest.raises(NotFound):
            queries.get_case(again(session, colleague), case.id)
        assert known_to(session, case) == {caseworker.id, supervisor.id}

    def test_what_belongs_to_it_goes_along(self, session: Session, case: Case, caseworker: Actor, supervisor: Actor) -> None:
        note = services.add_note(caseworker, case.id, services.NewNote("Una nota", case.opened_on))
        session.flush()
        services.restrict_case(caseworker, case.id, circle_of(supervisor))
        session.refresh(note)
        assert note.scope_id == case.id

    def test_the_reason_is_kept_sealed_and_the_trail_names_no_office(
        self, session: Session, case: Case, caseworker: Actor, supervisor: Actor
    ) -> None:
        services.restrict_case(caseworker, case.id, circle_of(supervisor))
        restriction = session.scalars(sa.select(Restriction)).one()
        assert restriction.reason == WHY
        assert WHY.encode() not in (restriction.reason_sealed or b"")
        event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "case:restricted")).one()
        assert (event.subject_id, event.office_id, event.fields) == (case.id, case.id, ["need_to_know", "reason"])

    def test_two_people_are_asked_for_or_the_reason_why_one_suffices(self, case: Case, caseworker: Actor) -> None:
        with pytest.raises(RefusedInput) as refusal:
            services.restrict_case(caseworker, case.id, circle_of())
        assert refusal.value.field == "why_few"
        services.restrict_case(caseworker, case.id, circle_of(why_few="Nadie más habla su lengua."))
        assert case.is_restricted

    def test_two_without_a_supervisor_are_not_enough(self, case: Case, caseworker: Actor, colleague: Actor) -> None:
        with pytest.raises(RefusedInput):
            services.restrict_case(caseworker, case.id, circle_of(colleague))

    def test_whoever_carries_it_goes_on_seeing_it(self, case: Case, supervisor: Actor, colleague: Actor) -> None:
        with pytest.raises(RefusedInput) as refusal:
            services.restrict_case(supervisor, case.id, circle_of(colleague))
        assert refusal.value.field == "colleagues"

    def test_a_colleague_who_does_not_carry_it_may_not(self, case: Case, colleague: Actor, supervisor: Actor) -> None:
        with pytest.raises(NotAllowed):
            services.restrict_case(colleague, case.id, circle_of(supervisor))

    def test_nobody_of_another_office_can_be_named(self, case: Case, caseworker: Actor, other_office: Office) -> None:
        with pytest.raises(RefusedInput):
            services.restrict_case(caseworker, case.id, circle_of(actor_of(Role.SUPERVISOR, other_office)))


class TestRestrictingAPerson:
    def test_all_cases_go_along_also_those_opened_later(
        self, session: Session, case: Case, caseworker: Actor, supervisor: Actor, colleague: Actor
    ) -> None:
        second = CaseFactory(person=case.person)
        services.restrict_person(caseworker, case.person_id, circle_of(supervisor))
        third = services.open_case(again(session, supervisor), case.person_id, NEW)
        for record in (case, second, third):
            assert record.is_restricted
            assert known_to(session, record) == {caseworker.id, supervisor.id}
            with pytest.raises(NotFound):
                queries.get_case(again(session, colleague), record.id)
        with pytest.raises(NotFound):
            people.get_person(again(session, colleague), case.person_id)

    def test_who_knows_a_restricted_case_goes_on_seeing_the_person(
        self, session: Session, case: Case, caseworker: Actor, supervisor: Actor, colleague: Actor
    ) -> None:
        hidden = CaseFactory(person=case.person, caseworker_id=colleague.id)
        services.restrict_case(colleague, hidden.id, circle_of(why_few="Sólo yo la conozco."))
        services.restrict_person(again(session, caseworker), case.person_id, circle_of(supervisor))
        assert people.get_person(again(session, colleague), case.person_id)
        assert known_to(session, hidden) == {colleague.id}
        with pytest.raises(NotFound):
            queries.get_case(again(session, supervisor), hidden.id)

    def test_whoever_was_told_restricts_the_file_and_who_carries_a_case_goes_on_seeing_it(
        self, session: Session, case: Case, caseworker: Actor, supervisor: Actor, colleague: Actor
    ) -> None:
        with pytest.raises(RefusedInput):
            services.restrict_person(colleague, case.person_id, circle_of(supervisor))
        services.restrict_person(colleague, case.person_id, circle_of(supervisor, caseworker))
        assert known_to(session, case.person) == {caseworker.id, supervisor.id, colleague.id}

    def test_who_works_in_a_team_only_does_not(self, case: Case, supervisor: Actor, office: Office) -> None:
        user = UserFactory(office=office)
        GrantFactory(user=user, role=Role.CASEWORKER, team_id=TeamFactory(office=office).id)
        with pytest.raises(NotAllowed):
            services.restrict_person(actor_for(user), case.person_id, circle_of(supervisor))

    def test_only_who_knows_the_person_can_carry_a_new_case(
        self, session: Session, case: Case, caseworker: Actor, supervisor: Actor, colleague: Actor
    ) -> None:
        services.restrict_person(caseworker, case.person_id, circle_of(supervisor))
        to_colleague = NewCase(CaseKind.DOCUMENTATION, "Otra meta", caseworker_id=colleague.id)
        with pytest.raises(RefusedInput):
            services.open_case(again(session, caseworker), case.person_id, to_colleague)

    def test_the_database_refuses_an_open_case_of_a_restricted_person(
        self, session: Session, case: Case, caseworker: Actor, supervisor: Actor
    ) -> None:
        services.restrict_person(caseworker, case.person_id, circle_of(supervisor))
        with pytest.raises(sa.exc.IntegrityError, match="every case of a restricted person"):
            session.execute(sa.update(Case).where(Case.id == case.id).values(is_restricted=False))


class TestTheCircle:
    @pytest.fixture
    def restricted(self, case: Case, caseworker: Actor, supervisor: Actor) -> Case:
        return services.restrict_case(caseworker, case.id, circle_of(supervisor))

    def test_more_can_be_named(self, session: Session, restricted: Case, caseworker: Actor, colleague: Actor) -> None:
        services.widen_case(again(session, caseworker), restricted.id, {colleague.id})
        assert queries.get_case(again(session, colleague), restricted.id)

    def test_of_a_restricted_person_only_those_who_know_the_person(
        self, session: Session, case: Case, caseworker: Actor, supervisor: Actor, colleague: Actor
    ) -> None:
        services.restrict_person(caseworker, case.person_id, circle_of(supervisor))
        with pytest.raises(RefusedInput):
            services.widen_case(again(session, caseworker), case.id, {colleague.id})
        services.widen_person(again(session, caseworker), case.person_id, {colleague.id})
        assert queries.get_case(again(session, colleague), case.id)

    def test_somebody_can_be_taken_off_while_enough_stay(
        self, session: Session, restricted: Case, caseworker: Actor, supervisor: Actor, colleague: Actor
    ) -> None:
        with pytest.raises(WrongState):
            services.take_off_case(again(session, caseworker), restricted.id, supervisor.id)
        services.widen_case(again(session, caseworker), restricted.id, {colleague.id})
        services.take_off_case(again(session, caseworker), restricted.id, colleague.id)
        assert known_to(session, restricted) == {caseworker.id, supervisor.id}

    def test_whoever_carries_the_case_is_not_taken_off(
        self, session: Session, restricted: Case, caseworker: Actor, supervisor: Actor
    ) -> None:
        with pytest.raises(WrongState):
            services.take_off_case(again(session, supervisor), restricted.id, caseworker.id)

    def test_only_who_knows_it_is_given_it(self, session: Session, restricted: Case, supervisor: Actor, colleague: Actor) -> None:
        knows = again(session, supervisor)
        with pytest.raises(RefusedInput):
            services.assign_case(knows, restricted, caseworker_id=colleague.id, reason="Vacaciones")
        services.let_carrier_know(knows, restricted, colleague.id)
        services.assign_case(knows, restricted, caseworker_id=colleague.id, reason="Vacaciones")
        assert queries.get_case(again(session, colleague), restricted.id).caseworker_id == colleague.id


class TestEnding:
    def test_a_supervisor_who_knows_the_case_opens_it_to_the_office(
        self, session: Session, case: Case, caseworker: Actor, supervisor: Actor, colleague: Actor
    ) -> None:
        services.restrict_case(caseworker, case.id, circle_of(supervisor))
        with pytest.raises(NotAllowed):
            services.end_case_restriction(again(session, caseworker), case.id, "Ya no hace falta")
        services.end_case_restriction(again(session, supervisor), case.id, "Ya no hace falta")
        assert queries.get_case(again(session, colleague), case.id)
        assert known_to(session, case) == set()

    def test_the_supervisor_of_a_team_opens_no_case_that_returns_to_the_whole_office(
        self, session: Session, case: Case, caseworker: Actor, supervisor: Actor, office: Office
    ) -> None:
        team, user = TeamFactory(office=office), UserFactory(office=office)
        GrantFactory(user=user, role=Role.SUPERVISOR, team_id=team.id)
        services.restrict_case(caseworker, case.id, circle_of(supervisor, actor_for(user)))
        with pytest.raises(NotAllowed):
            services.end_case_restriction(actor_for(user), case.id, WHY)
        case.team_id = team.id
        session.flush()
        services.end_case_restriction(actor_for(user), case.id, WHY)
        assert not case.is_restricted

    def test_the_supervisor_of_a_team_does_not_open_a_whole_file(
        self, session: Session, case: Case, caseworker: Actor, supervisor: Actor, office: Office
    ) -> None:
        user = UserFactory(office=office)
        GrantFactory(user=user, role=Role.SUPERVISOR, team_id=TeamFactory(office=office).id)
        services.restrict_person(caseworker, case.person_id, circle_of(supervisor, actor_for(user)))
        with pytest.raises(NotAllowed):
            services.end_person_restriction(actor_for(user), case.person_id, WHY)
        assert session.get_one(Person, case.person_id).is_restricted

    def test_a_supervisor_who_does_not_know_it_finds_nothing_to_end(
        self, session: Session, case: Case, caseworker: Actor, supervisor: Actor
    ) -> None:
        services.restrict_case(caseworker, case.id, circle_of(why_few="Su jefa es parte."))
        with pytest.raises(NotFound):
            services.end_case_restriction(again(session, supervisor), case.id, "Quiero verlo")

    def test_cases_that_came_along_open_with_the_person_and_others_stay(
        self, session: Session, case: Case, caseworker: Actor, supervisor: Actor, colleague: Actor
    ) -> None:
        apart = CaseFactory(person=case.person, caseworker_id=caseworker.id)
        services.restrict_case(caseworker, apart.id, circle_of(supervisor))
        services.restrict_person(again(session, caseworker), case.person_id, circle_of(supervisor))
        with pytest.raises(WrongState):
            services.end_case_restriction(again(session, supervisor), case.id, "Sólo este")
        services.end_person_restriction(again(session, supervisor), case.person_id, "Ya no hace falta")
        assert queries.get_case(again(session, colleague), case.id)
        with pytest.raises(NotFound):
            queries.get_case(again(session, colleague), apart.id)


def test_a_new_case_of_somebody_who_works_in_a_team_is_its_teams_whatever_restricted_files_they_know(
    session: Session, office: Office
) -> None:
    """A restricted record is a scope as a team is, and older than the team it would be taken for one."""
    known, fresh = case_at(office, is_restricted=True), case_at(office)
    user, team = UserFactory(office=office), TeamFactory(office=office)
    GrantFactory(user=user, role=Role.CASEWORKER, team_id=team.id)
    session.add(NeedToKnow(record_kind=RestrictedKind.CASE, record_id=known.id, office_id=office.id, user_id=user.id))
    session.commit()
    actor = actor_for(user)
    assert known.id < team.id
    case = services.open_case(actor, fresh.person_id, replace(NEW, caseworker_id=user.id))
    assert (case.team_id, case.caseworker_id) == (team.id, user.id)


def test_somebody_of_a_team_opens_and_carries_a_case_of_a_restricted_person_they_know(session: Session, office: Office) -> None:
    user, team = UserFactory(office=office), TeamFactory(office=office)
    GrantFactory(user=user, role=Role.CASEWORKER, team_id=team.id)
    person: Person = PersonFactory(office=office, is_restricted=True)
    session.add(NeedToKnow(record_kind=RestrictedKind.PERSON, record_id=person.id, office_id=office.id, user_id=user.id))
    session.commit()
    case = services.open_case(actor_for(user), person.id, replace(NEW, caseworker_id=user.id))
    assert (case.is_restricted, case.team_id, case.caseworker_id) == (True, team.id, user.id)
