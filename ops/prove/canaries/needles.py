"""The forms in which a value may stand among bytes: encodings, escapes, and base64 at any of its three offsets."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from urllib.parse import quote, quote_plus


def forms_of(value: str) -> Mapping[str, bytes]:
    """Every form of a value by its name; equal forms stand once."""
    forms: dict[str, bytes] = {}
    for name, form in _all_forms(value):
        if form not in forms.values():
            forms[name] = form
    return forms


def _all_forms(value: str) -> Iterator[tuple[str, bytes]]:
    plain = value.encode()
    yield "UTF-8", plain
    yield "UTF-16LE", value.encode("utf-16-le")
    yield "UTF-16BE", value.encode("utf-16-be")
    yield "Latin-1", value.encode("latin-1", "replace")
    yield "JSON", json.dumps(value)[1:-1].encode()
    for name, escape in (("percent", quote), ("form", quote_plus)):
        yield name, escape(value, safe="").encode()
        yield f"{name}, small letters", escape(value, safe="").lower().encode()
    yield "hex", plain.hex().encode()
    yield "hex, capitals", plain.hex().upper().encode()
    for offset in range(3):
        yield f"base64 at {offset}", _base64_at(plain, offset)
        yield f"base64url at {offset}", _base64_at(plain, offset).translate(bytes.maketrans(b"+/", b"-_"))


def _base64_at(plain: bytes, offset: int) -> bytes:
    """What stays the same of the value's base64 whatever stands around it, when it begins at this place of a group of three."""
    encoded = base64.b64encode(bytes(offset) + plain)
    first = (0, 2, 3)[offset]
    last = len(encoded) - (0, 4, 4)[(len(plain) + offset) % 3]
    return encoded[first:last]
