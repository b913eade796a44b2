from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.cases import answers
from app.foundation.actor import Actor
from app.people import questions
from tests.conftest import actor_of
from tests.factories.cases import case_at, closed_case_at


@pytest.fixture(autouse=True)
def request_context(app: Flask, session: Session) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def test_a_persons_file_has_one_line_for_each_case_in_scope(
    office: Office, other_office: Office, caseworker: Actor, stranger: Actor
) -> None:
    at_work = case_at(office)
    closed = closed_case_at(office, person=at_work.person)
    lines = answers.work_with_person(caseworker, at_work.person)
    assert [line.href for line in lines] == [f"/cases/{at_work.id}", f"/cases/{closed.id}"]
    assert all(line.tags for line in lines)
    assert answers.work_with_person(stranger, at_work.person) == []


def test_only_those_who_open_cases_are_offered_to(office: Office, caseworker: Actor) -> None:
    person = case_at(office).person
    assert [action.href for action in answers.actions_on_person(caseworker, person)] == [
        f"/people/{person.id}/cases/new", f"/people/{person.id}/restrict"
    ]  # fmt: skip
    assert answers.actions_on_person(actor_of(Role.ADMINISTRATOR, office), person) == []


def test_a_code_leads_to_its_case_in_scope_only(office: Office, caseworker: Actor, stranger: Actor) -> None:
    case = case_at(office, code="CUC-2026-00412")
    assert answers.find_by_code(caseworker, "cuc-2026-00412") == f"/cases/{case.id}"
    assert answers.find_by_code(stranger, "CUC-2026-00412") is None
    assert answers.find_by_code(actor_of(Role.ADMINISTRATOR, office), "CUC-2026-00412") is None
    assert answers.find_by_code(caseworker, "CUC-2026-99999") is None


def test_people_hear_these_answers() -> None:
    assert answers.work_with_person in questions.work_with_person._answers
    assert answers.actions_on_person in questions.actions_on_person._answers
    assert answers.find_by_code in questions.find_by_code._answers
