"""The pages of restricted files."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import NeedToKnow, Office
from app.accounts.permissions import Role
from app.cases.enums import CaseKind
from app.cases.models import Case
from app.catalogue.models import SpecificNeed
from app.foundation.clock import today_in
from tests.cases.routes.pages import opening, text_of
from tests.conftest import SignIn
from tests.factories.cases import case_at
from tests.factories.catalogue import seeded
from tests.guarded_client import GuardedClient

WHY = "Contó algo que sólo debe saber quien la atiende."


@pytest.fixture
def carrier(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.CASEWORKER)


@pytest.fixture
def case(office: Office, carrier: GuardedClient) -> Case:
    return case_at(office, caseworker_id=carrier.user.id)


def restrict(client: GuardedClient, address: str, *named: GuardedClient, **fields: str) -> object:
    return client.submit(address, colleagues=[str(one.user.id) for one in named], **{"reason": WHY, **fields})


def test_the_page_offers_colleagues_and_says_what_follows(carrier: GuardedClient, supervisor: GuardedClient, case: Case) -> None:
    shown = carrier.get(f"/cases/{case.id}/restrict").text
    assert "Lucía Cárdenas (supervisa)" in shown
    assert "dejará de existir" in shown
    assert supervisor.user.name in shown


def test_the_case_leads_there_and_says_that_it_is_restricted(
    carrier: GuardedClient, supervisor: GuardedClient, colleague: GuardedClient, case: Case
) -> None:
    assert f"/cases/{case.id}/restrict" in carrier.get(f"/cases/{case.id}").text
    answer = restrict(carrier, f"/cases/{case.id}/restrict", supervisor)
    assert (answer.status_code, answer.location) == (303, f"/cases/{case.id}/who-knows")  # type: ignore[attr-defined]
    assert "Restringido" in carrier.get(f"/cases/{case.id}").text
    assert colleague.get(f"/cases/{case.id}").status_code == 404


def test_a_refusal_keeps_what_was_typed(carrier: GuardedClient, case: Case) -> None:
    answer = restrict(carrier, f"/cases/{case.id}/restrict")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert WHY in answer.text  # type: ignore[attr-defined]
    assert "para que la vean dos" in answer.text  # type: ignore[attr-defined]
    assert restrict(carrier, f"/cases/{case.id}/restrict", reason="").status_code == 422  # type: ignore[attr-defined]


def test_who_knows_it_stands_on_its_page_where_more_are_named_and_taken_off(
    session: Session, carrier: GuardedClient, supervisor: GuardedClient, colleague: GuardedClient, case: Case
) -> None:
    restrict(carrier, f"/cases/{case.id}/restrict", supervisor)
    page = f"/cases/{case.id}/who-knows"
    shown = supervisor.get(page).text
    assert WHY in shown
    assert "Bruno Cardoso" in shown, "he can be named"
    assert supervisor.submit(page, colleagues=[str(colleague.user.id)]).status_code == 303
    assert colleague.get(f"/cases/{case.id}").status_code == 200
    assert supervisor.post(f"{page}/{colleague.user.id}/take-off").status_code == 303
    assert colleague.get(f"/cases/{case.id}").status_code == 404
    ended = sa.select(NeedToKnow.ended_by).where(NeedToKnow.user_id == colleague.user.id)
    assert session.scalar(ended) == supervisor.user.id


def test_a_whole_file_is_restricted_and_shown_again(
    carrier: GuardedClient, supervisor: GuardedClient, colleague: GuardedClient, case: Case
) -> None:
    person = f"/people/{case.person_id}"
    assert f"{person}/restrict" in carrier.get(person).text
    assert restrict(carrier, f"{person}/restrict", supervisor).status_code == 303  # type: ignore[attr-defined]
    assert carrier.get(f"{person}/who-knows").status_code == 200
    assert "Toda la ficha de la persona está restringida" in carrier.get(f"/cases/{case.id}/who-knows").text
    for page in (person, f"/cases/{case.id}"):
        assert colleague.get(page).status_code == 404
    assert carrier.get(f"{person}/end-restriction").status_code == 403
    assert supervisor.get(f"{person}/end-restriction").status_code == 200
    assert supervisor.submit(f"{person}/end-restriction", reason="Ya no hace falta").status_code == 303
    for page in (person, f"/cases/{case.id}"):
        assert colleague.get(page).status_code == 200


def test_who_opens_a_file_again_is_told_beforehand_of_the_needs_that_nobody_will_read(
    carrier: GuardedClient, supervisor: GuardedClient, case: Case
) -> None:
    person = f"/people/{case.person_id}"
    restrict(carrier, f"{person}/restrict", supervisor)
    told = "necesidad de las que solo se ven en fichas restringidas"
    assert told not in supervisor.get(f"{person}/end-restriction").text
    need_id = str(seeded(SpecificNeed, "SV-VA").id)
    assert carrier.submit(f"{person}/needs/new", need=need_id).status_code == 303
    assert told in supervisor.get(f"{person}/end-restriction").text
    assert told in supervisor.submit(f"{person}/end-restriction", reason="").text, "after a mistake too"


def test_a_new_case_of_a_restricted_person_is_restricted_too(
    session: Session, carrier: GuardedClient, supervisor: GuardedClient, colleague: GuardedClient, case: Case
) -> None:
    restrict(carrier, f"/people/{case.person_id}/restrict", supervisor)
    fields = opening(CaseKind.HUMANITARIAN_AID, today_in("America/Bogota"), caseworker_id=str(supervisor.user.id))
    answer = supervisor.submit(f"/people/{case.person_id}/cases/new?kind=humanitarian_aid", **fields)
    assert answer.status_code == 303, text_of(answer)
    opened = session.scalars(sa.select(Case).where(Case.person_id == case.person_id, Case.id != case.id)).one()
    assert opened.is_restricted
    assert colleague.get(f"/cases/{opened.id}").status_code == 404
    assert carrier.get(f"/cases/{opened.id}").status_code == 200
