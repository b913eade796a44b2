"""One JSON line per event. Only listed fields pass: a log never holds a personal value."""

from __future__ import annotations

import logging
import sys
import time
from typing import Any
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request
from structlog.typing import EventDict, WrappedLogger

ALLOWED_FIELDS = frozenset(
    {
        "event", "level", "timestamp", "request_id", "method", "route", "status", "milliseconds", "actor_id", "actor_kind",
        "place", "job", "outbox_id", "attempt", "error", "count", "process", "sqlstate",
    }
)  # fmt: skip


def keep_allowed_fields(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {name: value for name, value in event.items() if name in ALLOWED_FIELDS}


def configure() -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            keep_allowed_fields,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        # Writes line and line end at once: several processes share this stream.
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def init_app(app: Flask) -> None:
    """Log one line per request: its route (never its URL, which may hold a typed name), status and duration."""
    configure()
    app.logger.addFilter(drop_trace)
    app.log_exception = _log_without_words  # type: ignore[method-assign]
    log = structlog.get_logger()

    @app.before_request
    def begin() -> None:
        g.request_id = uuid4().hex
        g.began = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.request_id
        if app.testing or request.endpoint in {"healthz", "web.static"}:
            return response
        actor = g.get("actor")
        log.info(
            "request",
            request_id=g.request_id,
            method=request.method,
            route=str(request.url_rule) if request.url_rule else None,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - g.began) * 1000, 1),
            actor_id=str(actor.id) if actor else None,
        )
        return response


def drop_trace(record: logging.LogRecord) -> bool:
    """Keep a line of Flask's own logger, without the texts of exceptions that stand in its trace."""
    record.exc_info = record.exc_text = None
    return True


def _log_without_words(exc_info: Any) -> None:
    """In place of Flask's own line for faults outside of views: an exception's text and its trace may hold what was typed."""
    structlog.get_logger().error("fault", request_id=g.get("request_id"), error=exc_info[0].__name__ if exc_info[0] else None)
