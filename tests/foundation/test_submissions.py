from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.errors import WrongState
from app.foundation.ids import new_id
from app.foundation.numbering import next_number
from app.foundation.submissions import KEPT_FOR, Submission, forget_old_submissions, save_once
from app.foundation.transactions import transaction


def save() -> str:
    return f"/saved/{next_number('test:submission')}"


def test_a_repeated_form_answers_as_the_first_time_and_saves_once(session: Session, caseworker: Actor) -> None:
    submission = new_id()
    answers = {save_once(submission, actor=caseworker, content={"text": "hola"}, save=save) for _ in range(5)}
    assert answers == {"/saved/1"}


def test_the_same_id_with_other_content_is_refused(session: Session, caseworker: Actor) -> None:
    submission = new_id()
    save_once(submission, actor=caseworker, content={"text": "hola"}, save=save)
    with pytest.raises(WrongState):
        save_once(submission, actor=caseworker, content={"text": "adiós"}, save=save)


def test_a_form_of_somebody_else_under_the_same_id_is_refused(session: Session, caseworker: Actor) -> None:
    submission = new_id()
    save_once(submission, actor=caseworker, content={}, save=save)
    stranger = Actor(kind=caseworker.kind, name="Otra", id=new_id())
    with pytest.raises(WrongState):
        save_once(submission, actor=stranger, content={}, save=save)


def test_a_form_whose_saving_failed_can_be_sent_again(session: Session, caseworker: Actor) -> None:
    submission = new_id()

    def fail() -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_once(submission, actor=caseworker, content={}, save=fail)
    assert save_once(submission, actor=caseworker, content={}, save=save) == "/saved/1"


def test_the_digest_does_not_give_the_content_away(session: Session, caseworker: Actor) -> None:
    submission = new_id()
    save_once(submission, actor=caseworker, content={"phone": "3001234567"}, save=save)
    row = session.get_one(Submission, submission)
    assert "300" not in row.location
    assert len(row.content_digest) == 64


def test_old_submissions_are_forgotten_and_young_ones_kept(session: Session, caseworker: Actor) -> None:
    old, young = new_id(), new_id()
    with time_machine.travel(now() - KEPT_FOR - timedelta(days=1)):
        save_once(old, actor=caseworker, content={}, save=save)
    save_once(young, actor=caseworker, content={}, save=save)
    with transaction():
        forget_old_submissions()
    assert set(session.scalars(sa.select(Submission.id).where(Submission.id.in_([old, young])))) == {young}


def test_the_same_id_and_words_in_another_record_are_another_form(app: Flask, session: Session, caseworker: Actor) -> None:
    submission = new_id()
    with app.test_request_context("/cases/1/notes/new", method="POST"):
        save_once(submission, actor=caseworker, content={"text": "hola"}, save=save)
    with app.test_request_context("/cases/2/notes/new", method="POST"), pytest.raises(WrongState):
        save_once(submission, actor=caseworker, content={"text": "hola"}, save=save)
