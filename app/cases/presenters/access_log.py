"""The page that says who opened the file of a case, and the way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from app.accounts.presenters import AccessLogPage
from app.accounts.presenters import access_log_page as page_of
from app.cases.policies import can_view_access_log
from app.foundation.actor import Actor
from app.web.addresses import address_of_pages
from app.web.page_parts import Link

if TYPE_CHECKING:
    from app.accounts.services import AccessLog
    from app.cases.models import Case


def access_log_link(actor: Actor, case: Case) -> Link | None:
    """For those who supervise."""
    if not can_view_access_log(actor, case):
        return None
    return Link(_("Who opened this file"), url_for("cases.show_access_log", case_id=case.id))


def access_log_page(actor: Actor, case: Case, log: AccessLog) -> AccessLogPage:
    back = Link(_("The case"), url_for("cases.show_case", case_id=case.id))
    url = address_of_pages("cases.show_access_log", case_id=case.id)
    return page_of(log, caption=case.code, back=back, url=url, time_zone=actor.time_zone)
