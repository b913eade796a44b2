"""Offices, users and grants for tests."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import factory
import sqlalchemy as sa
from factory.alchemy import SQLAlchemyModelFactory

from app.accounts.models import ConductAcceptance, Grant, Office, RecoveryCode, Team, TotpKey, User
from app.accounts.permissions import Role
from app.accounts.policies.sign_in_steps import CONDUCT_VERSION
from app.accounts.second_factor import authenticator_app
from app.accounts.services.second_factor import apps
from app.audit.enums import AlertKind
from app.audit.models import AuditAlert
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.encryption import seal_contents


class Factory(SQLAlchemyModelFactory):
    """Saves at once, so that requests in other sessions see the rows; the test's end rolls all back."""

    class Meta:
        abstract = True
        sqlalchemy_session_factory = lambda: db.session  # noqa: E731 - factory-boy wants a callable here
        sqlalchemy_session_persistence = "commit"


LETTERS = "ABDFGHIJKLMNPQRSTUWXYZ"
"""Without C, E, O and V: no sequence meets a code that a test gives by name (BOG, BVB, CUC, LET, QTO, UIO)."""


class OfficeFactory(Factory):
    class Meta:
        model = Office

    code = factory.Sequence(lambda n: "".join(LETTERS[n // len(LETTERS) ** place % len(LETTERS)] for place in (2, 1, 0)))
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


def set_up_second_factor(user: User) -> str:
    """Give a user all that signing in asks for; gives the secret of their app (base32)."""
    key = authenticator_app.new_key()
    moment = now()
    sealed = seal_contents(apps.PURPOSE, key, row_id=user.id)
    db.session.add_all(
        [
            TotpKey(user_id=user.id, sealed_key=sealed, last_counter=-1),
            ConductAcceptance(user_id=user.id, version=CONDUCT_VERSION, locale="es"),
            RecoveryCode(user_id=user.id, place=0, code_hash="!", kept_at=moment, used_at=moment),
        ]
    )
    db.session.commit()
    return authenticator_app.typed_key(key).replace(" ", "")


def forget_used_codes(user: User) -> None:
    """Let a test use the code of this half minute again."""
    db.session.execute(sa.update(TotpKey).where(TotpKey.user_id == user.id).values(last_counter=-1))
    db.session.commit()


class TeamFactory(Factory):
    class Meta:
        model = Team

    office = factory.SubFactory(OfficeFactory)
    name = factory.Sequence(lambda n: f"Equipo {n}")
