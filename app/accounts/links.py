"""Links of invitations: the invitation's id and a keyed digest over it. Whoever has no key cannot make or guess one."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

from flask import current_app

from config import Settings

PURPOSE = b"quipu invitation 1"
"""Keeps a link of another purpose, signed with the same key, from opening an invitation."""
ID_BYTES = 16


def invitation_path(invitation_id: UUID) -> str:
    """The address of the page that the invitation opens; the same every time, so a job can write it from the id."""
    token = base64.urlsafe_b64encode(invitation_id.bytes + _digest(invitation_id)).decode()
    return f"/invitation/{token}"


def invitation_url(invitation_id: UUID, *, public_url: str | None = None) -> str:
    """The link as it stands in a mail; ``public_url`` is this instance's own unless another is given."""
    return (public_url or _settings().public_url).rstrip("/") + invitation_path(invitation_id)


def read_invitation_token(token: str) -> UUID | None:
    """The id in a token that this instance signed; None for any other text."""
    try:
        content = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return None
    if len(content) != ID_BYTES + hashlib.sha256().digest_size:
        return None
    invitation_id = UUID(bytes=content[:ID_BYTES])
    return invitation_id if hmac.compare_digest(content[ID_BYTES:], _digest(invitation_id)) else None


def _digest(invitation_id: UUID) -> bytes:
    key = _settings().secrets.link_key.encode()
    return hmac.new(key, PURPOSE + invitation_id.bytes, hashlib.sha256).digest()


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
