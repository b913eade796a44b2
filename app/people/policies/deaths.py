"""What no longer makes sense of somebody who died."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l

from app.foundation.errors import RefusedInput, WrongState
from app.foundation.partial_date import PartialDate
from app.people.models import Person

NOBODY_JOINS = _l("This person died. Add family members from the file of somebody who lives in the household.")


def check_has_died(person: Person) -> None:
    if not person.has_died:
        raise WrongState(_l("No death is recorded in this file, or it was taken back. Open the file again."))


def check_may_join(person: Person) -> None:
    if person.has_died:
        raise RefusedInput(_l("This person died. Take the code of somebody who lives in the household"), field="code")


def check_may_be_joined(anchor: Person) -> None:
    """Nobody joins the household of who died: it is joined from the file of somebody who lives in it."""
    if anchor.has_died:
        raise RefusedInput(NOBODY_JOINS)


def check_can_agree(person: Person) -> None:
    """Refuse a yes of who died; a no and a withdrawal of the family's are still heard."""
    if person.has_died:
        raise RefusedInput(_l("This person died: there is nobody any more who could agree. Ask the family for themselves"))


def check_takes_sheet(person: Person) -> None:
    """Nothing that speaks to the person is printed for who died."""
    if person.has_died:
        raise WrongState(
            _l("This person died: there is nobody to whom this sheet speaks. The file tells whom of the family to turn to.")
        )


def day_of_leaving(died: PartialDate | None, *, joined_on: date, today: date) -> date:
    """When somebody who died left their household: on the day, or the last that it can have been."""
    return max(joined_on, min(died.latest, today) if died else today)
