"""Files that are given out."""

from __future__ import annotations

from flask import Response, make_response


def given_out(name: str, media_type: str, content: bytes) -> Response:
    response = make_response(content)
    response.mimetype = media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
