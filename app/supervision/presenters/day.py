"""One's own day: every row says what, who, since when, and has one button, the next action."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.permissions import Permission
from app.accounts.presenters import draft_rows
from app.cases.forms import Whose
from app.cases.presenters import renewal_row
from app.cases.presenters.children import child_action, child_words
from app.cases.presenters.next_action import RECORDING, TASKS
from app.cases.queries import MOST_CHILDREN
from app.foundation.actor import Actor
from app.foundation.clock import date_in, today_in
from app.foundation.pagination import Page
from app.people.presenters import name_in_words
from app.referrals.enums import ReferralStatus, Shown
from app.referrals.labels import DECLINE_REASON_LABELS
from app.referrals.presenters.words import organisation_name, service_name
from app.referrals.queries import MOST_ON_A_DAY
from app.supervision.presenters.words import today_words
from app.supervision.queries import DayCase, DayPart
from app.supervision.services import MOST_IN_A_GROUP, CoveredDay, Day
from app.web.filters import ago, day, instant
from app.web.page_parts import Action, Link, Place, Section, TaskGroup, TaskRow, Tone

if TYPE_CHECKING:
    from app.accounts.models import BreakGlass
    from app.cases.queries import ChildTask
    from app.referrals.models import Referral


@dataclass(frozen=True)
class DayPage:
    """The home of everybody whose work is more than one page.

    Attributes:
        action: registering a person.
        calm: what an empty day says; None when there is something to do.
        board: the way to the team's caseload, for supervisors.
        places: the pages where the work of people without cases is done.
    """

    title: str
    groups: Sequence[TaskGroup]
    action: Action | None
    calm: tuple[str, str] | None
    board: Action | None
    places: Sequence[Place] = ()


def day_page(actor: Actor, own: Day, waiting: Sequence[TaskRow]) -> DayPage:
    """Args: waiting: what waits for the reader beside their cases."""
    groups = [group for group in [_decisions(waiting), *_groups(actor, own)] if group.rows or group.empty]
    review = Action(_("Look at the caseload"), url_for("supervision.board"))
    return DayPage(
        title=today_words(own.today),
        groups=groups,
        action=_registration(actor),
        calm=None if groups else _calm_words(),
        board=review if actor.may(Permission.REVIEW_CASELOAD) else None,
    )


def duties_page(actor: Actor, waiting: Sequence[TaskRow], places: Sequence[Place]) -> DayPage:
    """The home of people without cases: what waits for their decision, and the way to all their pages."""
    calm = (_("Nothing waits for your decision"), _("What does will appear here by itself."))
    return DayPage(
        title=today_words(today_in(actor.time_zone)),
        groups=[_decisions(waiting)] if waiting else [],
        action=None,
        calm=None if waiting else calm,
        board=None,
        places=places,
    )


def _decisions(waiting: Sequence[TaskRow]) -> TaskGroup:
    return TaskGroup(_("Waits for your decision"), waiting, tone="due", is_counted=False)


def _registration(actor: Actor) -> Action | None:
    return Action(_("Register person"), url_for("people.register")) if actor.may(Permission.REGISTER_PERSON) else None


def _calm_words() -> tuple[str, str]:
    return _("Nothing waits for you today"), _("Whoever comes next has your full attention. New work will appear here by itself.")


def _groups(actor: Actor, own: Day) -> list[TaskGroup]:
    zone = actor.time_zone
    return [
        TaskGroup(_("Read in an emergency"), [_emergency(use, zone) for use in own.emergencies], tone="danger"),
        _children(own),
        _children_reviewed(own),
        _cases(own, DayPart.OVERDUE, _("Overdue"), "late", late="y"),
        _cases(own, DayPart.TODAY, _("For today"), "due"),
        _referrals(_("Came back"), "good", [partial(_returned, own, one, zone) for one in own.returned], Shown.ANSWERED),
        _referrals(
            _("Unanswered"), "waiting", [partial(_unanswered, own, one, zone) for one in own.unanswered], Shown.UNANSWERED
        ),
        _cases(own, DayPart.COMING, _("Next days"), "neutral"),
        _renewals(actor, own),
        _begun(actor, own),
        *(_covered(own, covered) for covered in own.covered),
    ]


def _renewals(actor: Actor, own: Day) -> TaskGroup:
    """Consents of one's own cases that end soon or have ended."""
    count = own.renewals[0].of_all if own.renewals else 0
    rest = Link(_("All of them, in the list of consents"), url_for("cases.list_renewals", whose=Whose.MINE.value))
    rows = [renewal_row(actor, renewal) for renewal in own.renewals]
    return TaskGroup(_("Consents to ask for again"), rows, tone="due", count=count, more=rest if count > len(rows) else None)


