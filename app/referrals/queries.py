"""Reading referrals. Staff see those of their offices; a partner link sees the one it was made for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import contains_eager, joinedload, load_only, selectinload

from app.cases.models import Case
from app.cases.policies import in_scope, is_readable
from app.catalogue.models import Service
from app.directory.models import Organisation, ProvidedService
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import NotFound
from app.foundation.pagination import Page, paginate
from app.people.models import Person
from app.referrals.enums import ReferralStatus, Shown
from app.referrals.lifecycle import OPEN_STATES
from app.referrals.models import PartnerLink, Referral, ReferralMail, ReferralStatusChange
from app.referrals.policies import ANSWERS

AWAITED = (ReferralStatus.SENT, ReferralStatus.VIEWED)

MOST_ON_A_DAY = 6
"""A day shows five of them; the sixth tells that there are more."""

_PROVIDER: tuple[Any, ...] = (
    joinedload(Referral.provided_service).options(joinedload(ProvidedService.service), joinedload(ProvidedService.organisation)),
)
_PERSON: tuple[Any, ...] = (joinedload(Referral.case).joinedload(Case.person),)
_ROW_OF_A_DAY: tuple[Any, ...] = (
    load_only(
        Referral.code, Referral.case_id, Referral.status, Referral.decline_reason, Referral.appointment_on, Referral.answer_due_at
    ),
    joinedload(Referral.provided_service).options(
        load_only(ProvidedService.id),
        joinedload(ProvidedService.service).load_only(Service.name_es, Service.name_en, Service.name_pt),
        joinedload(ProvidedService.organisation).load_only(Organisation.name),
    ),
    contains_eager(Referral.case).options(
        load_only(Case.code),
        joinedload(Case.person).load_only(Person.given_names, Person.surname_1, Person.surname_2, Person.death_known_by),
    ),
)
"""Just what a row of somebody's day says: that page is opened more often than any other."""
_LETTER: tuple[Any, ...] = (joinedload(Referral.office), joinedload(Referral.sender), *_PROVIDER)
_REFERRAL: tuple[Any, ...] = (
    *_LETTER,
    joinedload(Referral.focal_point),
    joinedload(Referral.case).options(
        joinedload(Case.office),
        joinedload(Case.team),
        joinedload(Case.caseworker),
        joinedload(Case.person).options(joinedload(Person.office), selectinload(Person.nationalities)),
    ),
)


def get_referral(actor: Actor, referral_id: UUID, *, for_update: bool = False) -> Referral:
    """A referral with its office, sender, focal point, service, organisation, case and person.

    Raises:
        NotFound: there is none, or its office lies out of scope.
    """
    select = sa.select(Referral).where(Referral.id == referral_id, _in_scope(actor)).options(*_REFERRAL)
    if for_update:
        select = select.with_for_update(of=Referral).execution_options(populate_existing=True)
    referral = db.session.scalar(select)
    if referral is None:
        raise NotFound(_l("There is no such referral in your offices. Look it up in the list of referrals."))
    return referral


def find_referral_by_code(actor: Actor, code: str) -> Referral | None:
    """The referral with this code in the actor's scope, as typed in any case and with spaces around it."""
    return db.session.scalar(sa.select(Referral).where(Referral.code == code.strip().upper(), _in_scope(actor)))


def list_of_case(actor: Actor, case_id: UUID) -> Sequence[Referral]:
    """The referrals of a case with service and organisation, newest first."""
    select = sa.select(Referral).join(Referral.case).where(Referral.case_id == case_id, is_readable(actor)).options(*_PROVIDER)
    return db.session.scalars(select.order_by(Referral.created_at.desc())).all()


def search_referrals(actor: Actor, shown: Shown, page: int | None = None) -> Page[Referral]:
    """One part of the list of the actor's offices, with service, organisation, case and person; most pressing first."""
    select = sa.select(Referral).where(_in_scope(actor), _part() == shown.value).options(*_PROVIDER, *_PERSON)
    return paginate(select.order_by(*_ORDERS[shown], Referral.id), page)


def count_by_part(actor: Actor) -> Mapping[Shown, int]:
    """How many referrals of the actor's offices stand in each part of the list; one statement."""
    part = _part().label("part")
    counted = {
        Shown(name): count
        for name, count in db.session.execute(sa.select(part, sa.func.count()).where(_in_scope(actor)).group_by(part))
    }
    return {shown: counted.get(shown, 0) for shown in Shown}


