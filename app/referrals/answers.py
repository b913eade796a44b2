"""What this room answers to the questions of cases, people and accounts; ``app/wiring.py`` connects them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.cases.models import Case
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.people.enums import ConsentPurpose
from app.people.models import Consent, Person
from app.people.sheets import SheetPart
from app.referrals import queries, services
from app.referrals.lifecycle import OPEN_STATES
from app.referrals.models import Referral
from app.referrals.policies import can_refer
from app.referrals.presenters import is_worth_telling, timeline_entry
from app.referrals.services import act_on_changed_consent
from app.web.filters import day_long
from app.web.page_parts import Action, Link, Section, TimelineEntry


def before_closing(actor: Actor, case: Case) -> Sequence[Link]:
    """One sentence for each referral that is still open, leading to its page."""
    return [
        Link(
            _("Referral %(code)s is still open: take it back, or wait until it is done.", code=referral.code),
            url_for("referrals.show_referral", referral_id=referral.id),
        )
        for referral in queries.list_of_case(actor, case.id)
        if referral.status in OPEN_STATES
    ]


def timeline(actor: Actor, case: Case) -> Sequence[TimelineEntry]:
    """Each step of each referral."""
    changes = queries.list_changes_of_case(actor, case.id)
    return [timeline_entry(change, referral) for change, referral in changes if is_worth_telling(change, referral)]


def sections(actor: Actor, case: Case) -> Sequence[Section]:
    """The page of the case's referrals, with how many wait."""
    statuses = queries.count_of_case(actor, case.id)
    waiting = sum(count for status, count in statuses.items() if status in OPEN_STATES)
    return [
        Section(
            _("Referrals"),
            url_for("referrals.list_case_referrals", case_id=case.id),
            count=sum(statuses.values()),
            note=ngettext("%(num)s waits", "%(num)s wait", waiting) if waiting else None,
        )
    ]


def actions(actor: Actor, case: Case) -> Sequence[Action]:
    """Asking a service for this case."""
    if not can_refer(actor, case):
        return []
    return [Action(_("Refer to a service"), url_for("referrals.refer", case_id=case.id))]


def consent_changed(actor: Actor, person_id: UUID, purpose: ConsentPurpose) -> None:
    """A new decision about sharing closes at once what it no longer lets partners know."""
    if purpose is ConsentPurpose.REFERRAL_SHARING:
        act_on_changed_consent(actor, person_id)


def rests_on_consent(actor: Actor, consent: Consent) -> Sequence[str]:
    """One sentence for each referral of the actor's offices that is with a partner and rests on this consent."""
    return [
        _(
            "Referral %(code)s ends: %(organisation)s sees nothing any more, and a mail without any name tells them to keep no "
            "place.",
            code=code,
            organisation=organisation,
        )
        for code, organisation in queries.list_resting_on(actor, consent.id)
    ]


def work_on_sheet(actor: Actor, person: Person) -> Sequence[SheetPart]:
    """Where partners await the person, and what they ask to bring; which service it is stays off the paper."""
    awaited = queries.list_appointments(actor, person.id, today_in(person.office.time_zone))
    places = [one.provided_service for one in awaited]
    brought = {f"{place.organisation.name}: {place.requirements}": None for place in places if place.requirements}
    return [
        SheetPart(_("You are awaited"), [_appointment(one) for one in awaited]),
        SheetPart(_("What to bring"), list(brought)),
    ]


def _appointment(referral: Referral) -> str:
    place = referral.provided_service
    where = ", ".join(part for part in (place.organisation.name, place.address, place.locality) if part)
    if referral.appointment_on is None:
        return where
    return f"{day_long(referral.appointment_on)}: {where}"


def find_by_code(actor: Actor, code: str) -> str | None:
    """The page of the referral with this code within the actor's scope."""
    referral = queries.find_referral_by_code(actor, code)
    return url_for("referrals.show_referral", referral_id=referral.id) if referral else None


def find_record_by_code(code: str) -> UUID | None:
    """The id of the referral with this code at an office whose audit trail the actor reads."""
    return db.session.scalar(sa.select(sa.func.quipu_id_of_code("referral", code)))


def differences_were_shown(actor: Actor, kind: str, record_id: UUID) -> None:
    """Write down that a referral was opened by way of a form that came too late."""
    if kind == "referral":
        services.open_file(actor, record_id)
