"""The forms of teams."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired

from app.accounts.forms.shapes import LONGEST_NAME
from app.accounts.services import TeamContent
from app.web.fields import at_most, on_one_line
from app.web.forms import Form, VersionedForm


class NewTeamForm(Form):
    """A new team of an office."""

    name = StringField(
        _l("Name"),
        description=_l("As colleagues call it, such as Mobile team."),
        filters=[on_one_line],
        validators=[DataRequired(_l("Write the name of the team")), at_most(LONGEST_NAME)],
    )


class EditTeamForm(VersionedForm, NewTeamForm):
    """A change of a team, based on the version that the page showed."""

    has_ended = BooleanField(_l("This team has ended: no role and no case is given to it any more"))

    def team(self) -> TeamContent:
        return TeamContent(name=str(self.name.data), has_ended=bool(self.has_ended.data))
