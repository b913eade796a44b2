"""Imports of people. All invented."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import factory

from app.accounts.models import Office
from app.foundation.clock import now
from app.imports.enums import ImportStatus, RowOutcome, TableFormat
from app.imports.models import ImportEntry, ImportRow, PeopleImport
from app.people.models import Person
from tests.factories.accounts import Factory, OfficeFactory, UserFactory


class PeopleImportFactory(Factory):
    """An import that waits for its review, with one ready row."""

    class Meta:
        model = PeopleImport

    code = factory.Sequence(lambda n: f"TST-I-{n:04d}")
    office = factory.SubFactory(OfficeFactory)
    status = ImportStatus.TO_REVIEW
    format = TableFormat.CSV
    size = 100
    file_digest = factory.Sequence(lambda n: n.to_bytes(16, "big"))
    columns = ["given_names", "surname_1", "sex"]
    language = "es"
    row_count = 1
    uploader = factory.SubFactory(UserFactory)
    due_at = factory.LazyFunction(lambda: now() + timedelta(days=14))

    @classmethod
    def _create(cls, model_class: type[PeopleImport], *args: Any, **kwargs: Any) -> PeopleImport:
        kwargs["office_id"] = kwargs["office"].id
        kwargs["uploaded_by"] = kwargs["uploader"].id
        brought: PeopleImport = super()._create(model_class, *args, **kwargs)
        return brought


class ImportRowFactory(Factory):
    """A row with an error."""

    class Meta:
        model = ImportRow

    number = factory.Sequence(lambda n: n + 2)
    piece = 0
    outcome = RowOutcome.ERROR
    faults = [["sex", "not_in_list"]]


def row_of(brought: PeopleImport, **fields: Any) -> ImportRow:
    row: ImportRow = ImportRowFactory(import_id=brought.id, office_id=brought.office_id, **fields)
    return row


def import_with_rows(office: Office) -> PeopleImport:
    """An import with an error and with somebody who is perhaps known."""
    brought: PeopleImport = PeopleImportFactory(office=office, row_count=3, error_count=1)
    row_of(brought, written={"given_names": "Briceño", "sex": "x"})
    row_of(brought, outcome=RowOutcome.POSSIBLE, faults=[], matches=[{"row": 2, "level": "possible", "score": 0.9}])
    return brought


class ImportEntryFactory(Factory):
    class Meta:
        model = ImportEntry

    number = 2
    digest = b"0123456789abcdef"


def entry_of(person: Person) -> ImportEntry:
    """The row of a finished import that the person came from."""
    brought = PeopleImportFactory(
        office=person.office, status=ImportStatus.FINISHED, row_count=1, registered_count=1, ended_at=now()
    )
    entry: ImportEntry = ImportEntryFactory(
        import_id=brought.id, office_id=brought.office_id, person_id=person.id, scope_id=person.scope_id
    )
    return entry
