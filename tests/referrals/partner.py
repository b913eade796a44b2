"""What a partner does with a link, as a browser sends it."""

from __future__ import annotations

from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.foundation.ids import new_id
from app.referrals import services
from app.referrals.models import PartnerLink


def address(link: PartnerLink) -> str:
    return f"/r/{services.token_of(link.id)}"


def answer(
    client: FlaskClient, url: str, step: str, *, version: int = 1, submission: UUID | None = None, **fields: str
) -> TestResponse:
    data = {"version": str(version), "submission_id": str(submission or new_id()), **fields}
    return client.post(f"{url}/{step}", data={f"{step}-{name}": value for name, value in data.items()})
