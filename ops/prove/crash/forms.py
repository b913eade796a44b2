"""How a caseworker of the proof fills in the six forms. Each record carries the submission's marker in one of its texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from ops.prove.crash.chance import chance
from ops.prove.crash.journal import Kind

SYLLABLES = (
    "ba",
    "be",
    "cha",
    "cu",
    "da",
    "fue",
    "gui",
    "hua",
    "jo",
    "la",
    "lle",
    "mi",
    "na",
    "pa",
    "que",
    "ri",
    "sa",
    "to",
    "ya",
)
INTAKES: Mapping[str, Mapping[str, str]] = {
    "documentation": {"intake_needs": "regularisation"},
    "humanitarian_aid": {"intake_needs": "food", "intake_urgency": "three_days"},
    "economic_integration": {"intake_wants": "employment"},
}
"""Mandatory answers of each kind of case."""
SHARES: Mapping[Kind, int] = {
    Kind.PERSON: 24, Kind.FAMILY: 6, Kind.MERGE: 5, Kind.CASE: 22, Kind.NOTE: 25, Kind.REFERRAL: 18,
}  # fmt: skip
"""The mix of forms, in per cent."""
MEMBERS = 2
"""Of a family, beside its head."""


@dataclass(frozen=True)
class Offer:
    """Something that a provider gives and takes referrals for."""

    service_id: str
    provided_service_id: str


@dataclass(frozen=True)
class FormToFill:
    """One form, and what is typed into it.

    Attributes:
        page: forms of the same page begin with the same fields, whosever file they belong to.
        holding: a field by which the form is known on its page.
    """

    kind: Kind
    page: str
    path: str
    holding: str
    typed: Mapping[str, str]


@dataclass
class Desk:
    """What one caseworker has at hand: the addresses of own persons and cases, and whom to refer to."""

    offers: tuple[Offer, ...]
    persons: list[str] = field(default_factory=list)
    never_merged: list[str] = field(default_factory=list)
    """Of the persons those with which no merge had to do yet."""
    cases: list[str] = field(default_factory=list)

    def next_form(self, number: int, marker: str, random: Random) -> FormToFill:
        """The next piece of work; before there is a case, what leads to one."""
        (kind,) = random.choices(list(SHARES), weights=list(SHARES.values()))
        if not self.persons or (kind is Kind.MERGE and len(self.never_merged) < len(("kept", "other"))):
            kind = Kind.PERSON
        elif kind is Kind.FAMILY:
            return _family(number, marker)
        elif kind is Kind.MERGE:
            return self._merge()
        elif not self.cases and kind is not Kind.PERSON:
            kind = Kind.CASE
        if kind is Kind.PERSON:
            return _person(number, marker)
        if kind is Kind.CASE:
            return _case(random.choice(self.persons), marker, random.choice(list(INTAKES)))
        if kind is Kind.NOTE:
            return FormToFill(kind, "note", f"{random.choice(self.cases)}/notes/new", "text", {"text": marker})
        return _referral(random.choice(self.cases), marker, random.choice(self.offers))

    def _merge(self) -> FormToFill:
        """The oldest two; with the one that goes nobody begins anything more."""
        kept, other = self.never_merged.pop(0), self.never_merged.pop(0)
        self.persons.remove(other)
        path = f"{kept}/merge/{other.rpartition('/')[2]}"
        return FormToFill(Kind.MERGE, path, path, "ground", {"ground": "written_twice"})

    def note_saved(self, kind: Kind, location: str) -> None:
        """Take what was acknowledged into further work."""
        if kind is Kind.PERSON:
            self.persons.append(location)
            self.never_merged.append(location)
        elif kind is Kind.CASE:
            self.cases.append(location)


def _person(number: int, marker: str) -> FormToFill:
    typed = {
        "given_names": _invented_name(number * 7 + 3),
        "surname_1": _invented_name(number * 13 + 5),
        "surname_2": _invented_name(number * 29 + 11),
        "sex": "female" if number % 2 else "male",
        "birth_known": "age",
        "stated_age": str(18 + number % 60),
        "nationality": "VEN",
        "population_type": "in_destination",
        "locality": marker,
        "consents-case_management": "given",
        "certified": "y",
    }
    return FormToFill(Kind.PERSON, "person", "/people/new", "surname_1", typed)


def _family(number: int, marker: str) -> FormToFill:
    """A head with two members, who stay where the head stays: the marker stands in all three."""
    head = _person(number, marker)
    members = {
        f"family-{line}-{name}": value
        for line in range(MEMBERS)
        for name, value in {
            "given_names": _invented_name(number * 17 + 31 * line + 1),
            "surname_1": head.typed["surname_1"],
            "sex": "male",
            "born": str(20 + 9 * line),
            "relation": "sibling",
        }.items()
    }
    return FormToFill(Kind.FAMILY, head.page, head.path, head.holding, {**head.typed, **members})


def _case(person: str, marker: str, kind_of_case: str) -> FormToFill:
    typed = {"goal": marker, "risk": "medium", **INTAKES[kind_of_case]}
    return FormToFill(Kind.CASE, kind_of_case, f"{person}/cases/new?kind={kind_of_case}", "goal", typed)


def _referral(case: str, marker: str, offer: Offer) -> FormToFill:
    typed = {
        "service": offer.service_id,
        "provided_service": offer.provided_service_id,
        "priority": "normal",
        "request": marker,
        "shared_fields": "given_names",
        "consent_given": "y",
        "do": "send",
    }
    return FormToFill(Kind.REFERRAL, "referral", f"{case}/referrals/new", "request", typed)


def _invented_name(number: int) -> str:
    """Three syllables: names so different that few people look like somebody who is registered already."""
    return "".join(chance(number).choices(SYLLABLES, k=3)).capitalize()
