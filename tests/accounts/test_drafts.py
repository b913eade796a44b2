"""What is typed into a form is kept for its writer while they type; the pages' side. In a browser: tests/journeys."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import BrowserSession, HeldForm, Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.foundation.clock import now
from app.foundation.drafts import Draft, browser_owner
from app.foundation.ids import new_id
from app.people.models import Person
from tests.conftest import SignIn
from tests.factories.cases import case_at
from tests.factories.people import PersonFactory
from tests.guarded_client import GuardedClient
from tests.people.conftest import MARIA

PAGE = "/people/new"


@pytest.fixture
def client(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.CASEWORKER)


def drafts(session: Session) -> list[Draft]:
    return list(session.scalars(sa.select(Draft).order_by(Draft.created_at)))


def type_into(client: GuardedClient, submission_id: UUID, *, keep: str = "quietly", **fields: Any) -> Any:
    """What the script sends while somebody types; with another ``keep``, what a button sends."""
    own = {"draft_owner": browser_owner(client.user.id), "draft_mark": str(new_id())}
    return client.submit(PAGE, submission_id=submission_id, keep_draft=keep, **{**own, **fields})


NAMED = {"given_names": "Mariela", "surname_1": "Contreras"}
ELSEWHERE = {**MARIA, "given_names": "Mariela Isabel", "surname_1": "CONTRERAS", "surname_2": ""}


def test_a_draft_says_that_its_person_was_registered_with_another_form_since(session: Session, client: GuardedClient) -> None:
    type_into(client, new_id(), **NAMED)
    before = client.get(PAGE).text
    assert "con este nombre se registró después" not in before
    assert client.submit(PAGE, **ELSEWHERE).status_code == 303
    code, person_id = session.execute(sa.select(Person.code, Person.id)).one()
    for address in (PAGE, "/account/drafts", "/"):
        shown = client.get(address).text
        assert f'href="/people/{person_id}"' in shown, address
        assert code in shown, address
    assert "con este nombre se registró después" in client.get(PAGE).text


@pytest.mark.parametrize(
    ("typed", "registered"),
    [
        ({"given_names": "Mariela"}, ELSEWHERE),
        (NAMED, {**MARIA, "given_names": "Mariela", "surname_1": "Quintero"}),
        (NAMED | {"surname_2": "Rojas"}, ELSEWHERE),
    ],
)
def test_a_draft_of_another_name_or_of_a_given_name_alone_says_nothing(
    client: GuardedClient, typed: dict[str, str], registered: dict[str, str]
) -> None:
    type_into(client, new_id(), **typed)
    assert client.submit(PAGE, **registered).status_code == 303
    assert "con este nombre se registró después" not in client.get("/account/drafts").text


def test_whom_a_colleague_registered_or_oneself_before_is_not_told(client: GuardedClient, office: Office) -> None:
    assert client.submit(PAGE, **ELSEWHERE).status_code == 303
    type_into(client, new_id(), **NAMED)
    PersonFactory(office=office, given_names="Mariela", surname_1="Contreras")
    assert "con este nombre se registró después" not in client.get("/account/drafts").text


def test_the_script_keeps_what_is_typed_and_the_draft_opens_as_it_was(session: Session, client: GuardedClient) -> None:
    submission_id = new_id()
    assert type_into(client, submission_id, given_names="Yusneidy", sex="female", **{"birth-year": "19"}).status_code == 204
    html = client.get(f"{PAGE}?draft={submission_id}").text
    assert 'value="Yusneidy"' in html
    assert re.search(r'name="birth-year"[^>]*value="19"|value="19"[^>]*name="birth-year"', html)
    assert f'value="{submission_id}"' in html
    assert "Borrador guardado" in html
    assert "Hay algo que corregir" not in html  # half a year is no mistake yet
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0


def test_a_button_keeps_without_the_script_and_leads_back_to_its_section(session: Session, client: GuardedClient) -> None:
    submission_id = new_id()
    answer = type_into(client, submission_id, keep="about", given_names="Yusneidy")
    assert (answer.status_code, answer.location) == (303, f"{PAGE}?draft={submission_id}#about")
    assert 'value="Yusneidy"' in client.get(answer.location).text
    later = type_into(client, submission_id, keep="later", given_names="Yusneidy María", draft_after=str(drafts(session)[0].mark))
    assert later.location == "/"
    day = client.get("/").text
    assert "Registro de una persona: Yusneidy María" in day
    assert f"{PAGE}?draft={submission_id}" in day


def test_saved_the_person_stands_and_the_draft_is_gone_and_the_browser_is_told(session: Session, client: GuardedClient) -> None:
    submission_id = new_id()
    type_into(client, submission_id, **MARIA)
    answer = client.submit(PAGE, submission_id=submission_id, draft_owner=browser_owner(client.user.id), **MARIA)
    assert answer.status_code == 303
    assert drafts(session) == []
    assert f'data-settled-draft="{submission_id}"' in client.get(answer.location).text
    assert "data-settled-draft" not in client.get(answer.location).text
    assert type_into(client, submission_id, **MARIA).status_code == 410
    assert drafts(session) == []


def test_an_address_whose_draft_is_gone_leads_to_an_empty_form(client: GuardedClient) -> None:
    for asked in (str(new_id()), "x", ""):
        answer = client.get(f"{PAGE}?draft={asked}")
        assert (answer.status_code, answer.location) == (303, PAGE)
    assert "De ese formulario ya no se guarda nada" in client.get(PAGE).text


def test_nobody_else_opens_discards_or_overwrites_it(session: Session, client: GuardedClient, sign_in: SignIn) -> None:
    submission_id = new_id()
    type_into(client, submission_id, given_names="Yusneidy")
    other = sign_in(Role.SUPERVISOR)
    assert other.get(f"{PAGE}?draft={submission_id}").status_code == 303
    assert "Yusneidy" not in other.get(PAGE).text + other.get("/").text + other.get("/account/drafts").text
    other.submit(f"/account/drafts/{submission_id}/discard")
    type_into(other, submission_id, given_names="Otra")
    assert [draft.user_id for draft in drafts(session)] == [client.user.id, other.user.id]
    assert 'value="Yusneidy"' in client.get(f"{PAGE}?draft={submission_id}").text


def test_a_page_that_somebody_else_left_open_saves_nothing_under_another_name(session: Session, client: GuardedClient) -> None:
    somebody_else = browser_owner(new_id())
    assert type_into(client, new_id(), draft_owner=somebody_else, **MARIA).status_code == 409
    answer = client.submit(PAGE, draft_owner=somebody_else, **MARIA)
    assert answer.status_code == 409
    assert "Otra persona abrió esta página" in answer.text
    assert drafts(session) == []
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0


def test_two_devices_in_one_form_lose_nothing(session: Session, client: GuardedClient) -> None:
    submission_id = new_id()
    type_into(client, submission_id, given_names="Del teléfono")
    assert type_into(client, submission_id, given_names="Del portátil").status_code == 412
    answer = type_into(client, submission_id, keep="about", given_names="Del portátil")
    assert str(submission_id) not in answer.location
    assert len(drafts(session)) == 2
    assert "Del portátil" in client.get(answer.location).text


def test_typed_after_the_session_ran_out_nothing_is_taken_and_nothing_is_held(session: Session, client: GuardedClient) -> None:
    session.execute(sa.update(BrowserSession).values(last_seen_at=now().replace(year=2020)))
    session.commit()
    assert type_into(client, new_id(), given_names="Yusneidy").status_code == 401
    assert drafts(session) == []
    assert session.scalar(sa.select(sa.func.count()).select_from(HeldForm)) == 0


def test_a_draft_is_thrown_away_from_the_list_of_ones_own(session: Session, client: GuardedClient) -> None:
    submission_id = new_id()
    type_into(client, submission_id, given_names="Yusneidy")
    html = client.get("/account/drafts").text
    assert "Yusneidy" in html
    (address,) = re.findall(r'action="(/account/drafts/[^"]+)"', html)
    answer = client.submit(address)
    assert answer.location == "/account/drafts"
    assert drafts(session) == []
    assert "No quedó nada sin terminar" in client.get("/account/drafts").text
    told = session.scalars(sa.select(AuditEvent.action).where(AuditEvent.action.startswith("draft:"))).all()
    assert sorted(told) == ["draft:begun", "draft:discarded"]


def test_files_passwords_and_tokens_are_not_kept(session: Session, client: GuardedClient) -> None:
    submission_id = new_id()
    type_into(client, submission_id, given_names="Y", csrf_token="token", password="geheim")
    page = client.get(f"{PAGE}?draft={submission_id}").text
    assert "geheim" not in page


@pytest.mark.parametrize("bad", ["", "x", "0", "00000000-0000-0000-0000-00000000000g"])
def test_a_form_without_a_submission_is_refused(client: GuardedClient, bad: str) -> None:
    assert client.post(PAGE, data={"submission_id": bad, "keep_draft": "quietly", "given_names": "Y"}).status_code == 409


@pytest.mark.parametrize("where", ["//elsewhere.example", "javascript:alert(1)", "más", "a b"])
def test_a_section_that_is_none_leads_to_the_top_of_the_form(client: GuardedClient, where: str) -> None:
    submission_id = new_id()
    assert type_into(client, submission_id, keep=where, given_names="Y").location == f"{PAGE}?draft={submission_id}"


def test_a_form_about_a_file_is_recognised_by_its_code_and_goes_on_in_the_language_of_its_words(
    client: GuardedClient, office: Office
) -> None:
    person = PersonFactory(office=office)
    page = f"/people/{person.id}/consents/new?language=pt"
    assert f'name="draft_about" value="{person.code}"' in client.get(page).text
    own = {"draft_owner": browser_owner(client.user.id), "draft_mark": str(new_id()), "draft_about": person.code}
    answer = client.submit(page, keep_draft="later", **own, **{"consents-guardian_name": "Rosa"})
    assert answer.status_code == 303
    listed = client.get("/account/drafts").text
    assert f"Consentimiento: {person.code}" in listed
    (address,) = re.findall(r'href="(/people/[^"]*draft=[^"]*)"', listed)
    again = client.get(address.replace("&amp;", "&")).text
    assert 'value="Rosa"' in again
    assert "Podemos anotar o que você nos conta" in again


@pytest.mark.parametrize("form", ["notes/new", "services/new", "referrals/new"])
def test_forms_about_a_case_are_kept_by_the_code_of_the_case(client: GuardedClient, office: Office, form: str) -> None:
    case = case_at(office, caseworker=client.user)
    page = f"/cases/{case.id}/{form}"
    assert f'name="draft_about" value="{case.code}"' in client.get(page).text
    own = {"draft_owner": browser_owner(client.user.id), "draft_about": case.code}
    assert client.submit(page, keep_draft="later", **own, text="Llegó la apostilla").status_code == 303
    listed = client.get("/account/drafts").text
    assert case.code in listed
    assert "apostilla" not in listed, "what somebody tells stands in no list"
