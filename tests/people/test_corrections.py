"""What was corrected in a file: before and after, kept for those who work with the person."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.foundation import access
from app.foundation.encryption import shred
from app.foundation.partial_date import PartialDate
from app.people import services
from app.people.corrections import text_of, value_of
from app.people.enums import ContactChannel, EthnicGroup, GenderIdentity, InterpreterNeed, PopulationType, Sex, WayOfEntry
from app.people.models import Person, PersonChange
from tests.conftest import SignIn
from tests.factories.emergency import use_of_file
from tests.guarded_client import GuardedClient, as_web_role

VALUES = {
    "given_names": "María, de los Ángeles",
    "sex": Sex.FEMALE,
    "gender_identity": GenderIdentity.TRANS_WOMAN,
    "population_type": PopulationType.IN_TRANSIT,
    "birth": PartialDate(1990, 4),
    "nationalities": ("COL", "VEN"),
    "area_code": "CO-NSA",
    "phone": None,
    "other_names": ("Rojas, Mayra", "La Negra"),
    "languages": ("es", "guc"),
    "arrival": PartialDate(2024, 2, 3),
    "leave_no_message": True,
    "ethnic_group": EthnicGroup.INDIGENOUS,
    "interpreter_need": InterpreterNeed.NEEDED,
    "contact_channel": ContactChannel.WHATSAPP,
    "entry": WayOfEntry.DECLINED,
}


@pytest.fixture
def ana(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.CASEWORKER)


def correct(client: GuardedClient, person: Person, **changes: Any) -> None:
    new = services.facts_of(person)
    changed = type(new)(**{**vars(new), **changes})
    services.change_person(client.actor, person.id, changed, version=person.version)


@pytest.mark.parametrize("field", VALUES)
def test_a_value_is_kept_and_read_again_as_it_was(field: str) -> None:
    assert value_of(field, text_of(field, VALUES[field])) == VALUES[field]


def test_both_values_are_kept_sealed_with_who_and_when(session: Session, ana: GuardedClient, person: Person) -> None:
    was = text_of("birth", person.birth)
    correct(ana, person, locality="La Parada", birth=PartialDate(1985))
    session.expire_all()
    changes = {change.field: change for change in session.scalars(sa.select(PersonChange))}
    assert changes.keys() == {"birth", "locality"}
    assert (changes["birth"].before, changes["birth"].after) == (was, "1985")
    assert changes["locality"].changed_by == ana.user.id
    stored = session.scalars(sa.select(PersonChange.__table__.c.after_sealed)).all()
    assert not any(b"Parada" in sealed for sealed in stored)


def test_the_page_shows_them_and_is_written_down(session: Session, ana: GuardedClient, person: Person) -> None:
    correct(ana, person, locality="La Parada", sex=Sex.MALE)
    session.commit()
    page = ana.get(f"/people/{person.id}/corrections").text
    for words in ("Qué se corrigió", "La Parada", ana.user.name, "Hombre"):
        assert words in page, words
    read = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "person:opened")).one()
    assert read.fields == ["locality", "sex"]


def test_a_file_without_corrections_says_so(ana: GuardedClient, person: Person) -> None:
    assert "Hasta ahora no se corrigió nada" in ana.get(f"/people/{person.id}/corrections").text


def test_saving_without_a_change_leaves_no_trail(session: Session, ana: GuardedClient, person: Person) -> None:
    correct(ana, person)
    assert session.scalars(sa.select(PersonChange)).all() == []


def test_they_go_with_the_key_of_the_person(session: Session, ana: GuardedClient, person: Person) -> None:
    correct(ana, person, locality="La Parada")
    shred(person.id)
    session.commit()
    session.expire_all()
    page = ana.get(f"/people/{person.id}/corrections").text
    assert "La Parada" not in page
    assert "Borrado" in page


def test_another_office_finds_none(sign_in: SignIn, other_office: Office, person: Person) -> None:
    assert sign_in(Role.CASEWORKER, at=other_office).get(f"/people/{person.id}/corrections").status_code == 404


def test_who_reads_the_file_in_an_emergency_does_not_read_its_past(
    session: Session, sign_in: SignIn, other_office: Office, person: Person
) -> None:
    reader = sign_in(Role.CASEWORKER, at=other_office)
    use_of_file(person, user_id=reader.user.id)
    session.commit()
    file = reader.get(f"/people/{person.id}")
    assert (file.status_code, "/corrections" in file.text) == (200, False)
    assert reader.get(f"/people/{person.id}/corrections").status_code == 403


def test_nobody_writes_the_trail_anew(session: Session, ana: GuardedClient, person: Person) -> None:
    correct(ana, person, locality="La Parada")
    session.commit()
    with as_web_role():
        access.enter(ana.actor)
        assert session.scalars(sa.select(PersonChange.field)).all() == ["locality"]
        with pytest.raises(ProgrammingError, match="permission denied"), session.begin_nested():
            session.execute(sa.update(PersonChange).values(field="phone"))
