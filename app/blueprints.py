"""The list of doors, in floor order."""

from __future__ import annotations

from flask import Blueprint, Flask

from app.accounts.routes import bp as accounts

BLUEPRINTS: tuple[Blueprint, ...] = (accounts,)


def register(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
