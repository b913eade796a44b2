"""Offices, users and grants for tests."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import factory
from factory.alchemy import SQLAlchemyModelFactory

from app.accounts.models import Grant, Office, Team, User
from app.accounts.permissions import Role
from app.audit.enums import AlertKind
from app.audit.models import AuditAlert
from app.foundation.clock import now
from app.foundation.database import db


class Factory(SQLAlchemyModelFactory):
    """Saves at once, so that requests in other sessions see the rows; the test's end rolls all back."""

    class Meta:
        abstract = True
        sqlalchemy_session_factory = lambda: db.session  # noqa: E731 - factory-boy wants a callable here
        sqlalchemy_session_persistence = "commit"


class OfficeFactory(Factory):
    class Meta:
        model = Office

    code = factory.Sequence(lambda n: "".join(chr(65 + (n // 26**place) % 26) for place in (2, 1, 0)))
    name = factory.Sequence(lambda n: f"Oficina {n}")
    country = "CO"
    area_code = "CO-NSA"
    time_zone = "America/Bogota"


class UserFactory(Factory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"persona{n}@example.org")
    name = factory.Sequence(lambda n: f"Colega {n}")
    active = True
    fs_uniquifier = factory.LazyFunction(lambda: uuid4().hex)
    office = factory.SubFactory(OfficeFactory)


class GrantFactory(Factory):
    class Meta:
        model = Grant

    user = factory.SubFactory(UserFactory)
    role = Role.CASEWORKER
    valid_from = date(2020, 1, 1)


class AlertFactory(Factory):
    """Many files that somebody opened yesterday within an hour, and that nobody has looked at."""

    class Meta:
        model = AuditAlert

    kind = AlertKind.MANY_FILES
    window_started_at = factory.LazyFunction(lambda: now() - timedelta(days=1))
    window_ended_at = factory.LazyAttribute(lambda alert: alert.window_started_at + timedelta(hours=1))
    count = 120


class TeamFactory(Factory):
    class Meta:
        model = Team

    office = factory.SubFactory(OfficeFactory)
    name = factory.Sequence(lambda n: f"Equipo {n}")
