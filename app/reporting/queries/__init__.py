"""Reading reports, and reading the whole operation for one."""

from app.reporting.queries.caseload import count_caseload
from app.reporting.queries.counting import (
    CountedProfile,
    ServiceCount,
    count_by_indicator,
    count_deliveries_by_point,
    count_left_out,
    count_offices,
    count_people,
    count_services,
    drop_period,
    fill_period,
    read_in_one_snapshot,
)
from app.reporting.queries.listed import Listed, read_catalogue
from app.reporting.queries.reports import (
    countries_with_offices,
    find_drafted_quarters,
    first_quarter,
    get_file,
    get_report,
    is_being_made,
    list_files,
    list_reports,
    lock_report,
    reach_of_reports,
    today_of_country,
)

__all__ = [
    "CountedProfile",
    "Listed",
    "ServiceCount",
    "count_by_indicator",
    "count_caseload",
    "count_deliveries_by_point",
    "count_left_out",
    "count_offices",
    "count_people",
    "count_services",
    "countries_with_offices",
    "drop_period",
    "fill_period",
    "find_drafted_quarters",
    "first_quarter",
    "get_file",
    "get_report",
    "is_being_made",
    "list_files",
    "list_reports",
    "lock_report",
    "reach_of_reports",
    "read_catalogue",
    "read_in_one_snapshot",
    "today_of_country",
]
