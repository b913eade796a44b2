"""The frame of a case's file: who it is about, its pages, and what may be done."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from app.cases import questions
from app.cases.enums import CaseStatus
from app.cases.kinds import describe
from app.cases.policies import CaseAction, can_act, can_name, can_restrict_case, is_glass_broken
from app.cases.presenters.children import child_line
from app.cases.presenters.words import case_words, risk_tag, status_tag
from app.foundation.actor import Actor
from app.people.policies import can_read_person
from app.people.presenters import person_banner, person_name
from app.people.queries import consents_in_force
from app.people.questions import strip_over
from app.web.filters import day
from app.web.page_parts import Action, Banner, BannerLine, Link, Section, Tag

if TYPE_CHECKING:
    from app.cases.models import Case


class SectionName(enum.StrEnum):
    """The pages of a case's file in this room; upper rooms add theirs. The value is the endpoint."""

    SUMMARY = "cases.show_case"
    SERVICES = "cases.show_services"
    FOLLOW_UPS = "cases.show_follow_ups"
    NOTES = "cases.show_notes"


@dataclass(frozen=True)
class CaseFrame:
    """What a form about a case shows around itself; plain words, so that it outlives a refused saving."""

    caption: str
    code: str
    person: str
    back: Link
    cancel: Link


def case_frame(case: Case) -> CaseFrame:
    href = url_for("cases.show_case", case_id=case.id)
    name = person_name(case.person)
    return CaseFrame(
        caption=f"{name} · {case_words(case)}",
        code=case.code,
        person=name,
        back=Link(_("The case"), href),
        cancel=Link(_("Leave without saving"), href),
    )


def case_banner(actor: Actor, case: Case, today: date) -> Banner:
    """The person's banner with the case's line and all that may be recorded in it."""
    banner = person_banner(case.person, today, consents_in_force(case.person_id))
    return replace(
        banner,
        lines=[line for line in (child_line(actor, case, today), case_line(case, today, href=None)) if line],
        actions=_actions(actor, case),
        actions_text=_("Record something"),
        emergency=strip_over(actor, case.person_id) if is_glass_broken(actor, case) else None,
    )


def case_line(case: Case, today: date, *, href: str | None) -> BannerLine:
    """``Case CUC-2026-00412 · Documentation · Ana P. · team Mobile`` with state, risk and days to mind as tags."""
    carrier = case.caseworker.name if case.caseworker else _("nobody carries it")
    parts = [case_words(case), carrier, _("team %(name)s", name=case.team.name) if case.team else None]
    return BannerLine(" · ".join(str(part) for part in parts if part), href, [*case_tags(case), *_days_to_mind(case, today)])


def _days_to_mind(case: Case, today: date) -> list[Tag]:
    """Days ahead, of the intake, that nobody should overlook while there is work to do, such as that on which they travel on."""
    if case.status is CaseStatus.CLOSED:
        return []
    asked = [question for section in describe(case.kind).intake for question in section.questions if question.head_words]
    days = [(question, date.fromisoformat(case.intake[question.key])) for question in asked if case.intake.get(question.key)]
    return [Tag(f"{question.head_words}: {day(on)}", "due") for question, on in days if on >= today]


def case_tags(case: Case) -> list[Tag]:
    restricted = [Tag(_("Restricted"), "danger")] if case.is_restricted else []
    return [status_tag(case.status), risk_tag(case.risk), *restricted]


def case_sections(actor: Actor, case: Case, current: str) -> list[Section]:
    """The pages of the file; ``current`` is the address of the one being read."""
    own = [
        (SectionName.SUMMARY, _("Summary")),
        (SectionName.SERVICES, _("Services")),
        (SectionName.FOLLOW_UPS, _("Follow-ups")),
        (SectionName.NOTES, _("Notes")),
    ]
    sections = [Section(text, url_for(name.value, case_id=case.id)) for name, text in own]
    # What upper rooms add stands before the notes, where the reader of a file looks for it.
    sections[-1:-1] = [section for answer in questions.sections.ask_all(actor, case) for section in answer]
    return [replace(section, current=section.href == current) for section in sections]


def _actions(actor: Actor, case: Case) -> Sequence[Action]:
    """What may be done, in the order in which it is mostly done; steps of the case's life last. An erased file rests."""
    if case.person.erased_at is not None:
        return []
    work = [
        (CaseAction.ADD_NOTE, _("Note"), "cases.add_note"),
        (CaseAction.DELIVER_SERVICE, _("Service delivered"), "cases.deliver_service"),
        (CaseAction.PLAN_FOLLOW_UP, _("Follow-up to come"), "cases.plan_follow_up"),
    ]
    steps = [
        (CaseAction.HOLD, _("Put the case on hold"), "cases.hold_case"),
        (CaseAction.RESUME, _("Resume the case"), "cases.resume_case"),
        (CaseAction.CLOSE, _("Close the case"), "cases.close_case"),
        (CaseAction.REOPEN, _("Reopen the case"), "cases.reopen_case"),
    ]
    asked = [action for answer in questions.actions.ask_all(actor, case) for action in answer]
    return [*_links(actor, case, work), *asked, *_links(actor, case, steps), *_restriction(actor, case)]


def _restriction(actor: Actor, case: Case) -> list[Action]:
    if can_restrict_case(actor, case):
        return [Action(_("Restrict this case"), url_for("cases.restrict_case", case_id=case.id))]
    if can_name(actor, case):
        return [Action(_("Who sees this case"), url_for("cases.who_knows_of_case", case_id=case.id))]
    return []


def _links(actor: Actor, case: Case, actions: Sequence[tuple[CaseAction, str, str]]) -> list[Action]:
    allowed = [(text, endpoint) for action, text, endpoint in actions if can_act(actor, action, case)]
    return [Action(text, url_for(endpoint, case_id=case.id)) for text, endpoint in allowed]


def person_link(actor: Actor, case: Case) -> Link | None:
    """The way to the person's file, for those who may open it."""
    if not can_read_person(actor, case.person):
        return None
    return Link(_("The person's file"), url_for("people.show_person", person_id=case.person_id))
