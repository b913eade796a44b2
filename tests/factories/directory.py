"""Organisations, the services they provide and their focal points."""

from __future__ import annotations

import factory

from app.catalogue.models import Service
from app.directory.enums import Language
from app.directory.models import FocalPoint, Organisation, ProvidedService
from tests.factories.accounts import Factory
from tests.factories.catalogue import seeded


class OrganisationFactory(Factory):
    """An organisation of Colombia without services."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organización {n}")
    country = "CO"
    language = Language.SPANISH


class FocalPointFactory(Factory):
    """A desk that answers referrals."""

    class Meta:
        model = FocalPoint

    organisation = factory.SubFactory(OrganisationFactory)
    name = "Recepción de referencias"
    email = factory.Sequence(lambda n: f"referencias{n}@example.org")
    is_backup = False


class ProvidedServiceFactory(Factory):
    """The seeded guidance service, given by an organisation in Cúcuta."""

    class Meta:
        model = ProvidedService

    organisation = factory.SubFactory(OrganisationFactory)
    service_id = factory.LazyFunction(lambda: seeded(Service, "D-ORI").id)
    country = factory.LazyAttribute(lambda provided: provided.organisation.country)
    area_code = "CO-NSA"
    locality = "Cúcuta"
    requirements = "Cualquier documento, aunque esté vencido"
    accepts_referrals = True
