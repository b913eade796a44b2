"""Referrals that are sent, answered and taken back, their links, consents to sharing, and cases that end.

Each gives the users whose sight it may have changed; the links that it concerns are kept in ``scene.touched``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.attachments.enums import RemovalReason
from app.cases.models import Case
from app.data_protection.jobs import CARRY_OUT_ERASURE
from app.data_protection.services import erasing
from app.directory.models import ProvidedService
from app.foundation import access
from app.foundation.actor import Actor, system_actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.ids import new_id
from app.foundation.transactions import transaction
from app.people import services as people
from app.people.enums import ConsentDecision, ConsentPurpose, DataCategory, RecipientKind
from app.people.services import ConsentAnswer, Terms
from app.referrals import jobs, queries, services
from app.referrals.enums import Priority
from app.referrals.models import PartnerLink, Referral, ReferralMail
from app.referrals.services import ReferralContent
from ops.prove.access.oracle import CaseFacts, LinkFacts, ReferralFacts, tables
from ops.prove.access.scene import Answer, Scene
from ops.prove.access.stage import JOBS


def refer(scene: Scene, case_id: UUID, by: UUID, fields: Sequence[str]) -> Collection[UUID]:
    """Write a new referral and send it: refused for a closed case, and where the person shares nothing."""
    case, request = scene.world.cases[case_id], f"Pregunta {new_id().hex[-12:]}"

    def send(actor: Actor) -> UUID:
        content = ReferralContent(_provided_for(scene, case), Priority.NORMAL, request, tuple(fields))
        return services.draft_and_send(actor, case_id, content).id

    allowed = scene.oracle.finds_case(by, case)
    answer, referral_id = scene.attempt("refer", by, send, allowed=allowed)
    if answer is Answer.DONE:
        with scene.stage.as_owner():
            code = db.session.get_one(Referral, referral_id).code
        scene.world.referrals[referral_id] = ReferralFacts(referral_id, code, case_id, tables.SENT, request, frozenset(fields))
        _learn_links(scene, referral_id)
    return [by]


def _provided_for(scene: Scene, case: CaseFacts) -> UUID:
    country = scene.world.offices[case.office]
    return db.session.scalars(sa.select(ProvidedService.id).where(ProvidedService.country == country)).one()


def send(scene: Scene, referral_id: UUID, by: UUID) -> Collection[UUID]:
    """Send a draft."""
    if _take(scene, "send a referral", referral_id, by, services.send_referral) is Answer.DONE:
        _become(scene, referral_id, tables.SENT)
        _learn_links(scene, referral_id)
    return [by]


def revoke(scene: Scene, referral_id: UUID, by: UUID) -> Collection[UUID]:
    """Take a referral back: its links close with it."""

    def take_back(actor: Actor, referral_id: UUID, *, based_on: int) -> None:
        services.revoke_referral(actor, referral_id, reason="La persona viajó", based_on=based_on)

    if _take(scene, "take a referral back", referral_id, by, take_back) is Answer.DONE:
        _become(scene, referral_id, tables.REVOKED)
        _close_links(scene, [referral_id])
    return [by]


def complete(scene: Scene, referral_id: UUID, by: UUID) -> Collection[UUID]:
    """Write down, as the person says it, that the service was given."""
    if _take(scene, "complete a referral", referral_id, by, services.complete_referral) is Answer.DONE:
        _become(scene, referral_id, tables.COMPLETED, told=True)
    return [by]


def resend(scene: Scene, referral_id: UUID, by: UUID) -> Collection[UUID]:
    """Another mail, by the link that still opens or by a new one that takes its place."""
    with scene.stage.as_owner():  # no mail is under way
        long_ago = {"state": "delivered", "asked_at": now() - timedelta(hours=1)}
        db.session.execute(sa.update(ReferralMail).where(ReferralMail.referral_id == referral_id).values(**long_ago))

    def ask(actor: Actor, referral_id: UUID, *, based_on: int) -> None:
        del based_on
        services.resend_mail(actor, referral_id)

    if _take(scene, "send a mail again", referral_id, by, ask) is Answer.DONE:
        _learn_links(scene, referral_id)
    return [by]


def _take(scene: Scene, name: str, referral_id: UUID, by: UUID, step: Any) -> Answer:
    """Let somebody take a step in a referral, from the version that stands."""
    referral = scene.world.referrals[referral_id]

    def take(actor: Actor) -> None:
        step(actor, referral_id, based_on=queries.get_referral(actor, referral_id).version)

    answer, _ = scene.attempt(name, by, take, allowed=scene.oracle.finds_referral(by, referral))
    scene.touched += [link.id for link in scene.world.links_of(referral_id)]
    return answer


def answer(scene: Scene, link_id: UUID, step: str) -> Collection[UUID]:
    """The partner answers on their page; whether it is taken is a decision."""
    allowed = scene.oracle.links.answers(link_id, step)
    referral = scene.oracle.links.referral(link_id)
    with scene.stage.as_owner():
        version = db.session.get_one(Referral, referral.id).version
    typed = {"version": str(version), "submission_id": str(new_id()), "decline_reason": "no_capacity"}
    status = scene.stage.answer(link_id, step, {f"{step}-{name}": value for name, value in typed.items()})
    is_done = status == HTTPStatus.SEE_OTHER
    told = [] if is_done is allowed else [f"a partner's {step}: {status}, allowed: {allowed}; {scene.world.links[link_id]}"]
    scene.tally.note(f"partner answers: {step}", decisions=1, shown=is_done, wrong=told)
    if is_done:
        _become(scene, referral.id, tables.ANSWERS_OF_PARTNERS[step][1], told=False)
        scene.did(f"a partner's {step}", link_id)
    scene.touched.append(link_id)
    return []


def let_link_expire(scene: Scene, link_id: UUID) -> Collection[UUID]:
    """Its last moment was an hour ago."""
    moment = now() - timedelta(hours=1)
    with scene.stage.as_owner():
        db.session.execute(sa.update(PartnerLink).where(PartnerLink.id == link_id).values(expires_at=moment))
    scene.world.links[link_id] = replace(scene.world.links[link_id], until=moment)
    scene.did("link expired", link_id)
    scene.touched.append(link_id)
    return []


def let_window_pass(scene: Scene, referral_id: UUID) -> Collection[UUID]:
    """Nobody answered in time, and the job sees it; the link goes on opening."""
    referral = scene.world.referrals[referral_id]
    if referral.status != tables.SENT:
        return []
    with scene.stage.as_owner():
        hour_ago = now() - timedelta(hours=1)
        db.session.execute(sa.update(Referral).where(Referral.id == referral_id).values(answer_due_at=hour_ago))
    with _as_job(scene, jobs.FLAG_UNANSWERED) as actor:
        services.flag_unanswered(actor)
    _become(scene, referral_id, tables.EXPIRED)
    scene.did("window passed", referral_id)
    return []


def withdraw_consent(scene: Scene, person_id: UUID, by: UUID) -> Collection[UUID]:
    """The person shares nothing any more: what waits is taken back and every link closes, whoever sees the referral."""
    answer = _decide(scene, "withdraw a consent", person_id, by, ConsentDecision.WITHDRAWN)
    if answer is Answer.DONE:
        with _as_job(scene, jobs.WITHDRAWN_CONSENT):
            services.revoke_uncovered(person_id)
        scene.world.people[person_id] = replace(scene.world.people[person_id], shares=False)
        referrals = [one for one in scene.world.referrals_of(person_id) if one.status != tables.DRAFT]
        for referral in referrals:
            if referral.status in tables.WITH_PARTNER:
                _become(scene, referral.id, tables.REVOKED)
        _close_links(scene, [referral.id for referral in referrals])
    return [by]


def give_consent(scene: Scene, person_id: UUID, by: UUID) -> Collection[UUID]:
    """The person agrees again: what was closed stays closed."""
    if _decide(scene, "give a consent again", person_id, by, ConsentDecision.GIVEN) is Answer.DONE:
        scene.world.people[person_id] = replace(scene.world.people[person_id], shares=True)
        scene.touched += [link.id for one in scene.world.referrals_of(person_id) for link in scene.world.links_of(one.id)]
    return [by]


def _decide(scene: Scene, name: str, person_id: UUID, by: UUID, decision: ConsentDecision) -> Answer:
    everything = Terms(recipient=RecipientKind.SERVICE_PARTNERS, categories=frozenset(DataCategory))
    said = ConsentAnswer(purpose=ConsentPurpose.REFERRAL_SHARING, decision=decision, language="es", terms=everything)
    allowed = scene.oracle.finds_person(by, scene.world.people[person_id])
    answer, _ = scene.attempt(name, by, lambda actor: people.record_consent(actor, person_id, said), allowed=allowed)
    return answer


def close_case(scene: Scene, case_id: UUID) -> Collection[UUID]:
    """The work is done: the rows are written by the owner of the tables, as closing has its own tests."""
    closed_on = now().date() - timedelta(days=1)
    return _set_status(scene, case_id, tables.CLOSED, closed_on=closed_on, closure_reason="goal_met", attention_on=None)


def reopen_case(scene: Scene, case_id: UUID) -> Collection[UUID]:
    overdue = now().date() - timedelta(days=2)
    return _set_status(scene, case_id, tables.OPEN, closed_on=None, closure_reason=None, attention_on=overdue)


def _set_status(scene: Scene, case_id: UUID, status: str, **columns: Any) -> Collection[UUID]:
    case = scene.world.cases[case_id]
    with scene.stage.as_owner():
        db.session.execute(sa.update(Case).where(Case.id == case_id).values(status=status, **columns))
    scene.world.cases[case_id] = replace(case, status=status)
    scene.did(f"case {status}", case_id)
    of_case = [referral.id for referral in scene.world.referrals.values() if referral.case == case_id]
    scene.touched += [link.id for referral in of_case for link in scene.world.links_of(referral)]
    return [case.carrier] if case.carrier else []


def erase_person(scene: Scene, person_id: UUID) -> None:
    """All work is done and the person is erased, as the job does it. From then on only partners may look: the staff's facts
    of the file are not kept."""
    for case in scene.world.cases_of(person_id):
        if case.status != tables.CLOSED:
            close_case(scene, case.id)
    with _as_job(scene, CARRY_OUT_ERASURE) as actor:
        erasing.erase_file(actor, erasing.lock_file(person_id), RemovalReason.ASKED_BY_PERSON)
    scene.world.people[person_id] = replace(scene.world.people[person_id], erased=True)
    scene.touched += [link.id for one in scene.world.referrals_of(person_id) for link in scene.world.links_of(one.id)]
    scene.did("person erased", person_id)


# --- what follows for links


def _become(scene: Scene, referral_id: UUID, status: str, **facts: Any) -> None:
    scene.world.referrals[referral_id] = replace(scene.world.referrals[referral_id], status=status, **facts)
    scene.touched += [link.id for link in scene.world.links_of(referral_id)]


def _close_links(scene: Scene, referral_ids: Collection[UUID]) -> None:
    for link in [link for referral in referral_ids for link in scene.world.links_of(referral)]:
        scene.world.links[link.id] = replace(link, closed=True)


def _learn_links(scene: Scene, referral_id: UUID) -> None:
    """The links that a service has made: their ids and days are its own to choose."""
    with scene.stage.as_owner():
        made = db.session.scalars(sa.select(PartnerLink).where(PartnerLink.referral_id == referral_id)).all()
        facts = [LinkFacts(link.id, referral_id, link.expires_at) for link in made if link.id not in scene.world.links]
    scene.world.links |= {link.id: link for link in facts}
    scene.touched += [link.id for link in facts]


@contextmanager
def _as_job(scene: Scene, name: str) -> Iterator[Actor]:
    """As its worker does."""
    with scene.stage.apps[JOBS].app_context():
        actor = system_actor(name)
        access.enter(actor)
        with transaction():
            yield actor
