"""How a person stands to the movement, over time."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from app.foundation.actor import Actor
from app.foundation.clock import date_in
from app.foundation.database import db
from app.people.models import Person, PersonSituation


def record_situation(actor: Actor, person: Person, *, since_on: date) -> None:
    """Write down that the present population type holds from a day on."""
    db.session.add(
        PersonSituation(person_id=person.id, population_type=person.population_type, since_on=since_on, recorded_by=actor.id)
    )


def keep_earlier_situation(person: Person) -> None:
    """Before the first change: what has held since the registration, of somebody whose history was not begun then."""
    if db.session.scalar(sa.select(sa.exists().where(PersonSituation.person_id == person.id))):
        return
    db.session.add(
        PersonSituation(
            person_id=person.id,
            population_type=person.population_type,
            since_on=date_in(person.registered_at, person.office.time_zone),
            recorded_by=person.registered_by,
        )
    )
