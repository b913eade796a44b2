"""The ledger of a person: all decisions, and the latest of each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import joinedload

from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import NotFound
from app.people import policies
from app.people.enums import ConsentPurpose
from app.people.models import Consent, Person


def list_consents(actor: Actor, person: Person) -> Sequence[Consent]:
    """All decisions of the person with who recorded them and the organisations named, newest first."""
    policies.check_can_read_person(actor, person)
    with_names = joinedload(Consent.recorder), joinedload(Consent.organisation)
    select = sa.select(Consent).where(Consent.person_id == person.id).options(*with_names)
    return db.session.scalars(select.order_by(Consent.decided_at.desc(), Consent.id.desc())).all()


def get_consent(actor: Actor, person: Person, consent_id: UUID) -> Consent:
    """One decision of a person with the organisation named.

    Raises:
        NotFound: there is none in this file, or the file lies outside the actor's scope.
    """
    policies.check_can_view_person(actor, person)
    select = sa.select(Consent).where(Consent.id == consent_id, Consent.person_id == person.id)
    consent = db.session.scalar(select.options(joinedload(Consent.organisation)))
    if consent is None:
        raise NotFound(_l("There is no such consent in this file. Open the file and look at its consents."))
    return consent


def consent_lines(person_id: UUID) -> Sequence[Consent]:
    """The latest decision of each line (purpose and recipient), with the organisations named: what ``policies.covers`` asks.

    Takes no actor: other rooms ask it for persons that they have already read in their own scope.
    """
    latest = (
        sa.select(Consent)
        .where(Consent.person_id == person_id)
        .options(joinedload(Consent.organisation))
        .ext(postgresql.distinct_on(Consent.purpose, Consent.recipient, Consent.organisation_id))
        .order_by(Consent.purpose, Consent.recipient, Consent.organisation_id, Consent.decided_at.desc(), Consent.id.desc())
    )
    return db.session.scalars(latest).all()


def consents_in_force(person_id: UUID) -> Mapping[ConsentPurpose, Consent]:
    """The latest answer to the short question of each purpose; a purpose that was never asked is missing. No actor: as above."""
    return {line.purpose: line for line in consent_lines(person_id) if policies.is_usual(line)}
