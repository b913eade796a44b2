from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from app.foundation.actor import Actor, ActorKind
from app.foundation.clock import now
from app.foundation.drafts import (
    KEPT_FOR,
    LONGEST,
    MOST,
    Draft,
    SavedAlready,
    Typed,
    TypedElsewhere,
    browser_key,
    browser_owner,
    drop_draft,
    find_draft,
    forget_drafts_about,
    forget_old_drafts,
    keep_draft,
    list_drafts,
)
from app.foundation.errors import WrongState
from app.foundation.ids import new_id
from app.foundation.submissions import save_once

SAID = "Vive con su abuela en la vereda El Escobal"


def typed(submission_id: UUID | None = None, **changes: Any) -> Typed:
    """A form with one field, as a test types it."""
    form = Typed(
        submission_id=submission_id or new_id(),
        page="people.register",
        address="/people/new",
        fields=[("words", SAID)],
        mark=new_id(),
    )
    return replace(form, **changes)


def stranger() -> Actor:
    return Actor(kind=ActorKind.STAFF, name="Otra", id=new_id())


def rows(session: Session) -> list[Draft]:
    return list(session.scalars(sa.select(Draft).execution_options(populate_existing=True)))


def test_what_is_typed_is_kept_sealed_and_read_again_by_its_writer_alone(session: Session, caseworker: Actor) -> None:
    form = typed()
    assert keep_draft(caseworker, form)
    (row,) = rows(session)
    assert SAID.encode() not in row.fields
    kept = find_draft(caseworker, form.submission_id)
    assert kept is not None
    assert kept.fields == [("words", SAID)]
    assert [draft.id for draft in list_drafts(caseworker)] == [row.id]
    assert find_draft(stranger(), form.submission_id) is None
    assert list_drafts(stranger()) == []


def test_each_saving_takes_the_place_of_the_one_it_goes_on_from(session: Session, caseworker: Actor) -> None:
    first = typed()
    keep_draft(caseworker, first)
    second = replace(first, mark=new_id(), after=[first.mark], fields=[("words", "Otra cosa")])
    assert not keep_draft(caseworker, second)
    (kept,) = list_drafts(caseworker)
    assert kept.fields == [("words", "Otra cosa")]
    assert len(rows(session)) == 1


def test_a_page_that_does_not_know_what_was_typed_elsewhere_changes_nothing(caseworker: Actor) -> None:
    first = typed()
    keep_draft(caseworker, first)
    with pytest.raises(TypedElsewhere):
        keep_draft(caseworker, replace(first, mark=new_id(), fields=[("words", "de otro teléfono")]))
    (kept,) = list_drafts(caseworker)
    assert kept.fields == [("words", SAID)]
    keep_draft(caseworker, first)  # the very same saving once more, because its answer was lost


def test_saving_the_form_takes_its_draft_away_and_it_does_not_come_back(session: Session, caseworker: Actor) -> None:
    form, other = typed(), typed()
    keep_draft(caseworker, form)
    keep_draft(caseworker, other)
    save_once(form.submission_id, actor=caseworker, content={}, save=lambda: "/saved")
    assert [draft.submission_id for draft in list_drafts(caseworker)] == [other.submission_id]
    with pytest.raises(SavedAlready):
        keep_draft(caseworker, replace(form, mark=new_id()))
    assert len(rows(session)) == 1


def test_a_form_that_could_not_be_saved_keeps_its_draft(session: Session, caseworker: Actor) -> None:
    form = typed()
    keep_draft(caseworker, form)
    session.commit()

    def refuse() -> str:
        raise WrongState("refused")

    with pytest.raises(WrongState):
        save_once(form.submission_id, actor=caseworker, content={}, save=refuse)
    assert find_draft(caseworker, form.submission_id) is not None


def test_the_same_submission_id_of_two_people_is_two_drafts(session: Session, caseworker: Actor) -> None:
    form, other = typed(), stranger()
    keep_draft(caseworker, form)
    keep_draft(other, replace(form, mark=new_id(), fields=[("words", "de otra persona")]))
    assert len(rows(session)) == 2
    assert drop_draft(other, form.submission_id)
    assert find_draft(caseworker, form.submission_id) is not None


def test_too_long_and_too_many_are_refused_with_what_to_do(caseworker: Actor) -> None:
    with pytest.raises(WrongState):
        keep_draft(caseworker, typed(fields=[("words", "x" * LONGEST)]))
    for _ in range(MOST):
        keep_draft(caseworker, typed())
    with pytest.raises(WrongState):
        keep_draft(caseworker, typed())
    assert len(list_drafts(caseworker)) == MOST


def test_drafts_go_after_two_weeks_without_typing_and_not_before(session: Session, caseworker: Actor) -> None:
    old, young = typed(), typed()
    with time_machine.travel(now() - KEPT_FOR - timedelta(minutes=1), tick=False):
        keep_draft(caseworker, old)
    with time_machine.travel(now() - KEPT_FOR + timedelta(minutes=1), tick=False):
        keep_draft(caseworker, young)
    assert forget_old_drafts() == 1
    assert [row.submission_id for row in rows(session)] == [young.submission_id]


def test_drafts_about_a_file_go_with_it(session: Session, caseworker: Actor) -> None:
    case_id, form = new_id(), typed()
    keep_draft(caseworker, typed(address=f"/cases/{case_id}/notes/new"))
    keep_draft(caseworker, form)
    assert forget_drafts_about([]) == 0
    assert forget_drafts_about([new_id(), case_id]) == 1
    assert [row.submission_id for row in rows(session)] == [form.submission_id]


@pytest.mark.usefixtures("session")
def test_browsers_get_a_key_and_a_name_of_each_user_that_do_not_tell_one_another() -> None:
    one, other = new_id(), new_id()
    assert browser_key(one) == browser_key(one)
    assert len({browser_key(one), browser_key(other)}) == 2
    assert len(browser_key(one)) == 16
    assert browser_owner(one) != browser_owner(other)
    assert browser_key(one).hex() != browser_owner(one)
