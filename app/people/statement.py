"""What is known so far of the person in front of us, as it is compared."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.foundation.partial_date import PartialDate
from app.people.enums import Sex
from app.people.matching import Record, Role, birth_of, read_other_names, read_words, sex_told_apart, told_nationalities
from app.people.names import Names, bounded

MOST_OTHER_NAMES = 10


@dataclass(frozen=True)
class Statement:
    """Everything may be missing: it is looked at while it is being typed."""

    names: Names
    sex: Sex | None = None
    birth: PartialDate | None = None
    stated_age: int | None = None
    stated_age_months: int | None = None
    """As in ``NewPerson``: shown beside what is known of others; compared are the years."""
    phone: str | None = None
    document_number: str | None = None
    nationalities: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    """Whole names by which the person is known too."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", self.names.looked_for)
        object.__setattr__(self, "other_names", tuple(bounded(name) for name in self.other_names[:MOST_OTHER_NAMES]))

    def record(self, *, today: date, phones: Collection[bytes], documents: Collection[bytes] = ()) -> Record:
        """As it is compared.

        Args:
            phones, documents: the fingerprints under which the phone and the document's number may be kept.
        """
        names = self.names
        words = (
            *read_words(names.given_names or "", Role.GIVEN),
            *read_words(f"{names.surname_1 or ''} {names.surname_2 or ''}", Role.SURNAME),
        )
        return Record(
            words=words,
            other_names=read_other_names(self.other_names, words),
            birth=birth_of(self.birth, self.stated_age, today),
            sex=sex_told_apart(self.sex),
            nationalities=told_nationalities(self.nationalities),
            phones=frozenset(phones),
            documents=frozenset(documents),
        )
