"""The pages of erasures, and what other pages say of an erased file."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.cases.models import Case
from app.data_protection.enums import ErasureReason, ErasureState
from app.data_protection.models import ErasureRequest
from app.data_protection.services import request_erasure
from app.people.models import Person
from app.referrals.models import Referral
from tests.conftest import SignIn, actor_of
from tests.data_protection.conftest import NAMES, SEALED
from tests.data_protection.erasures import erase
from tests.factories.cases import case_at
from tests.guarded_client import GuardedClient


class TestPages:
    @pytest.mark.usefixtures("case")
    def test_from_the_question_to_the_decision(
        self, session: Session, ana: GuardedClient, focal: GuardedClient, person: Person
    ) -> None:
        asked = ana.submit(f"/people/{person.id}/erasure", reason="asked")
        assert asked.status_code == 303
        assert "Espera una decisión" in ana.get(asked.location).text
        queue = focal.get("/erasures").text
        request = session.scalars(sa.select(ErasureRequest)).one()
        assert person.code in queue
        page = focal.get(f"/erasures/{request.id}").text
        assert not [word for word in (*NAMES, *SEALED.values()) if word in queue + page], "who decides sees no contents"
        assert focal.submit(f"/erasures/{request.id}", decision="approve").status_code == 303
        session.refresh(request)
        assert request.state is ErasureState.APPROVED

    def test_a_form_without_an_answer_comes_back(self, ana: GuardedClient, person: Person) -> None:
        answer = ana.submit(f"/people/{person.id}/erasure")
        assert answer.status_code == 422
        assert "Elija por qué se debe borrar la ficha" in answer.text

    def test_what_has_to_be_closed_first_is_said_before_anybody_asks(
        self, session: Session, ana: GuardedClient, office: Office, person: Person
    ) -> None:
        assert 'name="reason"' in ana.get(f"/people/{person.id}/erasure").text
        case_at(office, person=person)
        session.commit()
        page = ana.get(f"/people/{person.id}/erasure").text
        assert "Aún hay trabajo abierto con esta persona" in page
        assert 'name="reason"' not in page
        late = ana.submit(f"/people/{person.id}/erasure", reason="asked")
        assert (late.status_code, "Esto no se puede hacer ahora" in late.text) == (409, True)

    def test_another_countrys_focal_point_finds_nothing(
        self, session: Session, sign_in: SignIn, other_office: Office, person: Person
    ) -> None:
        request = request_erasure(actor_of(Role.CASEWORKER, person.office), person.id, ErasureReason.ASKED)
        session.commit()
        far = sign_in(Role.DATA_PROTECTION, at=other_office)
        assert person.code not in far.get("/erasures").text
        assert far.get(f"/erasures/{request.id}").status_code == 404

    @pytest.mark.usefixtures("relative")
    def test_every_page_answers_that_the_file_was_erased(
        self, sign_in: SignIn, person: Person, case: Case, referral: Referral
    ) -> None:
        erase(person)
        yolanda = sign_in(Role.SUPERVISOR)
        shown = yolanda.get(f"/people/{person.id}")
        assert shown.status_code == 200
        assert "Persona borrada" in shown.text
        pages = [
            f"/people/{person.id}/{name}" for name in ("held", "held/es.pdf", "held/es.json", "erasure", "access-log", "edit")
        ]
        pages += [f"/cases/{case.id}{name}" for name in ("", "/notes", "/services", "/follow-ups", "/history", "/referrals")]
        pages += [f"/referrals/{referral.id}", "/cases?status=closed", "/referrals"]
        answers = {page: yolanda.get(page) for page in pages}
        assert {page: answer.status_code for page, answer in answers.items() if answer.status_code >= 500} == {}
        assert answers[f"/cases/{case.id}"].status_code == 200
        assert answers[f"/people/{person.id}/edit"].status_code == 409
        assert "Persona borrada" in answers["/cases?status=closed"].text
        reopened = yolanda.submit(f"/cases/{case.id}/reopen", version=str(case.version), reason="Sigue el trabajo")
        assert (reopened.status_code, case.status) == (409, "closed")
        text = "".join(answer.text for answer in answers.values() if answer.mimetype != "application/pdf")
        assert not [word for word in (NAMES[0], *SEALED.values()) if word in text]

    def test_search_does_not_find_them(self, ana: GuardedClient, person: Person) -> None:
        for typed in (NAMES[0], SEALED["number"], SEALED["phone"], person.code):
            ana.post("/search", data={"q": typed})
            assert str(person.id) in ana.get("/search", follow_redirects=True).text, typed
        erase(person)
        for typed in (NAMES[0], SEALED["number"], SEALED["phone"], person.code):
            ana.post("/search", data={"q": typed})
            assert str(person.id) not in ana.get("/search", follow_redirects=True).text, typed
