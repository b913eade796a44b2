"""Consent in words: how each line stands, and how it came about."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from flask_babel import force_locale
from flask_babel import gettext as _

from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.people import policies
from app.people.consent_words import words_for
from app.people.enums import ConsentDecision, ConsentEvidence, ConsentGiver, ConsentPurpose, ConsentState, RecipientKind
from app.people.labels import (
    ASSENT_LABELS,
    CATEGORY_LABELS,
    CONSENT_STATE_LABELS,
    INTERPRETED_LABELS,
    PURPOSE_LABELS,
    RECIPIENT_LABELS,
)
from app.people.languages import language_name
from app.people.presenters.consent_links import withdraw_link
from app.people.presenters.words import reader_locale
from app.web.erased import shown
from app.web.filters import day
from app.web.page_parts import SummaryRow, Tag, TimelineEntry, Tone

if TYPE_CHECKING:
    from app.people.models import Consent, Person

TONES: Mapping[ConsentState, Tone] = {
    ConsentState.IN_FORCE: "good",
    ConsentState.ENDED: "late",
    ConsentState.REFUSED: "neutral",
    ConsentState.WITHDRAWN: "due",
}


def latest_by_purpose(consents: Sequence[Consent]) -> dict[ConsentPurpose, Consent]:
    """The latest answer to the short question of each purpose, out of all decisions newest first."""
    return {consent.purpose: consent for consent in reversed(consents) if policies.is_usual(consent)}


def latest_lines(consents: Sequence[Consent]) -> list[Consent]:
    """The latest decision of each line, out of all decisions newest first: by purpose, the widest recipient first."""
    lines = {consent.line: consent for consent in reversed(consents)}
    purposes, recipients = list(ConsentPurpose), list(RecipientKind)
    return sorted(
        lines.values(), key=lambda one: (purposes.index(one.purpose), recipients.index(one.recipient), recipient_in_words(one))
    )


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


def consent_rows(actor: Actor, person: Person, consents: Sequence[Consent]) -> list[SummaryRow]:
    """One row a line: how it stands, with how and when it was said; a purpose that was not asked has one too."""
    lines = latest_lines(consents)
    asked = {line.purpose for line in lines if policies.is_usual(line)}
    rows = [(line.purpose, _row(actor, person, line)) for line in lines]
    rows += [(purpose, _unasked(purpose)) for purpose in ConsentPurpose if purpose not in asked]
    purposes = list(ConsentPurpose)
    return [row for _purpose, row in sorted(rows, key=lambda pair: purposes.index(pair[0]))]


def consent_history(actor: Actor, consents: Sequence[Consent]) -> list[TimelineEntry]:
    """Every decision, newest first, with the words that were read."""
    today = today_in(actor.time_zone)
    return [
        TimelineEntry(
            title=line_in_words(consent),
            occurred=consent.decided_at,
            author=recorder(consent),
            tag=state_tag(consent, today),
            text="\n".join((how_in_words(consent), *_terms(consent), f"“{words_read(consent)}”")),
        )
        for consent in consents
    ]


def line_in_words(consent: Consent) -> str:
    """The purpose, and whom it is about where the short question does not say it."""
    purpose = str(PURPOSE_LABELS[consent.purpose])
    return purpose if policies.is_usual(consent) else f"{purpose}: {recipient_in_words(consent)}"


def recipient_in_words(consent: Consent) -> str:
    return consent.organisation.name if consent.organisation else str(RECIPIENT_LABELS[consent.recipient])


def categories_in_words(categories: Collection[str]) -> str:
    """``names and surnames, age, sex and nationality``: in the fixed order, for the middle of a sentence."""
    words = [str(CATEGORY_LABELS[one]) for one in policies.in_order(categories)]
    return "; ".join(word[:1].lower() + word[1:] for word in words)


def state_tag(consent: Consent, today: date) -> Tag:
    state = policies.state_of(consent, today)
    return Tag(str(CONSENT_STATE_LABELS[state]), TONES[state])


def until_in_words(consent: Consent, today: date) -> str | Tag | None:
    """Until when a yes counts, or since when it no longer does; None where nothing ends by itself."""
    if consent.valid_until is None or consent.decision is not ConsentDecision.GIVEN:
        return None
    words = {"day": day(consent.valid_until)}
    if policies.state_of(consent, today) is ConsentState.ENDED:
        return str(_("ended on %(day)s", **words))
    until = str(_("until %(day)s", **words))
    return Tag(until, "due") if policies.ends_soon(consent, today) else until


def words_read(consent: Consent) -> str:
    """What was read aloud, in the version and the language in which it was."""
    with force_locale(consent.language):
        told = {"organisation": recipient_in_words(consent), "facts": categories_in_words(consent.categories)}
    if policies.is_usual(consent) and not policies.tells_other_than_usual(consent.categories):
        told = {}
    return words_for(consent.purpose, consent.recipient, language=consent.language, version=consent.text_version, told=told)


def recorder(consent: Consent) -> str:
    return consent.recorder.name if consent.recorder else str(_("the system"))


def how_in_words(consent: Consent) -> str:
    """Who said it, and with what evidence."""
    is_guardian = consent.given_by is ConsentGiver.GUARDIAN
    if consent.evidence is ConsentEvidence.SIGNED:
        said = _("Signed on paper by who answers for the child") if is_guardian else _("Signed on paper by the person")
    elif consent.evidence is ConsentEvidence.DRAWN:
        said = _("Signed on the screen by who answers for the child") if is_guardian else _("Signed on the screen by the person")
    elif consent.evidence is ConsentEvidence.AUDIO:
        said = _("Recorded as audio, by who answers for the child") if is_guardian else _("Recorded as audio, by the person")
    else:
        said = _("Said aloud by who answers for the child") if is_guardian else _("Said aloud by the person")
    guardian = f" ({shown(consent, 'guardian_name')})" if is_guardian and shown(consent, "guardian_name") else ""
    assent = f". {ASSENT_LABELS[consent.assent]}" if consent.assent else ""
    interpreted = f". {words}" if (words := interpretation_in_words(consent)) else ""
    return f"{said}{guardian}{assent}{interpreted}"


def interpretation_in_words(consent: Consent) -> str | None:
    """Who put the words into which language; None where nobody did."""
    if consent.interpreted_by is None:
        return None
    who = INTERPRETED_LABELS[consent.interpreted_by]
    if consent.interpreted_into is None:
        return str(_("Interpreted: %(who)s", who=who))
    language = language_name(consent.interpreted_into, reader_locale())
    return str(_("Interpreted into %(language)s: %(who)s", language=language, who=who))


def _terms(consent: Consent) -> list[str]:
    """What may be told and until when, of sharing; nothing of what the purpose says by itself."""
    if consent.purpose is not ConsentPurpose.REFERRAL_SHARING:
        return []
    told = str(_("What: %(facts)s", facts=categories_in_words(consent.categories)))
    if consent.valid_until is None:
        return [told]
    return [told, str(_("Last day: %(day)s", day=day(consent.valid_until)))]


def _row(actor: Actor, person: Person, consent: Consent) -> SummaryRow:
    today = today_in(actor.time_zone)
    when = _("%(day)s, recorded by %(name)s", day=day(consent.decided_at, actor.time_zone), name=recorder(consent))
    until = until_in_words(consent, today)
    value = [state_tag(consent, today), when, *([until] if until else [])]
    return SummaryRow(line_in_words(consent), value, withdraw_link(actor, person, consent, today))


def _unasked(purpose: ConsentPurpose) -> SummaryRow:
    return SummaryRow(str(PURPOSE_LABELS[purpose]), Tag(_("Not asked"), "waiting"))
