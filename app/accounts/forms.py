"""The forms of accounts: shape and single fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, PasswordField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, EqualTo, InputRequired, NumberRange, Optional, Regexp

from app.accounts.enums import Breadth
from app.accounts.labels import BREADTH_LABELS, ROLE_LABELS
from app.accounts.permissions import Role
from app.accounts.policies import LONGEST_PASSWORD, SHORTEST_PASSWORD
from app.accounts.scopes import Scope
from app.accounts.services import OfficeContent
from app.web.fields import (
    ExactDateField,
    ListAnswerField,
    OneAnswerField,
    WholeNumberField,
    at_most,
    choices,
    on_one_line,
)
from app.web.forms import Form, VersionedForm
from app.web.languages import DEFAULT, LANGUAGES

LONGEST_NAME = 120
LONGEST_EMAIL = 254
HIGHEST_CAPACITY = 500
Choices = Sequence[tuple[str, Any]]
GroupedChoices = Mapping[str, Choices]


def _is_email(_form: Any, field: Any) -> None:
    try:
        validate_email(field.data or "", check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise ValidationError(_l("Write an e-mail address, such as ana@example.org")) from None


def _role_field(label: Any) -> OneAnswerField:
    return OneAnswerField(
        label,
        choices=choices((role.value, words) for role, words in ROLE_LABELS.items()),
        validators=[InputRequired(_l("Choose a role"))],
    )


class ConfirmForm(Form):
    """A change that needs no more than a yes."""


class InviteForm(Form):
    """Somebody new: who they are, where they work, and their first role."""

    name = StringField(
        _l("Name"),
        description=_l("As colleagues and partners will read it."),
        filters=[on_one_line],
        validators=[DataRequired(_l("Write the person's name")), at_most(LONGEST_NAME)],
    )
    email = EmailField(
        _l("E-mail"),
        filters=[on_one_line],
        validators=[DataRequired(_l("Write the person's e-mail")), at_most(LONGEST_EMAIL), _is_email],
        render_kw={"spellcheck": "false"},
    )
    role = _role_field(_l("Role"))
    office_id = ListAnswerField(_l("Office where they work"))
    breadth = OneAnswerField(
        _l("Where the role holds"),
        choices=choices((breadth.value, words) for breadth, words in BREADTH_LABELS.items()),
        default=Breadth.OFFICE.value,
        validators=[InputRequired(_l("Choose where the role holds"))],
    )
    locale = OneAnswerField(
        _l("Language"),
        choices=choices(LANGUAGES.items()),
        default=DEFAULT,
        validators=[InputRequired(_l("Choose a language"))],
    )

    def offer(self, offices: Choices) -> None:
        """Set the offices to choose from, as (id, words)."""
        self.office_id.choices = choices([("", _l("No office")), *offices])

    def validate_breadth(self, field: OneAnswerField) -> None:
        if field.data != Breadth.OPERATION and not self.office_id.data:
            raise ValidationError(_l("Choose an office above, or the whole operation"))

    def chosen_office(self) -> UUID | None:
        return UUID(self.office_id.data) if self.office_id.data else None


class GrantForm(Form):
    """One more role for somebody."""

    role = _role_field(_l("Role"))
    scope = ListAnswerField(_l("Where it holds"))
    valid_until = ExactDateField(_l("Last day"), validators=[Optional()])

    def offer(self, scopes: GroupedChoices) -> None:
        """Set the scopes to choose from, as (text of the scope, words) under the name of their group."""
        self.scope.choices = [one for group, pairs in scopes.items() for one in choices(pairs, group=group)]

    def chosen_role(self) -> Role:
        return Role(self.role.data)

    def chosen_scope(self) -> Scope:
        return Scope.parse(str(self.scope.data))


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


class NewPasswordForm(Form):
    """A new password, written twice: without JavaScript nobody sees what was typed."""

    password = PasswordField(
        _l("New password"),
        description=_l(
            "At least %(count)s characters. Three or four words that only you put together do well.", count=SHORTEST_PASSWORD
        ),
        validators=[InputRequired(_l("Write a password")), at_most(LONGEST_PASSWORD)],
        render_kw={"autocomplete": "new-password"},
    )
    password_confirm = PasswordField(
        _l("The same once more"),
        validators=[
            InputRequired(_l("Write the password once more")),
            EqualTo("password", message=_l("The two are not the same. Write both again.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )

    def content(self) -> dict[str, Any]:
        """Nothing of what was typed: not even a digest of a password is kept."""
        return {"form": type(self).__name__}


class ChangePasswordForm(NewPasswordForm):
    """A new password for somebody who has one."""

    current_password = PasswordField(
        _l("Present password"),
        validators=[InputRequired(_l("Write your present password"))],
        render_kw={"autocomplete": "current-password"},
    )


class LanguageForm(Form):
    """One's own language."""

    locale = OneAnswerField(
        _l("Language"), choices=choices(LANGUAGES.items()), validators=[InputRequired(_l("Choose a language"))]
    )


class AccountFilterForm(FlaskForm):
    """What narrows the list of accounts; sent by GET."""

    class Meta:
        """Reading needs no token."""

        csrf = False

    office = SelectField(_l("Office"), validate_choice=False)
    state = SelectField(
        _l("State"),
        choices=choices([("", _l("All accounts")), ("enabled", _l("Not disabled")), ("disabled", _l("Disabled"))]),
        validate_choice=False,
    )

    def offer(self, offices: Choices) -> None:
        """Set the offices to choose from, as (id, words)."""
        self.office.choices = choices([("", _l("All offices")), *offices])

    def is_active(self) -> bool | None:
        return {"enabled": True, "disabled": False}.get(self.state.data)


class AuditFilterForm(FlaskForm):
    """What narrows the audit list; sent by GET."""

    class Meta:
        """Reading needs no token."""

        csrf = False

    known_actions: frozenset[str] = frozenset()

    day = ExactDateField(_l("Day"))
    actor = SelectField(_l("Who"), validate_choice=False)
    action = SelectField(_l("What"), validate_choice=False)
    subject = StringField(_l("Number of the record"), filters=[on_one_line], render_kw={"spellcheck": "false"})

    def offer(self, *, actors: Choices, actions: Choices) -> None:
        self.actor.choices = choices([("", _l("Everybody")), *actors])
        self.action.choices = choices([("", _l("Everything")), *actions])
        self.known_actions = frozenset(action for action, _words in actions)

    def chosen_action(self) -> str | None:
        """The action asked for; one that is not offered narrows nothing."""
        return self.action.data if self.action.data in self.known_actions else None

    def validate_subject(self, field: StringField) -> None:
        if field.data and as_id(field.data) is None:
            raise ValidationError(_l("Write the whole number of the record, as the list shows it"))


def as_id(text: str | None) -> UUID | None:
    """The id in a text; None for anything else."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
