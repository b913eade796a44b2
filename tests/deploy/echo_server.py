"""Quipu with one more page, which says whom the application takes its client for; started by gunicorn in these tests only.

QUIPU_TEST_HOPS puts a second proxy's worth of trust in front: the positive control.
"""

from __future__ import annotations

import os

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.middleware.proxy_fix import ProxyFix

from app import create_app
from app.accounts.doors import public_door
from config import Settings

app = create_app(Settings.from_environment())


@public_door
def echo() -> ResponseReturnValue:
    return jsonify(address=request.remote_addr, is_secure=request.is_secure, host=request.host)


app.add_url_rule("/echo", "echo", echo)

if hops := int(os.environ.get("QUIPU_TEST_HOPS", "0")):
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=1)  # type: ignore[method-assign]
