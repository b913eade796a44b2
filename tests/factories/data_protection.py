"""Requests to erase a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import factory

from app.data_protection.enums import ErasureReason, HoldReason
from app.data_protection.models import ErasureRequest, RetentionHold
from app.foundation.clock import now
from tests.factories.accounts import Factory, UserFactory


class ErasureRequestFactory(Factory):
    """A request about ``person`` that waits, by a colleague of their office."""

    class Meta:
        model = ErasureRequest

    reason = ErasureReason.ASKED
    cases = 0
    referrals = 0
    documents = 0
    attachments = 0
    requested_by = factory.LazyFunction(lambda: UserFactory().id)

    @classmethod
    def _create(cls, model_class: type[ErasureRequest], *args: Any, **kwargs: Any) -> ErasureRequest:
        person = kwargs.pop("person")
        about = {"person_id": person.id, "person_code": person.code, "office_id": person.office_id}
        request: ErasureRequest = super()._create(model_class, *args, **about, **kwargs)
        return request


class RetentionHoldFactory(Factory):
    """A hold on the file of ``person``, for a month from now."""

    class Meta:
        model = RetentionHold

    reason = HoldReason.COMPLAINT
    held_until = factory.LazyFunction(lambda: now().date() + timedelta(days=30))
    set_by = factory.LazyFunction(lambda: UserFactory().id)

    @classmethod
    def _create(cls, model_class: type[RetentionHold], *args: Any, **kwargs: Any) -> RetentionHold:
        person = kwargs.pop("person")
        about = {"person_id": person.id, "person_code": person.code, "office_id": person.office_id}
        hold: RetentionHold = super()._create(model_class, *args, **about, **kwargs)
        return hold