def count_of_case(actor: Actor, case_id: UUID) -> Mapping[ReferralStatus, int]:
    """Status -> how many referrals of a case stand there."""
    select = sa.select(Referral.status, sa.func.count()).join(Referral.case)
    select = select.where(Referral.case_id == case_id, is_readable(actor))
    rows = db.session.execute(select.group_by(Referral.status))
    return {status: count for status, count in rows}  # noqa: C416 - rows are no plain tuples to the type checker


def list_answers_to_tell(actor: Actor, caseworker_id: UUID) -> Sequence[Referral]:
    """Answers that the persons of a caseworker's cases do not know yet, oldest first; with what a row says."""
    select = (
        sa.select(Referral)
        .join(Referral.case)
        .where(_in_scope(actor), Case.caseworker_id == caseworker_id)
        .where(Referral.status.in_(ANSWERS), Referral.answer_seen_at.is_(None))
        .options(*_ROW_OF_A_DAY)
    )
    return db.session.scalars(select.order_by(Referral.sent_at).limit(MOST_ON_A_DAY)).all()


def list_unanswered(actor: Actor, caseworker_id: UUID) -> Sequence[Referral]:
    """Referrals of a caseworker's cases whose window passed without an answer, oldest first; with what a row says."""
    select = (
        sa.select(Referral)
        .join(Referral.case)
        .where(_in_scope(actor), Case.caseworker_id == caseworker_id, _unanswered())
        .options(*_ROW_OF_A_DAY)
    )
    return db.session.scalars(select.order_by(Referral.answer_due_at).limit(MOST_ON_A_DAY)).all()


def list_changes(referral_id: UUID) -> Sequence[ReferralStatusChange]:
    """The history of a referral with its authors, oldest first. Whoever may see the referral may see it."""
    select = sa.select(ReferralStatusChange).where(ReferralStatusChange.referral_id == referral_id)
    return db.session.scalars(
        select.options(joinedload(ReferralStatusChange.author)).order_by(ReferralStatusChange.changed_at, ReferralStatusChange.id)
    ).all()


def list_changes_of_case(actor: Actor, case_id: UUID) -> Sequence[tuple[ReferralStatusChange, Referral]]:
    """All steps of all referrals of a case with author, service and organisation, newest first; one statement."""
    select = (
        sa.select(ReferralStatusChange, Referral)
        .join(Referral, Referral.id == ReferralStatusChange.referral_id)
        .where(Referral.case_id == case_id, _in_scope(actor))
        .options(joinedload(ReferralStatusChange.author), *_PROVIDER)
        .order_by(ReferralStatusChange.changed_at.desc(), ReferralStatusChange.id.desc())
    )
    return [(change, referral) for change, referral in db.session.execute(select)]


def list_mails(referral_id: UUID) -> Sequence[ReferralMail]:
    """The mails of a referral, newest first."""
    select = sa.select(ReferralMail).where(ReferralMail.referral_id == referral_id)
    return db.session.scalars(select.order_by(ReferralMail.asked_at.desc())).all()


def lock_mails(referral_id: UUID) -> Sequence[ReferralMail]:
    """The mails of a referral, newest first, locked: whoever carries one of them has to wait."""
    select = sa.select(ReferralMail).where(ReferralMail.referral_id == referral_id).order_by(ReferralMail.asked_at.desc())
    return db.session.scalars(select.with_for_update().execution_options(populate_existing=True)).all()


def find_link(link_id: UUID, *, for_update: bool = False) -> PartnerLink | None:
    """A partner's link with all that its page shows; ``for_update`` locks the referral, so that answers queue up."""
    # The referral is read from the row that is locked: a second join would show it as it was before the wait.
    referral = contains_eager(PartnerLink.referral).options(*_REFERRAL)
    select = sa.select(PartnerLink).join(PartnerLink.referral).where(PartnerLink.id == link_id).options(referral)
    if for_update:
        select = select.with_for_update(of=Referral).execution_options(populate_existing=True)
    return db.session.scalar(select)


def find_live_link(referral_id: UUID) -> PartnerLink | None:
    """The newest link of a referral that still opens."""
    live = (PartnerLink.revoked_at.is_(None), PartnerLink.expires_at > now())
    select = sa.select(PartnerLink).where(PartnerLink.referral_id == referral_id, *live)
    return db.session.scalar(select.order_by(PartnerLink.created_at.desc()).limit(1))


