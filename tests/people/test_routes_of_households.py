"""The pages of a household, of who cares for a child, and of alternate contacts, as a caseworker's browser meets them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.audit.models import AuditEvent
from app.foundation.clock import today_in
from app.foundation.ids import new_id
from app.people.enums import Relation
from app.people.models import AlternateContact, ChildCare, Household, HouseholdEvent, HouseholdMember, Person
from tests.conftest import SignIn
from tests.factories.people import AlternateContactFactory, ChildCareFactory, PersonFactory, household_of
from tests.guarded_client import GuardedClient
from tests.people.conftest import page

TODAY = today_in("America/Bogota")

NOBODY = "018f0000-0000-7000-8000-000000000000"
"""An id that no record has."""


def day_in(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def said_of(people: Mapping[Person, str], day: date = TODAY) -> dict[str, str]:
    """What the browser sends of a list of members."""
    return {**day_in("on", day), **{f"member_{person.id.hex}": words for person, words in people.items()}}


@pytest.fixture
def family(office: Office) -> list[Person]:
    names = ("Rosa", "Luis", "Eva")
    return [PersonFactory(office=office, given_names=name, birth_year=1990) for name in names]


@pytest.fixture
def household(session: Session, family: list[Person]) -> Household:
    made = household_of(*family)
    session.commit()
    return made


class TestHouseholdPage:
    def test_it_names_members_and_history_and_is_linked_from_each_file(
        self, ana: GuardedClient, household: Household, family: list[Person]
    ) -> None:
        words = page(ana.get(f"/households/{household.id}"))
        for text in (household.code, "Rosa GUERRERO PINTO", "Cabeza del hogar", "ingreso al hogar", "Registrar un cambio"):
            assert text in words
        assert f'href="/households/{household.id}"' in page(ana.get(f"/people/{family[1].id}"))

    def test_reading_it_is_written_down_with_how_many_files_it_names(
        self, ana: GuardedClient, session: Session, household: Household
    ) -> None:
        ana.get(f"/households/{household.id}")
        event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "household:opened")).one()
        assert (event.subject_id, event.office_id, event.count) == (household.id, household.office_id, 3)

    @pytest.mark.parametrize("way", ["", "/head", "/split", "/merge"])
    def test_for_another_office_it_does_not_exist(self, far: GuardedClient, household: Household, way: str) -> None:
        assert far.get(f"/households/{household.id}{way}").status_code == 404

    @pytest.mark.parametrize(
        "way",
        [
            "",
            "/head",
            "/split",
            "/merge",
            "/merge/018f0000-0000-7000-8000-000000000000",
            "/acts/018f0000-0000-7000-8000-000000000000/correct",
        ],
    )
    def test_one_that_never_was_is_not_found(self, ana: GuardedClient, way: str) -> None:
        assert ana.get(f"/households/{new_id()}{way}").status_code == 404

    def test_a_restricted_member_is_not_named_counted_or_part_of_its_history(
        self, ana: GuardedClient, session: Session, household: Household, family: list[Person]
    ) -> None:
        family[2].is_restricted = True
        session.commit()
        words = page(ana.get(f"/households/{household.id}"))
        assert "Luis GUERRERO" in words
        assert "Eva" not in words
        assert page(ana.get(f"/people/{family[0].id}")).count("Eva") == 0

    def test_a_child_without_an_adult_stands_out_in_words(self, ana: GuardedClient, session: Session, office: Office) -> None:
        child = PersonFactory(office=office, given_names="Ana", birth_year=TODAY.year - 9)
        household = household_of(child)
        session.commit()
        words = page(ana.get(f"/households/{household.id}"))
        assert "Niñas, niños y adolescentes por proteger" in words
        assert words.count("Niñez: ¿quién le cuida?") == 2


class TestSplittingAndJoining:
    def test_a_split_leads_to_the_new_household_and_both_link_each_other(
        self, ana: GuardedClient, household: Household, family: list[Person]
    ) -> None:
        rosa, luis, eva = family
        answer = ana.submit(f"/households/{household.id}/split", **said_of({rosa: "", luis: "head", eva: "sibling"}))
        assert answer.status_code == 303
        new_page, old_page = page(ana.get(answer.location)), page(ana.get(f"/households/{household.id}"))
        assert "vinieron del hogar" in new_page
        assert f'href="/households/{household.id}"' in new_page
        assert f'href="{answer.location}"' in old_page
        assert answer.location != f"/households/{household.id}"

    @pytest.mark.parametrize(
        ("chosen", "words"),
        [
            (("", "", ""), "Elija quiénes salen"),
            (("", "child", ""), "Elija quién de estas personas"),
            (("", "head", "head"), "Un hogar tiene una sola cabeza"),
            (("head", "", ""), "Elija quién es la cabeza del hogar desde ahora"),
            (("", "uncle", ""), "Elija una de las respuestas"),
        ],
    )
    def test_what_cannot_be_comes_back_with_what_was_chosen(
        self, ana: GuardedClient, household: Household, family: list[Person], chosen: tuple[str, ...], words: str
    ) -> None:
        said = said_of(dict(zip(family, chosen, strict=True)), date(2026, 3, 1))
        answer = ana.submit(f"/households/{household.id}/split", **said)
        assert answer.status_code == 422
        assert words in page(answer)
        assert 'value="3"' in page(answer)

    def test_children_who_would_be_alone_are_asked_about_before_they_are(
        self, session: Session, ana: GuardedClient, household: Household, family: list[Person]
    ) -> None:
        rosa, luis, eva = family
        luis.birth_year, eva.birth_year = TODAY.year - 15, TODAY.year - 1
        session.commit()
        sent = said_of({rosa: "", luis: "head", eva: "sibling"})
        asked = ana.submit(f"/households/{household.id}/split", **sent)
        assert asked.status_code == 422
        assert 'href="#children_may_be_alone"' in asked.text
        assert 'name="children_may_be_alone"' in asked.text
        answer = ana.submit(f"/households/{household.id}/split", **sent, children_may_be_alone="y")
        assert answer.status_code == 303
        assert ana.get(answer.location).text.count("Niñez: ¿quién le cuida?") >= 2

    def test_a_mother_who_leaves_is_asked_whether_the_children_stay_and_who_leads_them(
        self, session: Session, ana: GuardedClient, household: Household, family: list[Person]
    ) -> None:
        rosa, luis, eva = family
        luis.birth_year, eva.birth_year = TODAY.year - 15, TODAY.year - 1
        session.commit()
        way, sent = f"/people/{rosa.id}/household/leave", {**day_in("left_on", TODAY), "new_head": str(luis.id)}
        shown = page(ana.get(way))
        assert "Luis GUERRERO PINTO y Eva GUERRERO PINTO" in shown
        assert f'href="/households/{household.id}/split"' in shown
        assert 'name="children_may_be_alone"' not in shown
        asked = ana.submit(way, **sent)
        assert asked.status_code == 422
        assert 'href="#children_may_be_alone"' in asked.text
        assert ana.submit(way, **sent, children_may_be_alone="y").status_code == 303
        assert "Niñez: ¿quién le cuida?" in ana.get(f"/people/{eva.id}").text

    @pytest.mark.usefixtures("household")
    def test_a_child_who_leaves_is_told_nothing_of_others_who_stay(
        self, session: Session, ana: GuardedClient, family: list[Person]
    ) -> None:
        _rosa, luis, eva = family
        luis.birth_year, eva.birth_year = TODAY.year - 15, TODAY.year - 1
        session.commit()
        assert "/split" not in ana.get(f"/people/{luis.id}/household/leave").text

    def test_making_a_child_the_head_is_asked_in_words_that_fit(
        self, session: Session, ana: GuardedClient, household: Household, family: list[Person]
    ) -> None:
        rosa, luis, eva = family
        luis.birth_year = TODAY.year - 15
        session.commit()
        address, sent = f"/households/{household.id}/head", said_of({rosa: "parent", luis: "head", eva: "sibling"})
        asked = ana.submit(address, **sent)
        assert asked.status_code == 422
        assert 'href="#child_may_lead"' in asked.text
        assert "hay personas adultas" in asked.text
        assert 'name="children_may_be_alone"' not in asked.text
        assert ana.submit(address, **sent, child_may_lead="y").status_code == 303

    @pytest.mark.parametrize("way", ["split", "head"])
    def test_no_day_is_proposed_and_none_is_saved_that_nobody_said(
        self, ana: GuardedClient, household: Household, family: list[Person], way: str
    ) -> None:
        rosa, luis, eva = family
        sent = {name: words for name, words in said_of({rosa: "", luis: "head", eva: "sibling"}).items() if "on-" not in name}
        if way == "head":
            sent[f"member_{rosa.id.hex}"] = "parent"
        address = f"/households/{household.id}/{way}"
        shown = page(ana.get(address))
        assert re.findall(r'name="on-(?:day|month|year)"[^>]*', shown)
        assert not re.search(r'name="on-(?:day|month|year)"[^>]*value="\d', shown)
        assert re.search(rf'name="on-today"[^>]*value="{TODAY.isoformat()}"', shown)
        refused = ana.submit(address, **sent)
        assert refused.status_code == 422
        assert "Escriba la fecha o marque que fue hoy" in page(refused)
        forged = ana.submit(address, **sent, **{"on-today": "2001-01-01"})
        assert (forged.status_code, "marque de nuevo que fue hoy" in page(forged)) == (422, True)
        assert ana.submit(address, **sent, **{"on-today": TODAY.isoformat()}).status_code == 303

    def test_the_same_form_sent_twice_splits_once(
        self, ana: GuardedClient, session: Session, household: Household, family: list[Person]
    ) -> None:
        rosa, luis, eva = family
        sent = {"submission_id": new_id(), **said_of({rosa: "", luis: "head", eva: ""})}
        first, again = (ana.submit(f"/households/{household.id}/split", **sent) for _ in range(2))  # type: ignore[arg-type]
        assert (first.status_code, again.status_code, first.location) == (303, 303, again.location)
        assert session.scalar(sa.select(sa.func.count()).select_from(Household)) == 2

    def test_a_form_made_while_others_belonged_to_it_is_refused_and_shown_anew(
        self, ana: GuardedClient, session: Session, household: Household, family: list[Person]
    ) -> None:
        rosa, luis, eva = family
        ana.submit(f"/people/{eva.id}/household/leave", **day_in("left_on", TODAY))
        answer = ana.submit(f"/households/{household.id}/split", **said_of({rosa: "", luis: "head", eva: "sibling"}))
        assert answer.status_code == 422
        assert "El hogar cambió mientras usted escribía" in page(answer)
        assert session.scalar(sa.select(sa.func.count()).select_from(Household)) == 1

    def test_another_household_is_looked_up_then_joined(
        self, ana: GuardedClient, session: Session, office: Office, household: Household
    ) -> None:
        pedro = PersonFactory(office=office, given_names="Pedro")
        other = household_of(pedro)
        session.commit()
        found = ana.submit(f"/households/{household.id}/merge", code=pedro.code.lower())
        assert found.location == f"/households/{household.id}/merge/{other.id}"
        assert "Pedro" in page(ana.get(found.location))
        assert ana.submit(found.location, **said_of({pedro: "partner"})).status_code == 303
        assert "Ya nadie pertenece a este hogar" in page(ana.get(f"/households/{other.id}"))

    @pytest.mark.parametrize("code", ["CUC-H-999999", "Rosa Guerrero", "' OR 1=1 --"])
    def test_a_code_of_nothing_is_said_at_its_field(self, ana: GuardedClient, household: Household, code: str) -> None:
        answer = ana.submit(f"/households/{household.id}/merge", code=code)
        assert answer.status_code == 422
        assert "no tiene" in page(answer) or "Ningún otro hogar" in page(answer)

    def test_what_was_recorded_last_is_taken_back(
        self, ana: GuardedClient, session: Session, household: Household, family: list[Person]
    ) -> None:
        rosa, luis, eva = family
        ana.submit(f"/households/{household.id}/head", **said_of({rosa: "parent", luis: "head", eva: "sibling"}))
        act = session.scalars(sa.select(HouseholdEvent.act_id).order_by(HouseholdEvent.recorded_at.desc()).limit(1)).one()
        href = f"/households/{household.id}/acts/{act}/correct"
        assert href in page(ana.get(f"/households/{household.id}"))
        assert "Luis" in page(ana.get(href))
        assert ana.submit(href).status_code == 303
        relation = sa.select(HouseholdMember.relation).where(HouseholdMember.person_id == rosa.id)
        assert session.scalar(relation) is Relation.HEAD
        assert "Se deshizo por ser un error" in page(ana.get(f"/households/{household.id}"))


class TestCare:
    FORM: Mapping[str, str] = {
        "situation": "separated",
        "guardian_known": "name",
        "guardian_name": "Carmen Tovar",
        "guardian_phone": "300 123 4567",
        "guardian_relation": "other_relative",
        "consent_holder": "guardian",
        **day_in("since_on", TODAY),
    }

    @pytest.fixture
    def child(self, session: Session, office: Office) -> Person:
        made: Person = PersonFactory(office=office, given_names="Ana", birth_year=TODAY.year - 9)
        session.commit()
        return made

    def test_the_file_asks_first_of_all_and_stops_once_it_is_answered(self, ana: GuardedClient, child: Person) -> None:
        before = page(ana.get(f"/people/{child.id}"))
        assert "¿Quién cuida de esta niña, niño o adolescente?" in before
        assert ana.submit(f"/people/{child.id}/care", **self.FORM).status_code == 303
        after = page(ana.get(f"/people/{child.id}"))
        assert "¿Quién cuida de esta niña, niño o adolescente?" not in after
        for words in ("Niñez separada de su familia", "Carmen Tovar", "+573001234567", "Otro familiar"):
            assert words in after

    def test_an_adult_of_the_household_is_chosen_without_typing_a_code(
        self, ana: GuardedClient, session: Session, office: Office, child: Person
    ) -> None:
        aunt, brother = PersonFactory(office=office, birth_year=1985), PersonFactory(office=office, birth_year=TODAY.year - 12)
        household_of(aunt, brother, child)
        session.commit()
        form = page(ana.get(f"/people/{child.id}/care"))
        assert (f'value="{aunt.code}"' in form, f'value="{brother.code}"' in form) == (True, False)
        sent = {**self.FORM, "guardian_known": "member", "guardian_member": aunt.code}
        assert ana.submit(f"/people/{child.id}/care", **sent).status_code == 303
        assert session.scalars(sa.select(ChildCare.guardian_id)).one() == aunt.id

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"situation": ""}, "Elija con quién está"),
            ({"situation": "lost"}, "Elija una de las respuestas"),
            ({"guardian_known": ""}, "Elija quién responde"),
            ({"guardian_name": " "}, "Escriba el nombre de quien responde"),
            ({"guardian_known": "code", "guardian_code": ""}, "Escriba el código de quien responde"),
            ({"guardian_known": "code", "guardian_code": "CUC-P-999999"}, "tiene este código"),
            ({"guardian_relation": ""}, "Elija el parentesco, o que está por confirmar"),
            ({"consent_holder": "authority"}, "Escriba quién decide sobre el consentimiento"),
            ({"since_on-day": "31", "since_on-month": "2"}, "Ese mes no tiene ese día"),
            ({"since_on-year": "2199"}, "La fecha no puede ser posterior a hoy"),
            ({"guardian_name": "x" * 161}, "160"),
        ],
    )
    def test_what_is_missing_or_cannot_be_is_said_and_nothing_is_saved(
        self, ana: GuardedClient, session: Session, child: Person, changed: Mapping[str, str], words: str
    ) -> None:
        answer = ana.submit(f"/people/{child.id}/care", **{**self.FORM, **changed})
        assert answer.status_code == 422
        assert words in page(answer)
        assert session.scalars(sa.select(ChildCare)).all() == []

    def test_for_an_adult_there_is_no_such_page(self, ana: GuardedClient, person: Person) -> None:
        assert ana.get(f"/people/{person.id}/care").status_code == 409
        assert "/care" not in page(ana.get(f"/people/{person.id}"))

    def test_for_another_office_the_child_does_not_exist(self, far: GuardedClient, child: Person) -> None:
        assert far.get(f"/people/{child.id}/care").status_code == 404
        assert far.submit(f"/people/{child.id}/care", **self.FORM).status_code == 404

    def test_a_guardian_whose_file_is_restricted_is_not_named(
        self, ana: GuardedClient, session: Session, office: Office, child: Person
    ) -> None:
        aunt = PersonFactory(office=office, given_names="Yuleisy", is_restricted=True)
        ChildCareFactory(person_id=child.id, guardian_id=aunt.id, guardian_name=None, guardian_phone=None)
        session.commit()
        for path in (f"/people/{child.id}", f"/people/{child.id}/care"):
            words = page(ana.get(path))
            assert "Yuleisy" not in words
            assert str(aunt.id) not in words
        assert "en una ficha que usted no puede abrir" in page(ana.get(f"/people/{child.id}"))


class TestContacts:
    FORM: Mapping[str, str] = {
        "name": "Nancy Urbina",
        "relation": "neighbour",
        "phone": "300 555 0187",
        "notes": "después de las seis",
        "may_be_told": "no",
    }

    def test_a_contact_stands_on_the_file_and_the_household_and_is_sealed(
        self, ana: GuardedClient, session: Session, household: Household, family: list[Person]
    ) -> None:
        assert ana.submit(f"/people/{family[1].id}/contacts/new", **self.FORM).status_code == 303
        for path in (f"/people/{family[1].id}", f"/households/{household.id}"):
            words = page(ana.get(path))
            for text in ("Nancy Urbina", "+573005550187", "después de las seis", "No contarle"):
                assert text in words
        row = session.execute(sa.text("SELECT name_sealed, phone_sealed, notes_sealed FROM alternate_contact")).one()
        assert all(value and b"Nancy" not in value and b"5550187" not in value for value in row)

    @pytest.mark.parametrize("missing", ["name", "relation", "may_be_told"])
    def test_what_is_missing_is_asked_for(self, ana: GuardedClient, person: Person, missing: str) -> None:
        answer = ana.submit(f"/people/{person.id}/contacts/new", **{**self.FORM, missing: ""})
        assert answer.status_code == 422
        assert "Hay algo por corregir" in page(answer) or "govuk-error-summary" in page(answer)

    def test_one_that_no_longer_holds_is_emptied(self, ana: GuardedClient, session: Session, person: Person) -> None:
        contact = AlternateContactFactory(person_id=person.id)
        session.commit()
        assert ana.submit(f"/people/{person.id}/contacts/{contact.id}/end").status_code == 303
        kept = session.get_one(AlternateContact, contact.id)
        assert (kept.name, kept.phone, kept.notes) == (None, None, None)
        assert kept.ended_at is not None
        assert "Vecina canaria" not in page(ana.get(f"/people/{person.id}"))

    def test_nobody_ends_a_contact_of_somebody_else_or_of_another_office(
        self, ana: GuardedClient, far: GuardedClient, session: Session, office: Office, person: Person
    ) -> None:
        contact = AlternateContactFactory(person_id=person.id)
        session.commit()
        beside: UUID = PersonFactory(office=office).id
        session.commit()
        assert ana.submit(f"/people/{beside}/contacts/{contact.id}/end").status_code == 404
        assert far.submit(f"/people/{person.id}/contacts/{contact.id}/end").status_code == 404
        assert session.get_one(AlternateContact, contact.id).name == "Vecina canaria"


def test_who_reads_no_files_reaches_none_of_these_pages(sign_in: SignIn, household: Household, family: list[Person]) -> None:
    from app.accounts.permissions import Role

    administrator = sign_in(Role.ADMINISTRATOR)
    for path in (f"/households/{household.id}", f"/people/{family[0].id}/care", f"/people/{family[0].id}/contacts/new"):
        assert administrator.get(path).status_code in {403, 404}
