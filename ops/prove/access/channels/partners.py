"""The ways in which something reaches the holder of a partner's link: their page, and whatever a request of theirs could ask.

There is no PIN, and no list or file of a partner's own (docs/adr/0011): each gets its line here when it is built.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import product
from uuid import UUID

from flask import current_app
from werkzeug.test import TestResponse

from app.foundation.actor import Actor
from app.referrals.services import token_of
from ops.prove.access.channels.channel import Channel, Item, Items
from ops.prove.access.channels.rows import rows
from ops.prove.access.oracle import Oracle, World, tables
from ops.prove.access.stage import stranger

Marks = Mapping[tuple[UUID, str], str]
Ask = Callable[[str], TestResponse]


def marks(world: World) -> Marks:
    """(record, field) -> words that stand nowhere else: what a partner may read, and what none ever may."""
    of_people = {(one.id, field): words for one in world.people.values() for field, words in one.reads.items()}
    never_shared = {
        (one.id, field): words
        for one in world.people.values()
        for field, words in (("document", one.document), ("code of person", one.code), ("id", str(one.id)))
    }
    of_cases = {
        (one.id, field): words
        for one in world.cases.values()
        for field, words in (("narrative", one.words), ("code of case", one.code), ("id", str(one.id)))
    }
    of_referrals = {
        (one.id, field): words
        for one in world.referrals.values()
        for field, words in ((tables.CODE, one.code), (tables.REQUEST, one.request))
    }
    return of_people | never_shared | of_cases | of_referrals


def _all_marks(world: World) -> Collection[Item]:
    return marks(world)


def _opened(address: str) -> TestResponse:
    return stranger(current_app).get(address)


def _refused(address: str) -> TestResponse:
    """A no without its reason: the page comes again."""
    return stranger(current_app).post(f"{address}/decline")


def _read(ask: Ask) -> Callable[[Actor, World], Items]:
    def look(holder: Actor, world: World) -> Items:
        """Whatever the status: a page that says no must not tell either."""
        text = ask(f"/r/{token_of(_id(holder))}").get_data(as_text=True)
        return {mark for mark, words in marks(world).items() if words in text}

    return look


def _id(holder: Actor) -> UUID:
    if holder.id is None:
        raise LookupError(holder.name)
    return holder.id


def _shown(oracle: Oracle, link: UUID) -> Items:
    return set(oracle.links.shown(link))


def _shown_at_most(oracle: Oracle, link: UUID) -> Items:
    """Rows know no ticked fields: of a person who is shown, they show whatever partners are shown of anybody."""
    referral, person = oracle.links.referral(link), oracle.links.person(link)
    of_person = product([person.id], person.reads) if oracle.links.shows_person(link) else ()
    return {(referral.id, tables.CODE), (referral.id, tables.REQUEST), *of_person}


def asked_by_partners(answers: Sequence[Channel]) -> Channel:
    """All that staff can ask, asked in the name of a link: nothing of it answers."""

    def among(world: World) -> Collection[Item]:
        return [(channel.name, item) for channel in answers for item in channel.among(world)]

    def look(holder: Actor, world: World) -> Items:
        return {(channel.name, item) for channel in answers for item in channel.look(holder, world)}

    return Channel("partner: whatever staff can ask", among, look, _nothing)


# --- rows

OF_PERSON = {"person": "id", "person_nationality": "person_id"}
OF_CASE = {"case": "id"}
OF_REFERRAL = {"referral": "id", "referral_status_change": "referral_id", "referral_mail": "referral_id"}
OF_NOBODY = {
    "alternate_contact": "person_id", "attachment": "owner_id", "audit_event": "id", "break_glass": "person_id",
    "break_glass_notice": "id", "break_glass_opening": "id", "care_backlog": "id", "case_assignment": "case_id",
    "case_note": "case_id",
    "case_status_change": "case_id", "child_care": "person_id", "consent": "person_id", "erasure_request": "person_id",
    "follow_up": "case_id", "functioning": "person_id", "household": "id", "household_event": "person_id",
    "import_entry": "person_id", "import_keys": "id", "import_piece": "id", "import_row": "id",
    "people_import": "id",
    "household_member": "person_id", "identity_document": "person_id", "match_decision": "person_id", "need_to_know": "record_id",
    "office_question": "id", "person_change": "person_id", "person_language": "person_id", "person_need": "person_id",
    "person_merge": "person_id", "person_situation": "person_id", "questioned_person": "person_id", "restriction": "record_id",
    "retention_hold": "person_id", "scheduled_erasure": "person_id", "service_delivery": "case_id", "stay": "person_id",
}  # fmt: skip
"""Table -> the column that names whose row it is."""
EMPTY_AT_FIRST = frozenset({
    "care_backlog",
    "break_glass", "break_glass_notice", "break_glass_opening", "erasure_request", "match_decision", "need_to_know",
    "import_entry", "import_keys", "import_piece", "import_row", "people_import",
    "office_question", "person_change", "questioned_person", "restriction", "retention_hold", "scheduled_erasure",
})  # fmt: skip
"""Tables in which the town has no rows when its life begins."""


def _records(world: World) -> Collection[Item]:
    return [*world.people, *world.cases]


def _own_person(oracle: Oracle, link: UUID) -> Items:
    return {oracle.links.person(link).id} if oracle.links.shows_person(link) else set()


def _own_case(oracle: Oracle, link: UUID) -> Items:
    """Also when the link is closed: the page says why, and that may be the case's state."""
    return {oracle.links.referral(link).case}


def _own_referral(oracle: Oracle, link: UUID) -> Items:
    return {oracle.links.referral(link).id}


def _own_keys(oracle: Oracle, link: UUID) -> Items:
    """The keys that open sealed words: those of the records whose rows are shown. Of somebody who was erased there are none."""
    is_left = not oracle.links.person(link).erased
    return _own_case(oracle, link) | _own_person(oracle, link) if is_left else set()


def _nothing(_oracle: Oracle, _link: UUID) -> Items:
    return set()


def _of(tables_of: Mapping[str, str], expect: Callable[[Oracle, UUID], Items]) -> Iterator[Channel]:
    for table, column in tables_of.items():
        yield Channel(f"partner's rows: {table}", _records, rows(table, column), expect, expect)


PARTNER_ROWS = (
    *_of(OF_PERSON, _own_person),
    *_of(OF_CASE, _own_case),
    *_of(OF_REFERRAL, _own_referral),
    *_of({"data_key": "id"}, _own_keys),
    *_of(OF_NOBODY, _nothing),
)
"""Every table with rows of files, in the context of a link."""
PARTNERS = (
    Channel("partner's page: whose words, which fields", _all_marks, _read(_opened), _shown, _shown_at_most),
    Channel("partner's page after a refused answer", _all_marks, _read(_refused), _shown, _shown_at_most),
)
