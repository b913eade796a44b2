"""What can be done with reports: ask for one, make it in steps, hand out its files."""

from app.reporting.services.building import (
    LANGUAGES,
    BuildPlan,
    begin_building,
    fail_building,
    finish_building,
    keep_figures,
    keep_file,
    missing_files,
    note_progress,
    write_file,
)
from app.reporting.services.counting import count_figures
from app.reporting.services.downloading import download_file, open_report
from app.reporting.services.requesting import draft_reports_of_ended_quarter, request_report, retry_report

__all__ = [
    "LANGUAGES",
    "BuildPlan",
    "begin_building",
    "count_figures",
    "download_file",
    "draft_reports_of_ended_quarter",
    "fail_building",
    "finish_building",
    "keep_figures",
    "keep_file",
    "missing_files",
    "note_progress",
    "open_report",
    "request_report",
    "retry_report",
    "write_file",
]
