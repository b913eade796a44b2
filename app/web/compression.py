"""Pages leave compressed: on a slow line that saves four fifths of the waiting."""

from __future__ import annotations

import gzip
import io
import secrets
from collections.abc import Callable, Mapping

import brotli
from flask import Flask, Response, request

SMALLEST = 600
"""Bytes under which compressing costs more than it saves."""
LONGEST_PADDING = 64
GZIP_LEVEL = 5
BROTLI_QUALITY = 6
"""Six costs the time of five and spares a hundredth; from seven on the time doubles."""
SKIPPED = 0b010110
"""Head of a block that readers of Brotli skip, its length one byte after it (RFC 7932, 9.2)."""


def init_app(app: Flask) -> None:
    app.after_request(compress_page)


def compress_page(response: Response) -> Response:
    if response.mimetype not in {"text/html", "application/json"} or response.is_streamed or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    encoding = next((name for name in COMPRESSED if request.accept_encodings.quality(name)), None)
    body = response.get_data()
    if encoding is None or "Content-Encoding" in response.headers or len(body) < SMALLEST:
        return response
    response.set_data(COMPRESSED[encoding](body))
    response.headers["Content-Encoding"] = encoding
    return response


def with_brotli(body: bytes) -> bytes:
    """A list of countries that stands in the page three times weighs as one, further apart than gzip looks back.

    A skipped block of random length keeps the size of a page from telling a guesser what it repeats (BREACH).
    """
    stream = brotli.Compressor(quality=BROTLI_QUALITY)
    length = 1 + secrets.randbelow(LONGEST_PADDING)
    skipped = (SKIPPED | (length - 1) << 6).to_bytes(2, "little") + bytes(length)
    return bytes(stream.process(body) + stream.flush() + skipped + stream.finish())


def with_gzip(body: bytes) -> bytes:
    """The same by a file name of random length."""
    buffer = io.BytesIO()
    padding = "x" * (1 + secrets.randbelow(LONGEST_PADDING))
    with gzip.GzipFile(filename=padding, mode="wb", compresslevel=GZIP_LEVEL, fileobj=buffer, mtime=0) as stream:
        stream.write(body)
    return buffer.getvalue()


COMPRESSED: Mapping[str, Callable[[bytes], bytes]] = {"br": with_brotli, "gzip": with_gzip}
"""What browsers accept, the smaller first."""
