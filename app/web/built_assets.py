"""The compiled styles, script and images: found by name, served with their content's hash and cached for a year.

They are answered before Flask sees the request: no session is read for them, so that no cookie enters the cache's key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from app.web.security_headers import HEADERS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

BUILD_FOLDER = Path(__file__).resolve().parent / "static" / "build"
ADDRESS = "/assets/"
A_YEAR = 365 * 24 * 60 * 60
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
"""Encodings that ``npm run build`` writes beside each file, the smaller one first."""

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class AssetsNotBuilt(RuntimeError):
    """There is no manifest; the message says how to make it."""


class BuiltAssets:
    """What ``npm run build`` left in one folder.

    Raises:
        AssetsNotBuilt: the folder has no manifest.
    """

    def __init__(self, folder: Path = BUILD_FOLDER) -> None:
        self.folder = folder
        try:
            self.names: dict[str, str] = json.loads((folder / "manifest.json").read_text())
        except FileNotFoundError:
            raise AssetsNotBuilt("The assets are not built: run `npm ci --ignore-scripts && npm run build`.") from None

    def url(self, name: str) -> str:
        """The address of today's version of ``name``, such as ``/assets/quipu.3da1bd38894b.css`` of ``quipu.css``."""
        return ADDRESS + self.names[name]

    def answer(self, request: Request) -> Response:
        """The file that the path names, in the smallest encoding that the browser takes; 404 for any other path."""
        hashed = request.path.removeprefix(ADDRESS)
        if hashed not in self.names.values() or request.method not in {"GET", "HEAD"}:
            return Response(status=404, headers={**HEADERS, "Cache-Control": "no-store"})
        encoding, suffix = _choose_encoding(request)
        response = Response(
            (self.folder / f"{hashed}{suffix}").read_bytes(), mimetype=TYPES[Path(hashed).suffix], headers=HEADERS
        )
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
        response.headers["Vary"] = "Accept-Encoding"
        if encoding:
            response.headers["Content-Encoding"] = encoding
        return response

    def before(self, application: WSGIApplication) -> WSGIApplication:
        """``application`` with the assets answered in front of it."""

        def answer_assets_first(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            if environ.get("PATH_INFO", "").startswith(ADDRESS):
                return self.answer(Request(environ))(environ, start_response)
            return application(environ, start_response)

        return answer_assets_first


def _choose_encoding(request: Request) -> tuple[str | None, str]:
    accepted = ((encoding, suffix) for encoding, suffix in ENCODINGS if request.accept_encodings.quality(encoding))
    return next(accepted, (None, ""))
