"""Quipu with one more page, which says whom the application takes its client for; started by gunicorn in these tests only.

QUIPU_TEST_HOPS lets it believe so many proxies instead of one: the positive control.
"""

from __future__ import annotations

import os

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.middleware.proxy_fix import ProxyFix

from app import create_app
from app.accounts.doors import public_door
from app.web import gatekeeper
from config import Settings

if hops := os.environ.get("QUIPU_TEST_HOPS"):
    gatekeeper.ProxyFix = lambda application, **_trust: ProxyFix(application, x_for=int(hops), x_proto=1)  # type: ignore[misc]

app = create_app(Settings.from_environment())


@public_door
def echo() -> ResponseReturnValue:
    return jsonify(address=request.remote_addr, is_secure=request.is_secure, host=request.host)


app.add_url_rule("/echo", "echo", echo)
