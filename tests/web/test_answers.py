"""How a page with one form answers: shown, shown again with what is wrong, or saved once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, get_flashed_messages
from wtforms import StringField
from wtforms.validators import DataRequired

from app.foundation.actor import Actor
from app.foundation.errors import RefusedInput, WrongState
from app.foundation.ids import new_id
from app.web.answers import saved
from app.web.forms import Form


class TownForm(Form):
    town = StringField("Town", [DataRequired("Write the town")])


def to(address: str) -> Callable[[], str]:
    return lambda: address


@pytest.fixture
def submission() -> dict[str, str]:
    return {"submission_id": str(new_id()), "town": "Cúcuta"}


def test_a_form_that_was_not_sent_saves_nothing(app: Flask, caseworker: Actor) -> None:
    with app.test_request_context():
        assert saved(TownForm(), pytest.fail, actor=caseworker) is None


def test_a_form_with_something_to_mend_saves_nothing(app: Flask, caseworker: Actor, submission: dict[str, str]) -> None:
    with app.test_request_context(method="POST", data=submission | {"town": ""}):
        form = TownForm()
        assert saved(form, pytest.fail, actor=caseworker) is None
        assert form.errors == {"town": ["Write the town"]}


def test_a_form_in_order_is_saved_and_leads_on_with_a_word(app: Flask, caseworker: Actor, submission: dict[str, str]) -> None:
    with app.test_request_context(method="POST", data=submission):
        answer = saved(TownForm(), to("/towns/1"), actor=caseworker, told="The town is there.")
        assert get_flashed_messages(with_categories=True) == [("success", "The town is there.")]
    assert answer is not None
    assert (answer.status_code, answer.location) == (303, "/towns/1")


def test_a_repeated_form_leads_to_where_the_first_one_did(app: Flask, caseworker: Actor, submission: dict[str, str]) -> None:
    with app.test_request_context(method="POST", data=submission):
        saved(TownForm(), to("/towns/1"), actor=caseworker)
        answer = saved(TownForm(), pytest.fail, actor=caseworker)
        assert answer is not None
        assert answer.location == "/towns/1"


def test_other_content_under_the_same_id_is_refused(app: Flask, caseworker: Actor, submission: dict[str, str]) -> None:
    with app.test_request_context(method="POST", data=submission):
        saved(TownForm(), to("/towns/1"), actor=caseworker)
    with app.test_request_context(method="POST", data=submission | {"town": "Pasto"}), pytest.raises(WrongState):
        saved(TownForm(), pytest.fail, actor=caseworker)


def test_a_refusal_of_the_service_stands_at_its_field(app: Flask, caseworker: Actor, submission: dict[str, str]) -> None:
    def refuse() -> str:
        raise RefusedInput("There is a town of that name", field="town")

    with app.test_request_context(method="POST", data=submission):
        form = TownForm()
        assert saved(form, refuse, actor=caseworker, told="The town is there.") is None
        assert form.errors == {"town": ["There is a town of that name"]}
        assert get_flashed_messages() == []
