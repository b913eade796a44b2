"""The list of doors, in floor order."""

from __future__ import annotations

from flask import Blueprint, Flask

from app.accounts.routes import bp as accounts
from app.attachments.routes import bp as attachments
from app.cases.routes import bp as cases
from app.catalogue.routes import bp as catalogue
from app.data_protection.routes import bp as data_protection
from app.directory.routes import bp as directory
from app.emergency.routes import bp as emergency
from app.imports.routes import bp as imports
from app.people.routes import bp as people
from app.referrals.routes import bp as referrals
from app.reporting.routes import bp as reporting
from app.supervision.routes import bp as supervision

BLUEPRINTS: tuple[Blueprint, ...] = (
    reporting,
    data_protection,
    supervision,
    emergency,
    referrals,
    attachments,
    cases,
    imports,
    people,
    directory,
    catalogue,
    accounts,
)


def register(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
