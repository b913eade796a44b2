"""The page of one referral: where it stands, who is waited for, what became of its mails, what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from app.cases.presenters import case_banner, case_frame, case_sections
from app.foundation.actor import Actor
from app.referrals.enums import MailState, ReferralStatus
from app.referrals.labels import DECLINE_REASON_LABELS, MAIL_KIND_LABELS, MAIL_STATE_LABELS, PRIORITY_LABELS, SHARED_FIELD_LABELS
from app.referrals.policies import can_refer, can_resend, can_take, check_can_take
from app.referrals.presenters.next_step import next_step, refer_again, step_action
from app.referrals.presenters.states import states_of
from app.referrals.presenters.words import call_link, organisation_name, service_name, status_tag, until
from app.web.erased import shown as words_of
from app.web.filters import day, instant
from app.web.page_parts import Action, Banner, Column, NextAction, Section, State, SummaryRow, Table, Tag, Tone

if TYPE_CHECKING:
    from app.referrals.models import Referral, ReferralMail, ReferralStatusChange


SETTLED_TONES: Mapping[MailState, Tone] = {
    MailState.DELIVERED: "good",
    MailState.FAILED: "late",
    MailState.CANCELLED: "neutral",
}

ARRIVED_OR_NOT_NEEDED = frozenset({MailState.DELIVERED, MailState.CANCELLED})


@dataclass(frozen=True)
class MailsPart:
    """The mails of a referral and, where another one helps, the button for it."""

    table: Table | None
    resend: Action | None


@dataclass(frozen=True)
class RevokePage:
    """The question before a referral is taken back."""

    title: str
    caption: str
    consequences: Sequence[str]
    submit_text: str


@dataclass(frozen=True)
class ReferralPage:
    """One referral inside its case's file."""

    banner: Banner
    sections: Sequence[Section]
    next_action: NextAction | None
    heading: str
    tag: Tag
    states: Sequence[State]
    answer: Sequence[SummaryRow]
    facts: Sequence[SummaryRow]
    mails: MailsPart | None
    actions: Sequence[Action]


def referral_page(
    actor: Actor,
    referral: Referral,
    *,
    changes: Sequence[ReferralStatusChange],
    mails: Sequence[ReferralMail],
    mail_is_under_way: bool,
    today: date,
) -> ReferralPage:
    """The page for whoever may see the referral; actions are those that this actor may take now.

    Args:
        mails: newest first.
        mail_is_under_way: the newest mail's fate will be known soon.
        today: the date at the office.
    """
    case = referral.case
    lost_mail = next((mail for mail in mails[:1] if not mail_is_under_way and mail.state not in ARRIVED_OR_NOT_NEEDED), None)
    return ReferralPage(
        banner=case_banner(actor, case, today),
        sections=case_sections(actor, case, url_for("referrals.list_case_referrals", case_id=case.id)),
        next_action=next_step(actor, referral, lost_mail=lost_mail),
        heading=_("Referral %(code)s: %(service)s", code=referral.code, service=service_name(referral)),
        tag=status_tag(referral),
        states=states_of(referral, changes),
        answer=_answer(referral),
        facts=_facts(referral),
        mails=_mails(actor, referral, mails, is_under_way=mail_is_under_way) if mails else None,
        actions=_actions(actor, referral),
    )


def revoke_page(actor: Actor, referral: Referral) -> RevokePage:
    """What taking back means, in the referral's present state.

    Raises:
        NotAllowed, WrongState: this actor cannot take it back now.
    """
    check_can_take(actor, "revoke", referral)
    frame = case_frame(referral.case)
    words = {"code": referral.code, "organisation": organisation_name(referral)}
    if referral.status == ReferralStatus.DRAFT:
        return RevokePage(
            title=_("Discard the draft %(code)s?", **words),
            caption=frame.caption,
            consequences=[_("It was never sent; %(organisation)s knows nothing of it.", **words)],
            submit_text=_("Discard the draft"),
        )
    return RevokePage(
        title=_("Take back the referral %(code)s?", **words),
        caption=frame.caption,
        consequences=[
            _("The link of %(organisation)s closes at once and shows nothing of the person any more.", **words),
            _("A mail without any name tells them that it has ended, and to keep no place for it."),
            _("It cannot be undone; you can refer again."),
        ],
        submit_text=_("Take the referral back"),
    )


