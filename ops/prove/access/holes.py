"""Single holes in one wall, each to be noticed while the other is away: they show that the proof can fail."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa

from app.foundation.columns import Privacy
from ops.prove.access.walls import every_field


@dataclass(frozen=True)
class Hole:
    """One fault.

    Attributes:
        path: what is replaced in Python, as ``patch`` names it; empty for a fault of the database.
        damage: statements that make the fault in the database.
    """

    name: str
    path: str = ""
    instead: Any = None
    damage: Sequence[str] = ()

    def open(self) -> AbstractContextManager[Any]:
        return patch(self.path, self.instead) if self.path else nullcontext()


def _yes(*_args: object, **_kwargs: object) -> sa.ColumnElement[bool]:
    return sa.true()


def _all_classes(*_args: object) -> frozenset[Privacy]:
    return frozenset(Privacy)


def _with_whole_office(holding: Any, _permission: object) -> frozenset[Any]:
    """As if a team's grant held in the whole office."""
    return frozenset({*holding.offices, *holding.teams, *holding.restricted})


PYTHON_HOLES = (
    Hole("persons: search by code, document and phone ask no scope", "app.people.policies.in_scope", _yes),
    Hole("persons: everybody's file opens", "app.people.policies.check_can_read_person", lambda *_: None),
    Hole("persons: all classes of fields", "app.people.policies.field_classes", _all_classes),
    Hole("cases: everybody's case opens", "app.cases.queries.case.is_readable", _yes),
    Hole("cases: all classes of fields", "app.cases.policies.field_classes", _all_classes),
    Hole("referrals: lists ask no scope", "app.referrals.queries.in_scope", _yes),
    Hole("board: chosen cases ask no scope", "app.supervision.queries.lists.in_scope", _yes),
    Hole("grants: their days are forgotten", "app.accounts.queries.grants.is_in_force", _yes),
    Hole("grants: a team's opens the whole office", "app.accounts.doors._scopes", _with_whole_office),
    Hole("emergencies: never over", "app.accounts.queries.grants.is_glass_broken", _yes),
)
"""Noticed where the database shows everything."""
PYTHON_HOLES_OF_PARTNERS = (
    Hole("partners: links that are closed go on opening", "app.referrals.services.answering._check_opens", lambda _link: None),
    Hole("partners: who declined goes on reading", "app.referrals.presenters.partner.shows_person", lambda _referral: True),
    Hole("partners: fields that were not ticked", "app.referrals.presenters.partner.shared_rows", every_field),
)


def _policy(table: str) -> Hole:
    return Hole(f"{table}: its policy lets everybody read", damage=(f'ALTER POLICY read ON "{table}" USING (true)',))


def _forgetting(name: str, condition: str) -> Hole:
    """``quipu_enter`` without one of its conditions."""
    statement = f"""
    DO $do$
    DECLARE
        body text := pg_get_functiondef('quipu_enter(text, uuid)'::regprocedure);
    BEGIN
        IF position($forgotten${condition}$forgotten$ IN body) = 0 THEN RAISE EXCEPTION 'no such condition'; END IF;
        EXECUTE replace(body, $forgotten${condition}$forgotten$, '');
    END $do$"""
    return Hole(name, damage=(statement,))


def _every_link(table: str) -> Hole:
    statement = f"""CREATE POLICY hole ON "{table}" FOR SELECT TO app_rw USING ((SELECT quipu_kind()) = 'partner_link')"""
    return Hole(f"{table}: every partner's link reads all", damage=(statement,))


DATABASE_HOLES = (
    *(_policy(table) for table in ("person", "identity_document", "case", "case_note", "referral", "service_delivery")),
    _forgetting("quipu_enter: disabled accounts", ' AND "user".active'),
    _forgetting("quipu_enter: grants that were ended", "\n            AND held.ended_at IS NULL"),
    _forgetting("quipu_enter: grants of the past", " AND (held.valid_until IS NULL OR held.valid_until >= today)"),
    _forgetting("quipu_enter: teams", " AND (held.team_id IS NULL OR held.team_id = team.id)"),
    _forgetting("quipu_enter: needs to know that were ended", " AND ended_at IS NULL AND office_id = ANY (offices)"),
    _forgetting("quipu_enter: emergencies that are over", " AND emergency.expires_at > now()"),
    _forgetting("quipu_enter: restricted files in an emergency", " AND NOT person.is_restricted"),
)
"""Noticed where the policies in Python say yes to everything."""
DATABASE_HOLES_OF_PARTNERS = (
    _forgetting("quipu_enter: links that were taken back", "link.revoked_at IS NULL AND "),
    _forgetting("quipu_enter: links that expired", " AND link.expires_at > now()"),
    _forgetting("quipu_enter: cases that were closed after the work", """ AND "case".status <> 'closed'"""),
    *(_every_link(table) for table in ("person", "identity_document", "case_note", "referral")),
)
