"""The forms about accounts: inviting, correcting, giving a role, and narrowing the list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Optional

from app.accounts.enums import Breadth
from app.accounts.forms.shapes import LONGEST_NAME, Choices, GroupedChoices, role_field
from app.accounts.labels import BREADTH_LABELS
from app.accounts.permissions import Role
from app.accounts.scopes import Scope
from app.accounts.services import UserContent
from app.web.fields import ExactDateField, ListAnswerField, OneAnswerField, at_most, choices, on_one_line
from app.web.forms import Form, VersionedForm
from app.web.languages import DEFAULT, LANGUAGES

LONGEST_EMAIL = 254


def _is_email(_form: Any, field: Any) -> None:
    try:
        validate_email(field.data or "", check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise ValidationError(_l("Write an e-mail address, such as ana@example.org")) from None


class UserFields(Form):
    """Who a member of staff is, and where they work."""

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
    office_id = ListAnswerField(_l("Office where they work"))

    def offer(self, offices: Choices) -> None:
        """Set the offices to choose from, as (id, words)."""
        self.office_id.choices = choices([("", _l("No office")), *offices])

    def chosen_office(self) -> UUID | None:
        return UUID(self.office_id.data) if self.office_id.data else None


class InviteForm(UserFields):
    """Somebody new, and their first role."""

    role = role_field(_l("Role"))
    breadth = OneAnswerField(
        _l("Where the role holds"),
        choices=choices((breadth.value, words) for breadth, words in BREADTH_LABELS.items()),
        default=Breadth.OFFICE.value,
        validators=[InputRequired(_l("Choose where the role holds"))],
    )
    team_id = ListAnswerField(_l("Team"))
    locale = OneAnswerField(
        _l("Language"),
        choices=choices(LANGUAGES.items()),
        default=DEFAULT,
        validators=[InputRequired(_l("Choose a language"))],
    )

    def offer_teams(self, teams: GroupedChoices) -> None:
        """Set the teams to choose from, as (id, name) under the name of their office; without any nothing is asked."""
        if not teams:
            del self.team_id
            return
        named = [one for office, pairs in teams.items() for one in choices(pairs, group=office)]
        self.team_id.choices = [*choices([("", _l("No team: the whole office"))]), *named]

    def chosen_team(self) -> UUID | None:
        """The team to which the role is narrowed; it plays no part where the role reaches beyond an office."""
        team_id = self.team_id.data if "team_id" in self else None
        return UUID(team_id) if team_id and self.breadth.data == Breadth.OFFICE else None

    def validate_breadth(self, field: OneAnswerField) -> None:
        if field.data != Breadth.OPERATION and not self.office_id.data:
            raise ValidationError(_l("Choose an office above, or the whole operation"))


class EditUserForm(VersionedForm, UserFields):
    """A correction of an account, based on the version that the page showed."""

    def user(self) -> UserContent:
        return UserContent(name=str(self.name.data), email=str(self.email.data), office_id=self.chosen_office())


class GrantForm(Form):
    """One more role for somebody."""

    role = role_field(_l("Role"))
    scope = ListAnswerField(_l("Where it holds"), [InputRequired(_l("Choose where the role holds"))])
    valid_until = ExactDateField(_l("Last day"), validators=[Optional()])

    def offer(self, scopes: GroupedChoices) -> None:
        """Set the scopes to choose from, as (text of the scope, words) under the name of their group."""
        offered = [one for group, pairs in scopes.items() for one in choices(pairs, group=group)]
        self.scope.choices = [*choices([("", _l("Choose where"))]), *offered]

    def chosen_role(self) -> Role:
        return Role(self.role.data)

    def chosen_scope(self) -> Scope:
        return Scope.parse(str(self.scope.data))


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
