"""What a role may do. Scope (which offices) is decided apart, by grants; need-to-know and field classes by policies."""

from __future__ import annotations

import enum
from collections.abc import Mapping


class Permission(enum.StrEnum):
    """One kind of action in the system; a door of a page names exactly one."""

    VIEW_PERSON = "view_person"
    REGISTER_PERSON = "register_person"
    RECORD_CONSENT = "record_consent"
    VIEW_CASE = "view_case"
    OPEN_CASE = "open_case"
    WORK_ON_CASE = "work_on_case"
    CLOSE_CASE = "close_case"
    REFER = "refer"
    VIEW_DIRECTORY = "view_directory"
    MANAGE_DIRECTORY = "manage_directory"
    REVIEW_CASELOAD = "review_caseload"
    REASSIGN_CASE = "reassign_case"
    VIEW_REPORT = "view_report"
    REQUEST_REPORT = "request_report"
    VIEW_CATALOGUE = "view_catalogue"
    COORDINATE_CATALOGUE = "coordinate_catalogue"
    MANAGE_ACCOUNTS = "manage_accounts"
    VIEW_AUDIT = "view_audit"
    VIEW_ACCESS_LOG = "view_access_log"
    REQUEST_ERASURE = "request_erasure"
    DECIDE_ERASURE = "decide_erasure"
    MANAGE_RETENTION = "manage_retention"
    REVIEW_ACCESS = "review_access"
    END_ACCESS = "end_access"
    ARRANGE_COVER = "arrange_cover"
    BREAK_GLASS = "break_glass"
    READ_BREAK_GLASS = "read_break_glass"
    REVIEW_BREAK_GLASS = "review_break_glass"
    IMPORT_PEOPLE = "import_people"


class Role(enum.StrEnum):
    """The five roles of an operation (``product.md``: who uses it)."""

    CASEWORKER = "caseworker"
    SUPERVISOR = "supervisor"
    REPORTING_OFFICER = "reporting_officer"
    DATA_PROTECTION = "data_protection"
    ADMINISTRATOR = "administrator"


_CASEWORK = frozenset(
    {
        Permission.VIEW_PERSON,
        Permission.REGISTER_PERSON,
        Permission.RECORD_CONSENT,
        Permission.REQUEST_ERASURE,
        Permission.VIEW_CASE,
        Permission.OPEN_CASE,
        Permission.WORK_ON_CASE,
        Permission.CLOSE_CASE,
        Permission.REFER,
        Permission.VIEW_DIRECTORY,
        Permission.VIEW_CATALOGUE,
        Permission.BREAK_GLASS,
        Permission.READ_BREAK_GLASS,
    }
)

PERMISSIONS_OF: Mapping[Role, frozenset[Permission]] = {
    Role.CASEWORKER: _CASEWORK,
    Role.SUPERVISOR: _CASEWORK
    | {
        Permission.REVIEW_CASELOAD,
        Permission.REASSIGN_CASE,
        Permission.VIEW_REPORT,
        Permission.VIEW_ACCESS_LOG,
        Permission.REVIEW_ACCESS,
        Permission.ARRANGE_COVER,
        Permission.REVIEW_BREAK_GLASS,
        # Many people at once, with their duplicates: whoever registers and supervises.
        Permission.IMPORT_PEOPLE,
    },
    Role.REPORTING_OFFICER: frozenset(
        {
            Permission.VIEW_REPORT,
            Permission.REQUEST_REPORT,
            Permission.VIEW_DIRECTORY,
            Permission.MANAGE_DIRECTORY,
            Permission.VIEW_CATALOGUE,
            Permission.COORDINATE_CATALOGUE,
        }
    ),
    Role.DATA_PROTECTION: frozenset(
        {
            Permission.VIEW_AUDIT,
            Permission.READ_BREAK_GLASS,
            Permission.REVIEW_BREAK_GLASS,
            Permission.VIEW_REPORT,
            Permission.VIEW_CATALOGUE,
            Permission.REVIEW_ACCESS,
            Permission.END_ACCESS,
            Permission.DECIDE_ERASURE,
            Permission.MANAGE_RETENTION,
        }
    ),
    # Whoever makes accounts reads no files: the two are never one hand.
    Role.ADMINISTRATOR: frozenset(
        {Permission.MANAGE_ACCOUNTS, Permission.REVIEW_ACCESS, Permission.END_ACCESS, Permission.ARRANGE_COVER}
    ),
}

OF_PEOPLE = frozenset({Permission.VIEW_PERSON, Permission.REGISTER_PERSON, Permission.RECORD_CONSENT, Permission.REQUEST_ERASURE})
"""What a team's grant opens in the whole office: a person is registered once, whichever team works with them."""

OF_FILES = OF_PEOPLE | {
    Permission.VIEW_CASE,
    Permission.OPEN_CASE,
    Permission.WORK_ON_CASE,
    Permission.CLOSE_CASE,
    Permission.REFER,
    Permission.REVIEW_CASELOAD,
    Permission.REASSIGN_CASE,
    Permission.VIEW_ACCESS_LOG,
}
"""What is done with the files of people: held by scope, and in a restricted file only by those who need to know."""


def opens_files(role: Role) -> bool:
    """Whether the role reads persons and cases; ``quipu_enter`` in the database holds the same list."""
    return Permission.VIEW_PERSON in PERMISSIONS_OF[role]
