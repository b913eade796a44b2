"""The page that says who can see the file of a person, and the way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from app.accounts.presenters import WhoSeesPage, who_sees_table
from app.web.page_parts import Link

if TYPE_CHECKING:
    from app.accounts.services import WhoSees
    from app.people.models import Person


def who_sees_link(person: Person) -> Link:
    return Link(_("Who can see this file"), url_for("people.show_who_sees", person_id=person.id))


def who_sees_page(person: Person, found: WhoSees) -> WhoSeesPage:
    back = Link(_("The person's file"), url_for("people.show_person", person_id=person.id))
    return WhoSeesPage(person.code, back, who_sees_table(found), is_restricted=person.is_restricted)
