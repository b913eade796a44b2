from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.catalogue.models import DocumentType
from app.foundation.ids import new_id
from app.people import queries
from app.people.models import Consent, HouseholdMember, IdentityDocument, Person
from tests.conftest import SignIn
from tests.factories.catalogue import seeded
from tests.factories.people import PersonFactory
from tests.guarded_client import GuardedClient
from tests.people.conftest import CountStatements, audited

MARIA: dict[str, Any] = {
    "given_names": "María de los Ángeles",
    "surname_1": "Briceño",
    "surname_2": "Rojas",
    "sex": "female",
    "birth_known": "date",
    "birth-year": "1992",
    "birth-month": "3",
    "nationality": "VEN",
    "population_type": "in_transit",
}
PAGES_OF_A_PERSON = (
    "/people/{id}",
    "/people/{id}/edit",
    "/people/{id}/household/add",
    "/people/{id}/household/new",
    "/people/{id}/household/relation",
    "/people/{id}/household/leave",
    "/people/{id}/documents/new",
    "/people/{id}/consents/new",
)


@pytest.fixture
def ana(sign_in: SignIn) -> GuardedClient:
    """A caseworker of the office at her browser."""
    return sign_in(Role.CASEWORKER)


@pytest.fixture
def far(sign_in: SignIn, other_office: Office) -> GuardedClient:
    return sign_in(Role.CASEWORKER, at=other_office)


def people(session: Session) -> list[Person]:
    return list(session.scalars(sa.select(Person).order_by(Person.code)))


def page(response: Any) -> str:
    return str(response.get_data(as_text=True))


class TestDoors:
    @pytest.mark.parametrize("url", [*PAGES_OF_A_PERSON, "/people/new", "/search"])
    @pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SUPERVISOR])
    def test_casework_roles_open_every_page(self, sign_in: SignIn, person: Person, role: Role, url: str) -> None:
        assert sign_in(role).get(url.format(id=person.id)).status_code == 200

    @pytest.mark.parametrize("url", [*PAGES_OF_A_PERSON, "/people/new", "/search"])
    @pytest.mark.parametrize("role", [Role.REPORTING_OFFICER, Role.DATA_PROTECTION, Role.ADMINISTRATOR])
    def test_other_roles_open_none(self, sign_in: SignIn, person: Person, role: Role, url: str) -> None:
        assert sign_in(role).get(url.format(id=person.id)).status_code == 403

    @pytest.mark.parametrize("url", PAGES_OF_A_PERSON)
    def test_a_person_of_another_office_is_not_found(
        self, session: Session, far: GuardedClient, person: Person, url: str
    ) -> None:
        url = url.format(id=person.id)
        assert far.get(url).status_code == 404
        assert "Guerrero" not in page(far.get(url))
        if url.count("/") > 2:
            assert far.submit(url, **MARIA, relation="child", code=person.code).status_code == 404
        assert audited(session) == []

    @pytest.mark.parametrize(
        "bad_id", ["1", "x", "00000000-0000-0000-0000-00000000000g", "..%2f..%2fetc", "01900000-0000-7000-8000-000000000000"]
    )
    def test_an_id_that_is_none_is_not_found(self, ana: GuardedClient, bad_id: str) -> None:
        for url in PAGES_OF_A_PERSON:
            assert ana.get(url.format(id=bad_id)).status_code == 404


