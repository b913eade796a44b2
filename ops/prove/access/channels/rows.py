"""What stands behind the second wall: the rows of every table of files, as any statement of a user's request meets them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

import sqlalchemy as sa

from app.catalogue.models import SpecificNeed
from app.foundation.actor import Actor
from app.foundation.database import db
from app.people.models import PersonNeed
from ops.prove.access.channels import channel
from ops.prove.access.channels.attachments import read_attachments
from ops.prove.access.channels.channel import (
    Channel,
    Item,
    Items,
    finds_people,
    finds_referrals,
    reads_cases,
    reads_people,
    reads_referrals,
)
from ops.prove.access.oracle import Oracle, World

OF_PEOPLE = {
    "person": "id", "identity_document": "person_id", "consent": "person_id", "person_nationality": "person_id",
    "person_language": "person_id", "person_situation": "person_id", "stay": "person_id",
    "child_care": "person_id", "alternate_contact": "person_id", "person_merge": "person_id",
}  # fmt: skip
NARRATIVE_OF_PEOPLE = {"functioning": "person_id", "person_need": "person_id"}
"""Not shown in an emergency."""
OF_CASES = {
    "case": "id", "case_note": "case_id", "case_status_change": "case_id", "case_assignment": "case_id", "follow_up": "case_id",
    "service_delivery": "case_id",
}  # fmt: skip
OF_REFERRALS = {"referral": "id"}
OF_REFERRAL_FILES = {"referral_status_change": "referral_id"}
"""Not shown in an emergency."""


def _attachments(world: World) -> Collection[Item]:
    return world.attachments


def _mailed(oracle: Oracle, user: UUID) -> Items:
    """A draft was sent to nobody; neither are mails shown in an emergency."""
    return {referral for referral in finds_referrals(oracle, user) if oracle.world.links_of(referral)}


def rows(table: str, column: str) -> Callable[[Actor, object], Items]:
    name = sa.table(table, sa.column(column, sa.Uuid))
    statement = sa.select(name.c[column]).distinct()

    def look(_actor: Actor, _world: object) -> Items:
        found: Items = set(db.session.scalars(statement))
        return found

    return look


def _highly_sensitive(_actor: Actor, _world: World) -> Items:
    """People of whom a row is read that the catalogue calls highly sensitive."""
    need = sa.select(PersonNeed.person_id).join(PersonNeed.need).where(SpecificNeed.is_highly_sensitive)
    return set(db.session.scalars(need))


def _knows_restricted(oracle: Oracle, user: UUID) -> Items:
    return oracle.people(lambda person: person.restricted and oracle.finds_person(user, person))


ROWS = (
    Channel("rows: attachment", _attachments, rows("attachment", "id"), read_attachments, read_attachments),
    *(Channel(f"rows: {table}", channel.people, rows(table, of), reads_people, reads_people) for table, of in OF_PEOPLE.items()),
    *(
        Channel(f"rows: {table}", channel.people, rows(table, of), finds_people, reads_people)
        for table, of in NARRATIVE_OF_PEOPLE.items()
    ),
    Channel("rows: person_need of class P4", channel.people, _highly_sensitive, _knows_restricted, reads_people),
    *(Channel(f"rows: {table}", channel.cases, rows(table, of), reads_cases, reads_cases) for table, of in OF_CASES.items()),
    *(
        Channel(f"rows: {table}", channel.referrals, rows(table, of), reads_referrals, reads_referrals)
        for table, of in OF_REFERRALS.items()
    ),
    *(
        Channel(f"rows: {table}", channel.referrals, rows(table, of), finds_referrals, finds_referrals)
        for table, of in OF_REFERRAL_FILES.items()
    ),
    Channel("rows: referral_mail", channel.referrals, rows("referral_mail", "referral_id"), _mailed, _mailed),
)