def _begun(actor: Actor, own: Day) -> TaskGroup:
    """Forms that were begun and not finished."""
    count = len(own.drafts)
    rest = Link(_("All the forms you began"), url_for("accounts.list_drafts")) if count else None
    return TaskGroup(_("Not finished"), draft_rows(actor, own.drafts[:MOST_IN_A_GROUP]), tone="waiting", count=count, more=rest)


def _covered(own: Day, covered: CoveredDay) -> TaskGroup:
    """The cases of an absent colleague in one group; a short one says that it stands there because of the cover."""
    counts = covered.counts
    count = counts.overdue + counts.today + counts.coming + len(covered.children)
    rest = Link(_("All of them, in the list of cases"), url_for("cases.list_cases", whose=covered.user_id))
    return TaskGroup(
        _("You cover %(name)s until %(day)s", name=covered.name, day=day(covered.last_day)),
        [*(_child(own.today, task) for task in covered.children), *(_case(own, case) for case in covered.cases)],
        tone="info",
        empty=_("Nothing of theirs waits for you today."),
        count=count,
        more=rest,
    )


def _emergency(use: BreakGlass, zone: str) -> TaskRow:
    """A file of one's own work that somebody of another office opened."""
    office = use.user.office.name if use.user.office else ""
    what = _("%(name)s, %(office)s, opened a file of your office", name=use.user.name, office=office)
    when = instant(use.opened_at, zone)
    return TaskRow(what, Action(_("See why"), url_for("emergency.show_use", use_id=use.id), hidden_text=when), since=when)


def _children(own: Day) -> TaskGroup:
    """All of them stand there, as no other list shows them."""
    return TaskGroup(_("Protection of children"), [_child(own.today, task) for task in own.children], tone="danger")


def _children_reviewed(own: Day) -> TaskGroup:
    count = len(own.children_reviewed)
    rest = Link(_("All of them"), url_for("supervision.list_children"))
    rows = [_child(own.today, task) for task in own.children_reviewed[:MOST_IN_A_GROUP]]
    return TaskGroup(
        _("Protection of children, in your offices"),
        [*([_waiting_children(own.children_waiting)] if own.children_waiting else []), *rows],
        tone="danger",
        count=f"{count + own.children_waiting}+" if count >= MOST_CHILDREN else count + own.children_waiting,
        more=rest if count > MOST_IN_A_GROUP else None,
    )


def _waiting_children(count: int) -> TaskRow:
    what = ngettext(
        "%(num)s child was registered more than three months ago, and nobody recorded who answers for them",
        "%(num)s children were registered more than three months ago, and nobody recorded who answers for them",
        count,
    )
    return TaskRow(what, Action(_("Look at these children"), url_for("supervision.list_waiting_children")))


@dataclass(frozen=True)
class ChildrenPage:
    """Children at the supervised offices of whom it has to be recorded who answers for them.

    Attributes:
        calm: what is said where there is none.
    """

    title: str
    back: Link
    sections: Sequence[Section]
    groups: Sequence[TaskGroup]
    calm: tuple[str, str] | None


def new_children_page(children: Page[ChildTask], today: date) -> ChildrenPage:
    calm = (_("Of every child it is known who answers for them"), _("Children registered without an adult will appear here."))
    group = TaskGroup(_("Registered in the last three months"), _task_rows(children, today), tone="danger", is_counted=False)
    return _children_page(group, calm, is_of_new=True)


def waiting_children_page(children: Page[ChildTask], today: date) -> ChildrenPage:
    calm = (
        _("No child waits for longer"),
        _("Children come here when three months have passed and nobody recorded who answers."),
    )
    group = TaskGroup(_("Registered longer ago"), _task_rows(children, today), tone="danger", is_counted=False)
    return _children_page(group, calm, is_of_new=False)


def _task_rows(children: Page[ChildTask], today: date) -> list[TaskRow]:
    return [_child(today, task) for task in children.rows]


def _children_page(group: TaskGroup, calm: tuple[str, str], *, is_of_new: bool) -> ChildrenPage:
    return ChildrenPage(
        title=_("Protection of children, in your offices"),
        back=Link(_("My day"), url_for("supervision.home")),
        sections=[
            Section(_("Last three months"), url_for("supervision.list_children"), current=is_of_new),
            Section(_("Longer ago"), url_for("supervision.list_waiting_children"), current=not is_of_new),
        ],
        groups=[group] if group.rows else [],
        calm=None if group.rows else calm,
    )


def _child(today: date, task: ChildTask) -> TaskRow:
    name = name_in_words(task.given_names, task.surname_1, task.surname_2)
    return TaskRow(
        child_words(task),
        child_action(task, name=name),
        who=f"{name} · {task.code}",
        who_href=_child_href(task),
        since=f"{ago(task.due_on, today)} ({day(task.due_on)})",
    )


