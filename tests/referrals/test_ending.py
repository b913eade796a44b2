"""A partner hears of it when a referral that they hold ends: once, by a mail without anything of the person."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.cases.models import Case
from app.directory.enums import Language
from app.foundation.actor import Actor, system_actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.jobs import OutboxMessage
from app.people import services as people
from app.people.enums import ConsentDecision, ConsentPurpose
from app.referrals import jobs, services
from app.referrals.enums import MailKind, MailState
from app.referrals.enums import ReferralStatus as S
from app.referrals.models import Referral, ReferralMail
from app.referrals.services.letters import write_letter
from tests.factories.directory import FocalPointFactory, OrganisationFactory
from tests.factories.referrals import CANARIES, ReferralMailFactory, link_to, provider, sent_referral_of
from tests.guarded_client import GuardedClient
from tests.referrals.history import mails_of

CARRIER = system_actor(jobs.SEND_MAIL)


def mailed(case: Case, status: S = S.ACCEPTED, *, state: MailState = MailState.DELIVERED, **fields: object) -> Referral:
    """A referral of which the partner has a mail in this state."""
    referral = sent_referral_of(case, status, **fields)
    ReferralMailFactory(referral_id=referral.id, link=link_to(referral), state=state)
    return referral


def withdraw(actor: Actor, case: Case) -> None:
    answer = people.ConsentAnswer(purpose=ConsentPurpose.REFERRAL_SHARING, decision=ConsentDecision.WITHDRAWN, language="es")
    people.record_consent(actor, case.person_id, answer)
    db.session.flush()


def take_back(actor: Actor, case: Case) -> None:
    referral = db.session.scalars(sa.select(Referral).where(Referral.case_id == case.id)).one()
    services.revoke_referral(actor, referral.id, reason="La persona viajó", based_on=referral.version)
    db.session.flush()


def ends_of(referral: Referral) -> list[ReferralMail]:
    return [mail for mail in mails_of(referral) if mail.kind is MailKind.ENDED]


def mails_asked_for() -> list[str]:
    asked = sa.select(OutboxMessage).where(OutboxMessage.job == jobs.SEND_MAIL)
    return [row.arguments["mail_id"] for row in db.session.scalars(asked)]


@pytest.mark.parametrize("end", [withdraw, take_back])
@pytest.mark.parametrize("status", [S.SENT, S.VIEWED, S.EXPIRED, S.ACCEPTED])
@pytest.mark.parametrize("state", [MailState.DELIVERED, MailState.ATTEMPTED])
def test_who_may_hold_a_place_is_told_that_the_referral_has_ended(
    caseworker: Actor, case: Case, end: Callable[[Actor, Case], None], status: S, state: MailState
) -> None:
    referral = mailed(case, status, state=state)
    end(caseworker, case)
    (told,) = ends_of(referral)
    assert (told.state, told.recipient) == (MailState.WAITING, referral.focal_point.email)
    assert mails_asked_for() == [str(told.id)]


def test_it_is_told_once_however_often_the_consent_is_looked_at(caseworker: Actor, case: Case) -> None:
    referral = mailed(case)
    withdraw(caseworker, case)
    for _again in range(2):
        services.revoke_uncovered(case.person_id)
    assert len(ends_of(referral)) == 1
    with pytest.raises(IntegrityError, match="uq_referral_mail_ended"):
        ReferralMailFactory(referral_id=referral.id, link=link_to(referral), kind=MailKind.ENDED)


@pytest.mark.parametrize("status", [S.DECLINED, S.COMPLETED])
def test_who_has_answered_no_or_is_done_holds_nothing_and_hears_nothing(caseworker: Actor, case: Case, status: S) -> None:
    referral = mailed(case, status)
    withdraw(caseworker, case)
    assert ends_of(referral) == []


@pytest.mark.parametrize("state", [MailState.WAITING, MailState.FAILED, MailState.CANCELLED])
def test_whom_no_mail_has_reached_is_told_of_no_end_and_what_waits_does_not_leave(
    caseworker: Actor, case: Case, state: MailState
) -> None:
    referral = mailed(case, S.SENT, state=state)
    withdraw(caseworker, case)
    assert ends_of(referral) == []
    (request,) = mails_of(referral)
    assert request.state is (MailState.CANCELLED if state is MailState.WAITING else state)
    assert services.begin_mail(CARRIER, request.id) is None


def test_the_desk_that_answers_there_now_is_told(caseworker: Actor, case: Case) -> None:
    referral = mailed(case)
    referral.focal_point.ended_on = now().date()
    FocalPointFactory(organisation=referral.provided_service.organisation, email="nuevo@socio.example.org")
    db.session.flush()
    withdraw(caseworker, case)
    assert [mail.recipient for mail in ends_of(referral)] == ["nuevo@socio.example.org"]


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        (Language.SPANISH, "la referencia {} terminó", "Si le guarda un cupo"),
        (Language.PORTUGUESE, "o encaminhamento {} terminou", "Se guarda uma vaga"),
    ],
)
def test_the_mail_says_what_to_do_in_the_partners_language_and_nothing_of_the_person(
    caseworker: Actor, case: Case, language: Language, subject: str, words: str
) -> None:
    organisation = OrganisationFactory(name="Casa Abierta", language=language)
    referral = mailed(case, provided_service=provider(organisation=organisation))
    referral.office.phone = "607 555 0199"
    withdraw(caseworker, case)
    (told,) = ends_of(referral)
    letter = services.begin_mail(CARRIER, told.id)
    assert letter is not None
    assert letter.subject == f"Quipu: {subject.format(referral.code)}"
    for part in (letter.text, letter.html):
        assert words in part
        assert referral.code in part
        assert referral.office.name in part
        assert "607 555 0199" in part
        assert "/r/" not in part, "no link: the earlier one opens nothing"
    whole = f"{letter.subject}{letter.text}{letter.html}"
    assert [value for value in (*CANARIES, str(referral.request), "consent", "retir") if value in whole] == []


def test_a_request_still_reads_as_a_request(case: Case) -> None:
    referral = sent_referral_of(case)
    letter = write_letter(ReferralMailFactory(referral_id=referral.id, link=link_to(referral)))
    assert "espera su respuesta" in letter.subject


def test_the_page_tells_of_the_mail_and_asks_for_a_call_where_nobody_knows_whether_it_arrived(
    worker: GuardedClient, case: Case
) -> None:
    referral = mailed(case)
    referral.focal_point.phone = "601 555 0142"
    db.session.commit()
    take_back(worker.actor, case)
    db.session.commit()
    page = f"/referrals/{referral.id}"
    assert "Avisa que terminó" in worker.get(page).text
    assert "no se sabe si llegó" not in worker.get(page).text
    (told,) = ends_of(referral)
    told.state, told.settled_at = MailState.FAILED, now()
    db.session.commit()
    shown = worker.get(page)
    assert "no se sabe si llegó el correo que avisa que terminó" in shown.text
    assert 'href="tel:6015550142"' in shown.text


def test_before_taking_back_and_withdrawing_it_is_said_that_a_mail_tells_them(worker: GuardedClient, case: Case) -> None:
    referral = mailed(case)
    asked = worker.get(f"/referrals/{referral.id}/revoke").text
    assert "Un correo sin ningún nombre les avisa que terminó y que no guarden cupo." in asked
    assert "Ningún correo" not in asked
    withdrawing = worker.get(f"/people/{case.person_id}/consents/{referral.consent_id}/withdraw").text
    assert "un correo sin ningún nombre le avisa que no guarde cupo" in withdrawing
