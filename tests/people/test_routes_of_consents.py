"""The pages of consent: asking, the ledger, withdrawing, and the sheet to take along."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pikepdf
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.audit.models import AuditEvent
from app.people import queries
from app.people.enums import ConsentDecision, ConsentEvidence, ConsentPurpose, InterpretedBy, InterpreterNeed
from app.people.models import Consent, Person
from tests.factories.directory import OrganisationFactory
from tests.factories.people import ConsentFactory, PersonFactory
from tests.guarded_client import GuardedClient
from tests.people.conftest import MARIA, page
from tests.people.test_signatures import DRAWN

CERTIFIED = {"consents-certified": "y"}
SHARE = {
    "consents-referral_sharing": "given",
    "consents-categories": ["names", "need"],
    "consents-words_about": "names,need@",
}
YES = CERTIFIED | SHARE


def ask(client: GuardedClient, person: Person, **fields: Any) -> Any:
    return client.submit(f"/people/{person.id}/consents/new", **fields)


def only(session: Session) -> Consent:
    return session.scalars(sa.select(Consent)).one()


class TestInterpreting:
    def test_who_interpreted_into_what_is_kept_and_told(self, session: Session, ana: GuardedClient, person: Person) -> None:
        sent = {"consents-contact": "given", "consents-interpreted": "y", "consents-interpreted_into": "wba"}
        refused = ask(ana, person, **CERTIFIED, **sent)
        assert refused.status_code == 422
        assert 'href="#consents-interpreted_by"' in refused.text
        assert ask(ana, person, **CERTIFIED, **sent, **{"consents-interpreted_by": "relative"}).status_code == 303
        kept = only(session)
        assert (kept.interpreted_by, kept.interpreted_into, kept.language) == (InterpretedBy.RELATIVE, "wba", "es")
        for address in (f"/people/{person.id}", f"/people/{person.id}/consents"):
            assert "Con interpretación al idioma Warao: Familiar o acompañante" in page(ana.get(address)), address

    def test_where_nobody_interpreted_nothing_of_it_is_kept(self, session: Session, ana: GuardedClient, office: Office) -> None:
        """The language that the page filled in by itself is no answer."""
        somebody = PersonFactory(office=office, preferred_language="wba")
        assert re.search(r'<option selected[^>]*value="wba"', ana.get(f"/people/{somebody.id}/consents/new").text)
        said = {"consents-contact": "given", "consents-interpreted_into": "wba"}
        assert ask(ana, somebody, **CERTIFIED, **said).status_code == 303
        assert (only(session).interpreted_by, only(session).interpreted_into) == (None, None)

    @pytest.mark.parametrize("said", [{"interpreted_by": "team"}, {"interpreted_into": "guc"}])
    def test_who_or_into_what_without_the_tick_is_not_lost(
        self, session: Session, ana: GuardedClient, person: Person, said: dict[str, str]
    ) -> None:
        told = {f"consents-{name}": value for name, value in said.items()}
        refused = ask(ana, person, **CERTIFIED, **{"consents-contact": "given"}, **told)
        assert refused.status_code == 422
        assert 'href="#consents-interpreted"' in refused.text
        assert "Marque que alguien interpretó las palabras, o vacíe" in page(refused)
        assert re.search(rf'<option selected[^>]*value="{next(iter(said.values()))}"', refused.text)
        assert session.scalars(sa.select(Consent)).all() == []

    def test_nobody_interprets_into_the_language_of_the_words(self, session: Session, ana: GuardedClient, person: Person) -> None:
        said = {"consents-contact": "given", "consents-interpreted": "y", "consents-interpreted_by": "team"}
        refused = ask(ana, person, **CERTIFIED, **said, **{"consents-interpreted_into": "es"})
        assert refused.status_code == 422
        assert 'href="#consents-interpreted_into"' in refused.text
        assert "Las palabras de esta página ya están en este idioma" in page(refused)
        in_english = f"/people/{person.id}/consents/new?language=en"
        assert ana.submit(in_english, **CERTIFIED, **said, **{"consents-interpreted_into": "en"}).status_code == 422
        assert ana.submit(in_english, **CERTIFIED, **said, **{"consents-interpreted_into": "es"}).status_code == 303
        assert (only(session).language, only(session).interpreted_into) == ("en", "es")

    def test_a_registration_loses_neither_and_knows_the_language_of_its_words(self, session: Session, ana: GuardedClient) -> None:
        said = {"consents-contact": "given", "consents-interpreted_by": "team", "certified": "y", "preferred_language": "es"}
        for tick, box in (({}, "consents-interpreted"), ({"consents-interpreted": "y"}, "preferred_language")):
            refused = ana.submit("/people/new", **MARIA, **said, **tick)
            assert refused.status_code == 422
            assert f'href="#{box}"' in refused.text
            assert re.search(r'<option selected[^>]*value="team"', refused.text)
        assert session.scalars(sa.select(Consent)).all() == []

    @pytest.mark.parametrize(
        ("spoken", "need", "is_said"),
        [
            (["wba"], None, True),
            (["wba", "es"], None, False),
            (["wba", "es"], InterpreterNeed.NEEDED, True),
            ([], InterpreterNeed.NEEDED, True),
            (["wba"], InterpreterNeed.NOT_NEEDED, False),
            ([], None, False),
        ],
    )
    def test_that_one_is_needed_stands_at_the_head_of_the_questions(
        self, ana: GuardedClient, office: Office, spoken: list[str], need: InterpreterNeed | None, *, is_said: bool
    ) -> None:
        somebody = PersonFactory(office=office, interpreter_need=need, languages=spoken)
        shown = page(ana.get(f"/people/{somebody.id}/consents/new"))
        assert ("Pregunte solo con alguien que interprete" in shown) == is_said

    def test_at_the_registration_it_is_the_language_to_speak_in(self, session: Session, ana: GuardedClient) -> None:
        said = {"consents-contact": "given", "consents-interpreted": "y", "consents-interpreted_by": "team", "certified": "y"}
        line = {"given_names": "Luz", "sex": "female", "born": "30", "relation": "sibling", "agrees": "given"}
        family = {f"family-0-{name}": value for name, value in line.items()}
        refused = ana.submit("/people/new", **MARIA, **said, **family)
        assert refused.status_code == 422
        assert 'href="#preferred_language"' in refused.text
        assert ana.submit("/people/new", **MARIA, **said, **family, preferred_language="guc").status_code == 303
        kept = session.execute(sa.select(Consent.interpreted_by, Consent.interpreted_into)).all()
        assert set(kept) == {(InterpretedBy.TEAM, "guc")}
        assert len(kept) == 5


class TestAsking:
    def test_what_is_said_aloud_counts_because_somebody_certifies_it(
        self, session: Session, ana: GuardedClient, person: Person
    ) -> None:
        refused = ask(ana, person, **{"consents-contact": "given"})
        assert refused.status_code == 422
        assert "lo que se dice de viva voz vale porque usted lo certifica" in page(refused)
        assert session.scalars(sa.select(Consent)).all() == []
        assert ask(ana, person, **CERTIFIED, **{"consents-contact": "given"}).status_code == 303
        assert only(session).recorded_by is not None

    def test_sharing_is_asked_by_recipient_category_and_end(self, session: Session, ana: GuardedClient, person: Person) -> None:
        bridge = OrganisationFactory(country="CO", name="Fundación Puente")
        terms = {
            "consents-organisation": str(bridge.id),
            "consents-organisation_answer": "given",
            "consents-categories": ["names", "need"],
            "consents-words_about": f"names,need@{bridge.id}",
            "consents-validity": "until_day",
            "consents-valid_until-day": "1",
            "consents-valid_until-month": "3",
            "consents-valid_until-year": str(date.today().year + 1),  # noqa: DTZ011 - any day that lies ahead
        }
        assert ask(ana, person, **CERTIFIED, **terms).status_code == 303
        consent = only(session)
        assert (consent.organisation_id, consent.categories) == (bridge.id, ["names", "need"])
        assert str(consent.valid_until).endswith("-03-01")
        shown = page(ana.get(f"/people/{person.id}/consents"))
        assert "Fundación Puente" in shown
        assert "nombres y apellidos; qué ayuda se pide" in shown

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"consents-organisation_answer": "given"}, "Elija las dos cosas"),
            ({"consents-organisation": "00000000-0000-7000-8000-000000000000"}, "Elija una de las respuestas"),
            (YES | {"consents-validity": "until_day"}, "Escriba el último día"),
            (
                YES
                | {
                    "consents-validity": "until_day",
                    "consents-valid_until-day": "1",
                    "consents-valid_until-month": "1",
                    "consents-valid_until-year": "2020",
                },
                "Elija un día entre hoy y dentro de cinco años",
            ),
            (YES | {"consents-categories": ["names"], "consents-words_about": "names@"}, "Marque al menos qué ayuda se pide"),
            (YES | {"consents-categories": ["shoe_size"]}, ""),
            (YES | {"consents-evidence": "drawn"}, "Todavía no hay firma"),
            (YES | {"consents-evidence": "drawn", "consents-signature": "<svg onload=alert(1)>"}, "Todavía no hay firma"),
            (YES | {"consents-evidence": "telepathy"}, "Elija una de las respuestas"),
            (YES | {"consents-given_by": "guardian"}, "Escriba el nombre de quien responde"),
        ],
    )
    def test_what_cannot_be_is_refused_with_what_to_do(
        self, session: Session, ana: GuardedClient, person: Person, fields: dict[str, Any], said: str
    ) -> None:
        response = ask(ana, person, **CERTIFIED | fields)
        assert response.status_code == 422
        assert said in page(response)
        assert "onload=alert(1)>" not in page(response)
        assert session.scalars(sa.select(Consent)).all() == []

    def test_a_signature_is_drawn_back_from_its_numbers(self, ana: GuardedClient, person: Person) -> None:
        signed = SHARE | {"consents-evidence": "drawn", "consents-signature": DRAWN}
        assert ask(ana, person, **signed).status_code == 303
        assert f'<path d="{DRAWN}"' in page(ana.get(f"/people/{person.id}/consents"))

    def test_the_words_are_shown_in_the_language_of_the_person(
        self, session: Session, ana: GuardedClient, person: Person
    ) -> None:
        url = f"/people/{person.id}/consents/new?language=pt"
        assert "Podemos anotar o que você nos conta" in page(ana.get(url))
        ana.submit(url, **CERTIFIED, **{"consents-case_management": "given"})
        assert only(session).language == "pt"
        assert "Podemos anotar o que você nos conta" in page(ana.get(f"/people/{person.id}/consents"))

    def test_another_language_of_the_words_keeps_what_is_marked_and_saves_nothing(
        self, session: Session, ana: GuardedClient, person: Person
    ) -> None:
        url, marked = f"/people/{person.id}/consents/new", {"consents-case_management": "given"}
        answer = ana.submit(f"{url}?language=pt", **marked, words_in="pt")
        shown = page(answer)
        assert answer.status_code == 200
        assert "Podemos anotar o que você nos conta" in shown
        assert re.search(r'name="consents-case_management" type="radio" value="given" checked', shown)
        assert "Hay algo que corregir" not in shown
        assert session.scalars(sa.select(Consent)).all() == []

    def test_what_was_read_aloud_is_what_the_page_said_or_it_is_asked_again(
        self, session: Session, ana: GuardedClient, person: Person
    ) -> None:
        """The page that was read named the usual facts; what was ticked after reading was never heard."""
        fields = {name: value for name, value in YES.items() if name != "consents-words_about"}
        unheard = ask(ana, person, **fields)
        shown = page(unheard)
        assert unheard.status_code == 422
        assert "Las palabras para leer nombran ahora lo que usted marcó" in shown
        assert "¿podemos decirle esto de usted: nombres y apellidos; qué ayuda se pide?" in shown
        assert not re.search(r'name="consents-certified"[^>]*checked', shown), "nobody has certified these words"
        assert session.scalars(sa.select(Consent)).all() == []

        about = re.search(r'name="consents-words_about" value="([^"]+)"', shown)
        assert about
        assert ask(ana, person, **fields | {"consents-words_about": about[1]}).status_code == 303
        assert "¿podemos decirle esto de usted: nombres y apellidos; qué ayuda se pide?" in page(
            ana.get(f"/people/{person.id}/consents")
        )

    def test_the_words_follow_what_is_ticked_and_name_the_organisation(self, ana: GuardedClient, person: Person) -> None:
        bridge = OrganisationFactory(country="CO", name="Fundación Puente")
        ticked = {"consents-categories": ["need", "protection"], "consents-organisation": str(bridge.id)}
        shown = page(ask(ana, person, **CERTIFIED | ticked, words_in="es"))
        assert f'name="consents-words_about" value="need,protection@{bridge.id}"' in shown
        assert "a Fundación Puente: qué ayuda se pide; que la ficha está protegida" in shown
        assert not re.search(r'name="consents-certified"[^>]*checked', shown)

    def test_a_paper_leads_to_its_photo_and_is_missed_until_it_is_there(self, ana: GuardedClient, person: Person) -> None:
        answered = ask(ana, person, **SHARE, **{"consents-evidence": "signed"})
        consent = queries.consents_in_force(person.id)[ConsentPurpose.REFERRAL_SHARING]
        assert answered.location == f"/people/{person.id}/consents/{consent.id}/evidence"
        assert "Falta la foto del papel" in page(ana.get(f"/people/{person.id}/consents"))


class TestWithdrawing:
    def test_a_consent_is_withdrawn_in_two_taps(self, ana: GuardedClient, person: Person) -> None:
        ask(ana, person, **YES)
        consent = queries.consents_in_force(person.id)[ConsentPurpose.REFERRAL_SHARING]
        url = f"/people/{person.id}/consents/{consent.id}/withdraw"
        assert f'href="{url}"' in page(ana.get(f"/people/{person.id}")), "the first tap stands on the person's page"
        assert "Toda la demás ayuda sigue como antes" in page(ana.get(url))
        assert ana.submit(url, given_by="person").status_code == 303
        assert queries.consents_in_force(person.id)[ConsentPurpose.REFERRAL_SHARING].decision is ConsentDecision.WITHDRAWN
        assert f'href="{url}"' not in page(ana.get(f"/people/{person.id}"))

    def test_what_ended_is_said_and_not_withdrawn(self, ana: GuardedClient, person: Person) -> None:
        ended = ConsentFactory(person_id=person.id, purpose=ConsentPurpose.REFERRAL_SHARING, valid_until=date(2026, 1, 5))
        shown = page(ana.get(f"/people/{person.id}/consents"))
        assert "terminó el lun 5 ene 2026" in shown
        assert "/withdraw" not in shown
        assert ana.submit(f"/people/{person.id}/consents/{ended.id}/withdraw", given_by="person").status_code == 409

    def test_another_office_finds_no_ledger(self, far: GuardedClient, person: Person) -> None:
        consent = ConsentFactory(person_id=person.id)
        for part in ("consents", "consents/new", f"consents/{consent.id}/withdraw", "sheet", "sheet/es.pdf", "sheet/es-1.pdf"):
            assert far.get(f"/people/{person.id}/{part}").status_code == 404


class TestSheet:
    def test_the_sheet_says_what_was_allowed_without_saying_who(
        self, session: Session, ana: GuardedClient, person: Person, office: Office
    ) -> None:
        office.phone, office.address = "+57 607 555 0100", "Calle 10 # 4-20"
        session.commit()
        ask(ana, person, **YES)
        sheet = ana.get(f"/people/{person.id}/sheet/es.pdf")
        assert (sheet.status_code, sheet.mimetype) == (200, "application/pdf")
        assert sheet.headers["Content-Disposition"] == f'attachment; filename="{person.code}-es.pdf"'
        assert pikepdf.open(io.BytesIO(sheet.get_data())).Root.MarkInfo.Marked
        event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "person:sheet_given")).one()
        assert (event.subject_id, event.fields) == (person.id, ["es", "full"])

    @pytest.mark.parametrize("address", ["xx.pdf", "fr-1.pdf"])
    def test_there_is_no_sheet_in_a_language_that_nobody_reads(self, ana: GuardedClient, person: Person, address: str) -> None:
        assert ana.get(f"/people/{person.id}/sheet/{address}").status_code == 404

    def test_the_page_offers_the_persons_own_language_first(self, ana: GuardedClient, person: Person) -> None:
        ConsentFactory(person_id=person.id, language="pt", evidence=ConsentEvidence.VERBAL)
        shown = page(ana.get(f"/people/{person.id}/sheet"))
        assert shown.index("/sheet/pt.pdf") < shown.index("/sheet/es.pdf")
