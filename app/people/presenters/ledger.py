"""The page of a person's consents: each line with its words, its evidence and what can be done; and the withdrawal of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.people import policies
from app.people.enums import ConsentEvidence, ConsentPurpose
from app.people.presenters.consent_links import sheet_link, withdraw_link
from app.people.presenters.consents import (
    categories_in_words,
    consent_history,
    how_in_words,
    latest_lines,
    line_in_words,
    recorder,
    state_tag,
    until_in_words,
    words_read,
)
from app.people.presenters.frames import FileFrame, file_frame
from app.web.erased import shown
from app.web.filters import day
from app.web.page_parts import Action, Link, SummaryRow, Tag, TimelineEntry

if TYPE_CHECKING:
    from app.people.models import Consent, Person

ON_PAPER = {ConsentEvidence.SIGNED, ConsentEvidence.AUDIO}
"""Evidence that lies outside until it is attached."""


@dataclass(frozen=True, kw_only=True)
class LedgerLine:
    """How one line stands. ``signature`` is a path to draw."""

    id: str
    title: str
    tag: Tag
    rows: Sequence[SummaryRow]
    words: str
    signature: str | None
    withdraw: Link | None


@dataclass(frozen=True)
class LedgerPage:
    """All lines and all decisions of a person."""

    frame: FileFrame
    lines: Sequence[LedgerLine]
    history: Sequence[TimelineEntry]
    record: Action | None
    sheet: Link | None


@dataclass(frozen=True)
class WithdrawalPage:
    """What is about to be withdrawn, and what ends with it."""

    frame: FileFrame
    line: str
    consequences: Sequence[str]


def ledger_page(
    actor: Actor, person: Person, consents: Sequence[Consent], attached: Mapping[UUID, Link], place: Mapping[UUID, str]
) -> LedgerPage:
    """The page.

    Args:
        consents: all decisions, newest first.
        attached: paper and recordings by sitting.
        place: where they are attached, by sitting, for who may.
    """
    today = today_in(actor.time_zone)
    record = Action(_("Ask about consent"), url_for("people.record_consent", person_id=person.id))
    lines = [_line(actor, person, one, today, _kept(one, attached, place)) for one in latest_lines(consents)]
    return LedgerPage(
        frame=file_frame(person),
        lines=lines,
        history=consent_history(actor, consents),
        record=record if policies.can_record_consent(actor, person) and not person.has_died else None,
        sheet=None if person.has_died else sheet_link(person),
    )


def withdrawal_page(person: Person, consent: Consent, ends: Sequence[str]) -> WithdrawalPage:
    """Args: ends: what upper rooms say ends at once."""
    always = _("All other help goes on as before. What was shared until now cannot be taken back from whoever read it.")
    return WithdrawalPage(file_frame(person), line_in_words(consent), [*ends, str(always)])


def _line(actor: Actor, person: Person, consent: Consent, today: date, kept: object) -> LedgerLine:
    until = until_in_words(consent, today)
    when = _("%(day)s, recorded by %(name)s", day=day(consent.decided_at, actor.time_zone), name=recorder(consent))
    rows = [
        SummaryRow(_("When"), when),
        SummaryRow(_("How it was said"), how_in_words(consent)),
    ]
    if consent.purpose is ConsentPurpose.REFERRAL_SHARING:
        rows.append(SummaryRow(_("What may be told"), categories_in_words(consent.categories)))
        rows.append(SummaryRow(_("Until when"), until or _("until the person withdraws it")))
    if kept is not None:
        rows.append(SummaryRow(_("Evidence"), kept))
    return LedgerLine(
        id=f"consent-{consent.id}",
        title=line_in_words(consent),
        tag=state_tag(consent, today),
        rows=rows,
        words=words_read(consent),
        signature=shown(consent, "signature") if consent.evidence is ConsentEvidence.DRAWN else None,
        withdraw=withdraw_link(actor, person, consent, today),
    )


def _kept(consent: Consent, attached: Mapping[UUID, Link], place: Mapping[UUID, str]) -> object:
    """The paper or the recording, or that it is missing; None where the evidence is none of the two."""
    if consent.evidence not in ON_PAPER:
        return None
    sitting = consent.sitting_id
    if sitting in attached:
        return attached[sitting]
    is_paper = consent.evidence is ConsentEvidence.SIGNED
    missing = Tag(_("Photo of the paper missing") if is_paper else _("Recording missing"), "due")
    if sitting not in place:
        return missing
    return [missing, Link(_("Attach the photo") if is_paper else _("Attach the recording"), place[sitting])]
