"""A sent referral in the jobs' own database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from app.foundation.database import db
from app.referrals.models import Referral
from tests.factories.accounts import OfficeFactory
from tests.factories.referrals import case_of_a_person, sent_referral_of
from tests.workers.contexts import AS_SYSTEM

WRITTEN_HERE = (
    "referral_mail", "partner_link", "referral_status_change", "referral", "consent", '"case"', "person_nationality",
    "person", "focal_point", "provided_service", "organisation", "user_grant", '"user"', "office", "number_series",
)  # fmt: skip
"""In the order in which rows may be deleted."""


@contextmanager
def sent_referral(jobs_session: Any) -> Iterator[Referral]:
    """A sent referral, removed afterwards with all around it; audit rows stay, as nobody may delete them."""
    case = case_of_a_person(OfficeFactory(code="CUC", name="Cúcuta"))
    yield sent_referral_of(case, shared_fields=["given_names", "surnames", "contact"])
    jobs_session.rollback()
    with db.engine.begin() as connection:
        connection.execute(AS_SYSTEM)
        for table in WRITTEN_HERE:
            connection.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 - fixed names
