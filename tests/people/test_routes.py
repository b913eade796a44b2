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
from app.people.models import Consent, Person
from app.web.compression import with_brotli
from tests.conftest import SignIn
from tests.factories.catalogue import seeded
from tests.factories.people import PersonFactory
from tests.guarded_client import GuardedClient
from tests.people.conftest import MARIA, CountStatements, audited, page

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


def people(session: Session) -> list[Person]:
    return list(session.scalars(sa.select(Person).order_by(Person.code)))


@pytest.mark.parametrize(("code", "words"), [("XXD", "Prefiere no decir su nacionalidad"), ("XXU", "Nacionalidad desconocida")])
def test_a_nationality_may_be_declined_or_not_known(ana: GuardedClient, code: str, words: str) -> None:
    registered = ana.submit("/people/new", **MARIA | {"nationality": code})
    assert registered.status_code == 303
    shown = page(ana.get(registered.location))
    assert words in shown
    assert "sin determinar" not in shown


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
    def test_the_page_stays_within_the_budget_of_a_warm_page(self, ana: GuardedClient) -> None:
        assert len(with_brotli(ana.get("/people/new").data)) <= 15_000

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

    def test_a_child_who_would_answer_alone_is_not_registered_and_the_text_stays(
        self, session: Session, ana: GuardedClient
    ) -> None:
        child = MARIA | {"birth_known": "age", "stated_age": "9"}
        refused = ana.submit("/people/new", **child, certified="y", **{"consents-case_management": "given"})
        assert refused.status_code == 422
        assert "Por una niña, niño o adolescente responde quien lo cuida" in page(refused)
        assert 'href="#consents-given_by"' in page(refused)
        assert 'value="María de los Ángeles"' in page(refused)
        assert people(session) == []
        assert ana.submit("/people/new", **child).status_code == 303

    def test_the_months_of_a_baby_are_kept_shown_and_stand_in_the_form_again(self, session: Session, ana: GuardedClient) -> None:
        baby = MARIA | {"birth_known": "age", "stated_age": "3 meses"}
        where = ana.submit("/people/new", **baby).location
        (person,) = people(session)
        assert (person.birth, person.stated_age, person.stated_age_months) == (None, 0, 3)
        shown = page(ana.get(where))
        assert "3 meses (según dijo hoy)" in shown
        assert "3 meses, según dijo el" in shown
        assert 'value="3 meses"' in ana.get(f"{where}/edit").text
        assert ana.submit(f"{where}/edit", **baby | {"locality": "La Parada"}, version="1").status_code == 303
        session.expire_all()
        assert (person.stated_age_months, person.version) == (3, 2)

    @pytest.mark.parametrize("text", ["3 gatos", "meses", "-3 meses", "3 meses y medio", "1500 meses"])
    def test_months_that_are_none_are_refused_and_stay_in_the_box(self, session: Session, ana: GuardedClient, text: str) -> None:
        refused = ana.submit("/people/new", **MARIA | {"birth_known": "age", "stated_age": text})
        assert refused.status_code == 422
        assert f'value="{text}"' in refused.text
        assert people(session) == []

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
            ({"nationality": ""}, "Elija la nacionalidad, o que no se sabe", "nationality"),
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
        assert "mismos nombres, mismos apellidos y nació el mismo año" in shown
        assert "Puede ser la misma persona" in shown
        assert "No, es otra persona: registrar" in shown
        seen = re.findall(r'name="candidates_seen" value="([^"]+)"', shown)
        assert seen == [str(known.id)]
        assert people(session) == [known]
        asked = re.findall(r'name="candidates_asked" value="([^"]+)"', shown)
        anyway = ana.submit("/people/new", submission_id=submission_id, **MARIA, candidates_seen=seen, candidates_asked=asked)
        assert anyway.status_code == 303
        assert len(people(session)) == 2

    def test_a_repeated_registration_is_not_asked_about_itself(self, session: Session, ana: GuardedClient, known: Person) -> None:
        submission_id = new_id()
        sent = MARIA | {"candidates_seen": [str(known.id)], "candidates_asked": [str(known.id)]}
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

    def test_a_file_takes_at_most_sixteen_statements(
        self, ana: GuardedClient, person: Person, count_statements: CountStatements
    ) -> None:
        for n in range(3):
            ana.submit(f"/people/{person.id}/household/new", **MARIA | {"given_names": f"Luis {n}"}, relation="child")
        ana.submit(f"/people/{person.id}/consents/new", **{"consents-contact": "given"})
        ana.submit(f"/people/{person.id}/documents/new", state="held", document_type=str(seeded(DocumentType, "VE-PAS").id))
        url = f"/people/{person.id}"
        with count_statements() as statements:
            assert ana.get(url).status_code == 200
        assert len(statements) <= 16, "\n".join(statements)


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

    @pytest.mark.parametrize(("version", "status"), [("", 422), ("x", 422), ("-1", 422), ("99", 409), ("0", 409)])
    def test_a_forged_version_overwrites_nothing(self, ana: GuardedClient, person: Person, version: str, status: int) -> None:
        response = ana.submit(f"/people/{person.id}/edit", **self.fields(person, locality="La Parada", version=version))
        assert response.status_code == status
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


class TestReadingByForms:
    """Forms that show what the file holds are openings of it: nobody reads a file past the trail."""

    @pytest.mark.parametrize("form", ["edit", "household/new", "household/leave", "consents/new"])
    def test_opening_a_form_that_shows_the_file_is_recorded_once(
        self, session: Session, ana: GuardedClient, person: Person, form: str
    ) -> None:
        assert ana.get(f"/people/{person.id}/{form}").status_code == 200
        assert audited(session) == ["person:opened"]

    def test_a_damaged_form_shows_the_file_and_is_recorded_too(
        self, session: Session, ana: GuardedClient, person: Person
    ) -> None:
        shown = ana.submit(f"/people/{person.id}/edit", sex="none")
        assert shown.status_code == 422
        assert "Guerrero" in page(shown)
        assert audited(session) == ["person:opened"]

    def test_saving_is_recorded_as_the_change_alone(self, session: Session, ana: GuardedClient, person: Person) -> None:
        assert ana.submit(f"/people/{person.id}/edit", **MARIA, version="1").status_code == 303
        assert audited(session) == ["person:changed"]
