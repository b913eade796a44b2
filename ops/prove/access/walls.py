"""Taking one wall away: the policies in Python say yes to everything, or the database shows everything to everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from unittest.mock import PropertyMock, patch

from app.foundation.actor import Actor
from app.people.models import Person
from app.referrals.enums import SharedField
from app.referrals.presenters.shared import shared_rows
from app.web.page_parts import SummaryRow
from ops.prove.access.oracle import World

BELIEVES_EVERYBODY = """
ALTER FUNCTION quipu_enter(text, uuid) RENAME TO quipu_enter_as_it_was;
CREATE FUNCTION quipu_enter(kind text, actor uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM quipu_enter_as_it_was(kind, actor);
    IF kind IN ('staff', 'partner_link') THEN
        PERFORM set_config('quipu.person_scopes', (SELECT array_agg(DISTINCT scope_id)::text FROM person), true),
            set_config('quipu.case_scopes', (SELECT array_agg(DISTINCT scope_id)::text FROM "case"), true),
            set_config('quipu.audited_offices', (SELECT array_agg(id)::text FROM office), true),
            set_config('quipu.reviewed_offices', (SELECT array_agg(id)::text FROM office), true);
    END IF;
END $$;
"""
"""The functions that filter by themselves (search, access log) read the same lists as the policies of the tables."""
FINDS_OWN_FILES_TOO = """
CREATE OR REPLACE FUNCTION quipu_find_beyond(wanted text) RETURNS TABLE (person_id uuid, office_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT person.id, person.office_id FROM person
    LEFT JOIN "case" ON "case".person_id = person.id AND "case".code = wanted AND NOT "case".is_restricted
    WHERE (person.code = wanted OR "case".id IS NOT NULL) AND NOT person.is_restricted LIMIT 1
$$;
"""
NO_ROW_SECURITY = """
DO $$
DECLARE
    protected text;
BEGIN
    FOR protected IN SELECT oid::regclass FROM pg_class WHERE relrowsecurity LOOP
        EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', protected);
    END LOOP;
END $$;
"""
OPEN_DATABASE: Sequence[str] = (NO_ROW_SECURITY, BELIEVES_EVERYBODY, FINDS_OWN_FILES_TOO)
"""For ``Stage.damage``: the second wall is gone."""


def every_field(person: Person | None, _ticked: object, today: date) -> list[SummaryRow]:
    """What a partner would read if everything were ticked; nothing of somebody whose row the database hides."""
    return shared_rows(person, list(SharedField), today) if person else []


OF_PARTNERS: Mapping[str, Callable[..., object]] = {
    "app.referrals.services.answering._check_opens": lambda _link: None,
    "app.referrals.presenters.partner.shows_person": lambda _referral: True,
    "app.referrals.presenters.partner.shared_rows": every_field,
}
"""The questions of the partner's page, answered with yes: does the link open, is the person needed, which fields."""


@contextmanager
def open_policies(world: World) -> Iterator[None]:
    """The first wall is gone: whatever a policy or a query asks of the actor is answered with yes, everywhere."""
    everywhere = frozenset({*world.offices, *world.teams, *world.people, *world.cases})
    answers = {
        "may": lambda _self, _permission: True,
        "may_at": lambda _self, _permission, _scope_id: True,
        "scopes_for": lambda _self, _permission: everywhere,
        "offices_for": lambda _self, _permission: frozenset(world.offices),
        "within": _the_same,
    }
    with ExitStack() as stack:
        for name, answer in answers.items():
            stack.enter_context(patch.object(Actor, name, answer))
        stack.enter_context(patch.object(Actor, "is_everywhere", PropertyMock(return_value=True)))
        for path, instead in OF_PARTNERS.items():
            stack.enter_context(patch(path, instead))
        yield


def _the_same(actor: Actor, _scope_ids: object) -> Actor:
    return actor