class TestRegistering:
    def test_a_registration_leads_to_the_file_of_the_new_person(self, session: Session, ana: GuardedClient) -> None:
        response = ana.submit("/people/new", **MARIA)
        (person,) = people(session)
        assert response.status_code == 303
        assert response.location == f"/people/{person.id}"
        assert (person.code, person.birth_year, person.birth_month, person.birth_day) == ("CUC-P-000001", 1992, 3, None)
        shown = page(ana.get(response.location))
        assert "Registro guardado: María de los Ángeles BRICEÑO ROJAS, CUC-P-000001." in shown
        assert audited(session) == ["person:registered", "person:opened"]

    def test_consent_is_recorded_with_the_registration(self, session: Session, ana: GuardedClient) -> None:
        answers = {"consents-case_management": "given", "consents-referral_sharing": "refused", "consents-evidence": "signed"}
        ana.submit("/people/new", **MARIA, **answers)
        rows = session.execute(sa.select(Consent.purpose, Consent.decision, Consent.evidence, Consent.language)).all()
        assert sorted(tuple(map(str, row)) for row in rows) == [
            ("case_management", "given", "signed", "es"),
            ("referral_sharing", "refused", "signed", "es"),
        ]

    def test_a_repeated_submission_is_one_person_and_the_same_page(self, session: Session, ana: GuardedClient) -> None:
        submission_id = new_id()
        locations = {ana.submit("/people/new", submission_id=submission_id, **MARIA).location for _ in range(3)}
        assert locations == {f"/people/{people(session)[0].id}"}
        assert len(people(session)) == 1

    def test_the_same_submission_with_other_content_is_refused(self, session: Session, ana: GuardedClient) -> None:
        submission_id = new_id()
        ana.submit("/people/new", submission_id=submission_id, **MARIA)
        response = ana.submit("/people/new", submission_id=submission_id, **MARIA | {"surname_2": "Rosas"})
        assert response.status_code == 409
        assert len(people(session)) == 1

    @pytest.mark.parametrize(
        ("typed", "sentence", "box"),
        [
            ({"given_names": "", "surname_1": " ", "surname_2": ""}, "Escriba al menos un nombre o un apellido", "given_names"),
            ({"birth-day": "31", "birth-month": "2"}, "Ese mes no tiene ese día", "birth-day"),
            ({"birth-year": "2999"}, "La fecha de nacimiento no puede ser posterior a hoy", "birth-day"),
            ({"locality": "x" * 121}, "Acorte .+ a 120 caracteres", "locality"),
            ({"nationality": ""}, "Elija la nacionalidad, o que no está determinada", "nationality"),
        ],
    )
    def test_what_cannot_be_is_said_at_its_box_and_the_typed_text_is_kept(
        self, session: Session, ana: GuardedClient, typed: dict[str, str], sentence: str, box: str
    ) -> None:
        response = ana.submit("/people/new", **MARIA | {"phone": "300 123 4567"} | typed)
        shown = page(response)
        assert response.status_code == 422
        assert re.search(rf'<a href="#{box}">\s*{sentence}\s*</a>', shown)
        assert 'value="300 123 4567"' in shown
        assert all(f'value="{text}"' in shown for text in typed.values() if text.strip())
        assert people(session) == []

    def test_what_a_browser_never_sends_is_refused_without_a_fault(self, session: Session, ana: GuardedClient) -> None:
        odd = {"given_names": "Ana\x00\x1b[31m", "sex": "'", "nationality": ["VEN", "COL"], "submission_id": "no"}
        assert ana.post("/people/new", data=MARIA | odd).status_code == 422
        assert ana.post("/people/new", data={}).status_code == 422
        assert ana.post("/people/new", data=b"\xff\xfe", content_type="application/json").status_code == 400
        assert people(session) == []

    def test_markup_in_a_name_is_shown_as_it_was_written(self, ana: GuardedClient) -> None:
        response = ana.submit("/people/new", **MARIA | {"given_names": "<script>alert(1)</script>"})
        shown = page(ana.get(response.location))
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert" in shown


