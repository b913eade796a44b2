"""Entries beside the seeded ones. The seeds themselves are in every test database: look them up by code."""

from __future__ import annotations

from typing import Any

import factory
import sqlalchemy as sa

from app.catalogue.enums import CaseKind, Confidence, Evidence, PointScope
from app.catalogue.models import ActionPoint, Entry, Sector, Service, ThematicAxis
from app.catalogue.services.versions import draw_new_edition
from app.foundation.database import db
from tests.factories.accounts import Factory


class EntryFactory(Factory):
    """Saves an entry and marks the catalogue as changed, as the services do."""

    class Meta:
        abstract = True

    confidence = Confidence.EDITORIAL

    @classmethod
    def _create(cls, model_class: type[Entry], *args: Any, **kwargs: Any) -> Entry:
        entry: Entry = super()._create(model_class, *args, **kwargs)
        draw_new_edition()
        db.session.commit()
        return entry


def seeded(model: type[Entry], code: str) -> Any:
    """The seeded entry with this code."""
    return db.session.scalars(sa.select(model).where(model.code == code)).one()


class ServiceFactory(EntryFactory):
    class Meta:
        model = Service

    code = factory.Sequence(lambda n: f"T-{n:03}")
    name_es = factory.Sequence(lambda n: f"Servicio de prueba {n}")
    kind = CaseKind.HUMANITARIAN_AID
    sector_id = factory.LazyFunction(lambda: seeded(Sector, "PRO").id)


class ActionPointFactory(EntryFactory):
    class Meta:
        model = ActionPoint

    code = factory.Sequence(lambda n: f"test_point_{n}")
    title_es = factory.Sequence(lambda n: f"Punto de prueba {n}")
    number = None
    scope = PointScope.SERVICE
    evidence = Evidence.CASEWORK_AND_POLICY_INDICATORS
    confidence = Confidence.UNCONFIRMED
    axis_id = factory.LazyFunction(lambda: seeded(ThematicAxis, "governance").id)
