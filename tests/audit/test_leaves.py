"""The bytes of a row, written independently of PostgreSQL from its values."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from uuid import UUID

from app.audit.models import AuditEvent
from app.audit.sealing.leaves import FIELDS, all_rows
from config import AUDIT_ROLE
from tests.audit.trail import Trail

TEXT_TYPE = 25


def as_bytes(value: object, name: str) -> bytes | None:
    if value is None:
        return None
    if isinstance(value, UUID):
        return value.bytes
    if isinstance(value, datetime):
        passed = value - datetime(2000, 1, 1, tzinfo=UTC)
        return struct.pack("!q", (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds)
    if isinstance(value, int):
        return struct.pack("!q" if name == "transaction_id" else "!i", value)
    if isinstance(value, list):
        return list_as_bytes(value)
    return str(value).encode()


def list_as_bytes(texts: list[str]) -> bytes:
    if not texts:
        return struct.pack("!iii", 0, 0, TEXT_TYPE)
    head = struct.pack("!iiiii", 1, 0, TEXT_TYPE, len(texts), 1)
    return head + b"".join(struct.pack("!i", len(text.encode())) + text.encode() for text in texts)


def leaf_by_the_book(values: dict[str, object]) -> bytes:
    leaf = struct.pack("!h", len(FIELDS))
    for name in FIELDS:
        value = as_bytes(values[name], name)
        leaf += struct.pack("!i", -1) if value is None else struct.pack("!i", len(value)) + value
    return leaf


def test_every_column_of_the_table_is_sealed() -> None:
    assert set(FIELDS) == {column.name for column in AuditEvent.__table__.columns}


def test_leaves_are_what_the_page_of_the_format_says(trail: Trail) -> None:
    trail.write(3)
    trail.owner().execute(
        "INSERT INTO audit_event (occurred_at, actor_kind, action, fields) VALUES (now(), 'system', 'año:ñ', '{}')"
    )
    rows = trail.owner().execute("SELECT * FROM audit_event ORDER BY era, transaction_id, id")
    names = [column.name for column in rows.description or ()]
    expected = [leaf_by_the_book(dict(zip(names, row, strict=True))) for row in rows]
    assert list(all_rows(trail.connect(AUDIT_ROLE))) == expected
    assert len(expected) >= 4
