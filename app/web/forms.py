"""The base of all page forms: a form knows its shape, its submission id and what was typed; it never saves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import g, request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField, HiddenField, IntegerField, ValidationError
from wtforms.form import BaseForm
from wtforms.widgets import HiddenInput

from app.foundation.errors import RefusedInput
from app.foundation.ids import new_id

NOT_CONTENT = frozenset({"csrf_token", "submission_id"})
LONGEST_VERSION = 9
"""Figures of a version that its database column holds."""
TYPED_BEFORE = "typed_before"
"""Name in Flask's ``g``: the fields of a draft that this page shows again; none on most pages."""
DAMAGED = _l("The form is damaged. Reload the page and try again.")


class UuidField(HiddenField):
    """A hidden id. ``data`` is a UUID, or None for an empty or malformed value, which then fails validation."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.malformed = False
        try:
            self.data = UUID(valuelist[0]) if valuelist and valuelist[0] else None
        except ValueError:
            self.data, self.malformed = None, True

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' signature
        if getattr(self, "malformed", False):
            raise ValidationError(DAMAGED)


class SubmissionIdField(UuidField):
    """The id by which a repeated form is recognised; the server writes a fresh one into every new page."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(formdata, data or new_id(), extra_filters)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data is None:
            raise ValidationError(DAMAGED)


class VersionField(IntegerField):
    """The version of the record that the page showed. ``data`` is an int, or None for a malformed one, which fails validation."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = valuelist[0] if valuelist else ""
        self.data = int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_VERSION else None

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' signature
        if self.data is None:
            raise ValidationError(DAMAGED)

    def replace(self, version: int) -> None:
        """Show another version than the one that was sent."""
        self.data, self.raw_data = version, None


class Form(FlaskForm):
    """A page form whose repetition is recognised by ``submission_id``."""

    submission_id = SubmissionIdField()

    class Meta(FlaskForm.Meta):  # noqa: D106 - WTForms' settings
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent; on a page that is only read, what was typed before and kept."""
            sent = super().wrap_formdata(form, formdata)
            return g.get(TYPED_BEFORE) if sent is None and request.method == "GET" else sent

    def content(self) -> dict[str, Any]:
        """What was typed, by field name, for telling a repetition from another form under the same id."""
        return {name: value for name, value in self.data.items() if name not in NOT_CONTENT}


class VersionedForm(Form):
    """A change of a record, based on the version that the page showed; also beside the form of a new record, as a base class."""

    version = VersionField("")

    @property
    def based_on(self) -> int:
        """The version; only after validation."""
        return int(self.version.data or 0)

    def show_again(self, version: int) -> None:
        """Keep what was typed as a change of a newer version: saving it now overwrites that one knowingly."""
        self.version.replace(version)
        self.submission_id.data = new_id()


class RowForm(FlaskForm):
    """A form inside another one, such as a member of a household: its words are translated, its token is the outer form's."""

    class Meta(FlaskForm.Meta):  # noqa: D106 - WTForms' settings
        csrf = False


def refused_into(form: Form, refusal: RefusedInput) -> None:
    """Show a service's refusal at its field, also in a part of the form; above the form where it names none."""
    field = _field_named(refusal.field, form)
    if field is None:
        form.form_errors.append(refusal.sentence)
        return
    field.errors = [*field.errors, refusal.sentence]
    for rows in form:
        # A list of lines remembers its errors from validation; the page asks it whether there are any.
        if isinstance(rows, FieldList) and field.name.startswith(f"{rows.name}-"):
            rows.errors = [*rows.errors, {field.short_name: [refusal.sentence]}]


def _field_named(name: str | None, form: BaseForm) -> Field | None:
    if name is None:
        return None
    if name in form:
        field: Field = form[name]
        return field
    parts = (part.form for part in form if isinstance(part, FormField))
    return next((found for part in parts if (found := _field_named(name, part))), None) or _field_in_lines(name, form)


def _field_in_lines(name: str, form: BaseForm) -> Field | None:
    """A field of a line goes by its whole name, such as ``family-2-born``."""
    lines = (entry for rows in form if isinstance(rows, FieldList) for entry in rows)
    cells = (cell for entry in lines if isinstance(entry, FormField) for cell in entry.form)
    return next((cell for cell in cells if cell.name == name), None)
