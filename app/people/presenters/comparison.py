"""The page that explains why somebody may be the same person: both side by side, and what each thing weighs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.people.labels import SEX_LABELS
from app.people.matching import Evidence, Feature, Outcome
from app.people.matching.weights import weights
from app.people.presenters.likeness import likeness_in_words
from app.people.presenters.merging import merge_address
from app.people.presenters.reasons import level_tag
from app.people.presenters.words import (
    birth_in_words,
    countries_in_words,
    nationalities_in_words,
    person_name,
    stated_age_in_words,
)
from app.web.filters import number, partial_day, sentence
from app.web.page_parts import Action, Bits, Column, Link, Table, Tag, Tone

if TYPE_CHECKING:
    from app.people.models import IdentityDocument, Person
    from app.people.queries import Candidate
    from app.people.statement import Statement

FEATURE_LABELS: Mapping[Feature, Any] = {
    Feature.GIVEN_NAMES: _l("Given names"),
    Feature.SURNAMES: _l("Surnames"),
    Feature.BIRTH: _l("Birth"),
    Feature.SEX: _l("Sex"),
    Feature.NATIONALITY: _l("Nationality"),
    Feature.DOCUMENT: _l("Identity documents"),
    Feature.PHONE: _l("Phone"),
    Feature.RELATIVES: _l("What a family shares"),
}
OUTCOME_LABELS: Mapping[Outcome, Any] = {
    Outcome.SAME: _l("the same"),
    Outcome.SIMILAR: _l("almost the same"),
    Outcome.PARTLY: _l("partly the same"),
    Outcome.DIFFERENT: _l("different"),
}
Facts = Mapping[Feature, str | None]
"""What one side says of each thing that is compared."""


@dataclass(frozen=True)
class ComparisonPage:
    """Two sides.

    Attributes:
        other: leads to the file.
        table: what both say; ``weights`` how the level comes of it.
        decide, merge: where a decision goes, where there are two files.
    """

    caption: str
    back: Link | None
    other: Link
    tag: Tag
    verdict: str
    table: Table
    weights: Table
    decide: str | None = None
    merge: Action | None = None


def comparison_of_files(
    person: Person,
    compared: Candidate,
    documents: Mapping[Any, Sequence[IdentityDocument]],
    *,
    merge: tuple[Person, Person],
) -> ComparisonPage:
    """Two files.

    Args:
        documents: those of both, by the id of the person.
        merge: both in the order in which merging is proposed.
    """
    other = compared.person
    facts, other_facts = (facts_of_file(each, documents[each.id]) for each in (person, other))
    return ComparisonPage(
        caption=_("%(code)s and %(other)s", code=person.code, other=other.code),
        back=Link(_("Is this person registered twice?"), url_for("people.show_doubles", person_id=person.id)),
        other=Link(_("Open the file of %(name)s", name=person_name(other)), url_for("people.show_person", person_id=other.id)),
        tag=level_tag(compared),
        verdict=likeness_in_words(compared),
        table=_table(compared, (person.code, facts), (other.code, other_facts)),
        weights=_weights(compared),
        decide=url_for("people.compare_files", person_id=person.id, other_id=other.id),
        merge=Action(_("Compare field by field and merge"), merge_address(*merge)),
    )


def comparison_of_typed(stated: Statement, compared: Candidate, documents: Sequence[IdentityDocument]) -> ComparisonPage:
    other = compared.person
    return ComparisonPage(
        caption=_("What you are typing, and %(other)s", other=other.code),
        back=None,
        other=Link(_("Open the file of %(name)s", name=person_name(other)), url_for("people.show_person", person_id=other.id)),
        tag=level_tag(compared),
        verdict=likeness_in_words(compared),
        table=_table(compared, (_("Typed"), _facts_of_statement(stated)), (other.code, facts_of_file(other, documents))),
        weights=_weights(compared),
    )


def facts_of_file(person: Person, documents: Sequence[IdentityDocument]) -> Facts:
    return {
        Feature.GIVEN_NAMES: person.given_names,
        Feature.SURNAMES: " ".join(filter(None, (person.surname_1, person.surname_2))) or None,
        Feature.BIRTH: birth_in_words(person),
        Feature.SEX: str(SEX_LABELS[person.sex]),
        Feature.NATIONALITY: nationalities_in_words(person) or None,
        Feature.DOCUMENT: sentence([document.number for document in documents if document.number]) or None,
        Feature.PHONE: person.phone,
    }


def _facts_of_statement(stated: Statement) -> Facts:
    names = stated.names
    years = stated_age_in_words(stated.stated_age, stated.stated_age_months) if stated.stated_age is not None else None
    return {
        Feature.GIVEN_NAMES: names.given_names,
        Feature.SURNAMES: " ".join(filter(None, (names.surname_1, names.surname_2))) or None,
        Feature.BIRTH: partial_day(stated.birth) if stated.birth else years,
        Feature.SEX: str(SEX_LABELS[stated.sex]) if stated.sex else None,
        Feature.NATIONALITY: countries_in_words(stated.nationalities) or None,
        Feature.DOCUMENT: stated.document_number,
        Feature.PHONE: stated.phone,
    }


def _table(compared: Candidate, one: tuple[str, Facts], other: tuple[str, Facts]) -> Table:
    """What both say of each thing that both tell of."""
    outcomes = {each.feature: each for each in compared.comparison.evidence if each.feature is not Feature.RELATIVES}
    columns = [Column(_("Compared")), Column(one[0]), Column(other[0]), Column(_("Result"))]
    rows = [
        [str(words), one[1].get(feature), other[1].get(feature), _outcome(outcomes[feature])]
        for feature, words in FEATURE_LABELS.items()
        if feature in outcomes
    ]
    return Table(_("What both say"), columns, rows)


def _weights(compared: Candidate) -> Table:
    """What weighs most first; beneath it the sum."""
    evidence = sorted(compared.comparison.evidence, key=lambda each: -abs(each.bits))
    most = max((abs(each.bits) for each in evidence), default=1.0)
    columns = [Column(_("Compared")), Column(_("Weight in bits"))]
    rows = [[str(FEATURE_LABELS[each.feature]), Bits(each.bits, _signed(each.bits), most)] for each in evidence]
    total = [_("Sum"), _signed(compared.comparison.bits)]
    return Table(_("What speaks for it and against it"), columns, rows, total=total, note=_note(compared))


def _outcome(evidence: Evidence) -> Tag:
    """Green speaks for one person, amber against; what weighs nothing is grey."""
    tone: Tone = "neutral" if round(evidence.bits, 1) == 0 else "good" if evidence.bits > 0 else "due"
    return Tag(str(OUTCOME_LABELS[evidence.outcome]), tone)


def _signed(bits: float) -> str:
    rounded = round(bits, 1)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{number(abs(rounded))}"


def _note(compared: Candidate) -> str:
    """What is taken away because many people are registered, and what is enough."""
    found = sum(each.bits for each in compared.comparison.evidence) - compared.comparison.bits
    return str(
        _(
            "From the sum %(bits)s are taken away: among some %(people)s people, so much agrees by chance. "
            "%(possible)s bits make it possible, %(certain)s certain, unless something personal is different.",
            bits=number(round(found, 1)),
            people=number(round(math.exp2(found))),
            possible=number(weights().possible),
            certain=number(weights().certain),
        )
    )
