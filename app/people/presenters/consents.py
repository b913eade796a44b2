"""Consent in words: what is in force by purpose, and how it came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.people import policies
from app.people.enums import ConsentDecision, ConsentEvidence, ConsentGiver, ConsentPurpose
from app.people.labels import DECISION_LABELS, PURPOSE_LABELS
from app.web.filters import day
from app.web.page_parts import SummaryRow, Tag, TimelineEntry, Tone

if TYPE_CHECKING:
    from app.people.models import Consent

TONES: Mapping[ConsentDecision, Tone] = {
    ConsentDecision.GIVEN: "good",
    ConsentDecision.REFUSED: "neutral",
    ConsentDecision.WITHDRAWN: "due",
}


def latest_by_purpose(consents: Sequence[Consent]) -> dict[ConsentPurpose, Consent]:
    """What is in force, out of all decisions newest first."""
    return {consent.purpose: consent for consent in reversed(consents)}


def file_caution(in_force: Mapping[ConsentPurpose, Consent]) -> str | None:
    """What to take care of where the person said no to a file; None otherwise."""
    if not policies.is_declined(in_force.get(ConsentPurpose.CASE_MANAGEMENT)):
        return None
    return str(
        _(
            "The person did not agree that a file is kept. Help goes on just the same: write down only what is indispensable, "
            "and ask again when there is trust."
        )
    )


def consent_rows(consents: Sequence[Consent], time_zone: str) -> list[SummaryRow]:
    """One row per purpose: the decision in force with how and when it was said, or that it was not asked."""
    in_force = latest_by_purpose(consents)
    return [_row(purpose, in_force.get(purpose), time_zone) for purpose in ConsentPurpose]


def consent_history(consents: Sequence[Consent]) -> list[TimelineEntry]:
    """Every decision, newest first."""
    return [
        TimelineEntry(
            title=str(PURPOSE_LABELS[consent.purpose]),
            occurred=consent.decided_at,
            author=_recorder(consent),
            tag=_tag(consent),
            text=_how(consent),
        )
        for consent in consents
    ]


def _row(purpose: ConsentPurpose, consent: Consent | None, time_zone: str) -> SummaryRow:
    if consent is None:
        return SummaryRow(str(PURPOSE_LABELS[purpose]), Tag(_("Not asked"), "waiting"))
    when = _("%(day)s, recorded by %(name)s", day=day(consent.decided_at, time_zone), name=_recorder(consent))
    return SummaryRow(str(PURPOSE_LABELS[purpose]), [_tag(consent), when])


def _tag(consent: Consent) -> Tag:
    return Tag(str(DECISION_LABELS[consent.decision]), TONES[consent.decision])


def _recorder(consent: Consent) -> str:
    return consent.recorder.name if consent.recorder else _("the system")


def _how(consent: Consent) -> str:
    is_guardian = consent.given_by is ConsentGiver.GUARDIAN
    if consent.evidence is ConsentEvidence.SIGNED:
        return str(_("Signed on paper by who answers for the child") if is_guardian else _("Signed on paper by the person"))
    return str(_("Said aloud by who answers for the child") if is_guardian else _("Said aloud by the person"))
