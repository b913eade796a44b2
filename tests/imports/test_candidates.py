"""Whom rows are compared with: everybody with enough keys in common, found as if each pair had been looked at by itself."""

from __future__ import annotations

from collections import Counter
from random import Random
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.foundation.ids import new_id
from app.imports import queries
from app.imports.models import ImportKeys
from app.imports.queries import candidates
from app.people.models import Person
from tests.factories.accounts import OfficeFactory
from tests.factories.imports import PeopleImportFactory
from tests.factories.people import PersonFactory

LEAST, MOST = 3, 6
COMMON = range(1, 13)
"""Keys so few that each row and person share some; the first of them has everybody."""


@pytest.fixture
def keys(session: Session, monkeypatch: pytest.MonkeyPatch) -> tuple[UUID, dict[UUID | int, set[int]], set[int]]:
    """An import of three pieces and people with keys by chance; those of document and phone among them."""
    monkeypatch.setattr(candidates, "MOST_IN_A_BLOCK", MOST)
    chance, office = Random(5), OfficeFactory(country="CO")  # noqa: S311 - the same each time
    brought = PeopleImportFactory(office=office, row_count=12)
    held: dict[UUID | int, set[int]] = {}
    for number in range(12):
        held[number] = {1, *chance.sample(COMMON, 4), *chance.sample(range(100, 130), 6)}
        strong = [key for key in held[number] if key >= 125]
        session.add(ImportKeys(
            id=new_id(), import_id=brought.id, office_id=office.id, number=number, piece=number // 4, keys=sorted(held[number]),
            strong=strong, digest=bytes([number]) * 16,
        ))  # fmt: skip
    for _ in range(12):
        person = PersonFactory(office=office)
        held[person.id] = {1, *chance.sample(COMMON, 4), *chance.sample(range(100, 130), 6)}
        written = sa.update(Person).where(Person.id == person.id)
        session.execute(written.values(match_keys=sorted(held[person.id])))
    session.flush()
    return brought.id, held, set(range(125, 130))


def test_everybody_with_enough_keys_in_common_and_nobody_else(keys: tuple[UUID, dict[UUID | int, set[int]], set[int]]) -> None:
    import_id, held, strong = keys
    having = Counter(key for ones in held.values() for key in ones)
    rare = {key for key, count in having.items() if count <= MOST}
    expected: dict[int, set[UUID | int]] = {}
    for row in range(4, 12):
        for other in held:
            shared = held[row] & held[other] & rare
            is_other = not isinstance(other, int) or other < row
            if is_other and (len(shared) >= LEAST or shared & strong):
                expected.setdefault(row, set()).add(other)
    found = queries.find_candidates(import_id, "CO", pieces=[1, 2], least=LEAST)
    told = {row: {*ones.people, *ones.rows} for of_piece in found.values() for row, ones in of_piece.items()}
    assert told == expected
    assert sum(map(len, expected.values())) > 20, "there is something to find"
    assert {piece: sorted(of_piece) for piece, of_piece in found.items()} == {
        piece: sorted(row for row in expected if row // 4 == piece) for piece in (1, 2)
    }


@pytest.mark.parametrize("hidden", [{"is_restricted": True}, {"office_id": None}])
def test_restricted_files_and_other_countries_are_nobodys_match(
    session: Session, keys: tuple[UUID, dict[UUID | int, set[int]], set[int]], hidden: dict[str, object]
) -> None:
    import_id, held, _strong = keys
    people = [one for one in held if not isinstance(one, int)]
    elsewhere = OfficeFactory(country="EC", area_code="EC-P").id
    values = {name: value if value is not None else elsewhere for name, value in hidden.items()}
    session.execute(sa.update(Person).where(Person.id.in_(people)).values(values))
    found = queries.find_candidates(import_id, "CO", pieces=[0, 1, 2], least=LEAST)
    assert [one for of_piece in found.values() for ones in of_piece.values() for one in ones.people] == []
    assert any(ones.rows for of_piece in found.values() for ones in of_piece.values())
