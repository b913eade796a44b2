"""The town's partners: who is asked in each country, the referrals to them at first, and the links to these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.cases.models import Case
from app.catalogue.models import Area, Country, Service
from app.directory.models import FocalPoint, Organisation, ProvidedService
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.ids import new_id
from app.people.models import Consent
from app.referrals.models import PartnerLink, Referral, ReferralMail, ReferralStatusChange
from ops.prove.access import oracle
from ops.prove.access.oracle import World, tables

REFERRED: Sequence[tuple[str, tuple[str, ...]]] = (
    (tables.SENT, (tables.GIVEN_NAMES, tables.AGE)),
    (tables.ACCEPTED, (tables.GIVEN_NAMES, tables.SURNAMES, tables.CONTACT)),
    (tables.DRAFT, (tables.GIVEN_NAMES,)),
    (tables.DECLINED, tables.SHAREABLE),
    (tables.COMPLETED, (tables.NATIONALITY, tables.AGE)),
    (tables.EXPIRED, (tables.SURNAMES, tables.NATIONALITY)),
    (tables.REVOKED, tables.SHAREABLE),
)
"""State and shared fields of the referrals at first, in turn."""


Provider = tuple[ProvidedService, FocalPoint]


def provider(country: str) -> Provider:
    service = db.session.scalars(sa.select(Service).order_by(Service.code).limit(1)).one()
    area = db.session.scalars(sa.select(Area.code).join(Country).where(Country.code == country).order_by(Area.code)).first()
    organisation = Organisation(id=new_id(), name=f"Organización {country}", country=country, language="es")
    provided = ProvidedService(
        id=new_id(), organisation=organisation, service_id=service.id, country=country, area_code=area, locality="Centro",
        accepts_referrals=True,
    )  # fmt: skip
    email = f"recepcion.{country.lower()}@example.org"
    point = FocalPoint(id=new_id(), organisation=organisation, name="Recepción", email=email, is_backup=False)
    db.session.add_all([organisation, provided, point])
    db.session.flush()
    return provided, point


def refer(world: World, case: Case, asked: Provider, status: str, fields: Sequence[str]) -> None:
    """A referral with its history; unless it is a draft with a link, and with another that expired before."""
    provided, point = asked
    referral = Referral(
        id=new_id(), code=f"{case.code[:3]}-R-9{case.code[-5:]}", case_id=case.id, office_id=case.office_id,
        provided_service=provided, focal_point=point, priority="normal", status=status, shared_fields=list(fields),
        **_as_sent(case, status),
    )  # fmt: skip
    referral.request = request = f"Pregunta {referral.id.hex[-12:]}"
    db.session.add(referral)
    db.session.flush()
    change = ReferralStatusChange(referral_id=referral.id, case_id=case.id, step="draft", status="draft", actor_kind="staff")
    db.session.add(change)
    facts = oracle.ReferralFacts(referral.id, referral.code, case.id, status, request, frozenset(fields))
    world.referrals[referral.id] = facts
    if status != tables.DRAFT:
        _link(world, facts, now() - timedelta(days=1))
        _link(world, facts, now() + timedelta(days=30))


def _as_sent(case: Case, status: str) -> Mapping[str, Any]:
    if status == tables.DRAFT:
        return {}
    consent = db.session.scalars(sa.select(Consent.id).where(Consent.person_id == case.person_id)).first()
    due = now() + timedelta(days=-1 if status == tables.EXPIRED else 14)
    reason = "no_capacity" if status == tables.DECLINED else None
    return {"sent_at": now() - timedelta(days=15), "answer_due_at": due, "consent_id": consent, "decline_reason": reason}


def _link(world: World, referral: oracle.ReferralFacts, until: datetime) -> None:
    closed = referral.status == tables.REVOKED
    made_at = now() - timedelta(days=15)
    link = PartnerLink(
        id=new_id(), referral_id=referral.id, created_at=made_at, expires_at=until, revoked_at=now() if closed else None
    )
    db.session.add(link)
    db.session.flush()
    mail = {"partner_link_id": link.id, "recipient": "recepcion@example.org", "state": "delivered", "asked_at": made_at}
    db.session.add(ReferralMail(referral_id=referral.id, **mail))
    world.links[link.id] = oracle.LinkFacts(link.id, referral.id, until, closed=closed)
