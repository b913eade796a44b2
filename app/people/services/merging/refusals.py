"""A no that was said while two files were one: whoever said it, it counts for both once they are two again."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.ids import new_id
from app.people import queries
from app.people.enums import ConsentDecision
from app.people.models import Consent, Person, PersonMerge

SAID_AGAIN = (
    "purpose", "recipient", "organisation_id", "categories", "given_by", "guardian_name", "assent", "evidence", "signature",
    "language", "text_version", "decided_at", "recorded_by",
)  # fmt: skip


def refused_since(person: Person, merge: PersonMerge) -> list[Consent]:
    """The latest answers of the kept file that were given after a merge and are no yes."""
    said = [one for one in queries.consent_lines(person.id) if one.decision is not ConsentDecision.GIVEN and one.id > merge.id]
    came = queries.came_with(merge, [one.id for one in said])
    return [one for one in said if one.id not in came]


def let_them_count_for_both(actor: Actor, refusals: Sequence[Consent], merged_id: UUID) -> None:
    """Withdraw in the file that goes back what these answers refuse; each file has a row of its own."""
    merged = queries.get_person(actor, merged_id)
    allowed = {one.line for one in queries.consent_lines(merged_id) if one.decision is ConsentDecision.GIVEN}
    for refusal in refusals:
        if refusal.line not in allowed:
            continue
        own_id, said = new_id(), {name: getattr(refusal, name) for name in SAID_AGAIN}
        decision = ConsentDecision.WITHDRAWN
        db.session.add(Consent(id=own_id, person_id=merged_id, sitting_id=own_id, decision=decision, **said))
        fields, office_id = [refusal.purpose.value], merged.audit_office_id
        audit.record(actor, "consent:recorded", subject_type="person", subject_id=merged_id, office_id=office_id, fields=fields)
    db.session.flush()
