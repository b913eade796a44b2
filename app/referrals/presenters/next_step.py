"""The next step of a referral in words, and whom it waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from app.foundation.actor import Actor
from app.foundation.ids import new_id
from app.referrals.enums import MailKind, MailState, ReferralStatus
from app.referrals.labels import DECLINE_REASON_LABELS
from app.referrals.policies import can_note_answer, can_take
from app.referrals.presenters.words import has_until, is_over_time, organisation_name, status_tag, until
from app.web.filters import day
from app.web.page_parts import Action, NextAction

if TYPE_CHECKING:
    from app.referrals.models import Referral, ReferralMail


def next_step(actor: Actor, referral: Referral, *, lost_mail: ReferralMail | None) -> NextAction | None:
    """The one thing to do next; None when the referral is over.

    Args:
        lost_mail: the newest mail when it failed, or when nobody knows whether it arrived.
    """
    if referral.status == ReferralStatus.DRAFT:
        return _finish_draft(actor, referral)
    if can_note_answer(actor, referral):
        return _tell_person(referral)
    if is_over_time(referral):
        return _ask_again(referral)
    if referral.status in {ReferralStatus.SENT, ReferralStatus.VIEWED}:
        if lost_mail is not None and referral.status == ReferralStatus.SENT:
            return _send_again(referral, lost_mail)
        return _wait_for_answer(referral)
    return _wait_for_service(referral) if referral.status == ReferralStatus.ACCEPTED else _after_the_end(referral, lost_mail)


def step_action(text: str, endpoint: str, referral: Referral) -> Action:
    """A button that takes a step at once, with what its form carries: a fresh id and the version shown."""
    fields = {"submission_id": str(new_id()), "version": str(referral.version)}
    return Action(text, url_for(endpoint, referral_id=referral.id), method="post", fields=fields)


def refer_again(referral: Referral) -> Action:
    return Action(_("Refer to another place"), url_for("referrals.refer", case_id=referral.case_id))


def _finish_draft(actor: Actor, referral: Referral) -> NextAction:
    action = Action(_("Go on with the draft"), url_for("referrals.edit_draft", referral_id=referral.id))
    return NextAction(
        _("The referral has not been sent yet"),
        action if can_take(actor, "send", referral) else None,
        tone="due",
        why=_("The partner knows nothing of it until you send it."),
    )


def _tell_person(referral: Referral) -> NextAction:
    if referral.case.person.has_died:
        read = step_action(_("Record that the answer was read"), "referrals.note_person_told", referral)
        return NextAction(_("The person died: tell the family, if they need the answer"), read, tone="due")
    told = step_action(_("Record that the person knows"), "referrals.note_person_told", referral)
    organisation = organisation_name(referral)
    if referral.status == ReferralStatus.DECLINED and referral.decline_reason is not None:
        reason = str(DECLINE_REASON_LABELS[referral.decline_reason])
        return NextAction(
            _("Tell the person that %(organisation)s cannot, and look for another place", organisation=organisation),
            told,
            due=reason,
            tone="due",
        )
    if referral.status == ReferralStatus.COMPLETED:
        return NextAction(
            _("Ask the person whether %(organisation)s gave the service", organisation=organisation), told, tone="due"
        )
    appointment = _("Appointment on %(day)s", day=day(referral.appointment_on)) if referral.appointment_on else None
    return NextAction(
        _("Tell the person that %(organisation)s can", organisation=organisation), told, due=appointment, tone="due"
    )


def _after_the_end(referral: Referral, lost_mail: ReferralMail | None) -> NextAction | None:
    if lost_mail is None or lost_mail.kind is not MailKind.ENDED:
        return None
    return NextAction(
        _(
            "Call %(organisation)s: nobody knows whether the mail that it has ended arrived",
            organisation=organisation_name(referral),
        ),
        tone="due",
        why=_("To call: %(who)s", who=_reach(referral)),
    )


def _reach(referral: Referral) -> str:
    focal_point = referral.focal_point
    return _("%(name)s, %(phone)s", name=focal_point.name, phone=focal_point.phone) if focal_point.phone else focal_point.name


def _ask_again(referral: Referral) -> NextAction:
    over = until(referral.answer_due_at, referral.office.time_zone) if referral.answer_due_at else ""
    return NextAction(
        _("%(organisation)s has not answered: call, or refer to another place", organisation=organisation_name(referral)),
        refer_again(referral),
        due=_("The time to answer ended: %(moment)s", moment=over),
        tone="late",
        why=_("To call: %(who)s", who=_reach(referral)),
    )


def _send_again(referral: Referral, mail: ReferralMail) -> NextAction:
    is_known = mail.state == MailState.FAILED
    return NextAction(
        _("The mail did not arrive: send it again") if is_known else _("We do not know whether the mail arrived: send it again"),
        step_action(_("Send the mail again"), "referrals.resend_mail", referral),
        due=has_until(referral),
        tone="due",
        why=_("Or call the partner and ask."),
    )


def _wait_for_answer(referral: Referral) -> NextAction:
    return NextAction(
        _("%(organisation)s has to answer", organisation=organisation_name(referral)),
        due=has_until(referral),
        tone="waiting",
        why=status_tag(referral).text,
    )


def _wait_for_service(referral: Referral) -> NextAction:
    appointment = _("Appointment on %(day)s", day=day(referral.appointment_on)) if referral.appointment_on else None
    return NextAction(
        _("%(organisation)s attends the person", organisation=organisation_name(referral)),
        step_action(_("Record that it was done"), "referrals.complete_referral", referral),
        due=appointment,
        tone="waiting",
        why=_("Record it when the person has told you so, or wait for the partner's word."),
    )
