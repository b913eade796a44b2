"""Is somebody registered twice? Within one's offices by name and reason, elsewhere as a question only."""

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
from app.foundation.clock import now
from app.foundation.ids import new_id
from app.people import policies, services
from app.people.models import IdentityDocument, MatchDecision, OfficeQuestion, Person, QuestionedPerson
from tests.conftest import SignIn
from tests.data_protection.conftest import restrict_to
from tests.factories.accounts import OfficeFactory
from tests.factories.catalogue import seeded
from tests.factories.people import IdentityDocumentFactory, PersonFactory
from tests.guarded_client import GuardedClient
from tests.people.conftest import page

NAMES = {"given_names": "Yuleisy del Carmen", "surname_1": "Quintanapalla", "surname_2": "Bracho"}
BORN = {"birth_year": 1990, "birth_month": 4, "birth_day": 17}
TYPED = {
    **NAMES, "sex": "female", "birth_known": "date", "birth-year": "1990", "birth-month": "4", "birth-day": "17",
    "nationality": "VEN", "population_type": "in_transit",
}  # fmt: skip
OF_HER = ("Yuleisy", "Quintanapalla", "Bracho", "1990", "TST-P-", "abr 1990")


@pytest.fixture
def leticia(session: Session) -> Office:
    """Another office of the same country."""
    office: Office = OfficeFactory(code="LET", name="Leticia", country="CO", time_zone="America/Bogota")
    return office


@pytest.fixture
def far_worker(sign_in: SignIn, leticia: Office) -> GuardedClient:
    return sign_in(Role.CASEWORKER, at=leticia)


@pytest.fixture
def her(leticia: Office) -> Person:
    """Somebody registered at the other office."""
    person: Person = PersonFactory(office=leticia, **NAMES, **BORN, phone="+573001234567")
    return person


def look(client: GuardedClient, **typed: Any) -> str:
    return page(client.post("/people/candidates", data=TYPED | typed, headers={"HX-Request": "true"}))


def without_what_was_typed(text: str) -> str:
    return re.sub(r"<(input|option)[^>]*>", "", text)


@pytest.mark.usefixtures("her")
class TestElsewhere:
    def test_another_office_of_the_country_is_named_and_nobody_at_it(self, ana: GuardedClient, her: Person) -> None:
        shown = look(ana)
        assert "Posiblemente registrada en la oficina Leticia." in shown
        assert "Preguntar a Leticia" in shown
        assert [mark for mark in (*OF_HER, str(her.id), her.code) if mark in without_what_was_typed(shown)] == []
        assert not re.search(r"\d+ ?%|Casi seguro|Puede ser la misma", shown), "how likely it is, is not told"

    def test_several_people_there_read_like_one(self, ana: GuardedClient, leticia: Office) -> None:
        one = look(ana)
        PersonFactory(office=leticia, **NAMES, **BORN)
        assert look(ana) == one

    @pytest.mark.parametrize(
        "other",
        [
            {"given_names": "Marta Lucía"},
            {"birth-year": "1962", "birth-month": "11", "birth-day": "2"},
            {"given_names": "", "surname_1": "Quintanapalla", "surname_2": ""},
            {"given_names": "Yuleisy", "surname_1": "Prieto", "surname_2": "", "birth-year": "1975"},
        ],
        ids=["a sister", "a mother of the same name", "a surname alone", "somebody else"],
    )
    def test_not_for_somebody_who_is_only_like_her(self, ana: GuardedClient, other: dict[str, str]) -> None:
        assert "Leticia" not in look(ana, **other)

    @pytest.mark.parametrize(
        "again",
        [
            {"surname_1": "KINTANAPALLA"},
            {"surname_1": "Bracho", "surname_2": "Quintanapalla"},
            {"surname_2": ""},
            {"given_names": "Yuleisi"},
            {"birth-month": "", "birth-day": "", "phone": "300 123 4567"},
            {"given_names": "Yuleysi del Karmen", "phone": "3001234567"},
        ],
        ids=str,
    )
    def test_for_her_with_a_slip(self, ana: GuardedClient, again: dict[str, str]) -> None:
        assert "Posiblemente registrada en la oficina Leticia." in look(ana, **again)

    def test_an_office_of_another_country_is_not_named(self, ana: GuardedClient, other_office: Office) -> None:
        PersonFactory(office=other_office, **NAMES, **BORN)
        assert "Quito" not in look(ana)

    def test_a_restricted_file_is_not_even_a_question(
        self, session: Session, ana: GuardedClient, far_worker: GuardedClient, her: Person
    ) -> None:
        nobody = look(ana, given_names="Zoila", surname_1="Xuxa", surname_2="")
        her.is_restricted = True
        session.commit()
        assert "Leticia" not in look(ana)
        assert look(far_worker) == nobody, "nor for a colleague of the same office who was not named"

    def test_that_offices_were_named_is_written_down(self, session: Session, ana: GuardedClient) -> None:
        look(ana)
        event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "person:hinted")).one()
        assert (event.count, event.subject_id) == (1, None)

    def test_saving_asks_once_about_another_office_and_never_blocks(self, ana: GuardedClient, leticia: Office) -> None:
        submission_id = new_id()
        asked = ana.submit("/people/new", submission_id=submission_id, **TYPED)
        assert asked.status_code == 200
        assert "quizá otra oficina ya conoce a la persona" in page(asked)
        saved = ana.submit("/people/new", submission_id=submission_id, **TYPED, candidates_seen=[str(leticia.id)])
        assert saved.status_code == 303

    def test_the_database_tells_a_web_process_no_id_of_anybody_elsewhere(
        self, session: Session, ana: GuardedClient, her: Person
    ) -> None:
        keys = session.scalar(sa.text("SELECT match_keys FROM person WHERE id = :id"), {"id": her.id})
        session.execute(sa.text("SELECT quipu_enter('staff', :id)"), {"id": ana.user.id})
        session.execute(sa.text("SET LOCAL ROLE app_rw"))
        row = session.execute(
            sa.text("SELECT * FROM quipu_share_keys(:keys, 'CO', 'female', 1990, 300, 60)"), {"keys": keys}
        ).one()
        assert row.person_id is None
        assert (set(row.shared) <= set(keys), row.word_count, row.sex_agrees, row.year_agrees) == (True, 4, True, True)
        abroad = sa.text("SELECT count(*) FROM quipu_share_keys(:keys, 'EC', 'female', 1990, 300, 60)")
        assert session.scalar(abroad, {"keys": keys}) == 0


