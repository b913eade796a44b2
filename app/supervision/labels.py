"""The words for the lists of the board."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.supervision.enums import WorkList
from app.supervision.policies import LONGEST_SILENCE

WORK_LIST_LABELS = {
    WorkList.UNASSIGNED: _l("Unassigned"),
    WorkList.OVERDUE: _l("Overdue cases"),
    WorkList.SILENT: _l("High risk without contact"),
    WorkList.UNANSWERED: _l("Unanswered referrals"),
    WorkList.RETURNED: _l("Answers to pass on"),
}

WORK_LIST_MEANINGS = {
    WorkList.UNASSIGNED: _l("Cases that nobody carries, by how pressing they are."),
    WorkList.OVERDUE: _l("Cases whose follow-up has passed its day, or where none has been planned."),
    WorkList.SILENT: _l(
        "Open cases of high risk without a note, a service or a contact that took place in %(days)s days.",
        days=LONGEST_SILENCE.days,
    ),
    WorkList.UNANSWERED: _l("Referrals whose window has passed without an answer."),
    WorkList.RETURNED: _l("Partners have answered, and the persons do not know it yet."),
}
