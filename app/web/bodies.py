"""How much a request may bring: bytes, and fields of a form."""

from __future__ import annotations

import time
from io import BytesIO
from typing import IO, Any, TypeVar, cast

from flask import Request, current_app
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from app.web.spool import SealedSpool

MOST_FIELDS = 2_000
"""Of one form. The largest page, a caseload that is shared out, has a few hundred."""
LONGEST_TO_READ_AWAY = 64 * 1024 * 1024
SECONDS_TO_READ_AWAY = 10.0
AT_ONCE = 64 * 1024

View = TypeVar("View")


class CountingFormParser(FormDataParser):
    """Werkzeug counts the parts of a multipart form only; half a million plain fields would take seconds to read."""

    def _parse_urlencoded(self, stream: IO[bytes], mimetype: str, content_length: int | None, options: Any) -> Any:
        body = stream.read()
        if body.count(b"&") >= MOST_FIELDS:
            raise RequestEntityTooLarge
        return super()._parse_urlencoded(BytesIO(body), mimetype, content_length, options)


def takes_file(view: View) -> View:
    """Mark a view whose form brings a file: its request may be longer than others."""
    cast("Any", view).takes_file = True
    return view


def takes_large_file(view: View) -> View:
    """Mark a view whose form brings a file too large for memory: it is kept on the disk under a key of its own (``spool.py``)."""
    cast("Any", view).takes_large_file = True
    return takes_file(view)


class BoundedRequest(Request):
    """Flask's request with the bound on plain fields, and a bound of its own for pages that take a file."""

    form_data_parser_class = CountingFormParser

    @property
    def max_content_length(self) -> int | None:
        bound = "LONGEST_UPLOAD" if self._has_view("takes_file") else "MAX_CONTENT_LENGTH"
        longest: int = current_app.config["LONGEST_IMPORT" if self._has_view("takes_large_file") else bound]
        return longest

    @max_content_length.setter
    def max_content_length(self, _value: int | None) -> None:
        raise AttributeError("A view says by takes_file that its request may be longer.")

    def _get_file_stream(self, *_arguments: Any, **_named: Any) -> IO[bytes]:
        """A file that is sent stays in memory, or lies sealed on the disk: Werkzeug would write it there in the clear."""
        return cast("IO[bytes]", SealedSpool()) if self._has_view("takes_large_file") else BytesIO()

    def _has_view(self, mark: str) -> bool:
        return bool(getattr(current_app.view_functions.get(self.endpoint or ""), mark, False))


def read_away(request: Request) -> None:
    """Take in what is still on its way, and keep none of it.

    A browser that is cut off while it sends shows a broken connection and never the page that says why.
    """
    left = min(request.content_length or 0, LONGEST_TO_READ_AWAY)
    ends = time.monotonic() + SECONDS_TO_READ_AWAY
    stream: IO[bytes] = request.environ["wsgi.input"]
    while left > 0 and time.monotonic() < ends:
        taken = len(stream.read(min(AT_ONCE, left)))
        if not taken:
            return
        left -= taken
