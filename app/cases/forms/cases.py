"""What a list of cases is narrowed by; it stands in the address, so it holds codes and ids only."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, SelectField

from app.cases.enums import CaseKind, RiskLevel
from app.cases.labels import RISK_LABELS, STATUS_LABELS
from app.cases.queries import CaseFilter, StatusGroup
from app.catalogue.labels import CASE_KIND_LABELS
from app.web.fields import choices

STATUS_GROUP_LABELS = {
    StatusGroup.AT_WORK: _l("Not closed"),
    StatusGroup.OPEN: STATUS_LABELS[StatusGroup.OPEN],  # type: ignore[index]
    StatusGroup.ON_HOLD: STATUS_LABELS[StatusGroup.ON_HOLD],  # type: ignore[index]
    StatusGroup.CLOSED: _l("Closed"),
}


class Whose(enum.StrEnum):
    """Answers to "whose cases?" beside the colleagues themselves."""

    MINE = "mine"
    OFFICE = "office"
    NOBODY = "nobody"


class CasesForm(Form):
    """``whose`` takes one of ``Whose`` or the id of a colleague."""

    whose = SelectField(_l("Whose"))
    status = SelectField(_l("State"), choices=choices(STATUS_GROUP_LABELS.items()), default=StatusGroup.AT_WORK.value)
    kind = SelectField(_l("Kind of case"), choices=choices([("", _l("All kinds")), *CASE_KIND_LABELS.items()]), default="")
    risk = SelectField(_l("Risk"), choices=choices([("", _l("Any risk")), *RISK_LABELS.items()]), default="")
    late = BooleanField(_l("Only what is late"))

    usual: Whose = Whose.OFFICE

    def offer(self, colleagues: Sequence[tuple[str, str]], *, usual: Whose) -> None:
        """Fill in the colleagues; ``usual`` is what the reader sees without asking."""
        self.usual = usual
        answers = [(Whose.MINE, _l("Mine")), (Whose.OFFICE, _l("My offices")), (Whose.NOBODY, _l("Nobody's"))]
        self.whose.choices = choices([*answers, *colleagues])

    def case_filter(self, *, reader_id: UUID | None, today: date) -> CaseFilter:
        """What was asked for; an answer that is not offered narrows nothing."""
        self.validate()
        whose = self._given("whose") or Whose.OFFICE
        return CaseFilter(
            caseworker_id=self._caseworker(whose, reader_id),
            unassigned=whose == Whose.NOBODY,
            status=StatusGroup(self._given("status") or StatusGroup.AT_WORK),
            kind=CaseKind(self.kind.data) if self._given("kind") else None,
            risk=RiskLevel(self.risk.data) if self._given("risk") else None,
            late_before=today if self.late.data else None,
        )

    def narrowing(self) -> dict[str, Any]:
        """What narrows the list beyond what the reader sees without asking, by field."""
        unasked = {"whose": self.usual, "status": StatusGroup.AT_WORK, "kind": "", "risk": "", "late": False}
        return {name: self[name].data for name, value in unasked.items() if self._given(name) not in (value, None)}

    def _given(self, name: str) -> Any:
        """The answer, or None where it is not one of those on offer."""
        field = self[name]
        return None if field.errors else field.data

    def _caseworker(self, whose: str, reader_id: UUID | None) -> UUID | None:
        if whose == Whose.MINE:
            return reader_id
        return None if whose in set(Whose) else UUID(whose)
