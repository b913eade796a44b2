"""The ways to bend a sealed trail, each as a function that takes it in a superuser's hands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial

from app.audit.sealing import table
from app.audit.sealing.keys import SealKey
from app.audit.sealing.leaves import FIELDS, rows_of_range
from app.audit.sealing.merkle import MerkleTree
from app.audit.sealing.seals import seal_of_line
from app.foundation.clock import now
from app.foundation.ids import new_id
from ops.prove.audit.stage import WRITE, BentTrail

Tampering = Callable[[BentTrail], None]

OTHER_VALUES: Mapping[str, str] = {
    "id": "uuidv7()",
    "occurred_at": "occurred_at + interval '1 microsecond'",
    "transaction_id": "transaction_id + 1",
    "era": "era + 1",
    "actor_kind": "CASE actor_kind WHEN 'staff' THEN 'partner_link' ELSE 'staff' END",
    "actor_id": "gen_random_uuid()",
    "system_name": "coalesce(system_name, '') || 'x'",
    "action": "action || 's'",
    "subject_type": "NULLIF('case', coalesce(subject_type, 'person'))",
    "subject_id": "gen_random_uuid()",
    "office_id": "gen_random_uuid()",
    "fields": "array_append(fields, 'email')",
    "count": "coalesce(count, 0) + 1",
    "request_id": "coalesce(request_id, '') || '0'",
}
OTHER_SEAL_VALUES: Mapping[str, str] = {
    "id": "uuidv7()",
    "format": "format + 1",
    "number": "number + 1000",
    "cluster": "cluster || '0'",
    "era": "era + 1",
    "from_transaction": "from_transaction - 1",
    "to_transaction": "to_transaction - 1",
    "next_transaction": "next_transaction - 1",
    "row_count": "row_count + 1",
    "root": "sha256(root)",
    "previous": "sha256(previous)",
    "sealed_at": "sealed_at - interval '1 second'",
    "key_id": "reverse(key_id)",
    "signature": "sha512(signature)",
}


def edit_row(trail: BentTrail, *, column: str) -> None:
    statement = f'UPDATE audit_event SET "{column}" = {OTHER_VALUES[column]} WHERE id = %s'  # noqa: S608 - names of our own tables and columns
    trail.connection.execute(statement.encode(), [trail.sealed_row()])


def delete_row(trail: BentTrail) -> None:
    trail.connection.execute("DELETE FROM audit_event WHERE id = %s", [trail.sealed_row()])


def delete_what_one_actor_did(trail: BentTrail) -> None:
    trail.connection.execute(
        """DELETE FROM audit_event WHERE subject_id IS NOT DISTINCT FROM (SELECT subject_id FROM audit_event WHERE id = %s)""",
        [trail.sealed_row()],
    )


def swap_contents(trail: BentTrail) -> None:
    """Who opened which file: the two rows keep their ids and their moments."""
    first, second = trail.sealed_row(), trail.sealed_row()
    while first == second:
        second = trail.sealed_row()
    trail.connection.execute(
        """UPDATE audit_event AS one SET actor_id = other.actor_id, action = other.action, subject_id = other.subject_id,
            office_id = other.office_id, request_id = other.request_id
        FROM audit_event AS other WHERE (one.id, other.id) IN ((%s, %s), (%s, %s))""",
        [first, second, second, first],
    )


def swap_ids(trail: BentTrail) -> None:
    first, second = trail.sealed_row(), trail.sealed_row()
    while first == second:
        second = trail.sealed_row()
    spare = new_id()
    for old, new in ((first, spare), (second, first), (spare, second)):
        trail.connection.execute("UPDATE audit_event SET id = %s WHERE id = %s", [new, old])


def insert_into_sealed_range(trail: BentTrail) -> None:
    like = trail.sealed_row()
    trail.connection.execute(
        """INSERT INTO audit_event (id, occurred_at, actor_kind, actor_id, action, fields, transaction_id, era)
        SELECT uuidv7(), occurred_at, 'staff', gen_random_uuid(), action, fields, transaction_id, era
        FROM audit_event WHERE id = %s""",
        [like],
    )


def insert_into_the_past(trail: BentTrail) -> None:
    """As if it had been written long ago, by a transaction that no seal covers yet."""
    past = now() - timedelta(seconds=trail.chance.uniform(3_600, 400 * 86_400))
    row = trail.stage.row()
    trail.connection.execute(WRITE, (row[0], past, *row[2:]))
    trail.connection.execute("UPDATE audit_event SET transaction_id = %s WHERE id = %s", [trail.waiting_transaction(), row[0]])


def insert_into_former_version(trail: BentTrail) -> None:
    row = trail.stage.row()
    trail.connection.execute(WRITE, row)
    trail.connection.execute("UPDATE audit_event SET transaction_id = 0, era = 0 WHERE id = %s", [row[0]])


def insert_into_an_era_to_come(trail: BentTrail) -> None:
    row = trail.stage.row()
    trail.connection.execute(WRITE, row)
    trail.connection.execute("UPDATE audit_event SET transaction_id = 5, era = 2 WHERE id = %s", [row[0]])


def cut_off_the_tail(trail: BentTrail) -> None:
    """The last rows and the seals over them, as if the last minutes had not been."""
    first = trail.last_seals_start(trail.chance.randint(1, 5))
    trail.connection.execute("DELETE FROM audit_event WHERE era = 1 AND transaction_id >= %s", [first])
    trail.connection.execute("DELETE FROM audit_seal WHERE era = 1 AND from_transaction >= %s", [first])


def empty_the_trail(trail: BentTrail) -> None:
    trail.connection.execute("TRUNCATE audit_event")


def empty_both_tables(trail: BentTrail) -> None:
    trail.connection.execute("TRUNCATE audit_event, audit_seal")


def drop_seal(trail: BentTrail) -> None:
    trail.connection.execute("DELETE FROM audit_seal WHERE number = %s", [trail.any_seal()])


def drop_newest_seals(trail: BentTrail) -> None:
    trail.connection.execute("DELETE FROM audit_seal WHERE from_transaction >= %s", [trail.last_seals_start(2)])


def edit_seal(trail: BentTrail, *, column: str) -> None:
    # The last seals: a number or a range may be taken by the next one elsewhere.
    statement = f'UPDATE audit_seal SET "{column}" = {OTHER_SEAL_VALUES[column]} WHERE number = %s'  # noqa: S608 - names of our own tables and columns
    trail.connection.execute(statement.encode(), [trail.any_open_seal()])


def reseal_with_another_key(trail: BentTrail) -> None:
    """Bend a row, and forge the newest seal over it in both places, in a hand of one's own."""
    lines = trail.file.read_bytes().splitlines(keepends=True)
    newest = seal_of_line(lines[-1])
    trail.connection.execute(
        "UPDATE audit_event SET actor_id = gen_random_uuid() WHERE transaction_id >= %s", [newest.from_transaction]
    )
    tree = MerkleTree()
    for leaf in rows_of_range(trail.connection, newest.era, newest.from_transaction, newest.to_transaction):
        tree.add(leaf)
    forger = SealKey.of(trail.chance.randbytes(32))
    forged = replace(forger.sign(replace(newest, root=tree.root(), row_count=tree.count)), key_id=newest.key_id)
    trail.connection.execute("DELETE FROM audit_seal WHERE number = %s", [newest.number])
    table.add_seal(trail.connection, forged)
    trail.file.write_bytes(b"".join([*lines[:-1], forged.line(trail.stage.key.public)]))


