"""Asking for an erasure, the queue of who decides, and one decision: what goes, what stays and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from app.data_protection import policies
from app.data_protection.enums import ErasureState
from app.data_protection.labels import REASON_LABELS, STATE_LABELS
from app.foundation.actor import Actor
from app.web.filters import instant
from app.web.page_parts import Column, Link, SummaryRow, Table, Tag, Tone

if TYPE_CHECKING:
    from app.data_protection.models import ErasureRequest
    from app.people.models import Person

TONES: dict[ErasureState, Tone] = {
    ErasureState.REQUESTED: "due",
    ErasureState.APPROVED: "waiting",
    ErasureState.REFUSED: "neutral",
    ErasureState.STOPPED: "late",
    ErasureState.DONE: "good",
}


@dataclass(frozen=True)
class ErasurePage:
    """A person's erasure as who works with them sees it.

    Attributes:
        may_ask: whether the form is shown.
        hindrance: what has to be done before anybody can ask; None where nothing stands in the way.
    """

    title: str
    caption: str
    back: Link
    facts: Sequence[SummaryRow]
    goes: Sequence[str]
    stays: Sequence[str]
    may_ask: bool
    hindrance: str | None


@dataclass(frozen=True)
class DecisionPage:
    """One request as who decides sees it: code, reason and counts, no file."""

    title: str
    facts: Sequence[SummaryRow]
    goes: Sequence[str]
    stays: Sequence[str]
    may_decide: bool
    asked_by_reader: bool


def erasure_page(actor: Actor, person: Person, request: ErasureRequest | None, hindrance: str | None) -> ErasurePage:
    stands = request is not None and request.state in {ErasureState.REQUESTED, ErasureState.APPROVED}
    return ErasurePage(
        title=_("Erase this file") if person.erased_at is None else _("What was erased, and what stays"),
        caption=person.code,
        back=Link(_("The person's file"), url_for("people.show_person", person_id=person.id)),
        facts=_facts(request, actor.time_zone) if request else [],
        goes=what_goes(),
        stays=what_stays(),
        may_ask=not stands and hindrance is None and policies.can_request_erasure(actor, person),
        hindrance=hindrance if not stands and policies.can_request_erasure(actor, person) else None,
    )


def decision_page(actor: Actor, request: ErasureRequest) -> DecisionPage:
    facts = [SummaryRow(_("Office"), request.office.name), *_facts(request, actor.time_zone)]
    return DecisionPage(
        title=_("Erase %(code)s", code=request.person_code),
        facts=facts,
        goes=what_goes(),
        stays=what_stays(),
        may_decide=policies.can_decide(actor, request),
        asked_by_reader=actor.id == request.requested_by,
    )


def requests_table(requests: Sequence[ErasureRequest], time_zone: str) -> Table:
    """A line for each request, by the code of the file."""
    columns = [Column(_("File")), Column(_("Office")), Column(_("Reason")), Column(_("Asked on")), Column(_("State"))]
    return Table(_("Requests to erase"), columns, [_row(request, time_zone) for request in requests], caption_hidden=True)


def what_goes() -> list[str]:
    return [
        _("Names, birth, gender identity, place and contact; nobody finds the person by search any more."),
        _("Identity documents with their numbers, and all attached files."),
        _("Goals, answers, notes, reasons and every other word in the cases and referrals: their keys are destroyed."),
        _("The links by which partners could open something about the person."),
    ]


def what_stays() -> list[str]:
    return [
        _(
            "Codes, dates, sex, nationality, situation, kinds of case and services given: reports have counted them, and "
            "without the rest they no longer tell who it was."
        ),
        _("The answers about consent without any words: they show that what was shared was shared lawfully."),
        _("Who opened and changed the file, and this erasure: otherwise nobody could show later what was done."),
        _("What belongs to other members of the household: it is theirs."),
        _("Backups made before today, sealed, until they expire."),
    ]


def _row(request: ErasureRequest, time_zone: str) -> list[object]:
    return [
        Link(request.person_code, url_for("data_protection.show_request", request_id=request.id)),
        request.office.name,
        str(REASON_LABELS[request.reason]),
        instant(request.requested_at, time_zone),
        _state(request),
    ]


def _state(request: ErasureRequest) -> Tag:
    return Tag(str(STATE_LABELS[request.state]), TONES[request.state])


def _facts(request: ErasureRequest, time_zone: str) -> list[SummaryRow]:
    return [
        SummaryRow(_("State"), _state(request)),
        SummaryRow(_("Reason"), str(REASON_LABELS[request.reason])),
        SummaryRow(_("Asked on"), instant(request.requested_at, time_zone)),
        SummaryRow(_("Decided on"), instant(request.decided_at, time_zone) if request.decided_at else None),
        SummaryRow(_("Cases"), str(request.cases)),
        SummaryRow(_("Referrals"), str(request.referrals)),
        SummaryRow(_("Documents"), str(request.documents)),
        SummaryRow(_("Attached files"), str(request.attachments)),
    ]
