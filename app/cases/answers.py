"""What this room answers to the questions of ``people`` and ``accounts`` below it; ``app/wiring.py`` connects them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.permissions import Permission
from app.cases import policies, queries, services
from app.cases.kinds import describe
from app.cases.policies import is_for_paper
from app.cases.presenters import case_line
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.people.belongings import Belonging
from app.people.sheets import SheetPart
from app.web.filters import day_long
from app.web.page_parts import Action, BannerLine

if TYPE_CHECKING:
    from app.people.models import Person

MOST_LINES = 10


def work_with_person(actor: Actor, person: Person) -> Sequence[BannerLine]:
    """One line a case of the person in the actor's scope: those at work first."""
    if not actor.may(Permission.VIEW_CASE):
        return []
    cases = queries.list_cases_of_person(actor, person.id)[:MOST_LINES]
    today = today_in(person.office.time_zone)
    return [case_line(case, today, href=url_for("cases.show_case", case_id=case.id)) for case in cases]


def work_on_sheet(actor: Actor, person: Person) -> Sequence[SheetPart]:
    """The person's cases at work in the actor's scope, and the days on which they are awaited; restricted ones stay off paper."""
    if not actor.may(Permission.VIEW_CASE):
        return []
    cases = [one for one in queries.list_cases_of_person(actor, person.id) if is_for_paper(one)]
    days = queries.list_days_ahead(actor, [case.id for case in cases], today_in(person.office.time_zone))
    return [
        SheetPart(_("Your cases"), [f"{case.code}: {describe(case.kind).name}" for case in cases]),
        SheetPart(_("We see each other"), [_("%(day)s, at the office", day=day_long(on)) for on in days]),
    ]


def actions_on_person(actor: Actor, person: Person) -> Sequence[Action]:
    """What may be begun with the person."""
    opening = [Action(_("Open a case"), url_for("cases.open_case", person_id=person.id))]
    return [*(opening if policies.can_open_case(actor, person) else []), *_restriction(actor, person)]


def _restriction(actor: Actor, person: Person) -> list[Action]:
    if policies.can_name(actor, person):
        return [Action(_("Who sees this file"), url_for("cases.who_knows_of_person", person_id=person.id))]
    if policies.can_restrict_person(actor, person):
        return [Action(_("Restrict the whole file"), url_for("cases.restrict_person", person_id=person.id))]
    return []


def place_for_protected_need(actor: Actor, person: Person) -> str | None:
    """Where the file is restricted and the need written down at one go, for who may restrict it."""
    if not policies.can_restrict_person(actor, person):
        return None
    return url_for("cases.restrict_for_need", person_id=person.id)


def death_changed(actor: Actor, person: Person) -> None:
    """Their cases at work come to somebody's day at once."""
    services.attend_to_death(actor, person)


def find_by_code(actor: Actor, code: str) -> str | None:
    """The address of the case with this code, in the actor's scope; None when there is none."""
    if not actor.may(Permission.VIEW_CASE):
        return None
    case = queries.find_case_by_code(actor, code)
    return url_for("cases.show_case", case_id=case.id) if case else None


def find_record_by_code(code: str) -> UUID | None:
    """The id of the case with this code at an office whose audit trail the actor reads."""
    return db.session.scalar(sa.select(sa.func.quipu_id_of_code("case", code)))


def differences_were_shown(actor: Actor, kind: str, record_id: UUID) -> None:
    """Write down that a case was opened by way of a form that came too late."""
    if kind == "case":
        services.open_file(actor, record_id, section="differences")


def belongings() -> Sequence[Belonging]:
    """What points at a person here. A case moves before its services: one that is written meanwhile waits for the case."""
    return (
        Belonging("case.person_id", _cases_shown, lambda n: ngettext("%(num)s case", "%(num)s cases", n)),
        Belonging("service_delivery.person_id"),
    )


def _cases_shown(actor: Actor, person: Person) -> Sequence[UUID]:
    return [case.id for case in queries.list_cases_of_person(actor, person.id)] if actor.may(Permission.VIEW_CASE) else []
