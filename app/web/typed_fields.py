"""What a form held that is not saved, under the names of its fields.

The page that refuses it has made no form: the names are read from the shape of the room's forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from wtforms import BooleanField, HiddenField, PasswordField

from app.web.fields import PARTS
from app.web.forms import Form, VersionField
from app.web.page_parts import SummaryRow

A_PART = re.compile(rf"-({'|'.join(PARTS)})$")
"""Ends the name of one of the three boxes of a date."""
NEVER_SHOWN = (HiddenField, PasswordField, VersionField)


def typed_rows(fields: Iterable[tuple[str, str]]) -> list[SummaryRow]:
    """A line a field that was filled, in the order in which it was sent; no ids, nothing hidden, no unknown names."""
    typed = [(A_PART.sub("", name), value.strip()) for name, value in fields]
    shape = _shape_of(frozenset(name for name, _value in typed))
    rows = []
    for name, same in groupby(typed, key=lambda field: field[0]):
        words = [_words(shape[name], value) for _name, value in same if value and not _is_id(value)] if name in shape else []
        if words:
            rows.append(SummaryRow(_label(shape[name]), _separator(shape[name]).join(words)))
    return rows


def _shape_of(names: frozenset[str]) -> dict[str, Any]:
    """The fields of the form of this room that fits the names best."""
    room = f"app.{request.blueprint}."
    shapes = [_fields_of(form) for form in _kinds_of(Form) if form.__module__.startswith(room)]
    return max(shapes, key=lambda shape: (len(names & shape.keys()), -len(shape.keys() - names)), default={})


def _kinds_of(base: type[Form]) -> Iterator[type[Form]]:
    for form in base.__subclasses__():
        yield form
        yield from _kinds_of(form)


def _fields_of(form: type[Form]) -> dict[str, Any]:
    """Name -> the field as the class states it, before any form is made."""
    stated = {name: getattr(form, name) for name in dir(form)}
    fields = {name: one for name, one in stated.items() if hasattr(one, "field_class")}
    return {name: one for name, one in fields.items() if not issubclass(one.field_class, NEVER_SHOWN)}


def _label(stated: Any) -> str:
    return str(stated.kwargs.get("label") or next(iter(stated.args), ""))


def _words(stated: Any, value: str) -> str:
    """The value as it reads on the page, where the class itself knows the answers."""
    if issubclass(stated.field_class, BooleanField):
        return str(_("Yes"))
    answers = stated.kwargs.get("choices") or ()
    return next((str(answer.label) for answer in answers if answer.value == value), value)


def _separator(stated: Any) -> str:
    return "\n" if stated.kwargs.get("choices") else " "


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True
