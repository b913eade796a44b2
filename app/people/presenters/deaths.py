"""The page on which a death is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from app.people.presenters.frames import FileFrame, file_frame
from app.people.presenters.household import ChildrenLeft
from app.web.page_parts import Link

if TYPE_CHECKING:
    from app.people.models import Household, Person


@dataclass(frozen=True)
class DeathPage:
    """Plain words, so that they outlive a refused saving.

    Attributes:
        leaves_household: whether the person belongs to one.
        children: who stay there without the person; None where there are none.
        take_back: the way back where it is recorded already.
    """

    frame: FileFrame
    title: str
    leaves_household: bool
    children: ChildrenLeft | None
    take_back: Link | None


def death_page(person: Person, household: Household | None, children: ChildrenLeft | None) -> DeathPage:
    frame = file_frame(person)
    if person.has_died:
        take_back = Link(_("It was a mistake: take it back"), url_for("people.take_back_death", person_id=person.id))
        return DeathPage(frame, _("What is known of the death of %(name)s", name=frame.name), False, None, take_back)
    return DeathPage(frame, _("Record that %(name)s died", name=frame.name), household is not None, children, None)
