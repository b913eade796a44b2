"""Lists of referrals: of an office, and of one case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from app.cases.policies import can_view_case
from app.cases.presenters import case_banner, case_sections
from app.foundation.actor import Actor
from app.foundation.pagination import Page
from app.people.presenters import death_tag, person_name
from app.referrals.enums import ReferralStatus, Shown
from app.referrals.labels import SHOWN_LABELS
from app.referrals.policies import can_refer
from app.referrals.presenters.words import organisation_name, service_name, status_tag
from app.web.addresses import address_of_pages
from app.web.filters import day, instant
from app.web.page_parts import Action, Banner, Column, Link, Section, Table, Tag

if TYPE_CHECKING:
    from app.cases.models import Case
    from app.referrals.models import Referral


@dataclass(frozen=True)
class ListPage:
    """One part of an office's referrals; ``url`` has a place for the page's number."""

    sections: Sequence[Section]
    heading: str
    table: Table | None
    page: Page[Referral]
    url: str


@dataclass(frozen=True)
class CaseReferralsPage:
    """The referrals of one case inside its file."""

    banner: Banner
    sections: Sequence[Section]
    table: Table | None
    refer: Action | None


def list_page(actor: Actor, shown: Shown, found: Page[Referral], counts: Mapping[Shown, int]) -> ListPage:
    parts = [
        Section(
            str(SHOWN_LABELS[part]),
            url_for("referrals.list_referrals", show=part.value),
            count=counts[part],
            current=part is shown,
        )
        for part in Shown
    ]
    columns = [Column(_("Person")), Column(_("Service")), Column(_("State")), Column(_("Time"))]
    rows = [_office_row(actor, referral) for referral in found.rows]
    return ListPage(
        sections=parts,
        heading=str(SHOWN_LABELS[shown]),
        table=Table(str(SHOWN_LABELS[shown]), columns, rows, caption_hidden=True) if rows else None,
        page=found,
        url=address_of_pages("referrals.list_referrals", show=shown.value),
    )


def case_referrals_page(actor: Actor, case: Case, referrals: Sequence[Referral], today: date) -> CaseReferralsPage:
    columns = [Column(_("Referral")), Column(_("Service")), Column(_("State")), Column(_("Time"))]
    rows = [
        [
            _name(actor, case, referral),
            _service(referral),
            _state(referral),
            _time(referral, case.office.time_zone),
        ]
        for referral in referrals
    ]
    refer = Action(_("Refer to a service"), url_for("referrals.refer", case_id=case.id))
    return CaseReferralsPage(
        banner=case_banner(actor, case, today),
        sections=case_sections(actor, case, url_for("referrals.list_case_referrals", case_id=case.id)),
        table=Table(_("Referrals"), columns, rows, caption_hidden=True) if rows else None,
        refer=refer if can_refer(actor, case) else None,
    )


def _office_row(actor: Actor, referral: Referral) -> list[Any]:
    href, person = url_for("referrals.show_referral", referral_id=referral.id), referral.case.person
    return [
        [
            Link(person_name(person), href, hidden_text=referral.code),
            *([tag] if (tag := death_tag(person)) else []),
            referral.code,
        ],
        _service(referral),
        _state(referral),
        _time(referral, actor.time_zone),
    ]


def _name(actor: Actor, case: Case, referral: Referral) -> Link | str:
    """Whoever reads the case in an emergency sees what was asked for, and opens no referral."""
    return _link(referral) if can_view_case(actor, case) else referral.code


def _link(referral: Referral) -> Link:
    return Link(referral.code, url_for("referrals.show_referral", referral_id=referral.id))


def _service(referral: Referral) -> list[str]:
    return [service_name(referral), organisation_name(referral)]


def _state(referral: Referral) -> list[Tag]:
    """The state, and whether the person still has to hear of it."""
    answered = referral.status in {ReferralStatus.ACCEPTED, ReferralStatus.DECLINED, ReferralStatus.COMPLETED}
    if answered and referral.answer_seen_at is None:
        return [status_tag(referral), Tag(_("To be told"), "due")]
    return [status_tag(referral)]


def _time(referral: Referral, time_zone: str) -> str:
    """What matters of time in this state: until when, or since when."""
    if referral.status in {ReferralStatus.SENT, ReferralStatus.VIEWED, ReferralStatus.EXPIRED} and referral.answer_due_at:
        return str(_("Time to answer: %(moment)s", moment=instant(referral.answer_due_at, time_zone)))
    if referral.appointment_on is not None:
        return str(_("Appointment on %(day)s", day=day(referral.appointment_on)))
    if referral.sent_at is not None:
        return str(_("Sent on %(day)s", day=day(referral.sent_at, time_zone)))
    return str(_("Drafted on %(day)s", day=day(referral.created_at, time_zone)))
