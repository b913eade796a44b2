"""The records of an attack: one of each kind for every office, found by the names that addresses give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import psycopg
from psycopg.rows import dict_row

OFFICES = "SELECT id, code, country FROM office ORDER BY code"
OF_OFFICE = """SELECT f.id AS follow_up_id, c.id AS case_id, c.person_id, r.id AS referral_id,
        of_case.id AS case_attachment_id, of_person.id AS person_attachment_id,
        (SELECT household_id FROM household_member m WHERE m.person_id = c.person_id AND m.left_on IS NULL) AS household_id,
        said.id AS consent_id, document.id AS document_id, stay.id AS stay_id, need.id AS need_id
    FROM office o JOIN "case" c ON c.office_id = o.id JOIN follow_up f ON f.case_id = c.id JOIN referral r ON r.case_id = c.id
    LEFT JOIN consent said ON said.person_id = c.person_id
    LEFT JOIN attachment of_case ON of_case.case_id = c.id AND of_case.removed_at IS NULL
    LEFT JOIN attachment of_person ON of_person.person_id = c.person_id AND of_person.removed_at IS NULL
    LEFT JOIN identity_document document ON document.person_id = c.person_id LEFT JOIN stay ON stay.person_id = c.person_id
    LEFT JOIN person_need need ON need.person_id = c.person_id
    WHERE o.code = %(office)s
    ORDER BY of_case.id IS NULL, of_person.id IS NULL, need.id IS NULL, stay.id IS NULL, document.id IS NULL,
        (c.status = 'open') DESC, c.id DESC LIMIT 1"""
"""Attachments stand at a few files only; an office without any is asked for ids of nothing."""
STAFF = """SELECT u.id AS user_id, g.id AS grant_id, o.id AS office_id
    FROM office o JOIN "user" u ON u.office_id = o.id JOIN user_grant g ON g.user_id = u.id
    WHERE o.code = %(office)s AND u.password IS NULL ORDER BY u.email LIMIT 1"""
"""Colleagues who never sign in: an administrator of the attack may disable them."""
OF_COUNTRY = """SELECT g.id AS organisation_id, p.id AS provided_service_id, f.id AS focal_point_id
    FROM office o JOIN organisation g ON g.country = o.country JOIN provided_service p ON p.organisation_id = g.id
    JOIN focal_point f ON f.organisation_id = g.id WHERE o.code = %(office)s ORDER BY p.id LIMIT 1"""
REPORTS = """SELECT r.id AS report_id FROM donor_report r JOIN office o ON o.country = r.country
    WHERE o.code = %(office)s ORDER BY r.id DESC LIMIT 1"""
SESSIONS = """SELECT s.id AS session_id
    FROM office o JOIN "user" u ON u.office_id = o.id JOIN browser_session s ON s.user_id = u.id
    WHERE o.code = %(office)s ORDER BY s.id LIMIT 1"""
CODES = """SELECT (SELECT code FROM service ORDER BY code LIMIT 1) AS service,
    (SELECT code FROM action_point ORDER BY code LIMIT 1) AS action_point"""

OF_AN_OFFICE = frozenset({
    "person_id", "household_id", "case_id", "follow_up_id", "referral_id", "session_id", "case_attachment_id",
    "person_attachment_id", "consent_id", "document_id", "stay_id", "need_id",
})  # fmt: skip
OF_A_COUNTRY = frozenset({"organisation_id", "provided_service_id", "focal_point_id", "report_id"})
OF_THE_OPERATION = frozenset({"user_id", "grant_id", "office_id"})
NOT_PLANTED = frozenset({
    "held_form_id", "draft_id", "passkey_id", "alert_id", "team_id", "use_id", "request_id", "hold_id", "other_household_id",
    "act_id", "contact_id", "import_id", "other_id", "merge_id", "question_id", "situation_id",
})  # fmt: skip
"""Records that a walk has none of: their addresses are pressed with ids of nothing."""
KNOWN = OF_AN_OFFICE | OF_A_COUNTRY | OF_THE_OPERATION | NOT_PLANTED

Ids = Mapping[str, str]


@dataclass(frozen=True)
class Place:
    """One office with a record of each kind that belongs to it or to its country; name of an argument -> id."""

    code: str
    country: str
    ids: Ids


def nothing() -> Ids:
    """An id for each kind of which there is no record."""
    return {name: str(uuid4()) for name in KNOWN}


def places(connection: psycopg.Connection[Any]) -> Mapping[str, Place]:
    """All offices by code."""
    with connection.cursor(row_factory=dict_row) as cursor:
        offices = cursor.execute(OFFICES.encode()).fetchall()
        found = {}
        for office in offices:
            ids: dict[str, str] = {}
            for statement in (OF_OFFICE, STAFF, OF_COUNTRY, REPORTS, SESSIONS):
                row = cursor.execute(statement.encode(), {"office": office["code"]}).fetchone()
                ids |= {name: str(value or uuid4()) for name, value in (row or {}).items()}
            found[office["code"]] = Place(office["code"], office["country"], ids)
        return found


def codes(connection: psycopg.Connection[Any]) -> Mapping[str, str]:
    """Codes of the catalogue that stand in addresses: ``service`` and ``action_point``."""
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(CODES.encode()).fetchone()
        return {name: str(value) for name, value in (row or {}).items()}
