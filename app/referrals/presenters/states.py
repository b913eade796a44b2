"""The life of a referral: as a strip of states with their owners, and as events of its case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.foundation.actor import ActorKind
from app.referrals.enums import ReferralStatus
from app.referrals.labels import STATUS_LABELS
from app.referrals.policies import ANSWERS
from app.referrals.presenters.words import STATUS_TONES, has_until, is_over_time, organisation_name, service_name
from app.web.erased import shown
from app.web.filters import instant
from app.web.page_parts import State, Tag, TimelineEntry

if TYPE_CHECKING:
    from app.referrals.models import Referral, ReferralStatusChange

STEP_TITLES = {
    "draft": _l("Referral drafted: %(service)s, %(organisation)s"),
    "send": _l("Referral sent: %(service)s, %(organisation)s"),
    "view": _l("Referral seen by the partner: %(service)s, %(organisation)s"),
    "accept": _l("Referral accepted: %(service)s, %(organisation)s"),
    "decline": _l("Referral declined: %(service)s, %(organisation)s"),
    "complete": _l("Referral done: %(service)s, %(organisation)s"),
    "expire": _l("Referral unanswered: %(service)s, %(organisation)s"),
    "revoke": _l("Referral taken back: %(service)s, %(organisation)s"),
}
ANSWERED_OR_LATE = frozenset({*ANSWERS, ReferralStatus.EXPIRED})
ANSWER_AWAITED = frozenset({ReferralStatus.SENT, ReferralStatus.VIEWED, ReferralStatus.EXPIRED})


def states_of(referral: Referral, changes: Sequence[ReferralStatusChange]) -> list[State]:
    """What has been reached, by whom and when; then what is waited for and from whom; then what may follow."""
    time_zone = referral.office.time_zone
    reached = [
        State(str(STATUS_LABELS[change.status]), "done", instant(change.changed_at, time_zone), author_of(change, referral))
        for change in changes
        if is_worth_telling(change, referral)
    ]
    return [*reached, *_ahead(referral)]


def is_worth_telling(change: ReferralStatusChange, referral: Referral) -> bool:
    """A draft that has been sent is no news: the sending tells it."""
    return change.status != ReferralStatus.DRAFT or referral.sent_at is None


def timeline_entry(change: ReferralStatusChange, referral: Referral) -> TimelineEntry:
    """A step as an event of the case."""
    title = str(STEP_TITLES[change.step]) % {"service": service_name(referral), "organisation": organisation_name(referral)}
    return TimelineEntry(
        title=title,
        occurred=change.changed_at,
        author=author_of(change, referral),
        text=shown(change, "words"),
        tag=Tag(str(STATUS_LABELS[change.status]), STATUS_TONES[change.status]) if change.status in ANSWERED_OR_LATE else None,
        href=url_for("referrals.show_referral", referral_id=referral.id),
    )


def author_of(change: ReferralStatusChange, referral: Referral) -> str:
    """Whose hand took a step: a colleague, the partner by its link, or the system with its reason."""
    if change.actor_kind is ActorKind.PARTNER_LINK:
        return organisation_name(referral)
    if change.author is not None:
        return change.author.name
    if change.step == "revoke":
        return str(_("The system: the person withdrew the consent"))
    return str(_("The system"))


def _ahead(referral: Referral) -> list[State]:
    organisation = organisation_name(referral)
    if referral.status == ReferralStatus.DRAFT:
        return [State(_("To send"), "current", who=_("Waits for you")), State(_("Answer"), "next", who=organisation)]
    if referral.status in ANSWER_AWAITED:
        waited = _("Waits for %(name)s", name=organisation)
        until = None if is_over_time(referral) else has_until(referral)
        return [State(_("Answer"), "current", until, waited), State(_("Service given"), "next")]
    if referral.status == ReferralStatus.ACCEPTED:
        return [State(_("Service given"), "current", who=_("Waits for %(name)s", name=organisation))]
    return []