def change_a_digit_of_the_file(trail: BentTrail) -> None:
    data = bytearray(trail.file.read_bytes())
    digits = [place for place, byte in enumerate(data) if chr(byte).isdigit()]
    # The key in the line is a help for readers; what checks is the key file.
    places = [place for place in trail.chance.sample(digits, 200) if b'"public_key":"' not in data[max(0, place - 80) : place]]
    data[places[0]] = ord("1") if data[places[0]] != ord("1") else ord("2")
    trail.file.write_bytes(data)


def drop_a_line(trail: BentTrail) -> None:
    lines = trail.file.read_bytes().splitlines(keepends=True)
    del lines[trail.chance.randrange(len(lines))]
    trail.file.write_bytes(b"".join(lines))


def drop_last_lines(trail: BentTrail) -> None:
    lines = trail.file.read_bytes().splitlines(keepends=True)
    trail.file.write_bytes(b"".join(lines[: -trail.chance.randint(1, 5)]))


def swap_two_lines(trail: BentTrail) -> None:
    lines = trail.file.read_bytes().splitlines(keepends=True)
    place = trail.chance.randrange(len(lines) - 1)
    lines[place], lines[place + 1] = lines[place + 1], lines[place]
    trail.file.write_bytes(b"".join(lines))


def repeat_a_line(trail: BentTrail) -> None:
    lines = trail.file.read_bytes().splitlines(keepends=True)
    trail.file.write_bytes(b"".join([*lines, trail.chance.choice(lines)]))


def add_a_forged_line(trail: BentTrail) -> None:
    newest = seal_of_line(trail.file.read_bytes().splitlines()[-1])
    forger = SealKey.of(trail.chance.randbytes(32))
    forged = forger.sign(replace(newest, number=newest.number + 1, previous=newest.digest()))
    trail.file.write_bytes(trail.file.read_bytes() + forged.line(forger.public))


def empty_the_file(trail: BentTrail) -> None:
    trail.file.write_bytes(b"")


def remove_the_file(trail: BentTrail) -> None:
    trail.file.unlink()


ROWS: Mapping[str, Tampering] = {
    **{f"row: {column} edited": partial(edit_row, column=column) for column in FIELDS},
    "row deleted": delete_row,
    "rows of one record deleted": delete_what_one_actor_did,
    "contents of two rows swapped": swap_contents,
    "ids of two rows swapped": swap_ids,
    "row inserted into a sealed range": insert_into_sealed_range,
    "row inserted into the past": insert_into_the_past,
    "row inserted into the former version": insert_into_former_version,
    "row inserted into an era to come": insert_into_an_era_to_come,
    "tail cut off, rows and seals": cut_off_the_tail,
    "trail emptied": empty_the_trail,
    "trail and seals emptied": empty_both_tables,
}
SEALS: Mapping[str, Tampering] = {
    **{f"seal: {column} edited": partial(edit_seal, column=column) for column in OTHER_SEAL_VALUES},
    "seal dropped": drop_seal,
    "newest seals dropped": drop_newest_seals,
    "resealed with another key": reseal_with_another_key,
}
FILES: Mapping[str, Tampering] = {
    "file: a digit changed": change_a_digit_of_the_file,
    "file: a line dropped": drop_a_line,
    "file: last lines dropped": drop_last_lines,
    "file: two lines swapped": swap_two_lines,
    "file: a line repeated": repeat_a_line,
    "file: a forged line added": add_a_forged_line,
    "file emptied": empty_the_file,
    "file removed": remove_the_file,
}
TAMPERINGS: Mapping[str, Tampering] = {**ROWS, **SEALS, **FILES}
