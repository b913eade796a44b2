"""Every route is either behind a permission or marked as public, and the public ones are listed here by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.accounts.permissions import Permission
from app.foundation.ids import new_id

PUBLIC = {
    "healthz",
    "security.login",
    "security.logout",
    "web.choose_language",
    "web_gallery.components",
    "web_gallery.progress",
    "web_gallery.record",
    "supervision.home",
    "accounts.accept_invitation",
    "accounts.accept_conduct",
    "accounts.keep_first_codes",
    "accounts.options_of_passkey",
    "accounts.prove_at_sign_in",
    "accounts.prove_at_sign_in_by_passkey",
    "accounts.set_up_by_passkey",
    "accounts.set_up_second_factor",
    "accounts.sign_in_by_passkey",
    "accounts.take_next_step",
    "referrals.partner_page",
    "referrals.answer_as_partner",
}
"""Doors that open without signing in. A new name here wants a reason in the review."""

GUARDED_BY_THEMSELVES = {
    "accounts.own_account",
    "accounts.choose_password",
    "accounts.add_passkey",
    "accounts.change_app",
    "accounts.keep_codes",
    "accounts.make_codes",
    "accounts.own_second_factor",
    "accounts.prove_again",
    "accounts.prove_again_by_passkey",
    "accounts.remove_passkey",
    "accounts.show_conduct",
    "accounts.list_sessions",
    "accounts.close_session",
    "accounts.close_other_sessions",
    "accounts.list_held_forms",
    "accounts.discard_held_form",
    "accounts.list_drafts",
    "accounts.discard_draft",
}
"""For everybody who is signed in, whatever their role."""

ASKS_AGAIN = {
    "imports.confirm",
    "imports.download_errors",
    "imports.download_result",
    "accounts.add_passkey",
    "accounts.change_app",
    "accounts.choose_password",
    "accounts.keep_codes",
    "accounts.make_codes",
    "accounts.remove_passkey",
    "accounts.reset_second_factor",
    "data_protection.download_held",
    "emergency.break_glass",
    "reporting.download",
}
"""Step-up: what takes data out, opens a file of another office or changes how somebody signs in asks for the factor again."""

HTTP_VERBS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


def marks_of(view: Any) -> Iterator[Any]:
    """The view and everything it wraps."""
    while view is not None:
        yield view
        view = getattr(view, "__wrapped__", None)


def permission_of(app: Flask, rule: Rule) -> Permission | None:
    return next((mark.permission for mark in marks_of(app.view_functions[rule.endpoint]) if hasattr(mark, "permission")), None)


def is_marked_public(app: Flask, rule: Rule) -> bool:
    return any(getattr(mark, "public", False) for mark in marks_of(app.view_functions[rule.endpoint]))


def rules_of(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if not rule.endpoint.startswith("security.")]


def test_every_route_has_a_guard_or_is_listed_as_public(app: Flask) -> None:
    unguarded = [
        rule.endpoint
        for rule in rules_of(app)
        if permission_of(app, rule) is None and rule.endpoint not in PUBLIC | GUARDED_BY_THEMSELVES
    ]
    assert unguarded == []


def test_just_these_routes_ask_for_the_second_factor_again(app: Flask) -> None:
    asking = {
        rule.endpoint
        for rule in rules_of(app)
        if any(hasattr(mark, "fresh") for mark in marks_of(app.view_functions[rule.endpoint]))
    }
    assert asking == ASKS_AGAIN


def test_no_listed_public_route_has_vanished(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert (PUBLIC | GUARDED_BY_THEMSELVES) - endpoints == set()


def test_public_routes_carry_their_mark(app: Flask) -> None:
    unmarked = [rule.endpoint for rule in rules_of(app) if rule.endpoint in PUBLIC and not is_marked_public(app, rule)]
    assert unmarked == []


def test_flask_security_offers_nothing_beyond_signing_in_and_out(app: Flask) -> None:
    offered = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("security.")}
    assert offered <= {"security.login", "security.logout", "security.static"}


def test_signing_out_is_not_a_get(app: Flask) -> None:
    assert [rule.methods & HTTP_VERBS for rule in app.url_map.iter_rules() if rule.endpoint == "security.logout"] == [{"POST"}]


def test_addresses_carry_ids_and_codes_only(app: Flask) -> None:
    """Free text in a path would bring names into histories and logs."""
    admitted = {"UUIDConverter", "IntegerConverter", "AnyConverter"}
    texts = {
        name
        for rule in app.url_map.iter_rules()
        for name, converter in rule._converters.items()
        if type(converter).__name__ not in admitted
    }
    # Codes of the catalogue, signed tokens, the form of a report, and Flask-Security's own files.
    assert texts <= {"code", "token", "language", "file_format", "table_format", "show", "filename"}


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_who_is_not_signed_in_gets_past_a_guard(app: Flask, client: Any, method: str) -> None:
    for rule in rules_of(app):
        if rule.endpoint in PUBLIC or method.upper() not in (rule.methods or ()):
            continue
        values = {name: sample_of(converter) for name, converter in rule._converters.items()}
        with app.test_request_context():
            url = rule.build(values)[1]  # type: ignore[index]
        response = getattr(client, method)(url)
        assert response.status_code == 302, rule.endpoint
        assert "/sign-in" in response.location


def sample_of(converter: Any) -> object:
    """A value that the converter admits."""
    if hasattr(converter, "items"):
        return min(converter.items)
    return new_id() if type(converter).__name__ == "UUIDConverter" else "x"
