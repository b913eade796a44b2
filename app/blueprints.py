"""The list of doors, in floor order."""

from __future__ import annotations

from flask import Blueprint, Flask

from app.accounts.routes import bp as accounts
from app.catalogue.routes import bp as catalogue

BLUEPRINTS: tuple[Blueprint, ...] = (catalogue, accounts)


def register(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
