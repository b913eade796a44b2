"""Words that several pages of referrals share: names of things, tags, deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _

from app.foundation.clock import date_in, now
from app.referrals.enums import ReferralStatus
from app.referrals.labels import STATUS_LABELS
from app.web.filters import clock
from app.web.page_parts import Link, Tag, Tone

if TYPE_CHECKING:
    from app.directory.models import FocalPoint
    from app.referrals.models import Referral

STATUS_TONES: Mapping[ReferralStatus, Tone] = {
    ReferralStatus.DRAFT: "neutral",
    ReferralStatus.SENT: "waiting",
    ReferralStatus.VIEWED: "waiting",
    ReferralStatus.ACCEPTED: "good",
    ReferralStatus.DECLINED: "due",
    ReferralStatus.COMPLETED: "good",
    ReferralStatus.REVOKED: "neutral",
    ReferralStatus.EXPIRED: "late",
}


def reader_locale() -> str:
    return str(get_locale() or "es")


def status_tag(referral: Referral) -> Tag:
    """The status in words; a window that passed shows at once, before the beat job has flagged it."""
    if is_overdue(referral):
        return Tag(str(STATUS_LABELS[ReferralStatus.EXPIRED]), STATUS_TONES[ReferralStatus.EXPIRED])
    return Tag(str(STATUS_LABELS[referral.status]), STATUS_TONES[referral.status])


def is_overdue(referral: Referral) -> bool:
    """Whether the window has passed and the beat job has not flagged it yet."""
    awaited = referral.status in {ReferralStatus.SENT, ReferralStatus.VIEWED}
    return awaited and referral.answer_due_at is not None and referral.answer_due_at < now()


def is_over_time(referral: Referral) -> bool:
    """Whether the window has passed, flagged or not."""
    return is_overdue(referral) or referral.status == ReferralStatus.EXPIRED


def service_name(referral: Referral) -> str:
    return referral.provided_service.service.name(reader_locale())


def organisation_name(referral: Referral) -> str:
    return referral.provided_service.organisation.name


def call_link(focal_point: FocalPoint) -> Link | None:
    """The phone of whoever answers, to be pressed; None where none is known."""
    if not focal_point.phone:
        return None
    return Link(focal_point.phone, f"tel:{''.join(focal_point.phone.split())}", focal_point.name)


def asker(referral: Referral) -> str:
    """``Ana Peñaranda (Cúcuta)``: who asks, and from which office."""
    office = referral.office.name
    return f"{referral.sender.name} ({office})" if referral.sender else office


def until(moment: datetime, time_zone: str) -> str:
    """``martes 24 de noviembre, 18:00`` on the clock of the office."""
    return str(_("%(day)s, %(hour)s", day=weekday_and_day(date_in(moment, time_zone)), hour=clock(moment, time_zone)))


def weekday_and_day(on: date) -> str:
    """``martes 24 de noviembre``."""
    weekday, month = (format_date(on, pattern, locale=reader_locale()) for pattern in ("EEEE", "MMMM"))
    return str(_("%(weekday)s %(day)s %(month)s", weekday=weekday, day=on.day, month=month))


def answer_before(referral: Referral) -> str | None:
    """Until when to answer, said to the partner; None of a draft."""
    if referral.answer_due_at is None:
        return None
    return str(_("Answer before %(moment)s", moment=until(referral.answer_due_at, referral.office.time_zone)))


def has_until(referral: Referral) -> str | None:
    """Until when the partner has to answer, said to the caseworker; None of a draft."""
    if referral.answer_due_at is None:
        return None
    return str(_("Has to answer before %(moment)s", moment=until(referral.answer_due_at, referral.office.time_zone)))
