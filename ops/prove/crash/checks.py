"""What must hold in the database and in the mailbox once everything has settled. Knows nothing of who was killed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from app.cases.models import Case, CaseNote
from app.foundation.encryption.keyring import Keyring
from app.foundation.encryption.sealed import Sealed
from app.people.models import Person
from app.referrals.enums import MailKind, MailState
from app.referrals.jobs import SEND_MAIL
from app.referrals.models import Referral
from ops.keyrings import keyring_of, read_sealed
from ops.prove.crash.forms import MEMBERS
from ops.prove.crash.journal import Kind, Submission

RECORDS: Mapping[Kind, Sealed[str]] = {
    Kind.PERSON: Person.locality,
    Kind.FAMILY: Person.locality,
    Kind.CASE: Case.goal,
    Kind.NOTE: CaseNote.text,
    Kind.REFERRAL: Referral.request,
}
"""Which sealed text of a kind's records holds the marker."""
AUDIT_WORDS: Mapping[Kind, str] = {
    Kind.PERSON: "person:registered",
    Kind.FAMILY: "person:registered",
    Kind.CASE: "case:created",
    Kind.NOTE: "note:added",
    Kind.REFERRAL: "referral:sent",
}
ROWS_EACH: Mapping[Kind, int] = {Kind.FAMILY: 1 + MEMBERS}
"""How many records one form makes, where they are several."""
MERGES = """SELECT gone.id AS merged_id, gone.merged_into_id AS kept_id,
        (SELECT count(*) FROM person_merge WHERE merged_id = gone.id) AS merges,
        (SELECT count(*) FROM audit_event WHERE action = 'person:merged' AND subject_id = gone.id) AS told,
        (SELECT count(*) FROM consent WHERE person_id = gone.id)
            + (SELECT count(*) FROM "case" WHERE person_id = gone.id) AS left_behind
    FROM person AS gone WHERE gone.id = ANY(%s)"""
AUDIT = "SELECT subject_id, count(*) AS times FROM audit_event WHERE action = %s AND subject_id = ANY(%s) GROUP BY subject_id"
MAILS = "SELECT id, referral_id, kind, state FROM referral_mail WHERE referral_id = ANY(%s)"
UNFINISHED = "SELECT count(*) AS times FROM outbox_message WHERE done_at IS NULL AND given_up_at IS NULL"
GIVEN_UP = "SELECT id, job, arguments FROM outbox_message WHERE given_up_at IS NOT NULL"

SHOWN_TO_A_PERSON = frozenset({MailState.ATTEMPTED.value, MailState.FAILED.value})
"""The page of the referral says that nobody knows whether the mail arrived, or that it did not."""

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Findings:
    """The evidence of one run. ``breaches``: a sentence for each promise that was broken."""

    breaches: tuple[str, ...]
    records: Counter[Kind]
    mails: Counter[str]
    """Mails of the run's referrals by state in the database."""


def marked_records(connection: psycopg.Connection[Any], ring: Keyring, kind: Kind, prefix: str) -> Iterator[Mapping[str, Any]]:
    """The records of a kind whose marker begins so, with the id under which the audit has them."""
    for row_id, owner_id, marker in read_sealed(connection, ring, RECORDS[kind]):
        if marker.startswith(prefix):
            yield {"id": row_id, "file_id": owner_id if kind is Kind.NOTE else row_id, "marker": marker}


