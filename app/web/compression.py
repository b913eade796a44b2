"""Pages leave compressed: on a slow line that saves four fifths of the waiting."""

from __future__ import annotations

import gzip
import io
import secrets

from flask import Flask, Response, request

SMALLEST = 600
"""Bytes under which compressing costs more than it saves."""
LONGEST_PADDING = 64
LEVEL = 5


def init_app(app: Flask) -> None:
    app.after_request(compress_page)


def compress_page(response: Response) -> Response:
    if response.mimetype not in {"text/html", "application/json"} or response.is_streamed or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings.quality("gzip") or "Content-Encoding" in response.headers:
        return response
    body = response.get_data()
    if len(body) < SMALLEST:
        return response
    response.set_data(compressed(body))
    response.headers["Content-Encoding"] = "gzip"
    return response


def compressed(body: bytes) -> bytes:
    """Gzip with a file name of random length, so that the size of a page does not tell a guesser what it repeats (BREACH)."""
    buffer = io.BytesIO()
    padding = "x" * (1 + secrets.randbelow(LONGEST_PADDING))
    with gzip.GzipFile(filename=padding, mode="wb", compresslevel=LEVEL, fileobj=buffer, mtime=0) as stream:
        stream.write(body)
    return buffer.getvalue()
