"""Erasing somebody as two people and the job do it."""

from __future__ import annotations

from app.accounts.permissions import Role
from app.data_protection.enums import ErasureReason
from app.data_protection.models import ErasureRequest
from app.data_protection.services import carry_out_erasure, request_erasure, settle_request
from app.foundation.actor import system_actor
from app.foundation.database import db
from app.people.models import Person
from tests.conftest import actor_of

JOB = system_actor("data_protection.carry_out_erasure")


def approved(person: Person) -> ErasureRequest:
    request = request_erasure(actor_of(Role.CASEWORKER, person.office), person.id, ErasureReason.ASKED)
    return settle_request(actor_of(Role.DATA_PROTECTION, person.office), request.id, step="approve")


def erase(person: Person) -> ErasureRequest:
    request = approved(person)
    carry_out_erasure(JOB, request.id)
    db.session.commit()
    db.session.expire_all()
    return request
