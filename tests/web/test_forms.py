"""What all forms share: ids and versions that the page carries."""

from __future__ import annotations

import pytest
from flask import Flask

from app.foundation.ids import new_id
from app.web.forms import VersionedForm


def test_a_change_knows_the_version_that_it_is_based_on(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"submission_id": str(new_id()), "version": "3"}):
        form = VersionedForm()
        assert form.validate()
        assert form.based_on == 3


@pytest.mark.parametrize("damaged", ["", "x", "-1", "²", "9" * 40])
def test_a_damaged_version_says_to_reload_the_page(spanish: None, app: Flask, damaged: str) -> None:
    with app.test_request_context(method="POST", data={"submission_id": str(new_id()), "version": damaged}):
        form = VersionedForm()
        assert not form.validate()
        assert form.errors == {"version": ["El formulario está dañado. Cargue la página de nuevo e inténtelo otra vez."]}


@pytest.mark.parametrize("damaged", ["", "no-uuid"])
def test_a_damaged_submission_id_says_to_reload_the_page(spanish: None, app: Flask, damaged: str) -> None:
    with app.test_request_context(method="POST", data={"submission_id": damaged, "version": "3"}):
        form = VersionedForm()
        assert not form.validate()
        assert form.errors == {"submission_id": ["El formulario está dañado. Cargue la página de nuevo e inténtelo otra vez."]}


def test_a_form_can_go_on_from_another_version_than_the_one_sent(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"submission_id": str(new_id()), "version": "3"}):
        form = VersionedForm()
        form.version.replace(4)
        assert 'value="4"' in form.version()
