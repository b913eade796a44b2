"""What an asked office is told of the person about whom it is asked: sex and year of birth with their yes, nothing without it."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.foundation.clock import now
from app.foundation.ids import new_id
from app.people.enums import Sex
from app.people.models import OfficeQuestion, Person
from app.people.personal_data import erase_person
from tests.conftest import SignIn
from tests.factories.accounts import OfficeFactory
from tests.factories.people import PersonFactory
from tests.guarded_client import GuardedClient
from tests.people.conftest import page

NAMES = {"given_names": "Yuleisy del Carmen", "surname_1": "Quintanapalla", "surname_2": "Bracho"}
BORN = {"birth_year": 1990, "birth_month": 4, "birth_day": 17}
TYPED = {
    **NAMES, "sex": "female", "birth_known": "date", "birth-year": "1990", "birth-month": "4", "birth-day": "17",
    "nationality": "VEN", "population_type": "in_transit",
}  # fmt: skip
TOLD = ("told_sex", "told_birth_from", "told_birth_until")


@pytest.fixture
def leticia(session: Session) -> Office:
    """Another office of the same country, where somebody like her is registered."""
    office: Office = OfficeFactory(code="LET", name="Leticia", country="CO", time_zone="America/Bogota")
    PersonFactory(office=office, **NAMES, **BORN, phone="+573001234567")
    session.commit()
    return office


@pytest.fixture
def far_worker(sign_in: SignIn, leticia: Office) -> GuardedClient:
    return sign_in(Role.CASEWORKER, at=leticia)


def ask(client: GuardedClient, office: Office, **typed: Any) -> str:
    return page(client.submit("/people/new", submission_id=new_id(), **TYPED | typed, ask=str(office.id)))


def the_question(session: Session) -> OfficeQuestion:
    return session.scalars(sa.select(OfficeQuestion).execution_options(populate_existing=True)).one()


def told_in(session: Session) -> tuple[Any, ...]:
    question = the_question(session)
    return tuple(getattr(question, name) for name in TOLD)


def test_without_the_tick_nothing_is_told(
    session: Session, ana: GuardedClient, far_worker: GuardedClient, leticia: Office
) -> None:
    ask(ana, leticia)
    assert told_in(session) == (None, None, None)
    assert the_question(session).agreed_at is None
    shown = page(far_worker.get(f"/people/questions/{the_question(session).id}"))
    assert "usted no ve quién es" in shown
    assert "Por quién preguntan" not in shown
    assert session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "office_question:told")).all() == []


def test_a_tick_for_another_office_is_no_yes_for_this_one(session: Session, ana: GuardedClient, leticia: Office) -> None:
    ask(ana, leticia, agrees=str(new_id()))
    assert told_in(session) == (None, None, None)


def test_with_their_yes_the_office_reads_sex_and_year_and_it_is_written_down(
    session: Session, ana: GuardedClient, far_worker: GuardedClient, leticia: Office, office: Office
) -> None:
    office.phone = "607 555 0100"
    session.commit()
    shown = ask(ana, leticia, agrees=str(leticia.id))
    assert "Ya se preguntó, con sexo y año de nacimiento" in shown
    assert told_in(session) == (Sex.FEMALE, 1990, 1990)
    question = the_question(session)
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "office_question:told")).one()
    assert (event.subject_id, event.actor_id) == (question.id, ana.user.id)
    asked = page(far_worker.get(f"/people/questions/{question.id}"))
    words = " ".join(re.sub(r"<[^>]+>", " ", asked).split())
    assert "Por quién preguntan Sexo Mujer Año de nacimiento 1990" in words
    assert 'href="tel:6075550100"' in asked
    assert [mark for mark in ("17 abr", "1990-04") if mark in words.split("De quién puede tratarse")[0]] == []


def test_an_age_is_told_as_the_two_years_that_it_leaves_open(session: Session, ana: GuardedClient, leticia: Office) -> None:
    typed = {"birth_known": "age", "stated_age": str(now().year - 1990), "birth-year": "", "birth-month": "", "birth-day": ""}
    ask(ana, leticia, **typed, phone="300 123 4567", agrees=str(leticia.id))
    assert told_in(session) == (Sex.FEMALE, 1989, 1990)


def test_from_a_file_the_yes_tells_what_the_file_says(
    session: Session, ana: GuardedClient, leticia: Office, office: Office
) -> None:
    person = PersonFactory(office=office, **NAMES, **BORN, sex="female")
    session.commit()
    assert f'name="agrees" id="agrees-{leticia.id}"' in page(ana.get(f"/people/{person.id}/doubles"))
    ana.post(f"/people/{person.id}/doubles", data={"ask": str(leticia.id), "agrees": str(leticia.id)})
    assert told_in(session) == (Sex.FEMALE, 1990, 1990)


def test_with_the_answer_what_was_told_is_gone_and_that_it_was_told_stays(
    session: Session, ana: GuardedClient, far_worker: GuardedClient, leticia: Office
) -> None:
    ask(ana, leticia, agrees=str(leticia.id))
    question = the_question(session)
    assert far_worker.submit(f"/people/questions/{question.id}", answer="not_known").status_code == 303
    assert told_in(session) == (None, None, None)
    assert the_question(session).agreed_at is not None
    assert "Por quién preguntan" not in page(far_worker.get(f"/people/questions/{question.id}"))


def test_an_office_that_was_not_asked_reads_nothing(
    session: Session, ana: GuardedClient, leticia: Office, sign_in: SignIn
) -> None:
    ask(ana, leticia, agrees=str(leticia.id))
    stranger = sign_in(Role.CASEWORKER, at=OfficeFactory(code="MOC", name="Mocoa", country="CO"))
    assert stranger.get(f"/people/questions/{the_question(session).id}").status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        "told_sex = 'female'",
        "told_birth_from = 1990, told_birth_until = 1990",
        "agreed_at = now(), told_sex = 'female'",
    ],
)
def test_the_web_process_cannot_tell_anything_later_without_the_yes(
    session: Session, ana: GuardedClient, leticia: Office, change: str
) -> None:
    ask(ana, leticia)
    session.execute(sa.text("SELECT quipu_enter('staff', :id)"), {"id": ana.user.id})
    session.execute(sa.text("SET LOCAL ROLE app_rw"))
    with pytest.raises(DBAPIError, match=r"told_with_a_yes|permission denied"):
        session.execute(sa.text(f"UPDATE office_question SET {change}"))  # noqa: S608 - words of the test


def test_what_was_told_is_told_to_the_person_and_goes_with_their_file(
    session: Session, ana: GuardedClient, leticia: Office, office: Office
) -> None:
    person = PersonFactory(office=office, **NAMES, **BORN, sex="female")
    session.commit()
    ana.post(f"/people/{person.id}/doubles", data={"ask": str(leticia.id), "agrees": str(leticia.id)})
    held = page(ana.get(f"/people/{person.id}/held"))
    assert "Lo que supieron otras oficinas nuestras" in held
    assert "Leticia" in held
    assert "Día en que usted aceptó" in held
    erase_person(session.get_one(Person, person.id))
    assert (*told_in(session), the_question(session).person_id) == (None, None, None, None)
