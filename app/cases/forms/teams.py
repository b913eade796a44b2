"""The form that gives a case to a team."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired

from app.cases.services import MoveToTeam
from app.web.fields import OneAnswerField, at_most, choices, on_one_line
from app.web.forms import VersionedForm

WHOLE_OFFICE = "office"
LONGEST_REASON = 200


class MoveToTeamForm(VersionedForm):
    """Whose case it becomes, and why."""

    team_id = OneAnswerField(_l("Whose case does it become?"), [InputRequired(_l("Choose the office or a team"))])
    reason = StringField(
        _l("Why?"),
        description=_l("It stays in the history of the case. No names of persons, no health matters."),
        filters=[on_one_line],
        validators=[DataRequired(_l("Write why the case changes hands")), at_most(LONGEST_REASON)],
    )

    def offer(self, teams: Sequence[tuple[str, str]]) -> None:
        """Set the teams to choose from, as (id, name); the whole office stands first."""
        self.team_id.choices = choices([(WHOLE_OFFICE, _l("The whole office")), *teams])

    def move(self) -> MoveToTeam:
        """The form as the service takes it; only after validation."""
        team_id = None if self.team_id.data == WHOLE_OFFICE else UUID(str(self.team_id.data))
        return MoveToTeam(team_id=team_id, reason=str(self.reason.data), based_on=self.based_on)