class TestSimilarPeople:
    @pytest.fixture(autouse=True)
    def known(self, office: Office) -> Person:
        """Somebody registered who is close to who is being registered."""
        registered: Person = PersonFactory(
            office=office, given_names="Maria de los Angeles", surname_1="Briceño", surname_2="Rojas", birth_year=1992
        )
        return registered

    def test_saving_asks_once_and_never_blocks(self, session: Session, ana: GuardedClient, known: Person) -> None:
        submission_id = new_id()
        asked = ana.submit("/people/new", submission_id=submission_id, **MARIA)
        assert asked.status_code == 200
        shown = page(asked)
        assert "Antes de guardar: ¿es alguna de estas personas?" in shown
        assert "mismos nombres y apellidos y nació el mismo año" in shown
        assert "Registrar de todos modos" in shown
        seen = re.findall(r'name="candidates_seen" value="([^"]+)"', shown)
        assert seen == [str(known.id)]
        assert people(session) == [known]
        anyway = ana.submit("/people/new", submission_id=submission_id, **MARIA, candidates_seen=seen)
        assert anyway.status_code == 303
        assert len(people(session)) == 2

    def test_a_repeated_registration_is_not_asked_about_itself(self, session: Session, ana: GuardedClient, known: Person) -> None:
        submission_id = new_id()
        sent = MARIA | {"candidates_seen": [str(known.id)]}
        first = ana.submit("/people/new", submission_id=submission_id, **sent)
        again = ana.submit("/people/new", submission_id=submission_id, **sent)
        assert (again.status_code, again.location) == (303, first.location)
        assert len(people(session)) == 2

    def test_a_button_looks_for_similar_people_without_javascript(
        self, session: Session, ana: GuardedClient, known: Person
    ) -> None:
        response = ana.submit("/people/new", surname_1="briseño", phone="12", look="y")
        shown = page(response)
        assert response.status_code == 200
        assert f'href="/people/{known.id}"' in shown
        assert 'value="12"' in shown
        assert "govuk-error-summary" not in shown
        event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "person:searched")).one()
        assert event.count == 1

    def test_the_panel_answers_alone_to_a_page_being_filled_in(self, ana: GuardedClient, known: Person) -> None:
        response = ana.post(
            "/people/candidates", data={"given_names": "maria", "surname_1": "briceno"}, headers={"HX-Request": "true"}
        )
        shown = page(response)
        assert f'href="/people/{known.id}"' in shown
        assert "<html" not in shown
        assert "¿Ya está registrada?" in shown

    def test_the_panel_looks_for_nobody_before_a_name_is_written(self, session: Session, ana: GuardedClient) -> None:
        response = ana.post("/people/candidates", data={}, headers={"HX-Request": "true"})
        assert response.status_code == 200
        assert audited(session) == []

    def test_nobody_of_another_office_appears(self, session: Session, far: GuardedClient, known: Person) -> None:
        assert str(known.id) not in page(far.submit("/people/new", **MARIA | {"look": "y"}))
        assert far.submit("/people/new", **MARIA).status_code == 303
        assert len(people(session)) == 2


class TestFile:
    def test_opening_a_file_writes_one_audit_row(self, session: Session, ana: GuardedClient, person: Person) -> None:
        shown = page(ana.get(f"/people/{person.id}"))
        assert "Rosa Elena GUERRERO PINTO" in shown
        assert audited(session) == ["person:opened"]

    def test_a_file_takes_at_most_twelve_statements(
        self, ana: GuardedClient, person: Person, count_statements: CountStatements
    ) -> None:
        for n in range(3):
            ana.submit(f"/people/{person.id}/household/new", **MARIA | {"given_names": f"Luis {n}"}, relation="child")
        ana.submit(f"/people/{person.id}/consents/new", **{"consents-contact": "given"})
        ana.submit(f"/people/{person.id}/documents/new", document_type=str(seeded(DocumentType, "VE-PAS").id))
        url = f"/people/{person.id}"
        with count_statements() as statements:
            assert ana.get(url).status_code == 200
        assert len(statements) <= 12, "\n".join(statements)


