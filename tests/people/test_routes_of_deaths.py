"""The pages on which a death is recorded and taken back, and where else it is told, as a caseworker's browser meets them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.cases.enums import FollowUpKind
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.ids import new_id
from app.foundation.partial_date import PartialDate
from app.people.enums import CareSituation, ConsentDecision, ConsentHolder, ConsentPurpose, DeathSource
from app.people.models import Person
from app.people.services import ConsentAnswer, NewCare, record_consent, state_care
from app.referrals.enums import SharedField
from app.referrals.presenters.shared import shared_values
from tests.factories.cases import FollowUpFactory, case_at
from tests.factories.people import AlternateContactFactory, PersonFactory, household_of
from tests.guarded_client import GuardedClient
from tests.people.conftest import MARIA, CountStatements, audited, page

TODAY = today_in("America/Bogota")
NOBODY = "018f0000-0000-7000-8000-000000000000"
"""An id that no record has."""


def day_in(day: date) -> dict[str, str]:
    return {"died-day": str(day.day), "died-month": str(day.month), "died-year": str(day.year)}


def said(**fields: str) -> dict[str, str]:
    """What the browser sends of the page of somebody whose file was never changed."""
    return {"version": "1", "known_by": "family", **fields}


@pytest.fixture
def luis(session: Session, office: Office) -> Person:
    """Somebody with a phone, a safe way of calling and a neighbour."""
    person: Person = PersonFactory(office=office, given_names="Luis", phone="+573005550111", safe_contact="Solo de tarde")
    AlternateContactFactory(person_id=person.id)
    session.commit()
    return person


@pytest.fixture
def rosa(session: Session, office: Office, luis: Person) -> Person:
    """Rosa, the head, with whom Luis lives."""
    rosa: Person = PersonFactory(office=office, given_names="Rosa")
    household_of(rosa, luis)
    session.commit()
    return rosa


def recorded(client: GuardedClient, person: Person, **fields: str) -> None:
    assert client.submit(f"/people/{person.id}/death", **said(**fields)).status_code == 303


class TestRecording:
    def test_the_page_says_what_follows_and_asks_for_no_cause(self, ana: GuardedClient, luis: Person) -> None:
        words = page(ana.get(f"/people/{luis.id}/death"))
        for text in ("Registrar que Luis GUERRERO PINTO falleció", "No se pregunta de qué falleció", "Lo dijo la familia"):
            assert text in words
        assert f'href="/people/{luis.id}/death"' in page(ana.get(f"/people/{luis.id}"))

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({"known_by": ""}, "Elija cómo lo sabe"),
            ({"known_by": "cancer"}, "Elija"),
            ({"died-year": "x"}, "Escriba"),
            ({"died-day": "31", "died-month": "2", "died-year": "2026"}, "Ese mes no tiene ese día"),
            ({"died-year": str(TODAY.year + 1)}, "no puede ser posterior a hoy"),
            ({"died-year": "1980"}, "nació después de esa fecha"),
        ],
    )
    def test_what_cannot_be_is_refused_and_stays_on_the_page(
        self, ana: GuardedClient, session: Session, luis: Person, fields: dict[str, str], told: str
    ) -> None:
        response = ana.submit(f"/people/{luis.id}/death", **said(**fields))
        assert response.status_code == 422
        assert told in page(response)
        session.expire_all()
        assert not luis.has_died

    def test_the_same_form_sent_twice_is_saved_once(self, ana: GuardedClient, session: Session, luis: Person) -> None:
        submission_id = str(new_id())
        for _time in range(2):
            recorded(ana, luis, submission_id=submission_id)
        session.expire_all()
        assert (luis.has_died, luis.version) == (True, 2)

    def test_a_form_of_an_older_file_is_shown_again_beside_what_stands_and_can_then_be_saved(
        self, ana: GuardedClient, session: Session, luis: Person
    ) -> None:
        luis.version = 2
        session.commit()
        typed = said(known_by="document", **day_in(date(2026, 3, 9)))
        late = ana.submit(f"/people/{luis.id}/death", **typed)
        words = page(late)
        assert late.status_code == 409
        for kept in ('value="document" checked', 'value="9"', 'value="3"', 'value="2026"', "9 mar 2026"):
            assert kept in words
        assert "mientras usted escribía" in words
        session.expire_all()
        assert not luis.has_died
        assert re.search(r'name="version"[^>]* value="2"', words)
        recorded(ana, luis, **{**typed, "version": "2"})
        session.expire_all()
        assert (luis.death_known_by, luis.died) == (DeathSource.DOCUMENT, PartialDate(2026, 3, 9))

    def test_of_two_who_record_it_at_once_the_second_sees_what_the_first_wrote(
        self, ana: GuardedClient, session: Session, luis: Person
    ) -> None:
        recorded(ana, luis, **day_in(date(2026, 3, 9)))
        late = ana.submit(f"/people/{luis.id}/death", **said(known_by="document", **day_in(date(2026, 3, 8))))
        words = page(late)
        assert late.status_code == 409
        for told in ("9 mar 2026", "8 mar 2026", "Lo dijo la familia", 'value="8"', 'value="document" checked'):
            assert told in words
        session.expire_all()
        assert luis.died == PartialDate(2026, 3, 9)

    def test_another_office_and_an_id_of_nobody_are_not_found(self, far: GuardedClient, luis: Person) -> None:
        for address in (f"/people/{luis.id}/death", f"/people/{luis.id}/death/take-back", f"/people/{NOBODY}/death"):
            assert far.get(address).status_code == 404
            assert far.submit(address, **said()).status_code == 404

    def test_where_the_head_died_the_page_asks_who_follows(self, ana: GuardedClient, rosa: Person, luis: Person) -> None:
        assert "new_head" in page(ana.get(f"/people/{rosa.id}/death"))
        assert "new_head" not in page(ana.get(f"/people/{luis.id}/death"))
        assert ana.submit(f"/people/{rosa.id}/death", **said()).status_code == 422
        recorded(ana, rosa, new_head=str(luis.id))
        words = page(ana.get(f"/people/{luis.id}"))
        assert "Rosa GUERRERO PINTO falleció; no se sabe qué día" in words

    def test_the_form_is_printed_blank_and_filled(self, ana: GuardedClient, luis: Person) -> None:
        recorded(ana, luis)
        for kind in ("blank", "filled"):
            paper = ana.get(f"/people/{luis.id}/death?print={kind}")
            assert (paper.status_code, paper.mimetype) == (200, "application/pdf")


class TestTelling:
    def test_the_file_says_it_and_offers_no_call(self, ana: GuardedClient, luis: Person) -> None:
        recorded(ana, luis, **day_in(date(2026, 3, 9)))
        words = page(ana.get(f"/people/{luis.id}"))
        head = words[words.index('class="moj-identity-bar') : words.index('id="contacts"')]
        assert "Falleció el" in head
        assert "al fallecer" in head
        assert "Solo de tarde" not in head
        for gone in ("/consents/new", "/household/add", "/sheet", "tel:"):
            assert gone not in words
        assert "Nadie llama a estos números" in words
        assert "Vecina canaria" in words

    def test_a_contact_is_asked_of_the_family_and_not_of_who_died(self, ana: GuardedClient, luis: Person) -> None:
        address = f"/people/{luis.id}/contacts/new"
        alive = page(ana.get(address))
        recorded(ana, luis)
        words = page(ana.get(address))
        asks = "Sí, la persona está de acuerdo"
        assert (asks in alive, asks in words) == (True, False)
        assert "buscamos a la persona" not in words
        assert "¿Por medio de quién se puede ubicar a la familia?" in words
        refused = ana.submit(address, name="Luz", relation="sibling")
        assert (refused.status_code, "quiénes somos" in page(refused)) == (422, True)
        assert ana.submit(address, name="Luz", relation="sibling", may_be_told="yes").status_code == 303

    @pytest.mark.parametrize("end", ["", "/es.pdf", "/es-1.pdf"])
    def test_no_sheet_that_speaks_to_the_person_is_printed(
        self, session: Session, ana: GuardedClient, luis: Person, end: str
    ) -> None:
        address = f"/people/{luis.id}/sheet{end}"
        assert ana.get(address).status_code == 200
        recorded(ana, luis)
        given = audited(session).count("person:sheet_given")
        refused = ana.get(address)
        assert (refused.status_code, "no hay a quién entregar esta hoja" in page(refused)) == (409, True)
        assert audited(session).count("person:sheet_given") == given
        assert "/sheet" not in page(ana.get(f"/people/{luis.id}/consents"))

    def test_what_was_corrected_speaks_of_the_family(self, ana: GuardedClient, luis: Person) -> None:
        assert "Si la persona dice que una corrección" in page(ana.get(f"/people/{luis.id}/corrections"))
        recorded(ana, luis)
        assert "Si la familia dice que una corrección" in page(ana.get(f"/people/{luis.id}/corrections"))

    def test_the_page_of_recording_says_that_nobody_is_asked_to_call_any_more(self, ana: GuardedClient, luis: Person) -> None:
        assert "ya no se pedirá a nadie que llame a la persona" in page(ana.get(f"/people/{luis.id}/death"))

    def test_search_marks_the_person_with_as_many_statements_as_before(
        self, ana: GuardedClient, session: Session, luis: Person, count_statements: CountStatements
    ) -> None:
        def look() -> tuple[str, int]:
            with count_statements() as statements:
                words = page(ana.post("/search", data={"q": "luis guerrero"}, follow_redirects=True))
            return words, len(statements)

        look()  # the first page of a session reads more
        alive, before = look()
        assert "Falleció" not in alive
        luis.death_known_by = DeathSource.OTHER
        session.commit()
        dead, after = look()
        assert "Falleció" in dead
        assert after == before

    def test_who_is_registered_anew_is_compared_with_them_openly(self, ana: GuardedClient, luis: Person) -> None:
        recorded(ana, luis)
        fields = {"given_names": "Luis", "surname_1": "Guerrero", "surname_2": "Pinto", "sex": "female", "birth_known": "date"}
        response = ana.post("/people/candidates", data={**fields, "birth-year": "1992"}, headers={"HX-Request": "true"})
        assert "Falleció; no se sabe qué día" in page(response)

    def test_what_was_corrected_and_what_is_held_tell_it(self, ana: GuardedClient, luis: Person) -> None:
        recorded(ana, luis, **day_in(date(2026, 3, 9)))
        assert "Fecha de fallecimiento" in page(ana.get(f"/people/{luis.id}/corrections"))
        held = page(ana.get(f"/people/{luis.id}/held"))
        assert "Fecha de fallecimiento" in held
        assert "Lo dijo la familia" in held

    def test_the_ledger_of_consents_asks_for_nothing_more(self, ana: GuardedClient, luis: Person) -> None:
        asking = f"/people/{luis.id}/consents/new"
        assert asking in page(ana.get(f"/people/{luis.id}/consents"))
        recorded(ana, luis)
        assert asking not in page(ana.get(f"/people/{luis.id}/consents"))

    def test_asking_about_consent_leads_to_the_ledger_where_only_a_withdrawal_is_offered(
        self, ana: GuardedClient, session: Session, caseworker: Actor, luis: Person
    ) -> None:
        yes = ConsentAnswer(purpose=ConsentPurpose.CONTACT, decision=ConsentDecision.GIVEN, language="es")
        record_consent(caseworker, luis.id, yes)
        session.commit()
        asking = f"/people/{luis.id}/consents/new"
        assert ana.get(asking).status_code == 200
        recorded(ana, luis)
        for send in (ana.get, ana.submit):
            answer = send(asking)
            assert (answer.status_code, answer.headers["Location"]) == (303, f"/people/{luis.id}/consents")
        words = page(ana.get(f"/people/{luis.id}/consents"))
        assert "nadie puede decir que sí en su lugar" in words
        assert "/withdraw" in words

    def test_nobody_fills_in_a_member_for_the_household_of_who_died(self, ana: GuardedClient, rosa: Person, luis: Person) -> None:
        adding = [f"/people/{luis.id}/household/{way}" for way in ("new", "add")]
        assert [ana.get(address).status_code for address in adding] == [200, 200]
        recorded(ana, luis)
        for address in adding:
            answer = ana.get(address)
            assert (answer.status_code, answer.headers["Location"]) == (303, f"/people/{luis.id}")
            assert "desde la ficha de alguien que viva en el hogar" in page(ana.get(f"/people/{luis.id}"))
        born = {"birth-year": "1961", "birth-month": "11", "relation": "parent"}
        late = ana.submit(adding[0], **{**MARIA, **born, "surname_1": "Quispe", "surname_2": "Mamani"})
        assert late.status_code == 422
        assert "desde la ficha de alguien que viva en el hogar" in page(late)
        assert "María de los Ángeles" in page(late), "what was typed stays"
        assert not rosa.has_died

    def test_the_household_tells_of_a_death_and_takes_back_nothing_of_it(
        self, ana: GuardedClient, rosa: Person, luis: Person
    ) -> None:
        recorded(ana, luis)
        household_id = page(ana.get(f"/people/{rosa.id}")).split('href="/households/')[1][:36]
        assert f'href="/households/{household_id}"' in page(ana.get(f"/people/{luis.id}")), "the family is not lost"
        words = page(ana.get(f"/households/{household_id}"))
        assert "Luis GUERRERO PINTO falleció; no se sabe qué día" in words
        assert "/acts/" not in words

    def test_the_household_tells_the_day_that_the_file_tells_also_once_it_is_corrected(
        self, ana: GuardedClient, rosa: Person, luis: Person
    ) -> None:
        recorded(ana, luis, **day_in(date(2026, 3, 9)))
        household_id = page(ana.get(f"/people/{rosa.id}")).split('href="/households/')[1][:36]
        for version, fields, told in (
            ("2", day_in(date(2025, 2, 3)), "Luis GUERRERO PINTO falleció el 3 feb 2025"),
            ("3", {"died-year": "2024"}, "Luis GUERRERO PINTO falleció en 2024"),
        ):
            recorded(ana, luis, version=version, **fields)
            family = page(ana.get(f"/people/{rosa.id}"))
            words = page(ana.get(f"/households/{household_id}"))
            assert told in family
            assert words.count(told) == 2, "among those who left, and in the history"
            for one in (family, words):
                assert "perteneció al hogar hasta" not in one
                assert "mar 2026" not in one

    def test_the_page_of_leaving_a_household_leads_to_recording_a_death(
        self, ana: GuardedClient, rosa: Person, luis: Person
    ) -> None:
        assert not rosa.has_died
        assert f'href="/people/{luis.id}/death"' in page(ana.get(f"/people/{luis.id}/household/leave"))

    def test_a_place_that_a_merge_left_behind_is_asked_about(
        self, ana: GuardedClient, session: Session, rosa: Person, luis: Person
    ) -> None:
        luis.death_known_by = DeathSource.OTHER
        session.commit()
        words = page(ana.get(f"/people/{luis.id}"))
        assert "Registre que la persona ya no pertenece al hogar" in words
        listed = page(ana.get(f"/people/{rosa.id}"))
        assert "Falleció" in listed[listed.index('id="household"') :]


class TestCare:
    def test_the_child_of_a_carer_who_died_is_asked_about_in_words_of_its_own(
        self, ana: GuardedClient, session: Session, office: Office, caseworker: Actor, luis: Person
    ) -> None:
        child = PersonFactory(office=office, given_names="Nenita", birth_year=TODAY.year - 8)
        case = case_at(office, person=child, caseworker_id=caseworker.id, attention_on=TODAY + timedelta(days=9))
        separated, holder = CareSituation.SEPARATED, ConsentHolder.GUARDIAN
        care = NewCare(situation=separated, since_on=TODAY, guardian_code=luis.code, consent_holder=holder)
        state_care(caseworker, child.id, care)
        session.commit()
        assert "Falleció" not in page(ana.get(f"/people/{child.id}"))
        recorded(ana, luis)
        words = page(ana.get(f"/people/{child.id}"))
        assert "Quien respondía por la niña o el niño falleció." in words
        for wrong in ("ya no vive en el mismo hogar", "sigue siendo la misma persona"):
            assert wrong not in words
        assert "Falleció" in words[words.index('id="care"') :]
        assert "quien respondía falleció" in page(ana.get(f"/cases/{case.id}"))
        assert luis.code not in page(ana.get(f"/people/{child.id}/care")), "who died is not proposed again"


class TestTakingBack:
    def test_it_is_confirmed_and_the_file_lives_again(
        self, ana: GuardedClient, session: Session, rosa: Person, luis: Person
    ) -> None:
        assert not rosa.has_died
        recorded(ana, luis)
        assert f'href="/people/{luis.id}/death/take-back"' in page(ana.get(f"/people/{luis.id}/death"))
        assert "Falleció; no se sabe qué día" in page(ana.get(f"/people/{luis.id}/death/take-back"))
        assert ana.submit(f"/people/{luis.id}/death/take-back", version="2").status_code == 303
        assert "El fallecimiento se anuló" in page(ana.get(f"/people/{luis.id}"))
        session.expire_all()
        assert not luis.has_died
        assert "Rosa GUERRERO PINTO" in page(ana.get(f"/people/{luis.id}"))

    def test_of_who_lives_there_is_nothing_to_take_back(self, ana: GuardedClient, luis: Person) -> None:
        assert ana.get(f"/people/{luis.id}/death/take-back").status_code == 409
        assert ana.submit(f"/people/{luis.id}/death/take-back", version="1").status_code == 409

    def test_an_older_page_takes_nothing_back(self, ana: GuardedClient, session: Session, luis: Person) -> None:
        recorded(ana, luis)
        assert ana.submit(f"/people/{luis.id}/death/take-back", version="1").status_code == 409
        session.expire_all()
        assert luis.has_died


class TestCases:
    def test_the_case_asks_to_be_closed_and_closing_needs_no_words(
        self, ana: GuardedClient, session: Session, office: Office
    ) -> None:
        case = case_at(office)
        session.commit()
        recorded(ana, case.person)
        assert "La persona falleció: cierre el caso" in page(ana.get(f"/cases/{case.id}"))
        listed = page(ana.get("/cases?whose=office"))
        assert "Falleció" in listed
        assert "Por cerrar" in listed
        form = page(ana.get(f"/cases/{case.id}/close"))
        assert 'value="died" checked' in form
        day = {f"closed_on-{part}": str(getattr(TODAY, part)) for part in ("day", "month", "year")}
        closing = {"version": str(case.version), "closure_reason": "died", "reason": "", **day}
        assert ana.submit(f"/cases/{case.id}/close", **closing).status_code == 303

    def test_the_follow_ups_say_it_and_offer_the_closing_instead_of_a_call(
        self, ana: GuardedClient, session: Session, office: Office
    ) -> None:
        case = case_at(office)
        person = case.person
        call = FollowUpFactory(case=case, kind=FollowUpKind.CALL, due_on=TODAY + timedelta(days=3))
        session.commit()
        person = case.person
        tab, recording = f"/cases/{case.id}/follow-ups", f"/cases/{case.id}/follow-ups/{call.id}/complete"
        for offered in (f'href="{recording}"', "Planificar seguimiento"):
            assert offered in page(ana.get(tab))
        recorded(ana, person)
        words = page(ana.get(tab))
        for gone in (f'href="{recording}"', "Planificar seguimiento"):
            assert gone not in words
        assert "La persona falleció: cierre el caso" in words
        assert f'href="/cases/{case.id}/close"' in words
        assert "Por hacer" in words, "what was planned is still seen"

    def test_nobody_plans_a_call_to_who_died_and_the_family_may_be_met(
        self, ana: GuardedClient, session: Session, office: Office
    ) -> None:
        case = case_at(office)
        person = case.person
        session.commit()
        recorded(ana, person)
        day = {f"due_on-{part}": str(getattr(TODAY + timedelta(days=1), part)) for part in ("day", "month", "year")}
        refused = ana.submit(f"/cases/{case.id}/follow-ups/new", kind="call", purpose="Saludar", **day)
        assert refused.status_code == 422
        assert "cierre el caso, o planifique una cita" in page(refused).lower()
        assert "Saludar" in page(refused)
        met = ana.submit(f"/cases/{case.id}/follow-ups/new", kind="appointment", purpose="Entierro", **day)
        assert met.status_code == 303
        assert "/complete" in page(ana.get(f"/cases/{case.id}/follow-ups"))

    def test_a_case_closed_for_a_death_that_no_file_tells_leads_to_recording_it(
        self, ana: GuardedClient, session: Session, office: Office
    ) -> None:
        case = case_at(office)
        session.commit()
        day = {f"closed_on-{part}": str(getattr(TODAY, part)) for part in ("day", "month", "year")}
        closing = {"version": "1", "closure_reason": "died", "reason": "", **day}
        assert ana.submit(f"/cases/{case.id}/close", **closing).status_code == 303
        assert f'href="/people/{case.person_id}/death"' in page(ana.get(f"/cases/{case.id}"))

    def test_other_reasons_still_need_words(self, ana: GuardedClient, session: Session, office: Office) -> None:
        case = case_at(office)
        session.commit()
        day = {f"closed_on-{part}": str(getattr(TODAY, part)) for part in ("day", "month", "year")}
        closing = {"version": "1", "closure_reason": "moved_on", "reason": " ", **day}
        assert ana.submit(f"/cases/{case.id}/close", **closing).status_code == 422


@pytest.mark.usefixtures("app")
def test_a_partner_who_was_told_the_phone_is_told_not_to_call(office: Office) -> None:
    person = PersonFactory(office=office, phone="+573005550111", safe_contact="Solo de tarde")
    assert "+573005550111" in shared_values(person, TODAY)[SharedField.CONTACT]
    person.death_known_by = DeathSource.FAMILY
    told = shared_values(person, TODAY + timedelta(days=1))[SharedField.CONTACT]
    assert "+573005550111" not in told
    assert "Solo de tarde" not in told
