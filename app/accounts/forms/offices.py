"""The forms of offices."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, Regexp

from app.accounts.forms.shapes import LONGEST_NAME, Choices
from app.accounts.services import OfficeContent
from app.web.fields import ListAnswerField, WholeNumberField, at_most, choices, on_one_line
from app.web.forms import Form, VersionedForm

HIGHEST_CAPACITY = 500
LONGEST_PHONE = 40


class CapacityField(WholeNumberField):
    """How much a caseworker can carry."""

    how_to_write = _l("Write the capacity as a number")


class OfficeFields(Form):
    """What every form of an office asks."""

    name = StringField(
        _l("Name"),
        filters=[on_one_line],
        validators=[DataRequired(_l("Write the name of the office")), at_most(LONGEST_NAME)],
    )
    area_code = StringField(
        _l("Area"),
        description=_l("ISO 3166-2 code of the department, province or state, such as CO-NSA."),
        filters=[on_one_line, lambda text: text.upper() if text else None],
        validators=[Optional(), Regexp("^[A-Z]{2}-[A-Z0-9]{1,3}$", message=_l("Write the code as in CO-NSA"))],
        render_kw={"spellcheck": "false"},
    )
    locality = StringField(_l("Town"), filters=[on_one_line], validators=[at_most(LONGEST_NAME)])
    address = StringField(_l("Address"), filters=[on_one_line], validators=[at_most(LONGEST_NAME)])
    phone = StringField(
        _l("Phone"),
        description=_l("Address and phone stand on the sheets that persons take along"),
        filters=[on_one_line],
        validators=[at_most(LONGEST_PHONE)],
        render_kw={"type": "tel"},
    )
    time_zone = ListAnswerField(_l("Time zone"), validators=[InputRequired(_l("Choose a time zone"))])
    caseload_capacity = CapacityField(
        _l("Capacity of a caseworker"),
        description=_l(
            "In weighted cases: high risk counts 3, medium 2, low 1. 40 is an assumption; correct it to what your team can carry."
        ),
        default=40,
        validators=[
            InputRequired(_l("Write the capacity as a number")),
            NumberRange(min=1, max=HIGHEST_CAPACITY, message=_l("Write a number from 1 to %(max)s", max=HIGHEST_CAPACITY)),
        ],
    )

    def offer(self, time_zones: Choices) -> None:
        """Set the time zones to choose from, as (IANA name, words)."""
        self.time_zone.choices = choices([("", _l("Choose a time zone")), *time_zones])

    def office(self) -> OfficeContent:
        return OfficeContent(
            name=self.name.data or "",
            area_code=self.area_code.data,
            locality=self.locality.data,
            address=self.address.data,
            phone=self.phone.data,
            time_zone=str(self.time_zone.data),
            caseload_capacity=self.caseload_capacity.data or 0,
        )


class NewOfficeForm(OfficeFields):
    """A new office; code and country cannot be changed later."""

    code = StringField(
        _l("Code"),
        description=_l("Three letters. The codes of persons and cases begin with them, so they stay for ever."),
        filters=[on_one_line, lambda text: text.upper() if text else None],
        validators=[DataRequired(_l("Write three letters")), Regexp("^[A-Z]{3}$", message=_l("Write three letters from A to Z"))],
        render_kw={"spellcheck": "false"},
    )
    country = ListAnswerField(_l("Country"), validators=[InputRequired(_l("Choose a country"))])

    def offer_countries(self, countries: Choices) -> None:
        """Set the countries to choose from, as (ISO code, name)."""
        self.country.choices = choices([("", _l("Choose a country")), *countries])


class EditOfficeForm(VersionedForm, OfficeFields):
    """A change of an office, based on the version that the page showed."""

    is_closed = BooleanField(_l("This office is closed: nothing new is registered there"))

    def office(self) -> OfficeContent:
        return replace(super().office(), is_closed=bool(self.is_closed.data))
