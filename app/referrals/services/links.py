"""The partner's link: a signature over the id of its row. The row says until when it opens, so that it can be closed early."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from typing import cast
from uuid import UUID

import sqlalchemy as sa
from flask import current_app
from flask_babel import lazy_gettext as _l
from itsdangerous import BadSignature, Signer

from app.foundation.clock import end_of, now
from app.foundation.database import db
from app.foundation.errors import NotFound
from app.foundation.ids import new_id
from app.people.models import Consent
from app.referrals.models import PartnerLink, Referral
from config import Settings


class LinkClosed(NotFound):
    """The link was good once and opens nothing any more."""

    status = 410


def make_link(referral: Referral, consent: Consent) -> PartnerLink:
    """A new link to a referral, good for as many days as the settings say, and never longer than the consent."""
    made_at = now()
    expires_at = made_at + timedelta(days=_settings().partner_link_days)
    if consent.valid_until is not None:
        expires_at = min(expires_at, end_of(consent.valid_until, referral.office.time_zone))
    link = PartnerLink(id=new_id(), referral_id=referral.id, created_at=made_at, expires_at=expires_at)
    db.session.add(link)
    return link


def close_links(referral_ids: list[UUID]) -> None:
    """Close every link to these referrals: none opens from now on, whoever it was forwarded to."""
    still_open = sa.and_(PartnerLink.referral_id.in_(referral_ids), PartnerLink.revoked_at.is_(None))
    db.session.execute(sa.update(PartnerLink).where(still_open).values(revoked_at=now()))


def token_of(link_id: UUID) -> str:
    """The part of the address that opens the link."""
    return _signer().sign(urlsafe_b64encode(link_id.bytes).rstrip(b"=")).decode()


def address_of(link_id: UUID) -> str:
    """The whole address, as it stands in a mail."""
    return f"{_settings().public_url}/r/{token_of(link_id)}"


def link_id_of(token: str) -> UUID:
    """The id of the link that a token was made for.

    Raises:
        NotFound: this instance did not make the token.
    """
    try:
        return UUID(bytes=urlsafe_b64decode(_signer().unsign(token.encode()) + b"=="))
    except (BadSignature, ValueError):
        raise NotFound(_l("This address is not complete. Copy the whole link from the mail, or press it there.")) from None


def _signer() -> Signer:
    return Signer(_settings().secrets.link_key, salt="partner-link", key_derivation="hmac", digest_method=sha256)


def _settings() -> Settings:
    return cast("Settings", current_app.extensions["settings"])
