"""The compiled styles, script and images: found by name, served with their content's hash and cached for a year."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Response, request, send_from_directory

BUILD_FOLDER = Path(__file__).resolve().parent / "static" / "build"
A_YEAR = 365 * 24 * 60 * 60
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
"""Encodings that ``npm run build`` writes beside each file, the smaller one first."""


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

    def hashed(self, name: str) -> str:
        """The name of today's version of ``name``, such as ``quipu.3da1bd38894b.css`` of ``quipu.css``."""
        return self.names[name]

    def answer(self, hashed: str) -> Response:
        """The file itself, in the smallest encoding that the browser takes; 404 when there is none."""
        encoding, suffix = self._choose_encoding(hashed)
        response = send_from_directory(self.folder, hashed + suffix, max_age=A_YEAR, etag=False, mimetype=_mimetype(hashed))
        response.cache_control.public = True
        response.cache_control.immutable = True
        response.headers["Vary"] = "Accept-Encoding"
        if encoding:
            response.headers["Content-Encoding"] = encoding
        return response

    def _choose_encoding(self, hashed: str) -> tuple[str | None, str]:
        for encoding, suffix in ENCODINGS:
            if request.accept_encodings.quality(encoding) and (self.folder / f"{Path(hashed).name}{suffix}").is_file():
                return encoding, suffix
        return None, ""


def _mimetype(name: str) -> str | None:
    types = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
    return types.get(Path(name).suffix)
