"""``GET /healthz``: whether the parts that a working instance needs answer. Needs no sign-in and tells no data."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import redis
import sqlalchemy as sa
from flask import Flask, jsonify
from flask.typing import ResponseReturnValue

from app.accounts.doors import public_door
from app.extensions import limiter
from app.foundation import heartbeat
from app.foundation.database import db
from config import Settings


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    client = heartbeat.connect(settings.redis_url)

    @public_door
    def healthz() -> ResponseReturnValue:
        checks: dict[str, Callable[[], bool]] = {
            "database": _database_answers,
            "broker": partial(_broker_answers, client),
            "worker": partial(heartbeat.is_alive, client, "worker"),
            "relay": partial(heartbeat.is_alive, client, "relay"),
        }
        states = {name: "up" if _holds(check) else "down" for name, check in checks.items()}
        all_up = all(state == "up" for state in states.values())
        return jsonify(status="up" if all_up else "degraded", **states), 200 if all_up else 503

    app.add_url_rule("/healthz", "healthz", limiter.exempt(healthz))


def _database_answers() -> bool:
    return db.session.execute(sa.text("SELECT 1")).scalar() == 1


def _broker_answers(client: redis.Redis) -> bool:
    return bool(client.ping())


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (sa.exc.SQLAlchemyError, redis.RedisError, OSError):
        db.session.rollback()
        return False
