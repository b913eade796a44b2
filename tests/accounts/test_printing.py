"""A form on paper is that of the request that asked for it, whatever the process shows to others in the same moment."""

from __future__ import annotations

from datetime import datetime
from threading import Thread

import pytest
from flask import Flask, before_render_template
from wtforms import Form, StringField

from app.accounts.printing import prints
from app.web.printed_forms import Paper


class OwnForm(Form):
    word = StringField("Palabra propia")


class FormOfAnother(Form):
    word = StringField("Palabra ajena")


def show(app: Flask, form: Form) -> str:
    before_render_template.send(app, template=None, context={"form": form})
    return "page"


def test_what_another_request_shows_meanwhile_is_not_printed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[Form] = []

    def keep(form: Form, _paper: Paper, *, made_at: datetime) -> bytes:
        assert made_at.tzinfo
        printed.append(form)
        return b""

    monkeypatch.setattr("app.accounts.printing.print_blank", keep)

    def show_to_another() -> None:
        with app.test_request_context("/cases/new"):
            show(app, FormOfAnother())

    @prints("Registro")
    def view() -> str:
        another = Thread(target=show_to_another)
        another.start()
        another.join()
        return show(app, OwnForm())

    with app.test_request_context("/people/new?print=blank&language=es"):
        answer = view()
    assert answer.mimetype == "application/pdf"  # type: ignore[attr-defined]
    assert [type(form) for form in printed] == [OwnForm]
