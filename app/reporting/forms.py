"""Forms of reporting: their shape only."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired

from app.reporting.presenters.lists import WHOLE
from app.reporting.quarter import Quarter
from app.web.forms import Form


class RequestReportForm(Form):
    """Which report: where and when. What may be chosen depends on the actor."""

    scope = SelectField(
        _l("Country"),
        [InputRequired(_l("Choose the country of the report"))],
        description=_l("The country of the offices that did the work"),
    )
    quarter = SelectField(_l("Quarter"), [InputRequired(_l("Choose the quarter of the report"))])

    def offer(self, *, scopes: Sequence[tuple[str, str]], quarters: Sequence[tuple[str, str]]) -> None:
        self.scope.choices = list(scopes)
        self.quarter.choices = list(quarters)

    @property
    def chosen_country(self) -> str | None:
        """ISO alpha-2; None for the whole operation."""
        return None if self.scope.data == WHOLE else str(self.scope.data)

    @property
    def chosen_quarter(self) -> Quarter:
        return Quarter.parse(str(self.quarter.data))
