"""The doors of this room: short views that load a form, open the transaction, call a service and show a page."""

from app.people.routes import (
    access_log,
    children,
    consents,
    contacts,
    corrections,
    files,
    household_page,
    households,
    lines,
    merging,
    needs,
    persons,
    registration,
    search,
    sheets,
    who_sees,
)
from app.people.routes.blueprint import bp

__all__ = [
    "access_log",
    "bp",
    "children",
    "consents",
    "contacts",
    "corrections",
    "files",
    "household_page",
    "households",
    "lines",
    "merging",
    "needs",
    "persons",
    "registration",
    "search",
    "sheets",
    "who_sees",
]