def _child_href(task: ChildTask) -> str:
    if task.case_id is None:
        return url_for("people.show_person", person_id=task.person_id)
    return url_for("cases.show_case", case_id=task.case_id)


def _cases(own: Day, part: DayPart, title: str, tone: Tone, *, late: str | None = None) -> TaskGroup:
    rows = [_case(own, case) for case in own.cases if case.part is part]
    count = own.counts.of(part)
    rest = Link(_("All of them, in the list of cases"), url_for("cases.list_cases", whose="mine", late=late))
    return TaskGroup(title, rows, tone=tone, count=count, more=rest if count > len(rows) else None)


def _referrals(title: str, tone: Tone, drawers: Sequence[Callable[[], TaskRow]], shown: Shown) -> TaskGroup:
    """A group of referrals; the drawers make its rows, and only as many as are shown."""
    count = len(drawers)
    rest = Link(_("All of them, in the list of referrals"), url_for("referrals.list_referrals", show=shown.value))
    return TaskGroup(
        title,
        [draw() for draw in drawers[:MOST_IN_A_GROUP]],
        tone=tone,
        # The list behind it ends there: how many more there are nobody has counted.
        count=f"{count}+" if count >= MOST_ON_A_DAY else count,
        more=rest if count > MOST_IN_A_GROUP else None,
    )


def _case(own: Day, case: DayCase) -> TaskRow:
    name = name_in_words(case.given_names, case.surname_1, case.surname_2)
    if case.has_died:
        what = _("The person died: close the case")
        action = Action(_("Close the case"), url_for("cases.close_case", case_id=case.id), hidden_text=name)
    elif case.follow_up is None or case.follow_up_id is None:
        what = _("Plan the next follow-up")
        action = Action(_("Plan a follow-up"), url_for("cases.plan_follow_up", case_id=case.id), hidden_text=name)
    else:
        what = str(TASKS[case.follow_up])
        href = url_for("cases.complete_follow_up", case_id=case.id, follow_up_id=case.follow_up_id)
        action = Action(str(RECORDING[case.follow_up]), href, hidden_text=name)
    return TaskRow(
        what,
        action,
        who=f"{name} · {case.code}",
        who_href=url_for("cases.show_case", case_id=case.id),
        since=_since(own, case),
    )


def _since(own: Day, case: DayCase) -> str:
    if case.part is DayPart.TODAY:
        return str(_("today"))
    return f"{ago(case.attention_on, own.today)} ({day(case.attention_on)})"


def _returned(own: Day, referral: Referral, zone: str) -> TaskRow:
    texts = {
        ReferralStatus.ACCEPTED: _("Tell the person"),
        ReferralStatus.DECLINED: _("Look for another place"),
        ReferralStatus.COMPLETED: _("Ask the person"),
    }
    moment = own.answered_at.get(referral.id)
    since = ago(date_in(moment, zone), own.today) if moment else None
    button = _("Look at the answer") if referral.case.person.has_died else texts[referral.status]
    return _referral_row(referral, answer_words(referral), button, since)


def answer_words(referral: Referral) -> str:
    """What the partner answered, in one sentence."""
    names = {"organisation": organisation_name(referral), "service": service_name(referral)}
    if referral.status is ReferralStatus.DECLINED and referral.decline_reason:
        reason = str(DECLINE_REASON_LABELS[referral.decline_reason])
        return str(_("%(organisation)s cannot: %(reason)s", organisation=names["organisation"], reason=reason))
    if referral.status is ReferralStatus.COMPLETED:
        return str(_("%(organisation)s says it is done: %(service)s", **names))
    if referral.appointment_on:
        return str(_("%(organisation)s accepted: appointment on %(day)s", **names, day=day(referral.appointment_on)))
    return str(_("%(organisation)s accepted: %(service)s", **names))


def _unanswered(own: Day, referral: Referral, zone: str) -> TaskRow:
    what = _(
        "%(organisation)s has not answered: %(service)s", organisation=organisation_name(referral), service=service_name(referral)
    )
    return _referral_row(referral, what, _("Review referral"), _overdue_words(referral.answer_due_at, own, zone))


def _overdue_words(due_at: datetime | None, own: Day, zone: str) -> str | None:
    return str(_("the answer was due %(ago)s", ago=ago(date_in(due_at, zone), own.today))) if due_at else None


def _referral_row(referral: Referral, what: str, button: str, since: str | None) -> TaskRow:
    person = referral.case.person
    name = name_in_words(person.given_names, person.surname_1, person.surname_2)
    return TaskRow(
        what,
        Action(button, url_for("referrals.show_referral", referral_id=referral.id), hidden_text=f"{name}, {referral.code}"),
        who=f"{name} · {referral.case.code}",
        who_href=url_for("cases.show_case", case_id=referral.case_id),
        since=since,
    )
