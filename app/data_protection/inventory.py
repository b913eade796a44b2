"""What becomes of every column that tells of somebody: the rooms' own tables, and why the rest is nobody's file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from app.accounts import personal_data as accounts
from app.attachments import personal_data as attachments
from app.cases import personal_data as cases
from app.emergency import personal_data as emergency
from app.foundation.columns import Privacy
from app.foundation.database import Base
from app.foundation.held_data import Fate
from app.imports import personal_data as imports
from app.people import personal_data as people
from app.referrals import personal_data as referrals

FATES: Mapping[str, Fate] = {
    **accounts.FATES,
    **people.FATES,
    **cases.FATES,
    **referrals.FATES,
    **attachments.FATES,
    **emergency.FATES,
    **imports.FATES,
}

NOT_OF_A_FILE: Mapping[str, str] = {
    "user": "colleagues, not people who ask for help",
    "browser_session": "colleagues' sessions; gone within days of their end",
    "totp_key": "a colleague's second factor",
    "recovery_code": "a colleague's second factor",
    "passkey": "a colleague's second factor",
    "audit_alert": "what a review found about a colleague; it names no person whose file was opened",
    "focal_point": "people at partner organisations",
    "held_form": "sealed texts of a form that came too late; gone after a day",
    "draft": "what a colleague is typing, sealed; gone with its saving, the erasure of its file, or after two weeks",
    **dict.fromkeys(
        ("people_import", "import_piece", "import_row", "import_keys"),
        "what a file of people held until it was confirmed; sealed, and gone after two weeks",
    ),
    "data_key": "the key itself: destroyed first of all",
}
"""Tables with columns of class P2 or higher that belong to no person's file -> why not."""

ABOUT_SOMEBODY = frozenset({Privacy.IDENTITY.value, Privacy.NARRATIVE.value, Privacy.RESTRICTED.value})


def columns_about_somebody(metadata: sa.MetaData) -> set[str]:
    """``table.column`` of all that is classed P2 or higher and belongs to persons' files."""
    return {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.info.get("privacy") in ABOUT_SOMEBODY and table.name not in NOT_OF_A_FILE
    }


def without_fate(metadata: sa.MetaData) -> set[str]:
    """Columns of which no room says what becomes of them when the person is erased."""
    return columns_about_somebody(metadata) - FATES.keys()


def not_told(metadata: sa.MetaData, told: Iterable[str]) -> set[str]:
    """Columns that a person's own export leaves out, although they are about them and nothing else holds their value."""
    elsewhere = {
        column for column, fate in FATES.items() if fate in {Fate.DERIVED, Fate.OF_OTHERS} or column.endswith("_index")
    } | {column for column in FATES if column.startswith(("name_word.", "name_frequency."))}
    return columns_about_somebody(metadata) - elsewhere - accounts.NOT_TOLD.keys() - set(told)


def class_of(column: str) -> str:
    """The class of ``table.column``, ``P0`` to ``P4``."""
    table, name = column.split(".")
    return str(Base.metadata.tables[table].columns[name].info["privacy"])
