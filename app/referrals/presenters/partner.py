"""The partner's page: who asks for what until when, what may be known of the person, and the three answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from app.foundation.clock import date_in, now
from app.referrals.enums import PRESSING, Priority, ReferralStatus
from app.referrals.forms import ANSWER_FORMS
from app.referrals.labels import DECLINE_REASON_LABELS, PRIORITY_LABELS
from app.referrals.lifecycle import REFERRAL
from app.referrals.policies import shows_person
from app.referrals.presenters.shared import shared_rows
from app.referrals.presenters.words import answer_before, asker, is_over_time, service_name, weekday_and_day
from app.web.languages import LANGUAGES
from app.web.page_parts import SummaryRow, Tone

if TYPE_CHECKING:
    from app.referrals.models import Referral


@dataclass(frozen=True)
class LanguageLink:
    """The same page in one language."""

    code: str
    name: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class Choice:
    """One of the large buttons. ``step`` names the form behind it."""

    step: str
    text: str
    hint: str
    submit_text: str
    action: str


@dataclass(frozen=True)
class Answered:
    """What stands as the answer."""

    title: str
    text: str


@dataclass(frozen=True)
class PartnerPage:
    """One screen, in ``language``. ``priority`` is said while an answer is awaited that cannot wait;
    ``rows`` is empty once the partner needs nothing of the person any more."""

    language: str
    title: str
    code: str
    priority: str | None
    due: str | None
    due_tone: Tone
    request: str | None
    rows: Sequence[SummaryRow]
    answered: Answered | None
    choices_title: str | None
    choices: Sequence[Choice]
    version: int


def partner_page(referral: Referral, *, token: str, language: str) -> PartnerPage:
    """The page of whoever holds the link, in ``language``; the caller has made that the reader's."""
    shown = shows_person(referral)
    awaited = referral.status in {ReferralStatus.SENT, ReferralStatus.VIEWED, ReferralStatus.EXPIRED}
    choices = _choices(referral, token, language)
    asked_on = date_in(referral.sent_at or now(), referral.office.time_zone)
    return PartnerPage(
        language=language,
        title=_("%(asker)s asks you for: %(service)s", asker=asker(referral), service=service_name(referral)),
        code=referral.code,
        priority=str(PRIORITY_LABELS[referral.priority]) if awaited and referral.priority in PRESSING else None,
        due=_due(referral) if awaited else None,
        due_tone=_due_tone(referral),
        request=referral.request if shown else None,
        rows=shared_rows(referral.case.person, referral.shared_fields, asked_on) if shown else [],
        answered=_answered(referral),
        choices_title=_choices_title(referral) if choices else None,
        choices=choices,
        version=referral.version,
    )


def language_links(token: str, current: str) -> list[LanguageLink]:
    """The languages of the page, each by its own name; links, as a form would need a referrer."""
    return [
        LanguageLink(code, name, url_for("referrals.partner_page", token=token, lang=code), is_current=code == current)
        for code, name in LANGUAGES.items()
    ]


def _due(referral: Referral) -> str | None:
    if is_over_time(referral):
        return str(_("The time to answer is over, and your answer still helps."))
    return answer_before(referral)


def _due_tone(referral: Referral) -> Tone:
    if is_over_time(referral):
        return "late"
    return "danger" if referral.priority is Priority.EMERGENCY else "due"


def _answered(referral: Referral) -> Answered | None:
    asked_by = asker(referral)
    if referral.status == ReferralStatus.ACCEPTED:
        return Answered(_("You answered: we can"), _accepted_words(referral, asked_by))
    if referral.status == ReferralStatus.DECLINED and referral.decline_reason is not None:
        reason = str(DECLINE_REASON_LABELS[referral.decline_reason])
        text = _("%(asker)s reads: %(reason)s. Another place will be looked for.", asker=asked_by, reason=reason)
        return Answered(_("You answered: we cannot"), text)
    if referral.status == ReferralStatus.COMPLETED:
        return Answered(_("It is done"), _("Thank you. %(asker)s will confirm it with the person.", asker=asked_by))
    return None


def _accepted_words(referral: Referral, asked_by: str) -> str:
    if referral.appointment_on is None:
        return str(_("%(asker)s will tell the person. Thank you.", asker=asked_by))
    when = weekday_and_day(referral.appointment_on)
    return str(_("%(asker)s will tell the person of the appointment on %(day)s. Thank you.", asker=asked_by, day=when))


def _choices_title(referral: Referral) -> str:
    if referral.status == ReferralStatus.ACCEPTED:
        return str(_("Has something changed?"))
    return str(_("What do you answer?"))


def _choices(referral: Referral, token: str, language: str) -> list[Choice]:
    words = {
        "accept": (_("We can"), _("With a day for the appointment, if you know it"), _("Answer: we can")),
        "decline": (_("We cannot"), _("Say why, so that another place is found soon"), _("Answer: we cannot")),
        "complete": (_("It is done"), _("The person has received the service"), _("Answer: it is done")),
    }
    return [
        Choice(step, *words[step], url_for("referrals.answer_as_partner", token=token, step=step, lang=language))
        for step in ANSWER_FORMS
        if REFERRAL.allows(step, referral.status)
    ]