class TestChanging:
    def fields(self, person: Person, **changes: Any) -> dict[str, Any]:
        """What the browser sends of the unchanged page, with some fields changed."""
        shown = {
            "given_names": person.given_names,
            "surname_1": person.surname_1,
            "surname_2": person.surname_2,
            "sex": "female",
            "birth_known": "date",
            "birth-year": "1992",
            "nationality": "VEN",
            "population_type": "in_destination",
            "version": person.version,
        }
        return shown | changes

    def test_a_change_is_saved_and_said(self, session: Session, ana: GuardedClient, person: Person) -> None:
        response = ana.submit(f"/people/{person.id}/edit", **self.fields(person, locality="La Parada", surname_2=""))
        assert (response.status_code, response.location) == (303, f"/people/{person.id}#details")
        assert (person.locality, person.surname_2, person.version) == ("La Parada", None, 2)
        assert audited(session) == ["person:changed"]

    def test_the_page_begins_with_what_is_known(self, ana: GuardedClient, person: Person) -> None:
        shown = page(ana.get(f"/people/{person.id}/edit"))
        assert 'value="Rosa Elena"' in shown
        assert 'value="1992"' in shown
        assert re.search(r'<option selected value="VEN">', shown)

    def test_a_stale_change_shows_both_values_and_keeps_what_was_typed(self, ana: GuardedClient, person: Person) -> None:
        earlier = self.fields(person, locality="La Parada", phone="300 123 4567")
        ana.submit(f"/people/{person.id}/edit", **self.fields(person, locality="Ureña"))
        response = ana.submit(f"/people/{person.id}/edit", **earlier)
        shown = page(response)
        assert response.status_code == 409
        assert "Alguien guardó un cambio de esta persona mientras usted escribía" in shown
        assert re.search(r"Ureña.*La Parada", shown, re.DOTALL)
        assert 'value="La Parada"' in shown
        assert person.locality == "Ureña"
        again = dict(re.findall(r'name="(version|submission_id)" type="hidden" value="([^"]*)"', shown))
        assert again["version"] == "2"
        assert ana.post(f"/people/{person.id}/edit", data=earlier | again).status_code == 303
        assert person.locality == "La Parada"

    @pytest.mark.parametrize("version", ["", "x", "-1", "99"])
    def test_a_forged_version_overwrites_nothing(self, ana: GuardedClient, person: Person, version: str) -> None:
        response = ana.submit(f"/people/{person.id}/edit", **self.fields(person, locality="La Parada", version=version))
        assert response.status_code == 409
        assert person.locality is None

    def test_an_impossible_change_is_refused_with_the_text_kept(self, ana: GuardedClient, person: Person) -> None:
        fields = self.fields(person, given_names="", surname_1="", surname_2="", locality="La Parada")
        response = ana.submit(f"/people/{person.id}/edit", **fields)
        assert response.status_code == 422
        assert 'value="La Parada"' in page(response)

    def test_nobody_sets_what_the_page_does_not_offer(self, ana: GuardedClient, person: Person, other_office: Office) -> None:
        forged = self.fields(person, code="X", office_id=str(other_office.id), registered_by=str(new_id()))
        ana.submit(f"/people/{person.id}/edit", **forged)
        assert (person.office_id, person.registered_by) == (ana.actor.office_id, None)
        assert person.code != "X"


