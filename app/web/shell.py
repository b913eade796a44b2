"""The shell of every page: assets, filters, headers, languages, and what the layouts need to know."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, has_request_context, request, url_for
from flask_babel import get_locale
from flask_login import current_user
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from app.web import compression, filters, gatekeeper, security_headers, widgets
from app.web.bodies import BoundedRequest
from app.web.built_assets import AssetsNotBuilt, BuiltAssets
from app.web.languages import LANGUAGES
from app.web.page_parts import UserMenu
from app.web.routes import bp, gallery
from config import Settings

SEARCH_URL = "/search"
EXIT_URL = "https://www.wikipedia.org/"
"""Where "exit this page" leads: a harmless page that many people open."""


def init_app(app: Flask) -> None:
    """Give an application its shell. Rooms add ``navigation_items`` (page parts) by a context processor of their own.

    Raises:
        AssetsNotBuilt: outside of tests, when ``npm run build`` was not run.
    """
    settings: Settings = app.extensions["settings"]
    assets = app.extensions["assets"] = _find_assets(testing=settings.testing)
    if assets:
        app.wsgi_app = assets.before(app.wsgi_app)  # type: ignore[assignment, method-assign]
    app.jinja_loader = ChoiceLoader([PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.tests["several"] = lambda value: isinstance(value, list | tuple)
    app.request_class = BoundedRequest
    app.jinja_env.filters["unindented"] = widgets.unindented
    app.jinja_env.globals.update(_globals(settings))
    app.context_processor(_reader)
    filters.init_app(app)
    gatekeeper.init_app(app)
    app.register_blueprint(bp)
    if settings.demo or settings.testing:
        app.register_blueprint(gallery)
    # The last one registered runs first: compression comes after the headers.
    compression.init_app(app)
    security_headers.init_app(app)


def _find_assets(*, testing: bool) -> BuiltAssets | None:
    try:
        return BuiltAssets()
    except AssetsNotBuilt:
        if testing:
            return None  # tests of services and figures need no sheet; those of pages build it first
        raise


def _globals(settings: Settings) -> dict[str, Any]:
    # Globals, not a context processor: imported macros see them, and a room's own value still comes first.
    return {
        "asset": asset_url,
        "demo": settings.demo,
        "exit_url": EXIT_URL,
        "here": here,
        "is_encrypted": settings.is_encrypted,
        "languages": language_choices,
        "navigation_items": (),
        "page_language": page_language,
        "page_to_return_to": page_to_return_to,
        "search_url": SEARCH_URL,
        "draft": None,
        "settled_draft": None,
        "printable": False,
        "waiting_forms_url": None,
        "component_of": widgets.component_of,
        "field_parameters": widgets.parameters_of,
        "error_links": widgets.error_links,
        "form_has_errors": widgets.has_errors,
    }


def _reader() -> dict[str, Any]:
    """The menu of whoever is signed in; their name and their office's are all that the shell knows of them.

    Mails are written by workers, where nobody reads a page.
    """
    if not has_request_context() or not current_user.is_authenticated:
        return {"user_menu": None}
    office = getattr(current_user, "office", None)
    sign_out = url_for("security.logout")
    return {"user_menu": UserMenu(current_user.name, office.name if office else None, sign_out_url=sign_out)}


def asset_url(name: str) -> str:
    """The address of a compiled file, with its content's hash in it."""
    assets: BuiltAssets | None = current_app.extensions["assets"]
    return assets.url(name) if assets else f"/assets/{name}"


def here() -> str:
    """Path and query of this page, to come back to."""
    return request.full_path.removesuffix("?")


def page_to_return_to() -> str:
    """Where a choice of language comes back to: this page, or the first one where this address takes forms only."""
    takes_reading = request.url_rule is None or "GET" in (request.url_rule.methods or ())
    return here() if takes_reading else "/"


def page_language() -> str:
    """The language tag of the page, as HTML writes it: ``es``, ``pt-BR``."""
    return str(get_locale() or "es").replace("_", "-")


def language_choices() -> list[dict[str, Any]]:
    """The languages of the interface, each by its own name."""
    current = page_language().partition("-")[0]
    return [{"code": code, "name": name, "current": code == current} for code, name in LANGUAGES.items()]
