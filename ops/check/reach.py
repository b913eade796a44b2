"""The table of who reaches what: every route with its door and the roles to which it opens, from the code alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from app import create_app
from app.accounts.permissions import PERMISSIONS_OF, Permission, Role
from app.extensions import limiter
from config import OWNER_ROLE, Secrets, Settings

HTTP_VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
LIBRARY_DOORS = {"flask_login.utils": "signed in", "flask_security.decorators": "signed in"}
"""Decorators of libraries that leave no mark on a view, by their module."""
PUBLIC_FILES = {"security.static", "web.static"}


def page(made_by: str) -> str:
    """The table as a Markdown page that begins with the line ``made_by``."""
    app = urls_only()
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))
    lines = [
        made_by, "", "# Who reaches what", "",
        "Each address of the system with its door and the roles to which that door opens. An open door shows only what lies",
        "within the offices, countries and records that the reader's grants reach: everything else answers *not found*.", "",
        "Doors: **public** needs no sign-in; **half signed in** opens between the right password and the second factor;",
        "**signed in** opens to everybody with an account; a word such as `view_case` is the",
        "permission that the reader's role must hold; **fresh** asks for the second factor again; **link** is opened by a",
        "signed, expiring link; **demo** exists in demo instances only.", "",
        "| address | methods | door | " + " | ".join(role.value.replace("_", " ") for role in Role) + " |",
        "|---|---|---|" + "---|" * len(Role),
    ]  # fmt: skip
    return "\n".join([*lines, *(_row(app, rule) for rule in rules)]) + "\n"


def urls_only() -> Flask:
    """The application with every address and no server behind it: nothing is asked of it but its URL map."""
    secrets = Secrets(secret_key="-" * 32, password_salt="-" * 32, link_key="-" * 32, database_passwords={})
    nowhere = Settings(
        state=Path(),
        owner_database_url=f"postgresql+psycopg://{OWNER_ROLE}@/nowhere",
        redis_url="redis://127.0.0.1:1",
        secrets=secrets,
        root_key=bytes(32),
        audit_file=Path("nowhere"),
        demo=True,
    )
    with _keeping(limiter):
        return create_app(nowhere)


@contextmanager
def _keeping(extension: object) -> Iterator[None]:
    """Flask-Limiter counts where the application bound last says: one without a server must not take that over."""
    before = dict(vars(extension))
    try:
        yield
    finally:
        vars(extension).update(before)


def _row(app: Flask, rule: Rule) -> str:
    door = door_of(app, rule)
    methods = " ".join(verb for verb in HTTP_VERBS if verb in (rule.methods or ()))
    cells = ["yes" if opens_to(app, rule, role) else "" for role in Role]
    return f"| `{rule.rule.replace('|', chr(92) + '|')}` | {methods} | {door} | " + " | ".join(cells) + " |"


def door_of(app: Flask, rule: Rule) -> str:
    """What stands between a browser and the view of a rule; ``none`` where nothing does."""
    words = list(dict.fromkeys(_marks(app, rule)))
    if "public" in words or rule.endpoint in PUBLIC_FILES:
        words = ["link" if "token" in rule.arguments else "public"]
    if rule.endpoint.startswith("web_gallery."):
        words.append("demo")
    return ", ".join(words) or "none"


def opens_to(app: Flask, rule: Rule, role: Role) -> bool:
    permission = permission_of(app, rule)
    return permission is None or permission in PERMISSIONS_OF[role]


def permission_of(app: Flask, rule: Rule) -> Permission | None:
    """The permission that the door of a rule asks for."""
    return next((view.permission for view in _layers(app, rule) if hasattr(view, "permission")), None)


def _marks(app: Flask, rule: Rule) -> Iterator[str]:
    for view in _layers(app, rule):
        if getattr(view, "half_signed_in", False):
            yield "half signed in"
        elif getattr(view, "public", False):
            yield "public"
        if hasattr(view, "permission"):
            yield f"`{view.permission.value}`"
        if getattr(view, "fresh", False):
            yield "fresh"
        module = getattr(view, "__globals__", {}).get("__name__", "")
        if module in LIBRARY_DOORS:
            yield LIBRARY_DOORS[module]


def _layers(app: Flask, rule: Rule) -> Iterator[Any]:
    """The view and everything that it wraps, from outside inwards."""
    view: Any = app.view_functions[rule.endpoint]
    while view is not None:
        yield view
        view = getattr(view, "__wrapped__", None)