class TestHousehold:
    def test_a_new_member_begins_with_what_a_household_shares(self, ana: GuardedClient, office: Office) -> None:
        head = PersonFactory(office=office, locality="La Parada", phone="+573001234567", nationalities=["COL", "VEN"])
        shown = page(ana.get(f"/people/{head.id}/household/new"))
        assert 'value="La Parada"' in shown
        assert 'value="+573001234567"' in shown
        assert len(re.findall(r"<option selected value=", shown)) >= 2
        assert 'value="Rosa Elena"' not in shown

    def test_a_member_is_registered_and_stands_in_the_household(self, ana: GuardedClient, person: Person) -> None:
        response = ana.submit(f"/people/{person.id}/household/new", **MARIA | {"given_names": "Luis"}, relation="child")
        assert (response.status_code, response.location) == (303, f"/people/{person.id}#household")
        shown = page(ana.get(response.location))
        assert "Luis BRICEÑO ROJAS" in shown
        assert "Hija o hijo" in shown

    def test_somebody_registered_is_brought_in_by_code(self, ana: GuardedClient, person: Person, office: Office) -> None:
        sister = PersonFactory(office=office, given_names="Eva")
        response = ana.submit(f"/people/{person.id}/household/add", code=sister.code.lower(), relation="sibling")
        assert response.status_code == 303
        assert "Eva GUERRERO PINTO" in page(ana.get(response.location))

    def test_a_code_that_nobody_has_keeps_the_text(self, ana: GuardedClient, person: Person) -> None:
        response = ana.submit(f"/people/{person.id}/household/add", code="CUC-P-999999", relation="sibling")
        assert response.status_code == 422
        assert 'value="CUC-P-999999"' in page(response)

    def test_the_head_leaves_and_names_who_follows(self, session: Session, ana: GuardedClient, person: Person) -> None:
        ana.submit(f"/people/{person.id}/household/new", **MARIA, relation="child")
        child = session.scalars(sa.select(Person).where(Person.id != person.id)).one()
        day = {"left_on-day": "1", "left_on-month": "1", "left_on-year": "2020"}
        too_early = ana.submit(f"/people/{person.id}/household/leave", **day, new_head=str(child.id))
        assert too_early.status_code == 422
        assert "llegó al hogar después de esa fecha" in page(too_early)
        left = ana.submit(f"/people/{person.id}/household/leave", **self.today(session, person))
        assert left.status_code == 422
        assert "Elija quién es la cabeza del hogar desde ahora" in page(left)
        left = ana.submit(f"/people/{person.id}/household/leave", **self.today(session, person), new_head=str(child.id))
        assert left.status_code == 303
        assert "salió el" in page(ana.get(f"/people/{child.id}"))

    def today(self, session: Session, person: Person) -> dict[str, str]:
        joined = session.scalar(sa.select(HouseholdMember.joined_on).where(HouseholdMember.person_id == person.id))
        assert joined is not None
        return {"left_on-day": str(joined.day), "left_on-month": str(joined.month), "left_on-year": str(joined.year)}

    def test_a_relation_is_corrected(self, session: Session, ana: GuardedClient, person: Person) -> None:
        ana.submit(f"/people/{person.id}/household/new", **MARIA, relation="unknown")
        child = session.scalars(sa.select(Person).where(Person.id != person.id)).one()
        assert ana.submit(f"/people/{child.id}/household/relation", relation="grandchild").status_code == 303
        assert "Nieta o nieto" in page(ana.get(f"/people/{person.id}"))

    def test_leaving_a_household_without_one_says_so(self, ana: GuardedClient, person: Person) -> None:
        response = ana.submit(
            f"/people/{person.id}/household/leave", **{"left_on-day": "1", "left_on-month": "1", "left_on-year": "2026"}
        )
        assert response.status_code == 409


