"""The task about a child is computed: it comes with its reason and goes with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.accounts.doors import actor_for
from app.accounts.models import Office, User
from app.accounts.permissions import Role
from app.cases import presenters, queries
from app.cases.enums import CaseStatus
from app.cases.models import Case
from app.cases.presenters.children import child_words
from app.cases.queries import ChildTask
from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.people.enums import CareNeed, CareRelation, CareSituation, ConsentHolder, Relation
from app.people.policies import Confirmed
from app.people.presenters import child_alert
from app.people.queries import find_care_needs
from app.people.services import NewCare, leave_household, state_care
from tests.conftest import SignIn, actor_of
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.cases import case_at, closed_case_at, follow_up_of
from tests.factories.people import HouseholdFactory, HouseholdMemberFactory, PersonFactory
from tests.statements import statements

TODAY = today_in("America/Bogota")


@pytest.fixture
def worker(session: Session, office: Office) -> User:
    user: User = UserFactory(office=office)
    GrantFactory(user=user, role=Role.CASEWORKER, office=office)
    session.commit()
    return user


@pytest.fixture
def case(office: Office, worker: User) -> Case:
    """A case of a child of eight who is in no household."""
    made: Case = case_at(office, caseworker_id=worker.id, person__birth_year=TODAY.year - 8, person__given_names="Ana")
    return made


def tasks_of(user: User) -> list[ChildTask]:
    return list(queries.list_child_tasks(actor_for(user), user.id))


def state(actor: Actor, case: Case, **facts: Any) -> None:
    known: dict[str, Any] = {
        "situation": CareSituation.UNACCOMPANIED,
        "since_on": TODAY,
        "consent_holder": ConsentHolder.NOBODY_YET,
    }
    state_care(actor, case.person_id, NewCare(**known | facts))


def test_nothing_stated_asks_within_seven_days_of_the_opening(case: Case, worker: User) -> None:
    (task,) = tasks_of(worker)
    assert (task.case_id, task.need, task.situation) == (case.id, CareNeed.ASK, None)
    assert task.due_on == case.opened_on + timedelta(days=7)


def test_an_unaccompanied_child_stays_until_guardian_and_consent_holder_are_recorded(case: Case, worker: User) -> None:
    actor = actor_for(worker)
    state(actor, case)
    (task,) = tasks_of(worker)
    assert (task.need, task.situation, task.due_on) == (
        CareNeed.COMPLETE,
        CareSituation.UNACCOMPANIED,
        TODAY + timedelta(days=7),
    )
    guardian = {"guardian_name": "Carmen Tovar", "guardian_relation": CareRelation.OTHER_RELATIVE}
    state(actor, case, **guardian)
    assert len(tasks_of(worker)) == 1
    state(actor, case, consent_holder=ConsentHolder.GUARDIAN, **guardian)
    assert tasks_of(worker) == []


def test_it_goes_when_the_child_is_back_with_a_parent_or_turns_18(session: Session, case: Case, worker: User) -> None:
    state(actor_for(worker), case)
    case.person.birth_year = TODAY.year - 19
    session.commit()
    assert tasks_of(worker) == []
    case.person.birth_year = TODAY.year - 8
    session.commit()
    assert len(tasks_of(worker)) == 1
    state(actor_for(worker), case, situation=CareSituation.ACCOMPANIED)
    assert tasks_of(worker) == []


def test_a_closed_case_asks_for_nothing_and_one_on_hold_does(session: Session, office: Office, case: Case, worker: User) -> None:
    closed_case_at(office, caseworker_id=worker.id, person__birth_year=TODAY.year - 8)
    case.status, case.attention_on = CaseStatus.ON_HOLD, None
    session.commit()
    assert [task.case_id for task in tasks_of(worker)] == [case.id]


def test_a_child_with_two_cases_is_asked_about_once(office: Office, case: Case, worker: User) -> None:
    case_at(office, caseworker_id=worker.id, person=case.person)
    assert len(tasks_of(worker)) == 1


def test_a_child_without_a_case_is_on_the_day_of_who_registered_it_and_of_the_supervisor(
    session: Session, office: Office, worker: User, other_office: Office
) -> None:
    child = PersonFactory(office=office, birth_year=TODAY.year - 15, registered_by=worker.id)
    PersonFactory(office=office, birth_year=TODAY.year - 40, registered_by=worker.id)
    session.commit()
    (task,) = tasks_of(worker)
    assert (task.person_id, task.case_id, task.code, task.need) == (child.id, None, child.code, CareNeed.ASK)
    assert task.due_on == TODAY + timedelta(days=7)
    supervisor = actor_of(Role.SUPERVISOR, office)
    assert [task.person_id for task in queries.list_children_of_offices(supervisor, [office.id])] == [child.id]
    elsewhere = actor_of(Role.SUPERVISOR, other_office)
    assert queries.list_children_of_offices(elsewhere, [office.id]) == []
    state_care(
        actor_for(worker),
        child.id,
        NewCare(situation=CareSituation.ACCOMPANIED, since_on=TODAY, consent_holder=ConsentHolder.NOBODY_YET),
    )
    assert tasks_of(worker) == []
    assert queries.list_children_of_offices(supervisor, [office.id]) == []


def test_a_child_registered_and_carried_by_the_same_is_there_once(session: Session, case: Case, worker: User) -> None:
    case.person.registered_by = worker.id
    session.commit()
    (task,) = tasks_of(worker)
    assert task.case_id == case.id


def test_who_was_registered_long_ago_without_a_case_is_left_to_their_file(session: Session, office: Office, worker: User) -> None:
    long_ago = now() - timedelta(days=100)
    PersonFactory(office=office, birth_year=TODAY.year - 15, registered_by=worker.id, registered_at=long_ago)
    session.commit()
    assert tasks_of(worker) == []


def test_nobody_is_told_of_the_children_of_another_office(case: Case, worker: User, other_office: Office) -> None:
    stranger = actor_of(Role.SUPERVISOR, other_office)
    assert queries.list_child_tasks(stranger, worker.id) == []
    assert queries.find_child_task(stranger, case) is None


def test_ten_children_take_one_statement(app: Any, office: Office, worker: User) -> None:
    for _ in range(10):
        case_at(office, caseworker_id=worker.id, person__birth_year=TODAY.year - 8)
    actor = actor_for(worker)
    with statements(app) as made:
        assert len(queries.list_child_tasks(actor, worker.id)) == 10
    assert len(made) == 2, "the cases that are carried, and who was registered"


def words_of(case: Case, worker: User) -> str:
    actor = actor_for(worker)
    task, follow_up = queries.find_child_task(actor, case), queries.find_nearest_follow_up(actor, case.id)
    step = presenters.next_action(actor, case, follow_up, TODAY, child=task)
    assert step is not None
    return step.what


@pytest.mark.parametrize(("days", "is_child_first"), [(3, True), (0, False), (-2, False)])
def test_it_is_the_next_step_unless_something_is_due_today_or_late(
    app: Any, case: Case, worker: User, days: int, is_child_first: bool
) -> None:
    follow_up_of(case, days=days)
    with app.test_request_context():
        (task,) = tasks_of(worker)
        assert (words_of(case, worker) == child_words(task)) is is_child_first


def test_the_day_the_case_and_the_file_show_it_with_the_way_to_record_it(
    sign_in: SignIn, session: Session, office: Office
) -> None:
    ana = sign_in(Role.CASEWORKER)
    case = case_at(office, caseworker_id=ana.user.id, person__birth_year=TODAY.year - 8, person__given_names="Ana")
    session.commit()
    for page in ("/", f"/cases/{case.id}", f"/people/{case.person_id}"):
        assert f"/people/{case.person_id}/care" in ana.get(page).text, page
    ana.submit(f"/people/{case.person_id}/care", situation="accompanied", guardian_known="nobody", consent_holder="nobody_yet",
               **{"since_on-day": "1", "since_on-month": "2", "since_on-year": str(TODAY.year)})  # fmt: skip
    assert f"/people/{case.person_id}/care" not in ana.get("/").text


KINDS = [(of_child, of_adult) for of_child in Relation for of_adult in Relation if {of_child, of_adult} != {Relation.HEAD}]


def test_in_every_kind_of_household_who_has_the_sign_stands_in_both_days(
    app: Any, session: Session, office: Office, worker: User
) -> None:
    colleague = UserFactory(office=office)
    GrantFactory(user=colleague, role=Role.CASEWORKER, office=office)
    children = [PersonFactory(office=office, birth_year=TODAY.year - 8, registered_by=worker.id)]
    for number, (of_child, of_adult) in enumerate(KINDS):
        registrar = (worker, colleague)[number % 2]
        child = PersonFactory(office=office, birth_year=TODAY.year - 8, registered_by=registrar.id)
        household, adult = HouseholdFactory(office=office), PersonFactory(office=office, birth_year=TODAY.year - 40)
        HouseholdMemberFactory(household_id=household.id, person_id=child.id, relation=of_child)
        HouseholdMemberFactory(household_id=household.id, person_id=adult.id, relation=of_adult)
        children.append(child)
    session.commit()
    actor, supervisor = actor_for(worker), actor_of(Role.SUPERVISOR, office)
    needs = find_care_needs(actor, [child.id for child in children])
    with app.test_request_context():
        signs = {child.id for child in children if child_alert(child, None, needs.get(child.id), today=TODAY)}
    assert 90 < len(signs) < len(children), "both kinds are there"
    assert {task.person_id for user in (worker, colleague) for task in tasks_of(user)} == signs
    pages = [queries.page_of_new_children(supervisor, [office.id], number) for number in range(1, 10)]
    assert {task.person_id for page in pages for task in page.rows} == signs


def test_a_child_of_a_line_list_whose_family_is_to_be_confirmed_is_asked_about(
    session: Session, office: Office, worker: User
) -> None:
    household = HouseholdFactory(office=office)
    for born, relation in ((TODAY.year - 30, Relation.HEAD), (TODAY.year - 1, Relation.UNKNOWN)):
        person = PersonFactory(office=office, birth_year=born, registered_by=worker.id)
        HouseholdMemberFactory(household_id=household.id, person_id=person.id, relation=relation)
    session.commit()
    (task,) = tasks_of(worker)
    assert (task.person_id, task.need) == (person.id, CareNeed.CONFIRM)


def test_the_youngest_come_first_whether_by_birth_or_by_age(session: Session, office: Office, worker: User) -> None:
    ages = {
        "nine": {"birth_year": TODAY.year - 9},
        "baby": {"birth_year": TODAY.year, "birth_month": 1},
        "said four": {"birth_year": None, "stated_age": 4, "age_stated_on": TODAY},
        "said sixteen": {"birth_year": None, "stated_age": 16, "age_stated_on": TODAY},
    }
    for name, age in ages.items():
        PersonFactory(office=office, given_names=name, registered_by=worker.id, **age)
    case_at(office, caseworker_id=worker.id, person__birth_year=TODAY.year - 7, person__given_names="in a case")
    session.commit()
    assert [task.given_names for task in tasks_of(worker)] == ["baby", "said four", "in a case", "nine", "said sixteen"]
    reviewed = queries.list_children_of_offices(actor_of(Role.SUPERVISOR, office), [office.id])
    assert [task.given_names for task in reviewed] == ["baby", "said four", "in a case", "nine", "said sixteen"]


def test_who_was_registered_long_ago_is_back_in_both_days_once_the_mother_has_gone(
    session: Session, office: Office, worker: User
) -> None:
    long_ago = now() - timedelta(days=300)
    mother, child = (
        PersonFactory(office=office, birth_year=born, registered_by=worker.id, registered_at=long_ago)
        for born in (TODAY.year - 30, TODAY.year - 3)
    )
    household = HouseholdFactory(office=office)
    for person, relation in ((mother, Relation.HEAD), (child, Relation.CHILD)):
        HouseholdMemberFactory(household_id=household.id, person_id=person.id, relation=relation)
    session.commit()
    actor, supervisor = actor_for(worker), actor_of(Role.SUPERVISOR, office)
    assert tasks_of(worker) == []
    leave_household(actor, mother.id, TODAY, new_head_id=child.id, confirmed=set(Confirmed))
    assert [(task.person_id, task.due_on) for task in tasks_of(worker)] == [(child.id, TODAY + timedelta(days=7))]
    assert [task.person_id for task in queries.list_children_of_offices(supervisor, [office.id])] == [child.id]


def test_a_case_asks_again_when_who_answers_has_left(office: Office, case: Case, worker: User) -> None:
    actor, aunt = actor_for(worker), PersonFactory(office=office, birth_year=TODAY.year - 40)
    household = HouseholdFactory(office=office)
    for person, relation in ((aunt, Relation.HEAD), (case.person, Relation.NIECE_NEPHEW)):
        HouseholdMemberFactory(household_id=household.id, person_id=person.id, relation=relation)
    state(actor, case, situation=CareSituation.SEPARATED, guardian_code=aunt.code, consent_holder=ConsentHolder.GUARDIAN)
    assert tasks_of(worker) == []
    leave_household(actor, aunt.id, TODAY, new_head_id=case.person_id, confirmed=set(Confirmed))
    (task,) = tasks_of(worker)
    assert (task.case_id, task.need) == (case.id, CareNeed.ASK_AGAIN)
