"""Keeping the directory: organisations, the services they provide, their focal points."""

from app.directory.services.focal_points import FocalPointContent, add_focal_point, change_focal_point
from app.directory.services.organisations import OrganisationContent, add_organisation, change_organisation
from app.directory.services.provided_services import ProvidedServiceContent, add_provided_service, change_provided_service

__all__ = [
    "FocalPointContent",
    "OrganisationContent",
    "ProvidedServiceContent",
    "add_focal_point",
    "add_organisation",
    "add_provided_service",
    "change_focal_point",
    "change_organisation",
    "change_provided_service",
]
