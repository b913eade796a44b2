"""The task about a child: who answers for them, in words; and the alert on the pages of the case."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.foundation.actor import Actor
from app.people.enums import CareNeed, CareSituation
from app.people.policies import can_change_person, can_view_person, may_be_child
from app.people.presenters import alert_line, child_alert
from app.people.queries import find_care, find_care_needs
from app.web.filters import ago, day
from app.web.page_parts import Action, BannerLine, NextAction

if TYPE_CHECKING:
    from app.cases.models import Case
    from app.cases.queries import ChildTask

_ASKED = {
    CareNeed.ASK: _l("Ask who cares for this child, and record it"),
    CareNeed.CONFIRM: _l("Ask whether the child's mother or father is with them, and record who answers"),
    CareNeed.ASK_AGAIN: _l("Ask who cares for this child now: who answered for them no longer lives with them"),
    CareNeed.CARER_DIED: _l("Ask who cares for this child now: who answered for them died"),
}


def child_line(actor: Actor, case: Case, today: date) -> BannerLine | None:
    """The protection alert on the banner of a case; None where there is none, or its reader may not open the person's file."""
    person = case.person
    if not may_be_child(person, today) or not can_view_person(actor, person):
        return None
    alert = child_alert(person, find_care(actor, person), find_care_needs(actor, [person.id]).get(person.id), today=today)
    return alert_line(alert, url_for("people.show_person", person_id=person.id, _anchor="care")) if alert else None


def child_words(task: ChildTask) -> str:
    """What has to be done, in one sentence."""
    if task.need in _ASKED:
        return str(_ASKED[task.need])
    if task.situation is CareSituation.UNACCOMPANIED:
        return str(_("Unaccompanied child: record who answers for them and who decides about consent"))
    if task.situation is CareSituation.SEPARATED:
        return str(_("Separated child: record who answers for them and who decides about consent"))
    return str(_("Child: find out with whom they are, and record who answers for them"))


def child_due_words(task: ChildTask, today: date) -> str:
    """Until when a full assessment is due, or since when it is overdue."""
    told = f"{day(task.due_on)} ({ago(task.due_on, today)})"
    if task.due_on < today:
        return str(_("The assessment of what is best for the child was due on %(day)s", day=told))
    return str(_("The assessment of what is best for the child is due by %(day)s", day=told))


def child_action(task: ChildTask, *, name: str | None = None) -> Action:
    return Action(_("Record who cares for the child"), url_for("people.state_care", person_id=task.person_id), hidden_text=name)


def child_next_action(actor: Actor, case: Case, task: ChildTask, today: date) -> NextAction:
    """The task as the next step of a case."""
    return NextAction(
        child_words(task),
        child_action(task) if can_change_person(actor, case.person) else None,
        due=child_due_words(task, today),
        tone="late" if task.due_on < today else "due",
        why=_("What was agreed to until then has to be confirmed by whoever decides for the child."),
    )