class TestDocumentsAndConsent:
    def test_an_expired_document_is_added(self, session: Session, ana: GuardedClient, person: Person) -> None:
        fields = {
            "document_type": str(seeded(DocumentType, "VE-PAS").id),
            "number": "123456789",
            "expires_on-day": "31",
            "expires_on-month": "1",
            "expires_on-year": "2020",
        }
        response = ana.submit(f"/people/{person.id}/documents/new", **fields)
        assert response.status_code == 303
        assert session.scalars(sa.select(IdentityDocument.number)).one() == "123456789"
        assert "Vencido" in page(ana.get(response.location))
        assert audited(session) == ["document:added", "person:opened"]

    @pytest.mark.parametrize("document_type", ["", "x", "01900000-0000-7000-8000-000000000000"])
    def test_a_document_of_no_known_type_is_refused(self, ana: GuardedClient, person: Person, document_type: str) -> None:
        response = ana.submit(f"/people/{person.id}/documents/new", document_type=document_type, number="123456789")
        assert response.status_code == 422
        assert 'value="123456789"' in page(response)

    def test_consent_is_given_and_withdrawn_with_its_history(self, ana: GuardedClient, person: Person) -> None:
        url = f"/people/{person.id}/consents/new"
        assert ana.submit(url, **{"consents-statistics": "given"}).status_code == 303
        assert ana.submit(url, **{"consents-statistics": "withdrawn"}).status_code == 303
        in_force = queries.consents_in_force(person.id)
        assert {str(purpose): str(consent.decision) for purpose, consent in in_force.items()} == {"statistics": "withdrawn"}
        shown = page(ana.get(f"/people/{person.id}"))
        assert shown.count("Retirado") == 2
        assert "Aceptó" in shown

    def test_what_was_not_given_cannot_be_withdrawn(self, session: Session, ana: GuardedClient, person: Person) -> None:
        assert ana.submit(f"/people/{person.id}/consents/new", **{"consents-statistics": "withdrawn"}).status_code == 422
        assert session.scalars(sa.select(Consent)).all() == []

    def test_answering_nothing_records_nothing(self, session: Session, ana: GuardedClient, person: Person) -> None:
        assert ana.submit(f"/people/{person.id}/consents/new").status_code == 303
        assert session.scalars(sa.select(Consent)).all() == []


class TestSearching:
    def test_what_is_searched_never_stands_in_an_address(self, session: Session, ana: GuardedClient, person: Person) -> None:
        response = ana.post("/search", data={"q": "gerrero rosa"})
        assert (response.status_code, response.location) == (303, "/search")
        shown = page(ana.get("/search"))
        assert f'href="/people/{person.id}"' in shown
        assert 'value="gerrero rosa"' in shown
        event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "person:searched")).one()
        assert (event.count, event.actor_id) == (1, ana.user.id)

    def test_a_code_leads_to_its_file(self, ana: GuardedClient, person: Person) -> None:
        assert ana.post("/search", data={"q": person.code.lower()}).location == f"/people/{person.id}"

    def test_a_code_of_another_office_leads_nowhere(self, far: GuardedClient, person: Person) -> None:
        assert far.post("/search", data={"q": person.code}).location == "/search"
        assert str(person.id) not in page(far.get("/search"))

    def test_finding_nobody_is_said_with_what_to_do(self, ana: GuardedClient) -> None:
        ana.post("/search", data={"q": "Xqzwkrt"})
        shown = page(ana.get("/search"))
        assert "Nadie en sus oficinas tiene un nombre así" in shown
        assert 'href="/people/new"' in shown

    @pytest.mark.parametrize("typed", ["", "   ", "x" * 201])
    def test_too_little_or_too_much_is_refused_with_the_text_kept(self, ana: GuardedClient, typed: str) -> None:
        response = ana.post("/search", data={"q": typed})
        assert response.status_code == 422
        if typed.strip():
            assert typed in page(response)

    @pytest.mark.parametrize("number", ["0", "-1", "x", "999999999999999999999"])
    def test_odd_page_numbers_show_a_page(self, ana: GuardedClient, office: Office, number: str) -> None:
        PersonFactory(office=office)
        ana.post("/search", data={"q": "guerrero"})
        assert ana.get(f"/search?page={number}").status_code == 200

    def test_the_search_page_takes_at_most_twelve_statements(
        self, ana: GuardedClient, office: Office, count_statements: CountStatements
    ) -> None:
        for _ in range(30):
            PersonFactory(office=office)
        ana.post("/search", data={"q": "guerrerp"})
        with count_statements() as statements:
            assert "Página 1" in page(ana.get("/search"))
        assert len(statements) <= 12, "\n".join(statements)
