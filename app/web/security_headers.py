"""The headers that every answer carries: what a browser may load, keep, frame and tell other sites."""

from __future__ import annotations

from flask import Flask, Response

from config import Settings

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
TWO_YEARS = 2 * 365 * 24 * 60 * 60

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    # Not no-referrer: the check of a form's origin reads the referrer where the browser sends no Origin.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    app.after_request(add_headers)
    if settings.is_encrypted:
        app.after_request(insist_on_tls)


def add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if "Cache-Control" not in response.headers:
        # Whatever is not an asset may show a person: neither the browser nor a proxy keeps it.
        response.headers["Cache-Control"] = "no-store"
    return response


def insist_on_tls(response: Response) -> Response:
    response.headers.setdefault("Strict-Transport-Security", f"max-age={TWO_YEARS}; includeSubDomains")
    return response
