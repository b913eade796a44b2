"""The pages on which two files become one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.enums import RestrictedKind
from app.accounts.models import Grant, NeedToKnow, Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.cases.models import Case
from app.catalogue.models import DocumentType
from app.data_protection.enums import ErasureState
from app.foundation.ids import new_id
from app.people import queries, services
from app.people.enums import DeathSource, Sex
from app.people.models import Person, PersonChange, PersonMerge, PersonMergeRow
from tests.conftest import SignIn, actor_of
from tests.factories.accounts import GrantFactory
from tests.factories.cases import case_at
from tests.factories.catalogue import seeded
from tests.factories.data_protection import ErasureRequestFactory
from tests.factories.people import IdentityDocumentFactory, PersonFactory
from tests.guarded_client import GuardedClient
from tests.people.conftest import page


@pytest.fixture
def kept(office: Office) -> Person:
    person: Person = PersonFactory(office=office, code="CUC-P-000001", phone="+573001112233")
    return person


@pytest.fixture
def other(office: Office) -> Person:
    person: Person = PersonFactory(office=office, code="CUC-P-000002", given_names="Rosa", surname_2=None, phone="+573009998877")
    return person


def address(kept: Person, other: Person) -> str:
    return f"/people/{kept.id}/merge/{other.id}"


ANSWERS: dict[str, Any] = {
    "ground": "person_said",
    "kept_version": "1",
    "other_version": "1",
    "side_given_names": "kept",
    "side_surname_2": "kept",
    "side_phone": "other",
}


def form(**fields: Any) -> dict[str, Any]:
    """What the browser sends, with a submission of its own."""
    return {"submission_id": str(new_id()), **fields}


def merge_by_page(client: GuardedClient, kept: Person, other: Person, **answers: Any) -> Any:
    return client.post(address(kept, other), data=form(**ANSWERS | answers))


class TestFindingTheOther:
    def test_a_code_leads_to_both_files_side_by_side(self, ana: GuardedClient, kept: Person, other: Person) -> None:
        answer = ana.post(f"/people/{kept.id}/merge", data=form(code="cuc-p-000002"))
        assert (answer.status_code, answer.location) == (303, address(kept, other))

    @pytest.mark.parametrize("code", ["", "CUC-P-999999", "CUC-P-000001"])
    def test_no_code_one_that_nobody_has_and_its_own_are_refused(self, ana: GuardedClient, kept: Person, code: str) -> None:
        answer = ana.post(f"/people/{kept.id}/merge", data=form(code=code))
        assert answer.status_code == 422
        assert "govuk-error-summary" in page(answer)

    def test_a_name_leads_to_a_list_to_choose_from(self, ana: GuardedClient, kept: Person, other: Person) -> None:
        shown = page(ana.post(f"/people/{kept.id}/merge", data=form(code="rosa")))
        assert f"/people/{kept.id}/doubles/{other.id}" in shown
        assert f"/people/{kept.id}/doubles/{kept.id}" not in shown
        nobody = page(ana.post(f"/people/{kept.id}/merge", data=form(code="Zoila Xuxa")))
        assert "Nadie en sus oficinas tiene un nombre así." in nobody

    def test_the_file_with_a_document_is_proposed_to_stay_whichever_was_opened(
        self, ana: GuardedClient, kept: Person, other: Person
    ) -> None:
        card = seeded(DocumentType, "VE-CI")
        IdentityDocumentFactory(person_id=other.id, document_type_id=card.id, number="12345678")
        answer = ana.post(f"/people/{kept.id}/merge", data=form(code=other.code))
        assert answer.location == address(other, kept)
        assert address(other, kept) in page(ana.get(f"/people/{kept.id}/doubles/{other.id}"))
        assert "La otra ficha es la más completa o más antigua" in page(ana.get(address(kept, other)))
        assert "La otra ficha es la más completa o más antigua" not in page(ana.get(address(other, kept)))

    def test_of_two_alike_the_older_is_proposed_to_stay(
        self, session: Session, ana: GuardedClient, kept: Person, other: Person
    ) -> None:
        other.registered_at = kept.registered_at - timedelta(days=30)
        session.commit()
        assert ana.post(f"/people/{kept.id}/merge", data=form(code=other.code)).location == address(other, kept)

    def test_the_page_says_in_words_how_alike_both_are_and_warns_of_those_who_are_hardly_one(
        self, session: Session, ana: GuardedClient, kept: Person, other: Person
    ) -> None:
        warning = "Por lo que dicen las dos fichas, difícilmente son de una misma persona"
        kept.given_names, other.phone = "Rosa", kept.phone
        session.commit()
        alike = page(ana.get(address(kept, other)))
        assert "Igual en ambas:" in alike
        assert warning not in alike
        other.given_names, other.surname_1, other.sex, other.phone = "Augusto", "Orozco", Sex.MALE, None
        session.commit()
        assert warning in page(ana.get(address(kept, other)))

    def test_a_restricted_file_reads_as_one_that_does_not_exist(
        self, session: Session, ana: GuardedClient, kept: Person, other: Person
    ) -> None:
        unknown = page(ana.post(f"/people/{kept.id}/merge", data=form(code="CUC-P-000009")))
        restrict(session, other, actor_of(Role.SUPERVISOR, other.office).id)
        hidden = page(ana.post(f"/people/{kept.id}/merge", data=form(code="CUC-P-000002")))
        assert without_tokens(hidden) == without_tokens(unknown).replace("CUC-P-000009", "CUC-P-000002")


class TestComparing:
    def test_only_what_differs_is_asked(self, ana: GuardedClient, kept: Person, other: Person) -> None:
        body = page(ana.get(address(kept, other)))
        assert "+573001112233" in body
        assert "+573009998877" in body
        assert 'name="side_phone"' in body
        assert 'name="side_sex"' not in body

    def test_both_openings_are_written_down(self, session: Session, ana: GuardedClient, kept: Person, other: Person) -> None:
        ana.get(address(kept, other))
        opened = session.scalars(sa.select(AuditEvent.subject_id).where(AuditEvent.action == "person:opened"))
        assert set(opened) == {kept.id, other.id}

    def test_what_moves_is_told_as_far_as_it_may_be_seen(
        self, session: Session, ana: GuardedClient, kept: Person, other: Person, office: Office
    ) -> None:
        case_at(office, person=other)
        hidden = case_at(office, person=other, code="CUC-2026-00666")
        before = page(ana.get(address(kept, other)))
        restrict(session, hidden, actor_of(Role.SUPERVISOR, office).id)
        after = page(ana.get(address(kept, other)))
        assert "2 casos" in before
        assert "1 caso" in after
        assert "CUC-2026-00666" not in after
        assert str(hidden.id) not in after

    def test_nobody_reads_the_other_file_without_reaching_it(self, far: GuardedClient, kept: Person, other: Person) -> None:
        assert far.get(address(kept, other)).status_code == 404


@pytest.fixture
def merged(ana: GuardedClient, kept: Person, other: Person) -> Person:
    """A file that became part of another while somebody had its forms open."""
    merge_by_page(ana, kept, other)
    return other


class TestMergingByPage:
    def test_the_choice_is_kept_and_the_file_says_what_happened(
        self, session: Session, ana: GuardedClient, kept: Person, other: Person
    ) -> None:
        answer = merge_by_page(ana, kept, other)
        assert (answer.status_code, answer.location) == (303, f"/people/{kept.id}#merges")
        body = page(ana.get(f"/people/{kept.id}"))
        assert "+573009998877" in body
        assert "CUC-P-000002" in body
        assert f"/people/{kept.id}/merges/" in body
        acts = session.execute(sa.select(AuditEvent.action, AuditEvent.subject_id).where(AuditEvent.action == "person:merged"))
        assert {subject for _action, subject in acts} == {kept.id, other.id}

    def test_a_form_that_is_sent_twice_merges_once_and_leads_to_the_same_place(
        self, session: Session, ana: GuardedClient, kept: Person, other: Person
    ) -> None:
        sent = form(**ANSWERS)
        answers = [ana.post(address(kept, other), data=sent) for _ in range(3)]
        assert [(answer.status_code, answer.location) for answer in answers] == [(303, f"/people/{kept.id}#merges")] * 3
        assert len(session.scalars(sa.select(PersonMerge)).all()) == 1

    @pytest.mark.parametrize("died", ["kept", "other"])
    def test_where_one_died_it_is_not_offered_that_the_person_says_so(
        self, session: Session, ana: GuardedClient, kept: Person, other: Person, died: str
    ) -> None:
        offered, answers = 'value="person_said"', {"side_death_known_by": died}
        assert offered in ana.get(address(kept, other)).text
        (kept if died == "kept" else other).death_known_by = DeathSource.FAMILY
        session.commit()
        assert offered not in ana.get(address(kept, other)).text
        assert merge_by_page(ana, kept, other, **answers).status_code == 422
        assert merge_by_page(ana, kept, other, **answers, ground="family_said").status_code == 303

    def test_the_merged_file_leads_to_the_kept_one(self, ana: GuardedClient, kept: Person, other: Person) -> None:
        merge_by_page(ana, kept, other)
        for way in (f"/people/{other.id}", f"/people/{other.id}/edit", f"/people/{other.id}/corrections"):
            answer = ana.get(way)
            assert (answer.status_code, answer.location) == (303, f"/people/{kept.id}")

    def test_what_is_sent_to_a_merged_file_is_not_saved_not_lost_and_led_to_the_kept_one(
        self, ana: GuardedClient, kept: Person, other: Person
    ) -> None:
        merge_by_page(ana, kept, other)
        typed = "Se lo llevaron en la frontera de Rumichaca"
        answer = ana.post(f"/people/{other.id}/documents/new", data=form(unobtainable_reason=typed))
        assert answer.status_code == 409
        assert f'href="/people/{kept.id}"' in page(answer)
        assert typed in page(answer)

    @pytest.mark.parametrize(
        ("way", "typed", "said"),
        [
            (
                "edit",
                {"given_names": "Rosa Inés", "phone": "310 456 7890", "birth-day": "4", "birth-month": "5", "version": "77123"},
                (["Nombres", "Rosa Inés", "Teléfono", "310 456 7890"], ["77123"]),
            ),
            (
                "documents/new",
                {"number": "V-998877", "document_type": "018f0000-0000-7000-8000-00000000abcd", "state": "lost"},
                (["Número", "V-998877", "¿Qué pasó con él?", "Perdido"], ["018f0000-0000-7000-8000-00000000abcd", ">lost<"]),
            ),
            (
                "contacts/new",
                {"name": "Nilda", "phone": "0058 414 1112233", "relation": "neighbour", "csrf_token": "tok-en"},
                (["Nilda", "Teléfono del contacto", "0058 414 1112233"], ["tok-en"]),
            ),
        ],
    )
    def test_each_field_that_was_filled_is_shown_under_its_name_and_no_id_and_no_token(
        self,
        ana: GuardedClient,
        merged: Person,
        way: str,
        typed: dict[str, str],
        said: tuple[list[str], list[str]],
    ) -> None:
        shown, hidden = said
        answer = ana.post(f"/people/{merged.id}/{way}", data=form(**typed))
        body = page(answer)
        assert answer.status_code == 409
        for words in shown:
            assert words in body, words
        for words in hidden:
            assert words not in answer.text, words

    @pytest.mark.parametrize("typed", [{}, {"number": "  "}, {"x": "y"}, {"consents": "\x00"}])
    def test_where_nothing_was_typed_nothing_is_promised(
        self, ana: GuardedClient, kept: Person, other: Person, typed: dict[str, str]
    ) -> None:
        merge_by_page(ana, kept, other)
        answer = ana.post(f"/people/{other.id}/documents/new", data=form(**typed))
        assert answer.status_code == 409
        assert "está abajo" not in page(answer)

    def test_a_form_of_which_drafts_are_kept_opens_in_the_kept_file_as_it_was_sent(
        self, session: Session, ana: GuardedClient, kept: Person, other: Person
    ) -> None:
        merge_by_page(ana, kept, other)
        answer = ana.submit(f"/people/{other.id}/cases/new?kind=documentation", goal="Que tenga su partida")
        assert answer.status_code == 303
        opened = ana.get(str(answer.location), follow_redirects=True)
        assert opened.request.path == f"/people/{kept.id}/cases/new"
        assert "Que tenga su partida" in page(opened)
        assert "mientras usted escribía" in page(opened)
        assert session.scalars(sa.select(Case)).all() == []

    def test_what_was_being_typed_about_the_merged_file_is_typed_on_in_the_kept_one(
        self, session: Session, ana: GuardedClient, kept: Person, other: Person
    ) -> None:
        submission_id, way = new_id(), f"/people/{other.id}/cases/new?kind=documentation"
        ana.submit(way, submission_id=submission_id, goal="Que tenga su partida", keep_draft="later")
        merge_by_page(ana, kept, other)
        draft = f"{way}&draft={submission_id}"
        led = ana.get(draft)
        assert led.status_code == 303
        assert led.location.startswith(f"/people/{kept.id}/cases/new?")
        assert "Que tenga su partida" in page(ana.get(led.location))
        was = f"was={other.id}"
        assert was in led.location
        third = PersonFactory(office=kept.office)
        elsewhere = led.location.replace(str(kept.id), str(third.id))
        assert "Que tenga su partida" not in page(ana.get(elsewhere, follow_redirects=True)), "an address alone moves nothing"
        odd = ana.get(f"{draft}&endpoint=x&_method=FOO&_scheme=gopher")
        assert (odd.status_code, odd.location.startswith("/people/")) == (303, True), "an argument never says where to go"
        merge_id = session.scalars(sa.select(PersonMerge.id)).one()
        ana.post(f"/people/{kept.id}/merges/{merge_id}/undo", data=form())
        assert "Que tenga su partida" in page(ana.get(draft))

    def test_a_restricted_case_moves_without_being_told_of(
        self, session: Session, sign_in: SignIn, kept: Person, other: Person
    ) -> None:
        ana, hidden = sign_in(Role.CASEWORKER), case_at(other.office, person=other, code="CUC-2026-00666")
        supervisor = sign_in(Role.SUPERVISOR)
        restrict(
            session,
            hidden,
            a_supervisor(session),
        )
        merge_by_page(ana, kept, other)
        body = page(ana.get(f"/people/{kept.id}"))
        assert "CUC-2026-00666" not in body
        assert str(hidden.id) not in body
        session.expire_all()
        assert session.get_one(Case, hidden.id).person_id == kept.id
        assert "CUC-2026-00666" in page(supervisor.get(f"/people/{kept.id}"))

    def test_a_restricted_file_does_not_become_part_of_an_open_one(
        self, session: Session, sign_in: SignIn, kept: Person, other: Person
    ) -> None:
        knows = sign_in(Role.SUPERVISOR)
        restrict(
            session,
            other,
            a_supervisor(session),
        )
        assert merge_by_page(knows, kept, other).status_code == 409
        assert merge_by_page(knows, other, kept).status_code == 409
        assert sign_in(Role.CASEWORKER).get(address(kept, other)).status_code == 404

    def test_a_file_whose_erasure_is_asked_for_is_left_alone(self, ana: GuardedClient, kept: Person, other: Person) -> None:
        ErasureRequestFactory(person=other, state=ErasureState.REQUESTED)
        assert merge_by_page(ana, kept, other).status_code == 409

    def test_files_that_changed_meanwhile_are_compared_again(
        self, session: Session, ana: GuardedClient, kept: Person, other: Person
    ) -> None:
        other.version = 2
        session.flush()
        answer = merge_by_page(ana, kept, other)
        assert (answer.status_code, answer.location) == (303, address(kept, other))
        assert session.scalars(sa.select(PersonMerge)).all() == []

    @pytest.mark.parametrize(
        "damage", [{"ground": ""}, {"ground": "guess"}, {"side_phone": "both"}, {"side_phone": ""}, {"kept_version": "x"}]
    )
    def test_a_damaged_form_merges_nothing(
        self, session: Session, ana: GuardedClient, kept: Person, other: Person, damage: dict[str, str]
    ) -> None:
        assert merge_by_page(ana, kept, other, **damage).status_code == 422
        assert session.scalars(sa.select(PersonMerge)).all() == []


class TestTwoOffices:
    def test_the_page_says_what_to_do_and_shows_nothing_of_the_files(
        self, session: Session, ana: GuardedClient, kept: Person, other_office: Office
    ) -> None:
        theirs = PersonFactory(office=other_office, code="QTO-P-000007", given_names="Zoraida")
        GrantFactory(user=ana.user, office=other_office)
        session.commit()
        sent = ana.post(f"/people/{kept.id}/merge", data=form(code="QTO-P-000007"))
        assert (sent.status_code, sent.location) == (303, address(kept, theirs))
        for answer in (ana.get(sent.location), merge_by_page(ana, kept, theirs)):
            assert answer.status_code == 409
            assert f'href="/people/{theirs.id}"' in page(answer)
            assert "Cúcuta" in page(answer)
            assert "Quito" in page(answer)
            assert "Zoraida" not in page(answer)
        assert session.scalars(sa.select(PersonMerge)).all() == []

    def test_whoever_sees_one_of_the_offices_only_learns_nothing(
        self, ana: GuardedClient, kept: Person, other_office: Office
    ) -> None:
        theirs = PersonFactory(office=other_office, code="QTO-P-000007")
        assert ana.get(address(kept, theirs)).status_code == 404
        assert ana.post(f"/people/{kept.id}/merge", data=form(code="QTO-P-000007")).status_code == 422


class TestUndoingByPage:
    def merge_id(self, session: Session) -> UUID:
        return session.scalars(sa.select(PersonMerge.id)).one()

    def test_it_is_shown_before_and_both_files_are_there_again(
        self, session: Session, ana: GuardedClient, kept: Person, other: Person
    ) -> None:
        merge_by_page(ana, kept, other)
        way = f"/people/{kept.id}/merges/{self.merge_id(session)}/undo"
        assert "CUC-P-000002" in page(ana.get(way))
        assert ana.post(way, data=form()).status_code == 303
        assert "+573001112233" in page(ana.get(f"/people/{kept.id}"))
        assert "+573009998877" in page(ana.get(f"/people/{other.id}"))
        assert session.scalars(sa.select(PersonMergeRow)).all() == []
        assert ana.get(way).status_code == 409

    def test_neither_file_goes_on_saying_what_the_other_one_said(
        self, session: Session, ana: GuardedClient, kept: Person, other: Person
    ) -> None:
        """They are two people after all: what is of one is not told to the other, and goes when that one is erased."""
        merge_by_page(ana, kept, other, side_given_names="other")
        told = page(ana.get(f"/people/{kept.id}/held")) + page(ana.get(f"/people/{kept.id}/corrections"))
        assert told.count("+573009998877") >= 2, "while they are one the history tells of both"
        merge_id = self.merge_id(session)
        assert ana.post(f"/people/{kept.id}/merges/{merge_id}/undo", data=form()).status_code == 303
        for part in ("held", "corrections"):
            assert "+573009998877" not in page(ana.get(f"/people/{kept.id}/{part}"))
        assert not session.get_one(PersonMerge, merge_id, populate_existing=True).before
        assert session.scalars(sa.select(PersonChange).where(PersonChange.person_id == kept.id)).all() == []

    @pytest.mark.parametrize("said", ["+573005554433", "+573001112233"])
    def test_a_correction_of_what_the_other_file_said_is_told_as_one_of_its_own(
        self, session: Session, ana: GuardedClient, kept: Person, other: Person, said: str
    ) -> None:
        merge_by_page(ana, kept, other)
        person = queries.get_person(ana.actor, kept.id)
        services.change_person(ana.actor, kept.id, replace(services.facts_of(person), phone=said), version=person.version)
        session.commit()
        assert "+573009998877" in page(ana.get(f"/people/{kept.id}/corrections"))
        assert ana.post(f"/people/{kept.id}/merges/{self.merge_id(session)}/undo", data=form()).status_code == 303
        assert "+573009998877" not in page(ana.get(f"/people/{kept.id}/corrections"))
        rows = session.scalars(sa.select(PersonChange).where(PersonChange.field == "phone").order_by(PersonChange.changed_at))
        own = "+573001112233"
        assert [(row.before, row.after) for row in rows] == ([] if said == own else [(own, said), (said, own)])

    def test_nobody_of_another_office_undoes_it(
        self, session: Session, ana: GuardedClient, kept: Person, other: Person, far: GuardedClient
    ) -> None:
        merge_by_page(ana, kept, other)
        assert far.post(f"/people/{kept.id}/merges/{self.merge_id(session)}/undo", data=form()).status_code == 404


def a_supervisor(session: Session) -> UUID:
    return session.scalars(sa.select(Grant.user_id).where(Grant.role == Role.SUPERVISOR).order_by(Grant.id.desc())).first()  # type: ignore[return-value]


def restrict(session: Session, record: Person | Case, *knowing: UUID) -> None:
    kind = RestrictedKind.PERSON if isinstance(record, Person) else RestrictedKind.CASE
    office_id = record.office_id
    for user_id in knowing:
        session.add(NeedToKnow(record_kind=kind, record_id=record.id, office_id=office_id, user_id=user_id))
    session.flush()
    record.is_restricted = True
    session.commit()  # a page that refuses rolls back what is not


def without_tokens(body: str) -> str:
    return re.sub(r'(value="[0-9a-f-]{36}"|nonce="[^"]*"|name="csrf_token" value="[^"]*"|value="\d+:[^"]*")', "", body)
