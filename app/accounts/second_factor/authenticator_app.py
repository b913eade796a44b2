"""Codes of an authenticator app (TOTP, RFC 6238) and the picture that brings its key to the phone."""

from __future__ import annotations

import base64
import io
from datetime import datetime

import qrcode
from passlib.exc import TokenError
from passlib.totp import TOTP
from qrcode.image.svg import SvgPathImage

ISSUER = "Quipu"
STEP_SECONDS = 30
FIGURES = 6
KEY_BYTES = 20
"""As long as the digest of SHA-1, as RFC 4226 asks."""


def new_key() -> bytes:
    key: bytes = TOTP(new=True, size=KEY_BYTES).key
    return key


def counter_of_code(key: bytes, code: str, *, at: datetime, after: int) -> int | None:
    """The 30-second step that the code belongs to: the present one or a neighbour of it; None when it is not right.

    Args:
        after: the last step that was used; codes of this step and of earlier ones are refused.
    """
    try:
        match = TOTP(key, format="raw").match(code, time=at, window=STEP_SECONDS, last_counter=after)
    except TokenError:
        return None
    counter: int = match.counter
    return counter


def setup_uri(key: bytes, email: str) -> str:
    """What the picture says; on a phone it also opens the app as a link."""
    uri: str = TOTP(key, format="raw", issuer=ISSUER).to_uri(email)
    return uri


def setup_picture(uri: str) -> str:
    """A QR code as a data address of an SVG, for an ``img``."""
    drawn = qrcode.make(uri, image_factory=SvgPathImage, box_size=8, border=4)
    with io.BytesIO() as file:
        drawn.save(file)
        return "data:image/svg+xml;base64," + base64.b64encode(file.getvalue()).decode("ascii")


def typed_key(key: bytes) -> str:
    """The key in groups of four letters, to be typed where no camera is at hand."""
    letters = base64.b32encode(key).decode("ascii")
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))
