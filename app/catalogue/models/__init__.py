"""Tables of the agreed lists."""

from app.catalogue.models.entry import FIRST_VERSION, Entry, Named, Titled
from app.catalogue.models.history import CatalogueEdition, CatalogueRevision
from app.catalogue.models.places import Area, Country
from app.catalogue.models.quito import ActionPoint, SubPoint, ThematicAxis
from app.catalogue.models.reference import DocumentType, PopulationType, Sector, Source, SpecificNeed
from app.catalogue.models.services import (
    Indicator,
    Service,
    indicator_action_point,
    service_action_point,
    service_indicator,
    service_sub_point,
)

__all__ = [
    "FIRST_VERSION",
    "ActionPoint",
    "Area",
    "CatalogueEdition",
    "CatalogueRevision",
    "Country",
    "DocumentType",
    "Entry",
    "Indicator",
    "Named",
    "PopulationType",
    "Sector",
    "Service",
    "Source",
    "SpecificNeed",
    "SubPoint",
    "ThematicAxis",
    "Titled",
    "indicator_action_point",
    "service_action_point",
    "service_indicator",
    "service_sub_point",
]
