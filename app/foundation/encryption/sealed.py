"""Sealed values of a model: read and written as plain attributes, kept as bytes.

::

    class CaseNote(Base):
        text = SealedText(narrative, under="case_id", nullable=False)

makes a column ``text_sealed`` of the declared field class, sealed under the key of the case whose id stands in
``case_id``. Without ``under`` the instance's contents key seals it. ``note.text`` opens it when it is read; of an
erased record it is None (``is_erased`` tells that from what was never written).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Generic, NamedTuple, Self, TypeVar, overload
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, MappedColumn, Session, object_session

from app.foundation.database import Base, db
from app.foundation.encryption.ciphers import Place, version_of
from app.foundation.encryption.data_keys import (
    SEALED_VALUES,
    KeyOwner,
    find_key,
    is_sealed_by,
    key_to_write,
    make_key,
    open_value,
)
from app.foundation.encryption.fingerprints import fingerprint
from app.foundation.encryption.keyring import keyring
from app.foundation.encryption.models import KeyPurpose
from app.foundation.ids import new_id

Value = TypeVar("Value")
FieldClass = Callable[..., MappedColumn[Any]]
Normalise = Callable[[str], str | None]
_OPENED = "_opened_values"
_NOT_SEALED_YET = object()


class _Opened(NamedTuple):
    """A value in the clear, and the bytes that it was opened from: other bytes in the row make it stale."""

    sealed: object
    value: Any


class Sealed(Generic[Value]):
    """One sealed value of a model; see the module.

    Args:
        field_class: ``identity``, ``narrative`` and so on, as for a plain column.
        under: the attribute that holds the id of the person or case whose key seals it; None for the contents key.
        found_by: the attribute that keeps the fingerprint for exact match, and how a value is normalised for it.
    """

    model: Any
    name: str
    column_name: str
    empty: Any = None

    def __init__(
        self,
        field_class: FieldClass,
        *,
        under: str | None,
        nullable: bool = True,
        found_by: tuple[str, Normalise] | None = None,
    ) -> None:
        self.under = under
        self.found_by = found_by
        self._column = field_class(sa.LargeBinary, nullable=nullable)
        self._column.column.info["sealed"] = under or "contents"

    def __set_name__(self, model: Any, name: str) -> None:
        self.model, self.name, self.column_name = model, name, f"{name}_sealed"
        setattr(model, self.column_name, self._column)
        setattr(model, SEALED_VALUES, (*sealed_values(model), self))

    @property
    def column(self) -> Mapped[bytes | None]:
        """The sealed bytes, for a statement that reads columns."""
        column: Mapped[bytes | None] = getattr(self.model, self.column_name)
        return column

    @overload
    def __get__(self, record: None, model: type) -> Self: ...
    @overload
    def __get__(self, record: object, model: type) -> Value | None: ...
    def __get__(self, record: object | None, model: type) -> Self | Value | None:
        if record is None:
            return self
        sealed = getattr(record, self.column_name)
        opened = _opened_of(record).get(self.name)
        if opened is None or opened.sealed not in (sealed, _NOT_SEALED_YET):
            opened = _Opened(sealed, self._open(record, sealed))
            _opened_of(record)[self.name] = opened
        value: Value | None = opened.value
        return value

    def __set__(self, record: object, value: Value | None) -> None:
        if not sa.inspect(record).has_identity:
            _opened_of(record)[self.name] = _Opened(_NOT_SEALED_YET, value)
        elif value != self.__get__(record, type(record)):
            self.seal(record, value)

    def seal(self, record: Any, value: Value | None) -> None:
        """Put a value's sealed bytes and its fingerprint into the row.

        Raises:
            WrongState: the owner was erased.
        """
        content = self.encode(value)
        sealed = None if content is None else self._key_to_write(record).seal(self._place(record), content)
        setattr(record, self.column_name, sealed)
        if self.found_by is not None:
            attribute, _ = self.found_by
            setattr(record, attribute, self.fingerprint_of(value if isinstance(value, str) else None))
        _opened_of(record)[self.name] = _Opened(sealed, value)

    def open_bytes(self, owner_id: UUID, row_id: UUID, sealed: bytes | None) -> Value | None:
        """The value of bytes that a statement read as a column, without the record."""
        return self._decoded(None if sealed is None else open_value(db.session(), owner_id, self.place(row_id), sealed))

    def place(self, row_id: UUID) -> Place:
        return Place(str(self.model.__tablename__), self.name, row_id)

    def owner_id(self, record: Any) -> UUID:
        owner_id: UUID = getattr(record, str(self.under))
        return owner_id

    def fingerprint_of(self, value: str | None) -> bytes | None:
        """What an equal value is found by; None for a value without anything to compare."""
        if self.found_by is None or not value:
            return None
        normalised = self.found_by[1](value)
        return fingerprint(self.purpose, normalised) if normalised else None

    @property
    def purpose(self) -> str:
        """What fingerprints of the value are made for."""
        return f"{self.model.__tablename__}.{self.name}"

    def encode(self, value: Value | None) -> bytes | None:
        raise NotImplementedError

    def decode(self, content: bytes) -> Value:
        raise NotImplementedError

    def _open(self, record: Any, sealed: bytes | None) -> Value | None:
        if sealed is None:
            return self._decoded(None)
        if self.under is None:
            key = keyring().of_version(KeyPurpose.CONTENTS, version_of(sealed))
            return self._decoded(key.open(self._place(record), sealed))
        return self._decoded(open_value(_session_of(record), self.owner_id(record), self._place(record), sealed))

    def _decoded(self, content: bytes | None) -> Value | None:
        empty: Value | None = self.empty
        return empty if content is None else self.decode(content)

    def _key_to_write(self, record: Any) -> Any:
        if self.under is None:
            return keyring().newest(KeyPurpose.CONTENTS)
        return key_to_write(_session_of(record), self.owner_id(record))

    def _place(self, record: Any) -> Place:
        return self.place(record.id)


class SealedText(Sealed[str]):
    """Words or a number, as UTF-8."""

    def encode(self, value: str | None) -> bytes | None:
        return None if value is None else value.encode()

    def decode(self, content: bytes) -> str:
        return content.decode()


class SealedAnswers(Sealed[dict[str, Any]]):
    """Answers by their keys, as JSON. Without any, and of an erased record, there are none."""

    @property
    def empty(self) -> dict[str, Any]:
        return {}

    def encode(self, value: dict[str, Any] | None) -> bytes | None:
        return json.dumps(value, ensure_ascii=False, sort_keys=True).encode() if value else None

    def decode(self, content: bytes) -> dict[str, Any]:
        answers: dict[str, Any] = json.loads(content)
        return answers


def fingerprint_column(field_class: FieldClass) -> MappedColumn[Any]:
    """The column of a sealed value's fingerprint, indexed."""
    column = field_class(sa.LargeBinary, nullable=True, index=True)
    column.column.info["sealed"] = "fingerprint"
    return column


