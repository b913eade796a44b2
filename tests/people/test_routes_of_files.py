from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.audit.models import AuditEvent
from app.catalogue.models import DocumentType
from app.foundation.clock import today_in
from app.people import queries
from app.people.enums import ConsentGiver
from app.people.models import Consent, HouseholdMember, IdentityDocument, Person
from tests.factories.catalogue import seeded
from tests.factories.people import PersonFactory
from tests.guarded_client import GuardedClient
from tests.people.conftest import MARIA, CountStatements, audited, page

CERTIFIED = {"consents-certified": "y"}
TODAY = {"joined_on-today": today_in("America/Bogota").isoformat()}
"""The tick under what is said aloud."""


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
        response = ana.submit(f"/people/{person.id}/household/add", code=sister.code.lower(), relation="sibling", **TODAY)
        assert response.status_code == 303
        assert "Eva GUERRERO PINTO" in page(ana.get(response.location))

    def test_a_child_in_a_household_does_not_answer_alone(self, session: Session, ana: GuardedClient, person: Person) -> None:
        child = MARIA | {"given_names": "Luis", "birth_known": "age", "stated_age": "9", "certified": "y"}
        child["consents-case_management"] = "given"
        refused = ana.submit(f"/people/{person.id}/household/new", **child, relation="child")
        assert refused.status_code == 422
        assert "Por una niña, niño o adolescente responde quien lo cuida" in page(refused)
        assert session.scalars(sa.select(Person.id)).all() == [person.id]
        child |= {"consents-given_by": "guardian", "consents-guardian_name": "Rosa Rojas"}
        assert ana.submit(f"/people/{person.id}/household/new", **child, relation="child").status_code == 303

    def test_a_code_that_nobody_has_keeps_the_text(self, ana: GuardedClient, person: Person) -> None:
        response = ana.submit(f"/people/{person.id}/household/add", code="CUC-P-999999", relation="sibling", **TODAY)
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
            "state": "held",
            "expires_on-day": "31",
            "expires_on-month": "1",
            "expires_on-year": "2020",
        }
        response = ana.submit(f"/people/{person.id}/documents/new", **fields)
        assert response.status_code == 303
        assert session.scalars(sa.select(IdentityDocument)).one().number == "123456789"
        assert "Vencido" in page(ana.get(response.location))
        assert audited(session) == ["document:added", "person:opened"]

    @pytest.mark.parametrize("document_type", ["", "x", "01900000-0000-7000-8000-000000000000"])
    def test_a_document_of_no_known_type_is_refused(self, ana: GuardedClient, person: Person, document_type: str) -> None:
        response = ana.submit(f"/people/{person.id}/documents/new", document_type=document_type, number="123456789", state="held")
        assert response.status_code == 422
        assert 'value="123456789"' in page(response)

    def test_consent_is_given_and_withdrawn_with_its_history(self, ana: GuardedClient, person: Person) -> None:
        url = f"/people/{person.id}/consents/new"
        assert ana.submit(url, **CERTIFIED, **{"consents-statistics": "given"}).status_code == 303
        assert ana.submit(url, **CERTIFIED, **{"consents-statistics": "withdrawn"}).status_code == 303
        in_force = queries.consents_in_force(person.id)
        assert {str(purpose): str(consent.decision) for purpose, consent in in_force.items()} == {"statistics": "withdrawn"}
        shown = page(ana.get(f"/people/{person.id}"))
        assert shown.count("Retirado") == 2
        assert "Aceptó" in shown

    def test_what_was_not_given_cannot_be_withdrawn(self, session: Session, ana: GuardedClient, person: Person) -> None:
        assert ana.submit(f"/people/{person.id}/consents/new", **{"consents-statistics": "withdrawn"}).status_code == 422
        assert session.scalars(sa.select(Consent)).all() == []

    def test_a_no_to_the_file_or_to_contact_is_seen_on_the_file(self, ana: GuardedClient, person: Person) -> None:
        url = f"/people/{person.id}/consents/new"
        assert "La persona no aceptó que se lleve su ficha. La ayuda sigue igual" not in page(ana.get(f"/people/{person.id}"))
        ana.submit(url, **CERTIFIED, **{"consents-case_management": "refused", "consents-contact": "refused"})
        shown = page(ana.get(f"/people/{person.id}"))
        assert "La persona no aceptó que se lleve su ficha. La ayuda sigue igual" in shown
        assert "No quiere que se le contacte" in shown
        ana.submit(url, **CERTIFIED, **{"consents-case_management": "given", "consents-contact": "given"})
        shown = page(ana.get(f"/people/{person.id}"))
        assert "La persona no aceptó que se lleve su ficha. La ayuda sigue igual" not in shown
        assert "No quiere que se le contacte" not in shown

    def test_a_child_does_not_answer_alone(self, session: Session, ana: GuardedClient, office: Office) -> None:
        child = PersonFactory(office=office, birth_year=None, stated_age=9, age_stated_on=today_in(office.time_zone))
        url, said = f"/people/{child.id}/consents/new", CERTIFIED | {"consents-statistics": "given"}
        refused = ana.submit(url, **said, **{"consents-given_by": "person"})
        assert refused.status_code == 422
        assert "Por una niña, niño o adolescente responde quien lo cuida" in page(refused)
        assert 'href="#consents-given_by"' in page(refused)
        assert session.scalars(sa.select(Consent)).all() == []
        assert ana.submit(url).status_code == 303
        guardian = {"consents-given_by": "guardian", "consents-guardian_name": "Rosa Pinto", "consents-assent": "yes"}
        assert ana.submit(url, **said, **guardian).status_code == 303
        assert session.scalars(sa.select(Consent.given_by)).one() is ConsentGiver.GUARDIAN

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
        assert "No se encontró a nadie en sus oficinas" in shown
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
