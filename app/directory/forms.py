"""Forms of the directory: shape and single fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, InputRequired, Regexp

from app.catalogue.enums import CaseKind
from app.catalogue.labels import CASE_KIND_LABELS
from app.directory.enums import Language, Opening
from app.directory.hours import DAYS
from app.directory.labels import FIELD_LABELS, LANGUAGE_LABELS, OPENING_LABELS, day_name
from app.directory.queries import Narrowing
from app.directory.services import FocalPointContent, OrganisationContent, ProvidedServiceContent
from app.web.fields import CheckboxesField, ClockField, at_most, choices, stripped
from app.web.forms import Form, VersionedForm

Choices = Sequence[tuple[str, Any]]

LONGEST_NAME = 160
LONGEST_LINE = 250
LONGEST_TEXT = 1000
ADDRESS_OF_MAIL = r"^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+\Z"
"""One address: anything that could turn into a second one or into a header is refused."""


class OrganisationForm(Form):
    """A new organisation."""

    name = StringField(
        FIELD_LABELS["name"],
        filters=[stripped],
        validators=[DataRequired(_l("Write the name of the organisation")), at_most(LONGEST_NAME)],
    )
    language = RadioField(
        FIELD_LABELS["language"],
        choices=choices([(language.value, label) for language, label in LANGUAGE_LABELS.items()]),
        validators=[InputRequired(_l("Choose the language in which mails speak to it"))],
    )

    is_authority = BooleanField(
        FIELD_LABELS["is_authority"],
        description=_l("Whoever agreed to sharing with organisations has not agreed to this one: it is asked about by itself."),
    )

    def organisation(self) -> OrganisationContent:
        """The form as the service takes it; only after validation."""
        return OrganisationContent(str(self.name.data), Language(self.language.data), is_authority=bool(self.is_authority.data))


class ChangeOrganisationForm(VersionedForm, OrganisationForm):
    """A change of an organisation, based on the version that the page showed."""

    is_closed = BooleanField(_l("It works here no more"), description=_l("It is offered no longer; referrals sent to it stay."))

    def organisation(self) -> OrganisationContent:
        return replace(super().organisation(), is_closed=bool(self.is_closed.data))


class ProvidedServiceForm(Form):
    """The services and areas to choose from are the catalogue's; ``offer`` fills them in."""

    service_id = SelectField(FIELD_LABELS["service_id"], validators=[InputRequired(_l("Choose the service"))])
    area_code = SelectField(FIELD_LABELS["area_code"])
    locality = StringField(
        FIELD_LABELS["locality"],
        filters=[stripped],
        validators=[DataRequired(_l("Write the town or the district")), at_most(LONGEST_NAME)],
    )
    address = StringField(FIELD_LABELS["address"], filters=[stripped], validators=[at_most(LONGEST_LINE)])
    opening_hours = StringField(FIELD_LABELS["opening_hours"], filters=[stripped], validators=[at_most(LONGEST_LINE)])
    open_days = CheckboxesField(FIELD_LABELS["open_days"], choices=[])
    opens_at = ClockField(FIELD_LABELS["opens_at"])
    closes_at = ClockField(FIELD_LABELS["closes_at"])
    requirements = TextAreaField(FIELD_LABELS["requirements"], filters=[stripped], validators=[at_most(LONGEST_TEXT)])
    accepts_referrals = BooleanField(FIELD_LABELS["accepts_referrals"], default=True)

    def offer(self, *, services: Mapping[str, Choices], areas: Choices) -> None:
        grouped = [choice for kind, some in services.items() for choice in choices(some, group=kind)]
        self.service_id.choices = [*choices([("", _l("Choose a service"))]), *grouped]
        self.area_code.choices = choices([("", _l("No area in particular")), *areas])
        self.open_days.choices = choices((day, day_name(day)) for day in DAYS)

    def provided_service(self) -> ProvidedServiceContent:
        """The form as the service takes it; only after validation."""
        return ProvidedServiceContent(
            service_id=UUID(self.service_id.data),
            area_code=self.area_code.data or None,
            locality=str(self.locality.data),
            address=self.address.data,
            opening_hours=self.opening_hours.data,
            open_days=tuple(self.open_days.data or ()),
            opens_at=self.opens_at.data,
            closes_at=self.closes_at.data,
            requirements=self.requirements.data,
            accepts_referrals=bool(self.accepts_referrals.data),
        )


class ChangeProvidedServiceForm(VersionedForm, ProvidedServiceForm):
    """A change of a provided service, based on the version that the page showed."""

    is_closed = BooleanField(_l("It is provided no more"), description=_l("It is offered no longer; referrals sent to it stay."))

    def provided_service(self) -> ProvidedServiceContent:
        return replace(super().provided_service(), is_closed=bool(self.is_closed.data))


class FocalPointForm(Form):
    """A new focal point."""

    name = StringField(
        _l("Name of the desk or person"),
        filters=[stripped],
        validators=[DataRequired(_l("Write the name of the desk or of the person")), at_most(LONGEST_NAME)],
    )
    email = StringField(
        FIELD_LABELS["email"],
        filters=[stripped],
        validators=[
            DataRequired(_l("Write the e-mail address: referrals go there")),
            at_most(LONGEST_LINE),
            Regexp(ADDRESS_OF_MAIL, message=_l("Write one e-mail address, such as referencias@example.org")),
        ],
        render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"},
    )
    phone = StringField(FIELD_LABELS["phone"], filters=[stripped], validators=[at_most(40)], render_kw={"type": "tel"})
    is_backup = BooleanField(_l("Stand-in: asked only while nobody else answers"))

    def focal_point(self) -> FocalPointContent:
        """The form as the service takes it; only after validation."""
        return FocalPointContent(
            name=str(self.name.data),
            email=str(self.email.data),
            phone=self.phone.data,
            is_backup=bool(self.is_backup.data),
        )


class ChangeFocalPointForm(VersionedForm, FocalPointForm):
    """A change of a focal point, based on the version that the page showed."""

    is_ended = BooleanField(_l("Answers no more"), description=_l("Referrals already sent stay with it."))

    def focal_point(self) -> FocalPointContent:
        return replace(super().focal_point(), is_ended=bool(self.is_ended.data))


class NarrowingForm(PlainForm):
    """What the list of services is narrowed by; it stands in the address, so it holds codes only."""

    service = SelectField(FIELD_LABELS["service_id"], default="")
    kind = SelectField(
        _l("Kind of case"),
        default="",
        choices=choices([("", _l("All kinds")), *((kind.value, CASE_KIND_LABELS[kind]) for kind in CaseKind)]),
    )
    area = SelectField(FIELD_LABELS["area_code"], default="")
    opening = SelectField(
        _l("Room for referrals"),
        default="",
        choices=choices([("", _l("With and without room")), *((opening.value, OPENING_LABELS[opening]) for opening in Opening)]),
    )

    def offer(self, *, services: Choices, areas: Choices) -> None:
        self.service.choices = choices([("", _l("All services")), *services])
        self.area.choices = choices([("", _l("All areas")), *areas])

    def narrowing(self) -> Narrowing:
        """What was asked for; an answer that is not offered narrows nothing."""
        if not self.validate():
            return Narrowing()
        return Narrowing(
            service_id=UUID(self.service.data) if self.service.data else None,
            kind=CaseKind(self.kind.data) if self.kind.data else None,
            area_code=self.area.data or None,
            opening=Opening(self.opening.data) if self.opening.data else None,
        )