@pytest.mark.usefixtures("her")
class TestAsking:
    def ask(self, client: GuardedClient, office: Office, submission_id: Any, **typed: str) -> Any:
        return client.submit("/people/new", submission_id=submission_id, **TYPED | typed, ask=str(office.id))

    def test_what_is_typed_stays_and_the_office_is_asked_once(
        self, session: Session, ana: GuardedClient, her: Person, leticia: Office
    ) -> None:
        submission_id = new_id()
        for _ in range(2):
            shown = page(self.ask(ana, leticia, submission_id))
            assert 'value="Quintanapalla"' in shown
            assert "Ya se preguntó" in shown
            assert "Preguntar a Leticia" not in shown
        question = session.scalars(sa.select(OfficeQuestion)).one()
        assert (question.asking_office.code, question.asked_office_id, question.person_id) == ("CUC", leticia.id, None)
        assert session.scalars(sa.select(QuestionedPerson.person_id)).all() == [her.id]
        assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 1

    def test_the_asker_reads_which_form_it_was_about_and_whom_to_call(
        self, session: Session, ana: GuardedClient, far_worker: GuardedClient, leticia: Office
    ) -> None:
        submission_id = new_id()
        leticia.phone = "608 592 0000"
        session.commit()
        self.ask(ana, leticia, submission_id)
        ana.submit("/people/new", submission_id=submission_id, **TYPED, keep_draft="later")
        shown = page(ana.get("/people/questions"))
        assert "Yuleisy del Carmen Quintanapalla Bracho (sin terminar)" in shown
        assert 'href="tel:6085920000"' in shown
        assert "en otros países no se busca" in shown
        assert "sin terminar" not in page(far_worker.get("/people/questions")), "the other office reads nothing of it"

    def test_a_form_with_the_id_of_a_file_learns_and_takes_nothing_of_its_questions(
        self, session: Session, ana: GuardedClient, office: Office, leticia: Office
    ) -> None:
        file = PersonFactory(office=office)
        question = OfficeQuestion(
            asking_office_id=office.id, asked_office_id=leticia.id, submission_id=file.id, person_id=file.id, asked_by=ana.user.id
        )
        session.add(question)
        session.commit()
        forged = {"submission_id": file.id, **TYPED}
        assert "Preguntar a Leticia" in page(ana.submit("/people/new", **forged, look="y"))
        saved = ana.submit("/people/new", **forged, candidates_seen=[str(leticia.id)])
        assert saved.status_code == 303
        session.refresh(question)
        assert question.person_id == file.id

    def test_an_office_where_nobody_is_like_that_is_not_asked(
        self, session: Session, ana: GuardedClient, other_office: Office
    ) -> None:
        assert "No hay nada que preguntar" in page(self.ask(ana, other_office, new_id()))
        assert session.scalars(sa.select(OfficeQuestion)).all() == []

    def test_who_asks_too_often_is_stopped(
        self, session: Session, ana: GuardedClient, leticia: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(policies.questions, "MOST_QUESTIONS", 1)
        self.ask(ana, leticia, new_id())
        assert "que es lo máximo" in page(self.ask(ana, leticia, new_id()))
        assert session.scalar(sa.select(sa.func.count()).select_from(OfficeQuestion)) == 1

    def test_the_other_office_reads_its_own_person_and_nothing_of_who_was_typed(
        self, session: Session, ana: GuardedClient, far_worker: GuardedClient, her: Person, leticia: Office
    ) -> None:
        self.ask(ana, leticia, new_id(), given_names="Yuleisi Typed")
        assert "1 pregunta de otra oficina sobre una persona" in page(far_worker.get("/"))
        question = session.scalars(sa.select(OfficeQuestion)).one()
        shown = page(far_worker.get(f"/people/questions/{question.id}"))
        assert her.code in shown
        assert "Cúcuta" in shown
        assert "Typed" not in shown
        assert ana.get(f"/people/questions/{question.id}").status_code == 404, "who asks does not see whom it may mean"

    def test_the_answer_tells_the_code_and_leads_to_whom_was_registered(
        self, session: Session, ana: GuardedClient, far_worker: GuardedClient, her: Person, leticia: Office
    ) -> None:
        submission_id = new_id()
        self.ask(ana, leticia, submission_id)
        saved = ana.submit("/people/new", submission_id=submission_id, **TYPED, candidates_seen=[str(leticia.id)])
        question = session.scalars(sa.select(OfficeQuestion)).one()
        answered = far_worker.submit(f"/people/questions/{question.id}", answer=str(her.id))
        assert answered.status_code == 303
        assert "1 respuesta de otra oficina" in page(ana.get("/"))
        shown = page(ana.get("/people/questions"))
        assert f"código {her.code}" in shown
        assert saved.location in shown
        assert "respuesta de otra oficina" not in page(ana.get("/")), "it was read"
        again = far_worker.submit(f"/people/questions/{question.id}", answer="not_known")
        assert again.status_code == 409

    @pytest.mark.parametrize("answer", ["", "somebody", "018f0000-0000-7000-8000-000000000000"])
    def test_an_answer_that_is_none_is_refused(
        self, session: Session, ana: GuardedClient, far_worker: GuardedClient, leticia: Office, answer: str
    ) -> None:
        self.ask(ana, leticia, new_id())
        question = session.scalars(sa.select(OfficeQuestion)).one()
        assert far_worker.submit(f"/people/questions/{question.id}", answer=answer).status_code == 422
        assert question.answered_at is None

    def test_no_tells_nothing(
        self, session: Session, ana: GuardedClient, far_worker: GuardedClient, her: Person, leticia: Office
    ) -> None:
        self.ask(ana, leticia, new_id())
        question = session.scalars(sa.select(OfficeQuestion)).one()
        far_worker.submit(f"/people/questions/{question.id}", answer="not_known")
        assert her.code not in page(ana.get("/people/questions"))

    def test_a_file_restricted_meanwhile_is_not_shown_any_more(
        self, session: Session, ana: GuardedClient, far_worker: GuardedClient, her: Person, leticia: Office
    ) -> None:
        self.ask(ana, leticia, new_id())
        her.is_restricted = True
        session.commit()
        question = session.scalars(sa.select(OfficeQuestion)).one()
        shown = page(far_worker.get(f"/people/questions/{question.id}"))
        assert [mark for mark in (her.code, "Quintanapalla") if mark in shown] == []

    def test_old_questions_are_forgotten(self, session: Session, ana: GuardedClient, leticia: Office) -> None:
        self.ask(ana, leticia, new_id())
        assert services.forget_old_questions() == 0
        session.execute(sa.update(OfficeQuestion).values(asked_at=now() - policies.KEPT_FOR))
        assert services.forget_old_questions() == 1
        assert session.scalars(sa.select(QuestionedPerson)).all() == []


@pytest.mark.usefixtures("her")
class TestFiles:
    @pytest.fixture
    def first(self, office: Office) -> Person:
        person: Person = PersonFactory(office=office, **NAMES, **BORN, phone="+573001234567")
        return person

    @pytest.fixture
    def second(self, office: Office) -> Person:
        person: Person = PersonFactory(office=office, **NAMES | {"surname_2": None}, **BORN)
        return person

    def test_a_file_tells_who_may_be_the_same(self, ana: GuardedClient, first: Person, second: Person) -> None:
        assert f"/people/{first.id}/doubles" in page(ana.get(f"/people/{first.id}"))
        shown = page(ana.get(f"/people/{first.id}/doubles"))
        assert "Casi seguro es la misma persona" in shown
        assert f"/people/{first.id}/doubles/{second.id}" in shown

    def test_the_number_with_and_without_its_letter_meets(
        self, ana: GuardedClient, first: Person, second: Person, session: Session
    ) -> None:
        card = seeded(DocumentType, "VE-CI")
        for person, number in ((first, "12.345.678"), (second, "V-12345678")):
            IdentityDocumentFactory(person_id=person.id, document_type_id=card.id, number=number)
        session.commit()
        for one, other in ((first, second), (second, first)):
            assert "mismo número de documento" in page(ana.get(f"/people/{one.id}/doubles"))
            assert "12.345.678" in page(ana.get(f"/people/{one.id}/doubles/{other.id}"))

    def test_both_stand_side_by_side_with_what_each_thing_weighs(
        self, session: Session, ana: GuardedClient, first: Person, second: Person
    ) -> None:
        shown = page(ana.get(f"/people/{first.id}/doubles/{second.id}"))
        for words in ("Yuleisy del Carmen", "Quintanapalla Bracho", first.code, second.code, "Apellidos", "+", "Suma"):
            assert words in shown
        opened = sa.select(AuditEvent.subject_id).where(AuditEvent.action == "person:opened")
        assert set(session.scalars(opened)) == {first.id, second.id}

    def test_what_is_typed_is_compared_without_being_saved(self, session: Session, ana: GuardedClient, first: Person) -> None:
        shown = page(ana.post(f"/people/compare/{first.id}", data=TYPED | {"birth-day": "18"}))
        assert "Casi seguro es la misma persona" in shown
        assert "18 abr 1990" in shown
        assert session.scalar(sa.select(sa.func.count()).select_from(Person).where(Person.office == first.office)) == 1

    def test_different_people_are_not_compared_again(
        self, session: Session, ana: GuardedClient, first: Person, second: Person
    ) -> None:
        decided = ana.submit(f"/people/{second.id}/doubles/{first.id}", reason="Gemelas, vinieron juntas")
        assert decided.location == f"/people/{second.id}/doubles"
        decision = session.scalars(sa.select(MatchDecision)).one()
        assert {decision.person_id, decision.other_id} == {first.id, second.id}
        assert (decision.verdict, decision.reason, decision.decided_by) == ("different", "Gemelas, vinieron juntas", ana.user.id)
        for person, other in ((first, second), (second, first)):
            assert str(other.id) not in page(ana.get(f"/people/{person.id}/doubles"))
        assert "Son personas distintas" not in page(ana.get(f"/people/{first.id}/doubles/{second.id}"))
        assert ana.submit(f"/people/{first.id}/doubles/{second.id}", reason="").status_code == 409

    def test_a_file_is_not_compared_with_itself_or_with_what_is_not_there(
        self, ana: GuardedClient, first: Person, her: Person
    ) -> None:
        assert ana.get(f"/people/{first.id}/doubles/{first.id}").status_code == 422
        assert ana.get(f"/people/{first.id}/doubles/{new_id()}").status_code == 404
        assert ana.get(f"/people/{first.id}/doubles/{her.id}").status_code == 404
        assert ana.post(f"/people/compare/{her.id}", data=TYPED).status_code == 404

    def test_another_office_is_asked_from_the_file(
        self, session: Session, ana: GuardedClient, first: Person, her: Person, leticia: Office
    ) -> None:
        shown = page(ana.get(f"/people/{first.id}/doubles"))
        assert "Posiblemente registrada en la oficina Leticia." in shown
        assert her.code not in shown
        ana.post(f"/people/{first.id}/doubles", data={"ask": str(leticia.id)})
        question = session.scalars(sa.select(OfficeQuestion)).one()
        assert question.person_id == first.id
        assert "Ya se preguntó" in page(ana.get(f"/people/{first.id}/doubles"))

    def test_no_other_office_is_named_or_asked_from_a_restricted_file(
        self, session: Session, first: Person, leticia: Office, sign_in: SignIn
    ) -> None:
        bea = sign_in(Role.CASEWORKER)
        restrict_to(bea.user.id, first)
        assert "Leticia" not in page(bea.get(f"/people/{first.id}/doubles"))
        assert bea.post(f"/people/{first.id}/doubles", data={"ask": str(leticia.id)}).status_code == 403
        assert session.scalars(sa.select(OfficeQuestion)).all() == []


class TestWhoIsNotCertain:
    """The acceptance list: what a family and namesakes share makes nobody certain, on the page either."""

    @pytest.mark.parametrize(
        ("registered", "typed"),
        [
            ({"given_names": "Yusmary Elena"}, {}),
            ({"birth_year": 1962, "birth_month": 9, "birth_day": 3}, {}),
            ({"sex": "male", "given_names": "Wilmer José"}, {}),
            ({"birth_year": 1985, "birth_month": 1, "birth_day": 9, "phone": None}, {}),
        ],
        ids=["twin", "father and son of one name", "brother", "namesake"],
    )
    def test_with_phone_and_surnames_in_common(
        self, ana: GuardedClient, office: Office, registered: dict[str, Any], typed: dict[str, str]
    ) -> None:
        PersonFactory(office=office, **NAMES | BORN | {"phone": "+573001234567"} | registered)
        shown = look(ana, phone="300 123 4567", **typed)
        assert "Casi seguro" not in shown

    @pytest.mark.parametrize(
        "typed",
        [
            {"surname_1": "Bracho", "surname_2": "Quintanapalla"},
            {"given_names": "YULEISY DEL CARMEN", "surname_1": "QUINTANAPALLA"},
            {"birth-month": "12", "birth-day": "4"},
            {"given_names": "Yuleisy"},
            {"surname_2": ""},
        ],
        ids=["swapped surnames", "capitals", "day and month swapped", "one given name", "second surname missing"],
    )
    def test_and_a_slip_does_not_hide_her(self, ana: GuardedClient, office: Office, typed: dict[str, str]) -> None:
        PersonFactory(office=office, **NAMES, **BORN | {"birth_day": 12})
        assert "Casi seguro" in look(ana, **{"birth-day": "12"} | typed)


class TestOneStory:
    """What is told while registering, at saving, beside each other and on the saved file is the same."""

    HEARD = {
        "given_names": "Roza del Vale", "surname_1": "Torrez", "surname_2": "Peres", "sex": "female", "birth_known": "age",
        "stated_age": "31", "nationality": "VEN", "population_type": "in_transit",
    }  # fmt: skip

    @pytest.fixture
    def rosa(self, office: Office) -> Person:
        names = {"given_names": "Rosa del Valle", "surname_1": "Torres", "surname_2": "Pérez"}
        person: Person = PersonFactory(
            office=office, **names, birth_year=None, birth_month=None, birth_day=None, stated_age=31, age_stated_on=now().date()
        )
        return person

    def test_she_is_shown_asked_about_and_still_told_of_on_the_saved_file(
        self, session: Session, ana: GuardedClient, rosa: Person
    ) -> None:
        shown = page(ana.post("/people/candidates", data=self.HEARD, headers={"HX-Request": "true"}))
        assert "Puede ser la misma persona" in shown
        submission_id, seen = new_id(), [str(rosa.id)]
        asked = ana.submit("/people/new", submission_id=submission_id, candidates_seen=seen, **self.HEARD)
        assert asked.status_code == 200, "shown is not yet asked"
        assert "Antes de guardar: ¿es alguna de estas personas?" in page(asked)
        assert f'name="candidates_asked" value="{rosa.id}"' in page(asked)
        saved = ana.submit("/people/new", submission_id=submission_id, candidates_seen=seen, candidates_asked=seen, **self.HEARD)
        assert saved.status_code == 303, "it asks once and never blocks"
        assert "Registrar a otra persona" in page(ana.get(saved.location))
        roza = session.scalars(sa.select(Person).where(Person.given_names == "Roza del Vale")).one()
        assert f"/people/{roza.id}/doubles/{rosa.id}" in page(ana.get(f"/people/{roza.id}/doubles"))

    def test_beside_each_other_a_sentence_says_what_to_do_and_the_sum_is_folded(self, ana: GuardedClient, rosa: Person) -> None:
        shown = page(ana.post(f"/people/compare/{rosa.id}", data=self.HEARD))
        told = "Igual en ambas: sexo, edad y nacionalidad. En los nombres cambian 4 letras. Pregúntele si ya se registró antes"
        assert told in shown
        assert shown.index(told) < shown.index("Cómo se calcula") < shown.index("Peso en bits")

    def test_whoever_only_shares_a_phone_or_a_name_stays_in_sight_below(
        self, session: Session, ana: GuardedClient, rosa: Person, office: Office
    ) -> None:
        rosa.phone = "+573001234567"
        session.commit()
        son = PersonFactory(office=office, given_names="Luis", surname_1="Mora", sex="male", phone="+573001234567")
        shown = page(ana.get(f"/people/{rosa.id}/doubles"))
        assert shown.index("¿Quién puede ser la misma persona?") < shown.index("o el mismo teléfono") < shown.index(str(son.id))

    def test_a_name_that_many_share_is_not_asked_about_while_something_else_differs(
        self, ana: GuardedClient, rosa: Person
    ) -> None:
        typed = self.HEARD | {"stated_age": "52"}
        assert ana.submit("/people/new", candidates_seen=[str(rosa.id)], **typed).status_code == 303


class TestTheCardOnTheTable:
    """The number of a document is the best key, so it is asked for before the names are compared."""

    @pytest.fixture
    def card(self) -> DocumentType:
        return seeded(DocumentType, "VE-CI")

    @pytest.fixture
    def known(self, session: Session, office: Office, card: DocumentType) -> Person:
        person: Person = PersonFactory(office=office, given_names="Nayibe", surname_1="Arrieta", surname_2=None)
        IdentityDocumentFactory(person_id=person.id, document_type_id=card.id, number="12.345.678")
        session.commit()
        return person

    def test_whoever_has_it_appears_whatever_name_is_typed(self, ana: GuardedClient, known: Person) -> None:
        shown = look(ana, given_names="", surname_1="", surname_2="", **{"birth-year": ""}, document_number="V-12345678")
        assert known.code in shown
        assert "mismo número de documento" in shown
        assert known.code not in look(ana, document_number="V-12345679")

    def test_it_is_saved_with_the_person(self, session: Session, ana: GuardedClient, card: DocumentType) -> None:
        typed = TYPED | {"document_type": card.code, "document_number": "V-7.654.321"}
        assert ana.submit("/people/new", **typed).status_code == 303
        document = session.scalars(sa.select(IdentityDocument)).one()
        assert (document.number, document.document_type_id) == ("V-7.654.321", card.id)

    def test_the_kind_alone_is_a_fact_too_and_nothing_is_none(
        self, session: Session, ana: GuardedClient, card: DocumentType
    ) -> None:
        assert ana.submit("/people/new", **TYPED).status_code == 303
        assert session.scalars(sa.select(IdentityDocument)).all() == []
        other = TYPED | {"given_names": "Zoila", "surname_1": "Uribe", "birth-year": "1971", "document_type": card.code}
        assert ana.submit("/people/new", **other).status_code == 303
        assert session.scalars(sa.select(IdentityDocument)).one().number is None

    @pytest.mark.parametrize("kind", ["", "not-a-document", "XX-CI"])
    def test_a_number_without_its_document_is_refused_and_stays(self, session: Session, ana: GuardedClient, kind: str) -> None:
        refused = ana.submit("/people/new", **TYPED, document_type=kind, document_number="V-7654321")
        assert refused.status_code == 422
        assert 'value="V-7654321"' in page(refused)
        assert session.scalars(sa.select(Person)).all() == []
