"""The partner's page: what it shows and hides, and how it is answered."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Office
from app.audit.models import AuditEvent
from app.cases.models import Case
from app.foundation.actor import ActorKind
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.ids import new_id
from app.foundation.partial_date import PartialDate
from app.people.enums import DeathSource
from app.people.models import Person
from app.referrals.enums import DeclineReason, Priority, SharedField
from app.referrals.enums import ReferralStatus as S
from app.referrals.models import Referral, ReferralStatusChange
from tests.factories.directory import OrganisationFactory
from tests.factories.referrals import (
    CANARIES,
    GIVEN_NAMES,
    PHONE,
    SAFE_CONTACT,
    SURNAMES,
    case_of_a_person,
    link_to,
    provider,
    sent_referral_of,
)
from tests.guarded_client import GuardedClient
from tests.referrals.partner import address, answer

REQUEST = "Orientación sobre el permiso"


VALUES = {
    SharedField.GIVEN_NAMES: [GIVEN_NAMES],
    SharedField.SURNAMES: list(SURNAMES),
    SharedField.CONTACT: [PHONE, SAFE_CONTACT],
}


def test_opening_marks_the_referral_as_seen_and_records_what_was_shown(
    client: GuardedClient, referral: Referral, url: str
) -> None:
    page = client.get(url)
    assert page.status_code == 200
    db.session.refresh(referral)
    assert referral.status is S.VIEWED
    opened = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "referral:opened")).one()
    assert (opened.actor_kind, opened.subject_id, opened.fields) == (ActorKind.PARTNER_LINK, referral.id, ["age", "given_names"])
    client.get(url)
    assert db.session.scalar(sa.select(sa.func.count()).where(AuditEvent.action == "referral:viewed")) == 1
    assert db.session.scalar(sa.select(sa.func.count()).where(AuditEvent.action == "referral:opened")) == 2


def test_the_page_says_who_asks_for_what_until_when(client: GuardedClient, referral: Referral, url: str) -> None:
    text = client.get(url).get_data(as_text=True)
    assert "Ana Peñaranda (Cúcuta) le pide: Orientación e información" in text
    assert "Conteste antes del" in text
    assert REQUEST in text
    assert referral.code in text


@pytest.mark.parametrize(
    ("priority", "said"), [(Priority.EMERGENCY, "Emergencia"), (Priority.URGENT, "Urgente"), (Priority.NORMAL, None)]
)
def test_what_cannot_wait_says_so_at_the_top_until_it_is_answered(
    client: GuardedClient, case: Case, priority: Priority, said: str | None
) -> None:
    url = address(link_to(sent_referral_of(case, priority=priority)))
    titles = re.findall(r'q-notice__title">([^<]+)<', client.get(url).text)
    assert titles == ([said] if said else [])
    answer(client, url, "accept")
    assert "q-notice__title" not in client.get(url).text


@pytest.mark.parametrize("chosen", [[field] for field in SharedField] + [list(SharedField)])
def test_only_the_chosen_fields_stand_in_the_raw_answer(client: GuardedClient, case: Case, chosen: list[SharedField]) -> None:
    referral = sent_referral_of(case, shared_fields=[field.value for field in chosen])
    raw = client.get(address(link_to(referral))).get_data()
    wanted = [value for field in chosen for value in VALUES.get(field, [])]
    assert [value for value in wanted if value.encode() not in raw] == []
    assert [value for value in CANARIES if value.encode() in raw and value not in wanted] == []
    assert (b"Venezuela" in raw) is (SharedField.NATIONALITY in chosen)
    assert ("34 años".encode() in raw or "33 o 34 años".encode() in raw) is (SharedField.AGE in chosen)
    for hidden in (str(case.id), str(case.person_id), case.goal):
        assert hidden.encode() not in raw


def test_a_phone_never_stands_without_how_it_may_be_used(client: GuardedClient, office: Office) -> None:
    case = case_of_a_person(office)
    db.session.execute(sa.text("UPDATE person SET safe_contact_sealed = NULL"))
    referral = sent_referral_of(case, shared_fields=["contact"])
    text = client.get(address(link_to(referral))).get_data(as_text=True)
    assert PHONE in text
    assert "pregúntenos antes de llamar" in text


@pytest.mark.parametrize("died", [PartialDate(2020, 5, 3), None])
@pytest.mark.parametrize("chosen", [["age"], [field.value for field in SharedField if field is not SharedField.CONTACT]])
def test_who_was_not_told_the_phone_reads_nothing_of_a_death(
    client: GuardedClient, case: Case, chosen: list[str], died: PartialDate | None
) -> None:
    url = address(link_to(sent_referral_of(case, shared_fields=chosen)))
    before = client.get(url).text
    tell_death(case, died)
    after = client.get(url).text
    assert re.search(r"\d+ años", after)
    for word in ("falle", "muri", "conocid"):
        assert (word in after.lower()) is (word in before.lower()), word


def test_the_age_stays_that_of_the_day_of_asking_whether_the_person_lives_or_died(client: GuardedClient, case: Case) -> None:
    born = now() - timedelta(days=365 * 30)
    db.session.execute(sa.update(Person).values(birth_year=born.year, birth_month=born.month, birth_day=born.day))
    url = address(link_to(sent_referral_of(case, shared_fields=["age"], sent_at=now() - timedelta(days=400))))
    assert "28 años" in client.get(url).text
    tell_death(case, None)
    assert "28 años" in client.get(url).text


@pytest.mark.parametrize(("phone", "is_told"), [(PHONE, True), (None, False)])
def test_only_who_was_told_a_number_is_told_not_to_call_it(
    client: GuardedClient, case: Case, phone: str | None, is_told: bool
) -> None:
    db.session.get_one(Person, case.person_id).phone = phone
    url = address(link_to(sent_referral_of(case, shared_fields=["contact"])))
    tell_death(case, None)
    assert ("La persona falleció" in client.get(url).text) is is_told


def tell_death(case: Case, died: PartialDate | None) -> None:
    person = db.session.get_one(Person, case.person_id)
    person.death_known_by = DeathSource.FAMILY
    if died:
        person.died_year, person.died_month, person.died_day = died.year, died.month, died.day
    db.session.commit()


def test_the_page_is_kept_nowhere_and_tells_no_other_site(client: GuardedClient, url: str) -> None:
    for page in (client.get(url), client.get("/r/nada"), answer(client, url, "decline")):
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert "no-store" in page.headers["Cache-Control"]
        assert "noindex" in page.headers["X-Robots-Tag"]


def test_the_page_speaks_the_organisations_language_and_any_other_on_request(client: GuardedClient, case: Case) -> None:
    brazilian = OrganisationFactory(name="Casa do Migrante", language="pt")
    referral = sent_referral_of(case, provided_service=provider(organisation=brazilian))
    url = address(link_to(referral))
    assert 'lang="pt"' in client.get(url).get_data(as_text=True)
    assert "We cannot" in client.get(f"{url}?lang=en").get_data(as_text=True)
    assert "No podemos" in client.get(f"{url}?lang=es").get_data(as_text=True)
    assert 'lang="pt"' in client.get(f"{url}?lang=xx").get_data(as_text=True)


def test_accepting_with_a_day_and_words_reaches_the_caseworker(client: GuardedClient, referral: Referral, url: str) -> None:
    client.get(url)
    day = today_in("America/Bogota") + timedelta(days=3)
    parts = {f"appointment_on-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    answered = answer(client, url, "accept", words="Puerta 2, pregunte por Luz", **parts)
    assert answered.status_code == 303
    assert answered.location == url
    db.session.refresh(referral)
    assert (referral.status, referral.appointment_on) == (S.ACCEPTED, day)
    assert (referral.partner_words, referral.answer_seen_at, referral.version) == ("Puerta 2, pregunte por Luz", None, 2)
    change = db.session.scalars(sa.select(ReferralStatusChange).where(ReferralStatusChange.step == "accept")).one()
    assert (change.actor_kind, change.changed_by, change.words) == (ActorKind.PARTNER_LINK, None, "Puerta 2, pregunte por Luz")
    text = client.get(url).get_data(as_text=True)
    assert "Usted contestó: podemos" in text
    assert f"{url}/accept" not in text
    assert f"{url}/decline" in text


def test_declining_needs_a_reason_and_hides_the_person_afterwards(client: GuardedClient, referral: Referral, url: str) -> None:
    client.get(url)
    refused = answer(client, url, "decline", words="Lo sentimos mucho")
    assert refused.status_code == 422
    text = refused.get_data(as_text=True)
    assert "Elija por qué no pueden" in text
    assert "Lo sentimos mucho" in text
    assert answer(client, url, "decline", decline_reason="other").status_code == 422
    assert answer(client, url, "decline", decline_reason="no_capacity").status_code == 303
    db.session.refresh(referral)
    assert (referral.status, referral.decline_reason) == (S.DECLINED, DeclineReason.NO_CAPACITY)
    after = client.get(url)
    assert after.status_code == 200
    text = after.get_data(as_text=True)
    assert "Usted contestó: no podemos" in text
    assert GIVEN_NAMES not in text
    assert REQUEST not in text
    assert "<form" not in text


def test_an_acceptance_may_turn_into_a_refusal_or_into_done(client: GuardedClient, case: Case) -> None:
    for step, status, fields in (("decline", S.DECLINED, {"decline_reason": "unsafe"}), ("complete", S.COMPLETED, {})):
        referral = sent_referral_of(case, S.ACCEPTED, appointment_on=today_in("America/Bogota"))
        url = address(link_to(referral))
        assert answer(client, url, step, **fields).status_code == 303
        db.session.refresh(referral)
        assert (referral.status, referral.appointment_on) == (status, None)


def test_a_late_answer_is_welcome(client: GuardedClient, case: Case) -> None:
    referral = sent_referral_of(case, S.EXPIRED, answer_due_at=now() - timedelta(days=1))
    url = address(link_to(referral))
    assert "su respuesta todavía ayuda" in client.get(url).get_data(as_text=True)
    assert answer(client, url, "accept").status_code == 303
    db.session.refresh(referral)
    assert referral.status is S.ACCEPTED


def test_an_answer_given_while_the_clock_flags_the_referral_still_counts(
    client: GuardedClient, referral: Referral, url: str
) -> None:
    client.get(url)
    referral.status = S.EXPIRED
    db.session.commit()
    assert answer(client, url, "accept").status_code == 303


@pytest.mark.parametrize("days", [-1, 400])
def test_an_appointment_in_the_past_or_far_away_is_refused_with_the_text_kept(
    client: GuardedClient, referral: Referral, url: str, days: int
) -> None:
    day = today_in("America/Bogota") + timedelta(days=days)
    parts = {f"appointment_on-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    page = answer(client, url, "accept", words="Sala 3", **parts)
    assert page.status_code == 422
    assert "La cita debe estar entre hoy y dentro de un año" in page.get_data(as_text=True)
    assert "Sala 3" in page.get_data(as_text=True)
    db.session.refresh(referral)
    assert referral.status is S.VIEWED


def test_the_same_answer_sent_twice_is_written_once(client: GuardedClient, referral: Referral, url: str) -> None:
    submission = new_id()
    for _ in range(3):
        assert answer(client, url, "accept", submission=submission, words="Sí").status_code == 303
    assert db.session.scalar(sa.select(sa.func.count()).where(ReferralStatusChange.step == "accept")) == 1
    changed = answer(client, url, "accept", submission=submission, words="Otra cosa")
    assert changed.status_code == 409
    db.session.refresh(referral)
    assert referral.partner_words == "Sí"


def test_two_people_with_one_link_the_second_reads_what_the_first_answered(
    app: Flask, client: GuardedClient, referral: Referral, url: str
) -> None:
    second = app.test_client()
    client.get(url)
    second.get(url)
    assert answer(client, url, "accept").status_code == 303
    page = answer(second, url, "decline", decline_reason="no_capacity", words="Estamos llenos")
    assert page.status_code == 409
    text = page.get_data(as_text=True)
    assert "Alguien contestó mientras esta página estaba abierta" in text
    assert "Usted contestó: podemos" in text
    assert "Estamos llenos" in text
    db.session.refresh(referral)
    assert referral.status is S.ACCEPTED
    version = re.search(r'name="decline-version"[^>]*value="(\d+)"', text)
    assert version is not None
    again = answer(second, url, "decline", version=int(version[1]), decline_reason="no_capacity")
    assert again.status_code == 303
    db.session.refresh(referral)
    assert referral.status is S.DECLINED


def test_an_answer_that_the_state_does_not_admit_is_refused_and_the_state_shown(client: GuardedClient, case: Case) -> None:
    referral = sent_referral_of(case, S.DECLINED)
    page = answer(client, address(link_to(referral)), "accept", words="Al final sí")
    assert page.status_code == 409
    assert "Usted contestó: no podemos" in page.get_data(as_text=True)
    assert "Al final sí" in page.get_data(as_text=True)


@pytest.mark.parametrize("damage", [{"version": "x"}, {"version": ""}, {"submission_id": "nope"}, {"words": "x" * 601}])
def test_damaged_or_oversized_answers_are_refused(
    client: GuardedClient, referral: Referral, url: str, damage: dict[str, str]
) -> None:
    data = {"accept-version": "1", "accept-submission_id": str(new_id())} | {f"accept-{k}": v for k, v in damage.items()}
    assert client.post(f"{url}/accept", data=data).status_code == 422
    db.session.refresh(referral)
    assert referral.status is S.VIEWED


def test_the_page_needs_no_script(client: GuardedClient, url: str) -> None:
    text = client.get(url).get_data(as_text=True)
    assert text.count("<details") == 3
    assert text.count("<form") == 3
    assert "hx-" not in text


def test_the_page_takes_few_statements(client: GuardedClient, app: Flask, url: str) -> None:
    counted: list[str] = []

    def count(_conn, _cursor, statement, *_rest):  # type: ignore[no-untyped-def]
        if statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE")):
            counted.append(statement)

    sa.event.listen(sa.engine.Engine, "before_cursor_execute", count)
    try:
        client.get(url)
    finally:
        sa.event.remove(sa.engine.Engine, "before_cursor_execute", count)
    assert len(counted) <= 12, counted
