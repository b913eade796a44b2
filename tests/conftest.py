"""What every test may ask for: real servers, a migrated and seeded database, a session that is rolled back, a client."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from flask import Flask
from sqlalchemy.orm import Session

from app import create_app
from app.accounts.models import Office, User
from app.accounts.permissions import Role
from app.foundation import access
from app.foundation.actor import Actor
from app.foundation.database import db
from config import ROOT, Settings
from ops.prepare import make_first_keys
from ops.roles import let_roles_log_in
from ops.throwaway import ThrowawayServers, throwaway_servers
from tests.evidence import pytest_runtest_logreport, pytest_sessionfinish, pytest_terminal_summary  # noqa: F401 - pytest's hooks
from tests.factories.accounts import GrantFactory, OfficeFactory, UserFactory
from tests.guarded_client import IN_ONE_TRANSACTION, GuardedClient

TEMPLATE = "quipu_template"


@pytest.fixture(scope="session")
def servers() -> Iterator[ThrowawayServers]:
    """One PostgreSQL and one Valkey for this test process."""
    with throwaway_servers() as running:
        yield running


@pytest.fixture(scope="session")
def template_database(servers: ThrowawayServers) -> str:
    """The name of a database with all migrations and the catalogue's seeds; nobody stays connected to it."""
    url = servers.create_database(TEMPLATE)
    migrate(url)
    with sa.create_engine(url, poolclass=sa.NullPool).begin() as connection:
        # So that one connection can be the test itself and, in a request, the web process.
        connection.execute(sa.text("GRANT app_rw TO CURRENT_USER WITH INHERIT FALSE, SET TRUE"))
    seed_catalogue(servers, url)
    return TEMPLATE


def migrate(owner_url: str) -> None:
    alembic = Config(str(ROOT / "migrations" / "alembic.ini"))
    alembic.set_main_option("script_location", str(ROOT / "migrations"))
    alembic.attributes["database_url"] = owner_url
    command.upgrade(alembic, "head")


def seed_catalogue(servers: ThrowawayServers, owner_url: str) -> None:
    from app.catalogue.services import load_seeds
    from app.foundation.transactions import transaction

    settings = settings_for(servers, owner_url)
    let_roles_log_in(settings)
    make_first_keys(settings)
    application = create_app(settings)
    with application.app_context():
        with transaction():
            load_seeds()
        db.engine.dispose()


def settings_for(servers: ThrowawayServers, owner_url: str, **overrides: object) -> Settings:
    environment = {**servers.settings_environment, "DATABASE_URL": owner_url}
    return dataclasses.replace(Settings.from_environment(environment), **{"public_url": "http://localhost", **overrides})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def app(servers: ThrowawayServers, template_database: str) -> Iterator[Flask]:
    """The application on a copy of the template; forms need no token here (tests/web checks that they do)."""
    url = servers.create_database("quipu_shared", template=template_database)
    application = create_app(settings_for(servers, url))
    application.config.update(WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    application.test_client_class = GuardedClient
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture
def owner_engine(servers: ThrowawayServers, app: Flask) -> Iterator[sa.Engine]:
    """The shared database under the role that owns its tables."""
    engine = sa.create_engine(servers.database_url("quipu_shared"), poolclass=sa.NullPool)
    yield engine
    engine.dispose()


@pytest.fixture
def session(app: Flask, owner_engine: sa.Engine) -> Iterator[Session]:
    """The session of this test. Everything is rolled back at its end, what requests committed included.

    The test itself works as the owner and sees all rows; requests of its client work as ``app_rw`` (``guarded_client.py``).
    """
    with app.app_context():
        engines = db._app_engines[app]
        engine = engines[None]
        db.session.configure(join_transaction_mode="create_savepoint")
        with owner_engine.connect() as connection:
            outer = connection.begin()
            engines[None] = connection  # type: ignore[assignment]
            db.session.info[IN_ONE_TRANSACTION] = True
            access.enter_as_owner()
            try:
                yield db.session  # type: ignore[misc]
            finally:
                db.session.remove()
                engines[None] = engine
                outer.rollback()


@pytest.fixture
def client(app: Flask, session: Session) -> GuardedClient:
    """Somebody at a browser who has not signed in."""
    guarded = app.test_client()
    assert isinstance(guarded, GuardedClient)
    return guarded


@pytest.fixture
def office(session: Session) -> Office:
    return OfficeFactory(code="CUC", name="Cúcuta", country="CO", time_zone="America/Bogota")


@pytest.fixture
def other_office(session: Session) -> Office:
    return OfficeFactory(code="QTO", name="Quito", country="EC", time_zone="America/Guayaquil")


SignIn = Callable[..., GuardedClient]


@pytest.fixture
def sign_in(app: Flask, office: Office) -> SignIn:
    """``sign_in(Role.CASEWORKER)`` gives the client of a new user with that role at the office, with ``.user`` and ``.actor``."""

    def sign_in_as(role: Role, *, at: Office | None = None, country: str | None = None, **fields: object) -> GuardedClient:
        place = at or office
        user: User = UserFactory(office=place, **fields)
        GrantFactory(user=user, role=role, office=None if country else place, country=country)
        db.session.commit()
        guarded = app.test_client()
        assert isinstance(guarded, GuardedClient)
        guarded.sign_in(user)
        return guarded

    return sign_in_as


@pytest.fixture
def caseworker(office: Office) -> Actor:
    """A caseworker of the office, as services and queries know them."""
    return actor_of(Role.CASEWORKER, office)


def actor_of(role: Role, office: Office) -> Actor:
    """A new user with one role at one office, as an actor."""
    from app.accounts.doors import actor_for

    user = UserFactory(office=office)
    GrantFactory(user=user, role=role, office=office)
    db.session.flush()
    return actor_for(user)
