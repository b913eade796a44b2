"""What the pages of the catalogue show, in words."""

from app.catalogue.presenters.home import HomePage, home_page
from app.catalogue.presenters.indicators import IndicatorsPage, indicators_page
from app.catalogue.presenters.parts import codes_in
from app.catalogue.presenters.points import (
    ActionPointPage,
    ActionPointsPage,
    action_point_page,
    fields_of_point,
    points_by_axis,
    points_by_number,
)
from app.catalogue.presenters.services import LinkChoices, ServicePage, ServicesPage, link_choices, service_page, services_page

__all__ = [
    "ActionPointPage",
    "ActionPointsPage",
    "HomePage",
    "IndicatorsPage",
    "LinkChoices",
    "ServicePage",
    "ServicesPage",
    "action_point_page",
    "codes_in",
    "fields_of_point",
    "home_page",
    "indicators_page",
    "link_choices",
    "points_by_axis",
    "points_by_number",
    "service_page",
    "services_page",
]
