"""Emergency accesses for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import factory

from app.accounts.models import BreakGlass, Office
from app.foundation.clock import now
from app.foundation.database import db
from app.people.models import Person
from tests.factories.accounts import Factory, UserFactory


class BreakGlassFactory(Factory):
    """Somebody of some other office opened a file just now."""

    class Meta:
        model = BreakGlass

    user_id = factory.LazyFunction(lambda: UserFactory().id)
    reason = "La persona está aquí con un niño con fiebre."
    opened_at = factory.LazyFunction(now)
    expires_at = factory.LazyAttribute(lambda use: use.opened_at + timedelta(minutes=60))
    review_due_on = factory.LazyAttribute(lambda use: use.opened_at.date() + timedelta(days=3))


def use_of_file(person: Person, **fields: Any) -> BreakGlass:
    """An access to this person's file."""
    office = db.session.get_one(Office, person.office_id)
    use: BreakGlass = BreakGlassFactory(person_id=person.id, scope_id=office.id, office_id=office.id, **fields)
    return use
