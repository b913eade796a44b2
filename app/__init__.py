"""Quipu: case management for humanitarian assistance to migrants and refugees. This file holds the factory only."""

from __future__ import annotations

from flask import Flask

from config import Settings


def create_app(settings: Settings) -> Flask:
    """Build the application for one process: its pages, or the context that workers and commands need."""
    # Rooms are imported when an application is built, so that one room can be imported without all others.
    from app import blueprints, health, wiring
    from app.accounts import expired_forms, refusals, sign_in
    from app.extensions import babel, csrf, limiter, mail
    from app.foundation import logs
    from app.foundation.database import db
    from app.navigation import menu
    from app.web import error_pages, languages, shell, time_zones

    app = Flask(__name__, static_folder=None, template_folder=None)
    app.config.update(settings.flask_mapping())
    app.extensions["settings"] = settings
    # First of all: also a request that a later guard refuses has an id and a line in the log.
    logs.init_app(app)
    db.init_app(app)
    csrf.init_app(app)
    mail.init_app(app)
    limiter.init_app(app)
    babel.init_app(
        app,
        locale_selector=languages.choose_locale,
        timezone_selector=time_zones.choose_time_zone,
        default_translation_directories=languages.translation_folders(),
    )
    sign_in.init_app(app)
    refusals.init_app(app)
    shell.init_app(app)
    menu.init_app(app)
    error_pages.init_app(app)
    expired_forms.init_app(app)
    health.init_app(app)
    blueprints.register(app)
    wiring.connect()
    return app