def sealed_values(model: type) -> tuple[Sealed[Any], ...]:
    """The sealed values of a model."""
    values: tuple[Sealed[Any], ...] = vars(model).get(SEALED_VALUES, ())
    return values


def sealed_models() -> Iterator[Any]:
    """All models with sealed values."""
    for mapper in Base.registry.mappers:
        if sealed_values(mapper.class_):
            yield mapper.class_


def is_erased(record: Any, *names: str) -> bool:
    """Whether the key that sealed this record's values (or those named) was destroyed. What was never written is not erased."""
    asked = [one for one in sealed_values(type(record)) if one.under and (not names or one.name in names)]
    written = [one for one in asked if getattr(record, one.column_name) is not None]
    return any(find_key(_session_of(record), one.owner_id(record)) is None for one in written)


def sealed_names(model: type) -> tuple[str, ...]:
    """The names of a model's sealed values, as attributes."""
    return tuple(sealed.name for sealed in sealed_values(model))


def seal_for_another(record: Any, *, owner_id: UUID, instead_of: UUID) -> None:
    """Seal a row's values under another owner's key, as far as ``instead_of``'s own key sealed them."""
    session = _session_of(record)
    for sealed in sealed_values(type(record)):
        kept, place = getattr(record, sealed.column_name), sealed.place(record.id)
        if sealed.under is None or kept is None or not is_sealed_by(session, instead_of, place, kept):
            continue
        content = open_value(session, instead_of, place, kept)
        setattr(record, sealed.column_name, key_to_write(session, owner_id).seal(place, content or b""))
        forget_opened(record)


def forget_opened(record: Any) -> None:
    """Drop what was opened of a record."""
    record.__dict__.pop(_OPENED, None)


def _opened_of(record: Any) -> dict[str, _Opened]:
    opened: dict[str, _Opened] = record.__dict__.setdefault(_OPENED, {})
    return opened


def _session_of(record: Any) -> Session:
    return object_session(record) or db.session()


@sa.event.listens_for(Base, "before_insert", propagate=True)
def _seal_new_record(_mapper: Any, _connection: Any, target: Any) -> None:
    """By now the ids of the row and of its owner are known."""
    values = sealed_values(type(target))
    if not values and not isinstance(target, KeyOwner):
        return
    if target.id is None:
        target.id = new_id()
    if issubclass(type(target), KeyOwner):
        make_key(_session_of(target), target.id)
    opened = _opened_of(target)
    for sealed in values:
        if sealed.name in opened:
            sealed.seal(target, opened[sealed.name].value)
