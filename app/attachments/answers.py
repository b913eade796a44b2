"""What this room answers to the questions of cases and people below it; ``app/wiring.py`` connects them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.attachments import policies, queries
from app.attachments.owners import owner_of_case, owner_of_person
from app.cases.models import Case
from app.foundation.actor import Actor
from app.people.belongings import Belonging
from app.people.models import Person
from app.web.page_parts import Action, Link, Section


def sections_of_case(actor: Actor, case: Case) -> Sequence[Section]:
    """The page of the case's attachments, with how many there are."""
    count = queries.count_of(actor, owner_of_case(actor, case))
    return [Section(_("Attachments"), url_for("attachments.list_of_case", case_id=case.id), count=count)]


def sections_of_person(actor: Actor, person: Person) -> Sequence[Section]:
    """The same in the file of a person."""
    count = queries.count_of(actor, owner_of_person(actor, person))
    return [Section(_("Attachments"), url_for("attachments.list_of_person", person_id=person.id), count=count)]


def actions_on_case(actor: Actor, case: Case) -> Sequence[Action]:
    """Attaching a file to the case."""
    if not policies.can_change(actor, owner_of_case(actor, case)):
        return []
    return [Action(_("Attach a file"), url_for("attachments.add_to_case", case_id=case.id))]


def belongings() -> Sequence[Belonging]:
    """Attachments in the file of a person; their contents stay sealed as they lie."""
    return (Belonging("attachment.person_id", _shown, lambda n: ngettext("%(num)s attached file", "%(num)s attached files", n)),)


def _shown(actor: Actor, person: Person) -> Sequence[UUID]:
    return [attachment.id for attachment in queries.list_of(actor, owner_of_person(actor, person))]


def evidence_of_consents(actor: Actor, person: Person) -> Mapping[UUID, Link]:
    """Where the paper or the recording of each sitting about consent is given out."""
    kept = queries.evidence_by_sitting(actor, owner_of_person(actor, person))
    return {sitting: Link(_("Evidence is attached"), address_of_evidence(person.id, one.id)) for sitting, one in kept.items()}


def place_for_evidence(actor: Actor, person: Person, sitting_id: UUID) -> str | None:
    """Where it is attached, for who may change the file."""
    if not policies.can_change(actor, owner_of_person(actor, person)):
        return None
    return url_for("attachments.add_evidence", person_id=person.id, consent_id=sitting_id)


def address_of_evidence(person_id: UUID, attachment_id: UUID) -> str:
    return url_for("attachments.open_of_person", person_id=person_id, person_attachment_id=attachment_id)
