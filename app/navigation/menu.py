"""The main menu as data, and what every page needs of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.accounts.doors import current_actor
from app.accounts.permissions import Permission
from app.accounts.queries import count_open_alerts
from app.data_protection.queries import count_waiting
from app.foundation.actor import Actor
from app.web.page_parts import Link, NavigationItem, Place, UserMenu


@dataclass(frozen=True)
class Entry:
    """One line of the menu; it is shown to whoever holds ``permission``. ``hint`` says what is done there."""

    words: Any
    endpoint: str
    permission: Permission
    hint: Any
    count: Callable[[Actor], int] | None = None
    """How much waits behind it; asked on each page of those who see the line."""


ENTRIES = (
    Entry(_l("My day"), "supervision.home", Permission.WORK_ON_CASE, _l("What waits for you today.")),
    Entry(_l("People"), "people.search", Permission.VIEW_PERSON, _l("Find a person of your offices, or register one.")),
    Entry(_l("Cases"), "cases.list_cases", Permission.VIEW_CASE, _l("The cases of your offices.")),
    Entry(
        _l("Referrals"), "referrals.list_referrals", Permission.VIEW_CASE, _l("What partners are asked, and what they answer.")
    ),
    Entry(_l("Caseload"), "supervision.board", Permission.REVIEW_CASELOAD, _l("Who carries how much, and what is late.")),
    Entry(
        _l("Imports"),
        "imports.list_imports",
        Permission.IMPORT_PEOPLE,
        _l("Lists of people that are checked and entered together."),
    ),
    Entry(
        _l("Emergency access"),
        "emergency.list_uses",
        Permission.REVIEW_BREAK_GLASS,
        _l("Files that another office opened in an emergency, and whether they had to."),
    ),
    Entry(_l("Reports"), "reporting.list_reports", Permission.VIEW_REPORT, _l("What donors and coordinators read.")),
    Entry(_l("Directory"), "directory.list_services", Permission.VIEW_DIRECTORY, _l("Partners and what they offer.")),
    Entry(_l("Catalogue"), "catalogue.home", Permission.VIEW_CATALOGUE, _l("Services, action points and indicators.")),
    Entry(
        _l("Accounts"), "accounts.list_users", Permission.MANAGE_ACCOUNTS, _l("Invite people, give roles, help those locked out.")
    ),
    Entry(_l("Offices"), "accounts.list_offices", Permission.MANAGE_ACCOUNTS, _l("Offices and their teams.")),
    Entry(
        _l("Alerts"),
        "accounts.list_alerts",
        Permission.VIEW_AUDIT,
        _l("Somebody opened or took out unusually much."),
        count=count_open_alerts,
    ),
    Entry(_l("Access"), "accounts.review_access", Permission.REVIEW_ACCESS, _l("Who can see what, until when, and who gave it.")),
    Entry(
        _l("Erasures"),
        "data_protection.list_erasures",
        Permission.DECIDE_ERASURE,
        _l("Files that somebody asks to erase for good."),
        count=count_waiting,
    ),
    Entry(
        _l("Retention"),
        "data_protection.show_retention",
        Permission.MANAGE_RETENTION,
        _l("How long files are kept, what falls due, and files on hold."),
    ),
    Entry(_l("Audit trail"), "accounts.list_audit", Permission.VIEW_AUDIT, _l("Who read or changed what, and when.")),
)
"""In the order of a working day; a test asks that every endpoint exists and asks for just this permission."""

HOME = ENTRIES[0]
LOOKED_UP = frozenset({Permission.VIEW_REPORT, Permission.VIEW_DIRECTORY, Permission.VIEW_CATALOGUE})

FIRST_PAGES = ((Permission.REQUEST_REPORT, "reporting.list_reports"),)
"""Where people without cases begin whose work is one page; the others begin with what waits for them and the way to the rest."""


def init_app(app: Flask) -> None:
    app.context_processor(menu_of_reader)


def menu_of_reader() -> dict[str, Any]:
    """What the layouts show of the menu: nothing while nobody is signed in."""
    if not current_user.is_authenticated:
        return {}
    actor = current_actor()
    office = getattr(current_user, "office", None)
    sign_out = url_for("security.logout")
    return {
        "navigation_items": navigation_items(actor),
        "user_menu": UserMenu(actor.name, office.name if office else None, url_for("accounts.own_account"), sign_out),
        "footer_links": [Link(_("Code of conduct"), url_for("accounts.show_conduct"))],
        "search_url": url_for("people.search") if actor.may(Permission.VIEW_PERSON) else None,
    }


def navigation_items(actor: Actor) -> list[NavigationItem]:
    """The lines of the menu that the actor's role opens; a single one would lead only to where they are."""
    entries = [entry for entry in ENTRIES if actor.may(entry.permission)]
    if entries and HOME not in entries and first_page(actor) is None:
        entries.insert(0, HOME)
    items = [_item(actor, entry) for entry in entries]
    return items if len(items) > 1 else []


def first_page(actor: Actor) -> str | None:
    """Where somebody without cases begins whose work is one page."""
    return next((url_for(endpoint) for permission, endpoint in FIRST_PAGES if actor.may(permission)), None)


def places(actor: Actor) -> list[Place]:
    """The pages of people without cases: where they decide, then what they only look up."""
    entries = [entry for entry in ENTRIES if actor.may(entry.permission) and entry is not HOME]
    entries.sort(key=lambda entry: entry.permission in LOOKED_UP)
    return [Place(str(entry.words), url_for(entry.endpoint), str(entry.hint)) for entry in entries]


def _item(actor: Actor, entry: Entry) -> NavigationItem:
    href = url_for(entry.endpoint)
    is_here = request.path == href or (href != "/" and request.path.startswith(f"{href}/"))
    count = entry.count(actor) if entry.count else 0
    return NavigationItem(str(entry.words), href, current=is_here, count=count or None)
