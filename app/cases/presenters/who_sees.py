"""The page that says who can see the file of a case, and the way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from app.accounts.presenters import WhoSeesPage, who_sees_table
from app.web.page_parts import Link

if TYPE_CHECKING:
    from app.accounts.services import WhoSees
    from app.cases.models import Case


def who_sees_link(case: Case) -> Link:
    return Link(_("Who can see this file"), url_for("cases.show_who_sees", case_id=case.id))


def who_sees_page(case: Case, found: WhoSees) -> WhoSeesPage:
    back = Link(_("The case"), url_for("cases.show_case", case_id=case.id))
    return WhoSeesPage(case.code, back, who_sees_table(found), is_restricted=case.is_restricted)
