"""The application as the bench serves it: the product's own, with a floor page and a count of statements in a header."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, g, has_request_context, render_template_string
from sqlalchemy import Engine

from app import create_app
from app.accounts.doors import current_actor, public_door
from app.accounts.models import Office
from app.foundation.database import db
from config import Settings
from ops.bench.header import FLOOR_URL, QUERIES_HEADER

FLOOR_PAGE = """
{% extends "layouts/page.html" %}{% set title = "Floor" %}{% block content %}<p>{{ office.name }}</p>{% endblock %}
""".strip()


def floor() -> str:
    """The cheapest signed-in page: the layout, and one select by primary key."""
    return render_template_string(FLOOR_PAGE, office=db.session.get(Office, current_actor().office_id, populate_existing=True))


def count_statements(app: Flask) -> None:
    @sa.event.listens_for(Engine, "before_cursor_execute")
    def note(*_: Any) -> None:
        if has_request_context():
            g.statements = g.get("statements", 0) + 1

    @app.after_request
    def tell(response: Response) -> Response:
        response.headers[QUERIES_HEADER] = str(g.get("statements", 0))
        return response


app = create_app(Settings.from_environment())
app.add_url_rule(FLOOR_URL, "bench_floor", public_door(floor))
count_statements(app)
