"""Reading requests to erase. The first argument is the actor."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.data_protection import policies
from app.data_protection.enums import ErasureState
from app.data_protection.models import ErasureRequest
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import NotFound
from app.foundation.pagination import Page, paginate
from app.people.models import Person
from app.people.policies import check_can_view_person

_WAITING_FIRST = ((ErasureRequest.state == ErasureState.REQUESTED).desc(), ErasureRequest.requested_at.desc())


def list_requests(actor: Actor, page: int | None) -> Page[ErasureRequest]:
    """The requests of the offices for which the actor decides: those that wait first, then the newest."""
    select = sa.select(ErasureRequest).where(policies.in_scope(actor)).options(joinedload(ErasureRequest.office))
    return paginate(select.order_by(*_WAITING_FIRST, ErasureRequest.id), page)


def count_waiting(actor: Actor) -> int:
    waiting = sa.and_(policies.in_scope(actor), ErasureRequest.state == ErasureState.REQUESTED)
    return db.session.scalar(sa.select(sa.func.count()).select_from(ErasureRequest).where(waiting)) or 0


def get_request(actor: Actor, request_id: UUID, *, for_update: bool = False) -> ErasureRequest:
    """One request, for who decides.

    Raises:
        NotFound: there is none, or it belongs to an office outside the actor's scope.
    """
    select = sa.select(ErasureRequest).where(ErasureRequest.id == request_id).options(joinedload(ErasureRequest.office))
    if for_update:
        select = select.with_for_update(of=ErasureRequest).execution_options(populate_existing=True)
    request = db.session.scalar(select)
    if request is None:
        raise NotFound(policies.NO_SUCH_REQUEST)
    policies.check_can_read(actor, request)
    return request


def latest_of(actor: Actor, person: Person) -> ErasureRequest | None:
    """The newest request about a person within the actor's scope."""
    check_can_view_person(actor, person)
    select = sa.select(ErasureRequest).where(ErasureRequest.person_id == person.id)
    return db.session.scalar(select.order_by(ErasureRequest.requested_at.desc()).limit(1))