def find_mail(mail_id: UUID) -> ReferralMail | None:
    """A mail, locked, with its link and all that the letter says."""
    select = (
        sa.select(ReferralMail)
        .where(ReferralMail.id == mail_id)
        .options(joinedload(ReferralMail.link).joinedload(PartnerLink.referral).options(*_LETTER))
    )
    return db.session.scalar(select.with_for_update(of=ReferralMail).execution_options(populate_existing=True))


def take_unanswered(limit: int) -> Sequence[Referral]:
    """Lock some referrals whose window has passed and that are not flagged yet, skipping those that others hold."""
    passed = (Referral.status.in_(AWAITED), Referral.answer_due_at < now())
    select = sa.select(Referral).where(*passed).order_by(Referral.answer_due_at).limit(limit)
    return db.session.scalars(select.with_for_update(skip_locked=True)).all()


def list_shared_of_person(person_id: UUID) -> Sequence[Referral]:
    """Every referral of a person, of any office, that has left for a partner; locked, with case, office and whom it went to."""
    select = (
        sa.select(Referral)
        .join(Referral.case)
        .where(Case.person_id == person_id, Referral.sent_at.is_not(None))
        .options(*_PROVIDER, joinedload(Referral.focal_point), contains_eager(Referral.case).joinedload(Case.office))
        .order_by(Referral.id)
    )
    return db.session.scalars(select.with_for_update(of=Referral).execution_options(populate_existing=True)).all()


def list_appointments(actor: Actor, person_id: UUID, today: date) -> Sequence[Referral]:
    """Accepted referrals of a person whose day lies ahead, with service and organisation; none of a restricted case."""
    ahead = (Referral.status == ReferralStatus.ACCEPTED, Referral.appointment_on >= today)
    select = (
        sa.select(Referral).join(Referral.case).where(Case.person_id == person_id, ~Case.is_restricted, *ahead, _in_scope(actor))
    )
    return db.session.scalars(select.options(*_PROVIDER).order_by(Referral.appointment_on, Referral.id)).all()


def list_resting_on(actor: Actor, consent_id: UUID) -> Sequence[tuple[str, str]]:
    """Code and organisation of each referral in the actor's scope that waits or is worked on with this consent."""
    select = (
        sa.select(Referral.code, Organisation.name)
        .join(Referral.provided_service)
        .join(ProvidedService.organisation)
        .where(Referral.consent_id == consent_id, Referral.status.in_(OPEN_STATES), _in_scope(actor))
        .order_by(Referral.code)
    )
    return [(code, name) for code, name in db.session.execute(select)]


def lock_person(person_id: UUID) -> None:
    """Make sending a referral and withdrawing the consent for it wait for each other."""
    db.session.execute(sa.select(Person.id).where(Person.id == person_id).with_for_update())


def _in_scope(actor: Actor) -> sa.ColumnElement[bool]:
    return in_scope(actor, Referral.scope_id)


def _unanswered() -> sa.ColumnElement[bool]:
    """The window has passed; the beat job may be some minutes behind."""
    passed = sa.and_(Referral.status.in_(AWAITED), Referral.answer_due_at < now())
    return sa.or_(Referral.status == ReferralStatus.EXPIRED, passed)


def _part() -> sa.ColumnElement[str]:
    """The part of the list in which a referral stands."""
    return sa.case(
        (_unanswered(), sa.literal_column(f"'{Shown.UNANSWERED.value}'")),
        (Referral.status.in_(AWAITED), sa.literal_column(f"'{Shown.WAITING.value}'")),
        (Referral.status.in_(ANSWERS), sa.literal_column(f"'{Shown.ANSWERED.value}'")),
        (Referral.status == ReferralStatus.DRAFT, sa.literal_column(f"'{Shown.DRAFTS.value}'")),
        else_=sa.literal_column(f"'{Shown.REVOKED.value}'"),
    )


_ORDERS: Mapping[Shown, tuple[Any, ...]] = {
    Shown.WAITING: (Referral.answer_due_at,),
    Shown.UNANSWERED: (Referral.answer_due_at,),
    Shown.ANSWERED: (Referral.answer_seen_at.is_not(None), Referral.sent_at.desc()),
    Shown.DRAFTS: (Referral.created_at.desc(),),
    Shown.REVOKED: (Referral.created_at.desc(),),
}
