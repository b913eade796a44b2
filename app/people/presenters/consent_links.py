"""Where a consent leads to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from app.foundation.actor import Actor
from app.people import policies
from app.people.enums import ConsentState
from app.people.labels import PURPOSE_LABELS
from app.web.page_parts import Link

if TYPE_CHECKING:
    from app.people.models import Consent, Person


def withdraw_link(actor: Actor, person: Person, consent: Consent, today: date) -> Link | None:
    """For who records consent, of a yes that is in force."""
    if not policies.can_record_consent(actor, person) or policies.state_of(consent, today) is not ConsentState.IN_FORCE:
        return None
    href = url_for("people.withdraw_consent", person_id=person.id, consent_id=consent.id)
    return Link(_("Withdraw"), href, hidden_text=str(PURPOSE_LABELS[consent.purpose]))


def sheet_link(person: Person) -> Link:
    return Link(_("Print “My case” for the person"), url_for("people.show_sheet", person_id=person.id))


def ledger_link(person: Person) -> Link:
    return Link(_("All about consent"), url_for("people.show_consents", person_id=person.id))
