from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.doors import actor_for
from app.accounts.models import Office
from app.accounts.permissions import Role
from app.cases import queries
from app.cases.enums import CaseKind, FollowUpKind, RiskLevel
from app.cases.models import Case, FollowUp
from app.foundation.clock import today_in
from app.foundation.ids import new_id
from app.people.enums import ConsentDecision, ConsentPurpose
from tests.cases.routes.pages import (
    READS_NO_FILES,
    Audited,
    count,
    day_fields,
    opening,
    text_of,
)
from tests.conftest import SignIn
from tests.factories.cases import (
    PersonOfACaseFactory,
    case_at,
)
from tests.factories.people import ConsentFactory
from tests.guarded_client import GuardedClient


class TestOpening:
    @pytest.mark.parametrize(("situation", "is_open"), [("in_transit", True), ("in_destination", False)])
    def test_who_is_in_transit_is_asked_on_which_day_they_travel_on_unfolded(
        self, session: Session, worker: GuardedClient, office: Office, situation: str, *, is_open: bool
    ) -> None:
        person = PersonOfACaseFactory(office=office, population_type=situation)
        session.commit()
        page = worker.get(f"/people/{person.id}/cases/new?kind=humanitarian_aid").text
        fold = page[: page.index('id="intake_travels_on-day"')].rsplit("<details", 1)[1].split(">", 1)[0]
        assert ("open" in fold.split()) == is_open

    def test_the_three_kinds_are_offered_with_a_sentence_each(self, worker: GuardedClient, office: Office) -> None:
        person = PersonOfACaseFactory(office=office)
        response = worker.get(f"/people/{person.id}/cases/new")
        assert response.status_code == 200
        assert all(f'name="kind" value="{kind}"' in response.text for kind in CaseKind)
        assert "María de los Ángeles BRICEÑO ROJAS" in text_of(response)

    def test_a_case_of_the_same_kind_that_is_not_closed_is_pointed_out(self, worker: GuardedClient, office: Office) -> None:
        case = case_at(office, kind=CaseKind.DOCUMENTATION)
        for url in ("", "?kind=documentation"):
            assert case.code in worker.get(f"/people/{case.person_id}/cases/new{url}").text
        assert case.code not in worker.get(f"/people/{case.person_id}/cases/new?kind=humanitarian_aid").text

    def test_a_refused_file_is_said_on_both_pages(self, worker: GuardedClient, office: Office) -> None:
        person = PersonOfACaseFactory(office=office)
        pages = [f"/people/{person.id}/cases/new{query}" for query in ("", "?kind=documentation")]
        assert not any("La persona no aceptó que se lleve su ficha" in worker.get(url).text for url in pages)
        ConsentFactory(person_id=person.id, decision=ConsentDecision.REFUSED)
        assert all("La persona no aceptó que se lleve su ficha" in worker.get(url).text for url in pages)

    def test_who_does_not_want_to_be_contacted_is_told_on_the_case(self, worker: GuardedClient, office: Office) -> None:
        case = case_at(office)
        assert "No quiere que se le contacte" not in worker.get(f"/cases/{case.id}").text
        ConsentFactory(person_id=case.person_id, purpose=ConsentPurpose.CONTACT, decision=ConsentDecision.WITHDRAWN)
        assert "No quiere que se le contacte" in worker.get(f"/cases/{case.id}").text

    def test_an_unknown_kind_leads_back_to_the_choice(self, worker: GuardedClient, office: Office) -> None:
        person = PersonOfACaseFactory(office=office)
        response = worker.get(f"/people/{person.id}/cases/new?kind=adoption")
        assert 'name="kind" value="documentation"' in response.text

    @pytest.mark.parametrize("kind", CaseKind)
    def test_a_case_of_each_kind_is_opened_and_shown(
        self, worker: GuardedClient, session: Session, office: Office, kind: CaseKind, audited: Audited
    ) -> None:
        person, today = PersonOfACaseFactory(office=office), today_in(office.time_zone)
        url = f"/people/{person.id}/cases/new?kind={kind}"
        assert worker.get(url).status_code == 200
        response = worker.submit(url, **opening(kind, today, caseworker_id=str(worker.user.id)))
        assert response.status_code == 303, text_of(response)
        case = session.scalars(sa.select(Case)).one()
        assert (case.kind, case.caseworker_id, case.code) == (kind, worker.user.id, f"CUC-{today.year}-00001")
        assert response.location == f"/cases/{case.id}"
        shown = worker.get(response.location)
        assert "Vivir con papeles" in text_of(shown)
        assert case.code in text_of(shown)
        assert audited() == ["case:created", "case:opened"]

    def test_help_that_is_needed_today_is_due_today_and_nobody_is_given_an_appointment(
        self, worker: GuardedClient, session: Session, office: Office
    ) -> None:
        person, today = PersonOfACaseFactory(office=office, phone=None), today_in(office.time_zone)
        url = f"/people/{person.id}/cases/new?kind=humanitarian_aid"
        assert not re.search(r'name="risk"[^>]* checked', worker.get(url).text)
        fields = opening(CaseKind.HUMANITARIAN_AID, today, goal="", risk="", caseworker_id=str(worker.user.id))
        answer = worker.submit(url, **fields)
        assert answer.status_code == 303, text_of(answer)
        case = session.scalars(sa.select(Case)).one()
        assert (case.risk, case.attention_on) == (RiskLevel.HIGH, today)
        assert "Riesgo alto" in text_of(worker.get(answer.location))
        follow_up = session.scalars(sa.select(FollowUp)).one()
        assert (follow_up.kind, follow_up.due_on) == (FollowUpKind.APPOINTMENT, today)
        reader = actor_for(worker.user)
        assert queries.list_days_ahead(reader, [case.id], today) == [], "a deadline of the caseworker is no appointment"
        session.add(FollowUp(case_id=case.id, office_id=office.id, kind=FollowUpKind.APPOINTMENT, due_on=today))
        session.commit()
        assert queries.list_days_ahead(reader, [case.id], today) == [today]

    @pytest.mark.parametrize("kind", CaseKind)
    def test_how_urgent_the_situation_is_nobody_says_before_the_worker(
        self, worker: GuardedClient, session: Session, office: Office, today: date, kind: CaseKind
    ) -> None:
        url = f"/people/{PersonOfACaseFactory(office=office).id}/cases/new?kind={kind}"
        assert re.search(r'name="risk"', worker.get(url).text)
        assert not re.search(r'name="risk"[^>]* checked', worker.get(url).text)
        refused = worker.submit(url, **opening(kind, today, risk="", intake_urgency=""))
        assert refused.status_code == 422
        if kind is not CaseKind.HUMANITARIAN_AID:
            assert "Elija qué tan urgente es la situación" in text_of(refused)
        assert count(session, Case) == 0

    def test_what_was_typed_is_kept_when_something_is_missing(
        self, worker: GuardedClient, session: Session, office: Office, today: date
    ) -> None:
        person = PersonOfACaseFactory(office=office)
        fields = opening(CaseKind.DOCUMENTATION, today, goal="", intake_obstacles_in_words="Viajó «sin nada» <b>")
        response = worker.submit(f"/people/{person.id}/cases/new?kind=documentation", **fields)
        assert response.status_code == 422
        assert "Escriba en una frase qué quiere lograr la persona" in text_of(response)
        assert 'href="#goal"' in response.text
        assert "Viajó «sin nada» &lt;b&gt;" in response.text
        assert re.search(r'value="apostille"[^>]*checked', response.text)
        assert count(session, Case) == 0

    def test_a_refusal_of_the_service_is_shown_at_its_field(
        self, worker: GuardedClient, session: Session, office: Office, today: date
    ) -> None:
        person = PersonOfACaseFactory(office=office)
        fields = opening(CaseKind.DOCUMENTATION, today, **day_fields("opened_on", today + timedelta(days=2)))
        response = worker.submit(f"/people/{person.id}/cases/new?kind=documentation", **fields)
        assert response.status_code == 422
        assert "El día no puede estar en el futuro" in text_of(response)
        assert "Vivir con papeles" in response.text
        assert count(session, Case) == 0

    def test_a_form_that_is_sent_five_times_opens_one_case(
        self, worker: GuardedClient, session: Session, office: Office, today: date
    ) -> None:
        person = PersonOfACaseFactory(office=office)
        url, submission_id = f"/people/{person.id}/cases/new?kind=documentation", new_id()
        fields = opening(CaseKind.DOCUMENTATION, today)
        places = {worker.submit(url, submission_id=submission_id, **fields).location for _ in range(5)}
        assert len(places) == 1
        assert count(session, Case) == 1
        other = worker.submit(url, submission_id=submission_id, **{**fields, "goal": "Otra cosa"})
        assert other.status_code == 409
        assert count(session, Case) == 1

    def test_no_case_is_opened_for_a_person_of_another_office(
        self, worker: GuardedClient, other_office: Office, today: date
    ) -> None:
        person = PersonOfACaseFactory(office=other_office)
        url = f"/people/{person.id}/cases/new?kind=documentation"
        assert worker.get(url).status_code == 404
        assert worker.submit(url, **opening(CaseKind.DOCUMENTATION, today)).status_code == 404

    @pytest.mark.parametrize("role", READS_NO_FILES)
    def test_roles_without_casework_do_not_open_cases(self, sign_in: SignIn, office: Office, role: Role) -> None:
        person = PersonOfACaseFactory(office=office)
        assert sign_in(role).get(f"/people/{person.id}/cases/new").status_code == 403