class Inspection:
    """One look at a settled instance, for the submissions whose marker begins with ``prefix``."""

    def __init__(
        self, connection: psycopg.Connection[Any], prefix: str, submissions: Sequence[Submission], *, root_key: bytes
    ) -> None:
        self._connection = connection
        self._submissions = submissions
        ring = keyring_of(connection, root_key)
        known = {one.marker: one.kind for one in submissions}
        marked = {kind: marked_records(connection, ring, kind, prefix) for kind in RECORDS}
        # Persons and families are records of one kind: whose they are, the form says that made them.
        self._records = {kind: [row for row in rows if known.get(row["marker"], kind) is kind] for kind, rows in marked.items()}
        self._merged = {one.path.rpartition("/")[2]: one for one in submissions if one.kind is Kind.MERGE}
        self._merges = self._rows(MERGES, [UUID(merged_id) for merged_id in self._merged])
        self._mails = self._rows(MAILS, [row["id"] for row in self._records[Kind.REFERRAL]])

    def findings(self, received: Mapping[str, int]) -> Findings:
        """All that is wrong. ``received``: how often the mail catcher got each ``Message-ID``."""
        breaches = (
            *self._answer_breaches(),
            *self._record_breaches(),
            *self._merge_breaches(),
            *self._audit_breaches(),
            *self._mail_breaches(received),
            *self._outbox_breaches(),
        )
        records = Counter({kind: len({row["marker"] for row in rows}) for kind, rows in self._records.items()})
        records[Kind.MERGE] = sum(row["kept_id"] is not None for row in self._merges)
        return Findings(breaches, records, Counter(row["state"] for row in self._mails))

    def _answer_breaches(self) -> Iterator[str]:
        for one in self._submissions:
            if one.refusal is not None:
                yield f"refused: {one.marker} ({one.kind}) was answered with {one.refusal}"
            elif not one.is_acknowledged:
                yield f"unanswered: {one.marker} ({one.kind}) was sent {one.tries} times and never acknowledged"
            if len(set(one.locations)) > 1:
                yield f"led elsewhere: the repetition of {one.marker} ({one.kind}) led to another record"

    def _record_breaches(self) -> Iterator[str]:
        found = Counter((kind, row["marker"]) for kind, rows in self._records.items() for row in rows)
        for one in self._submissions:
            if one.kind is Kind.MERGE:
                continue
            times, wanted = found.pop((one.kind, one.marker), 0), ROWS_EACH.get(one.kind, 1)
            if times > wanted:
                yield f"doubled: {one.marker} ({one.kind}) stands {times} times"
            if 0 < times < wanted:
                yield f"half done: of {one.marker} ({one.kind}) {times} of {wanted} records stand"
            if times == 0 and one.is_acknowledged:
                yield f"lost: {one.marker} ({one.kind}) was acknowledged and is not there"
        for kind, marker in found:
            yield f"from nowhere: {marker} ({kind}) was never sent"

    def _merge_breaches(self) -> Iterator[str]:
        """A merge is there with its row, its audit row and everything moved, or nothing of it is."""
        for row in self._merges:
            one, is_merged = self._merged[str(row["merged_id"])], row["kept_id"] is not None
            if one.is_acknowledged and not is_merged:
                yield f"lost: {one.marker} ({one.kind}) was acknowledged and is not there"
            if (row["merges"], row["told"]) != (int(is_merged), int(is_merged)):
                yield f"half done: {one.marker} ({one.kind}) has {row['merges']} rows and {row['told']} of the audit"
            if is_merged and (row["left_behind"] or str(row["kept_id"]) not in one.path):
                yield f"half done: {one.marker} ({one.kind}) left {row['left_behind']} rows behind"

    def _audit_breaches(self) -> Iterator[str]:
        for kind, rows in self._records.items():
            changes = Counter(row["file_id"] for row in rows)
            told = {row["subject_id"]: row["times"] for row in self._rows(AUDIT, AUDIT_WORDS[kind], list(changes))}
            for file_id, times in changes.items():
                if told.get(file_id, 0) != times:
                    yield f"audit: {told.get(file_id, 0)} rows of {AUDIT_WORDS[kind]} for {times} changes of {file_id}"

    def _mail_breaches(self, received: Mapping[str, int]) -> Iterator[str]:
        by_referral: dict[UUID, list[Mapping[str, Any]]] = defaultdict(list)
        for mail in self._mails:
            by_referral[mail["referral_id"]].append(mail)
        for referral in self._records[Kind.REFERRAL]:
            mails = by_referral[referral["id"]]
            asked = sum(mail["kind"] == MailKind.REQUEST.value for mail in mails)
            if asked != 1:
                yield f"mail: {referral['marker']} asked for {asked} mails"
            for mail in mails:
                yield from _fate_of(mail, referral["marker"], received.get(f"{mail['id']}@quipu", 0))

    def _outbox_breaches(self) -> Iterator[str]:
        (unfinished,) = self._rows(UNFINISHED)
        if unfinished["times"]:
            yield f"unsettled: {unfinished['times']} outbox rows are neither done nor given up"
        failed = {str(mail["id"]) for mail in self._mails if mail["state"] == MailState.FAILED.value}
        for row in self._rows(GIVEN_UP):
            if row["job"] != SEND_MAIL or row["arguments"]["mail_id"] not in failed:
                yield f"given up: outbox row {row['id']} ({row['job']}), and nobody is told"

    def _rows(self, statement: str, *values: object) -> Rows:
        with self._connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(statement.encode(), values).fetchall()


def _fate_of(mail: Mapping[str, Any], marker: str, arrived: int) -> Iterator[str]:
    if arrived > 1:
        yield f"doubled mail: {marker} arrived {arrived} times"
    if mail["state"] == MailState.DELIVERED.value:
        if arrived == 0:
            yield f"lost mail: {marker} counts as delivered and did not arrive"
    elif mail["state"] not in SHOWN_TO_A_PERSON:
        yield f"lost mail: {marker} stands as {mail['state']}, and nobody is told"