def told_of_revoking(referral: Referral) -> str:
    """What is said when it has been taken back."""
    if referral.status == ReferralStatus.DRAFT:
        return str(_("The draft was discarded."))
    return str(_("The referral was taken back. The partner's link opens nothing any more."))


def _answer(referral: Referral) -> list[SummaryRow]:
    """What the partner said; no rows before an answer."""
    rows = []
    if referral.decline_reason is not None:
        rows.append(SummaryRow(_("Why not"), str(DECLINE_REASON_LABELS[referral.decline_reason])))
    if referral.appointment_on is not None:
        rows.append(SummaryRow(_("Day of the appointment"), day(referral.appointment_on)))
    if words := words_of(referral, "partner_words"):
        rows.append(SummaryRow(_("The partner's words"), words))
    return rows


def _facts(referral: Referral) -> list[SummaryRow]:
    time_zone, focal_point = referral.office.time_zone, referral.focal_point
    reach = [part for part in (focal_point.name, focal_point.email, call_link(focal_point)) if part]
    shown = [str(label) for field, label in SHARED_FIELD_LABELS.items() if field.value in referral.shared_fields]
    return [
        SummaryRow(_("Asked of"), [organisation_name(referral), referral.provided_service.locality]),
        SummaryRow(_("Focal point"), reach),
        SummaryRow(_("Opening hours"), referral.provided_service.opening_hours),
        SummaryRow(_("Priority"), str(PRIORITY_LABELS[referral.priority])),
        SummaryRow(_("Time to answer"), until(referral.answer_due_at, time_zone) if referral.answer_due_at else None),
        SummaryRow(_("What is asked for"), words_of(referral, "request") or None),
        SummaryRow(_("The partner sees"), shown),
        SummaryRow(_("The person must bring"), referral.provided_service.requirements),
        SummaryRow(_("Sent by"), referral.sender.name if referral.sender else None),
    ]


def _mails(actor: Actor, referral: Referral, mails: Sequence[ReferralMail], *, is_under_way: bool) -> MailsPart:
    newest = mails[0]
    rows = [
        [
            instant(mail.attempted_at or mail.asked_at, referral.office.time_zone),
            mail.recipient,
            str(MAIL_KIND_LABELS[mail.kind]),
            mail_tag(mail, is_under_way=is_under_way and mail is newest),
        ]
        for mail in mails
    ]
    columns = [Column(_("When")), Column(_("To")), Column(_("What it says")), Column(_("What became of it"))]
    resend = step_action(_("Send the mail again"), "referrals.resend_mail", referral)
    offered = not is_under_way and can_resend(actor, referral)
    return MailsPart(Table(_("Mails"), columns, rows, caption_hidden=True), resend if offered else None)


def mail_tag(mail: ReferralMail, *, is_under_way: bool) -> Tag:
    """What became of a mail. One that was cut off is told as what it is: nobody knows."""
    if mail.state in SETTLED_TONES:
        return Tag(str(MAIL_STATE_LABELS[mail.state]), SETTLED_TONES[mail.state])
    if mail.state == MailState.WAITING and mail.tries:
        return Tag(_("The mail server did not take it; it will be tried again"), "due")
    if is_under_way:
        return Tag(str(MAIL_STATE_LABELS[mail.state]), "waiting")
    is_waiting = mail.state == MailState.WAITING
    return Tag(_("Has not left yet") if is_waiting else _("We do not know whether it arrived"), "due")


def _actions(actor: Actor, referral: Referral) -> list[Action]:
    """What else may be done, beside the next step."""
    asks_again = referral.status in {ReferralStatus.DECLINED, ReferralStatus.REVOKED}
    found: list[tuple[Any, Action]] = [
        (asks_again and can_refer(actor, referral.case), refer_again(referral)),
        (
            can_take(actor, "complete", referral) and referral.status != ReferralStatus.DRAFT,
            step_action(_("Record that it was done"), "referrals.complete_referral", referral),
        ),
        (
            can_take(actor, "revoke", referral),
            Action(_revoking(referral), url_for("referrals.revoke_referral", referral_id=referral.id)),
        ),
    ]
    return [action for offered, action in found if offered]


def _revoking(referral: Referral) -> str:
    return str(_("Discard the draft") if referral.status == ReferralStatus.DRAFT else _("Take the referral back"))
