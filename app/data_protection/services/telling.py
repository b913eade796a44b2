"""Everything that is held about one person, gathered from the rooms, as far as the actor may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from app.accounts import personal_data as accounts
from app.accounts.queries import Opening, count_openings
from app.attachments import personal_data as attachments
from app.attachments.owners import owner_of_case, owner_of_person
from app.audit import services as audit
from app.cases import personal_data as cases
from app.cases.models import Case
from app.data_protection.enums import HeldFormat
from app.emergency import personal_data as emergency
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.held_data import HeldPart
from app.people import personal_data as people
from app.people import queries as people_queries
from app.people.models import Person
from app.referrals import personal_data as referrals


@dataclass(frozen=True)
class Held:
    """What is held, in the language in which it was gathered.

    Attributes:
        language: in which the person was last spoken to about consent, ISO 639-1; None where that is not known.
        openings: who opened the person's file, by role and month; colleagues are not named.
    """

    person: Person
    made_at: datetime
    language: str | None
    parts: Sequence[HeldPart]
    openings: Sequence[Opening]


def read_held(actor: Actor, person_id: UUID) -> Held:
    """Show what is held; counts as opening the file and each of its cases.

    Raises:
        NotFound: there is no such person within the actor's scope.
    """
    person = people_queries.get_person(actor, person_id)
    shown = cases.cases_shown(actor, person)
    held = _gathered(actor, person, shown)
    _record(actor, "opened", person, shown, fields=())
    return held


def export_held(actor: Actor, person_id: UUID, file_format: HeldFormat, language: str) -> Held:
    """Hand out what is held, for the person to take along.

    Raises:
        NotFound: there is no such person within the actor's scope.
    """
    person = people_queries.get_person(actor, person_id)
    shown = cases.cases_shown(actor, person)
    held = _gathered(actor, person, shown)
    _record(actor, "exported", person, shown, fields=(file_format.value, language))
    return held


def _gathered(actor: Actor, person: Person, shown: Sequence[Case]) -> Held:
    parts = people.held_about(actor, person)
    attached = attachments.held_about(actor, owner_of_person(actor, person))
    parts.append(HeldPart("attachments", _("Attached files"), attached, _("Ask for copies of these files themselves, too.")))
    parts += [_case(actor, case) for case in shown]
    restrictions = accounts.held_about(actor, [person.id, *(case.id for case in shown)])
    if restrictions:
        parts.append(HeldPart("restriction", _("Restricted to few"), restrictions))
    parts.append(emergency.held_about(actor, person))
    return Held(person, now(), people.language_of(person), parts, count_openings(person.id))


def _case(actor: Actor, case: Case) -> HeldPart:
    attached = attachments.held_about(actor, owner_of_case(actor, case))
    return cases.part_of_case(actor, case, [*referrals.held_about(actor, case), *attached])


def _record(actor: Actor, done: str, person: Person, shown: Sequence[Case], *, fields: Sequence[str]) -> None:
    audit.record(
        actor, f"person:{done}", subject_type="person", subject_id=person.id, office_id=person.audit_office_id, fields=fields
    )
    for case in shown:
        audit.record(
            actor, f"case:{done}", subject_type="case", subject_id=case.id, office_id=case.audit_office_id, fields=fields
        )
