"""What some people of a demo need and find hard to do, so that their pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from app.accounts.permissions import Role
from app.catalogue.models import SpecificNeed
from app.foundation.clock import today_in
from app.foundation.database import db
from app.people.enums import AnsweredBy, Difficulty
from app.people.policies import is_too_young_for_questions
from app.people.queries import get_person
from app.people.services import NewAnswers, NewNeed, record_functioning, record_need
from ops.demo.operation import Account
from ops.demo.who_sees_what import newest_cases, signed_in_as, users_at

NOTED = {"SM-CI": "Toma medicina para la presión; se le acaba el viernes.", "X-SP": None, "CR-NE": "Sin cupo desde marzo."}
"""Code of the need -> what a demo notes about it. All invented."""
USUAL = dict.fromkeys(("seeing", "hearing", "walking", "remembering", "self_care", "communicating"), Difficulty.NONE)


def tell_some_needs(accounts: Sequence[Account]) -> None:
    """Each caseworker with an account records needs of a few people, in the present transaction."""
    needs = {need.code: need.id for need in db.session.scalars(sa.select(SpecificNeed))}
    for account in accounts:
        if account.role != Role.CASEWORKER or account.office is None:
            continue
        user = users_at(account.office)["caseworker"]
        cases = newest_cases(user, len(NOTED))
        actor = signed_in_as(user)
        today = today_in(actor.time_zone)
        hardly_walks = NewAnswers(
            difficulties={**USUAL, "seeing": Difficulty.SOME, "walking": Difficulty.A_LOT},
            answered_by=AnsweredBy.PERSON,
            answered_on=today,
        )
        for case, (code, note) in zip(cases, NOTED.items(), strict=False):
            record_need(actor, case.person_id, NewNeed(need_id=needs[code], since_on=today - timedelta(days=40), note=note))
            if not is_too_young_for_questions(get_person(actor, case.person_id), today):
                record_functioning(actor, case.person_id, hardly_walks)
