"""How alike two registrations are, in sentences that a caseworker can act on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.people.matching import Feature, Level, Outcome
from app.web.filters import sentence

if TYPE_CHECKING:
    from app.people.queries import Candidate

THINGS: Mapping[Feature, Any] = {
    Feature.DOCUMENT: _l("document number"),
    Feature.SEX: _l("sex"),
    Feature.BIRTH: _l("birth date"),
    Feature.NATIONALITY: _l("nationality"),
    Feature.PHONE: _l("phone"),
}
"""What is compared beside the names, in the order in which it is said."""
NAMES = (Feature.GIVEN_NAMES, Feature.SURNAMES)
ALMOST_SURE = _l("Almost surely it is the same person: open that file instead of beginning another one.")
ASK_THEM = _l("Ask whether the person was registered before, or look at a document.")
NAMESAKE = _l("Perhaps a relative, or somebody of the same name. If you are not sure, ask.")

Outcomes = Mapping[Feature, Outcome]


def likeness_in_words(candidate: Candidate) -> str:
    """What is the same, how far the names are apart, what is different, and what to do."""
    outcomes = {each.feature: each.outcome for each in candidate.comparison.evidence}
    return " ".join([*_facts(candidate, outcomes), str(_advice(candidate))])


def _facts(candidate: Candidate, outcomes: Outcomes) -> Iterator[str]:
    same = [_thing(feature, outcomes) for feature in THINGS if outcomes.get(feature) not in {None, Outcome.DIFFERENT}]
    different = [_thing(feature, outcomes) for feature in THINGS if outcomes.get(feature) is Outcome.DIFFERENT]
    if same:
        yield _("The same in both: %(things)s.", things=sentence(same))
    yield _names(candidate, outcomes)
    if different:
        yield _("Different: %(things)s.", things=sentence(different))


def _thing(feature: Feature, outcomes: Outcomes) -> str:
    if feature is Feature.BIRTH and outcomes[feature] is Outcome.SIMILAR:
        return str(_("birth date, but for a slip"))
    if feature is Feature.BIRTH and outcomes[feature] is not Outcome.SAME:
        return str(_("age"))
    return str(THINGS[feature])


def _names(candidate: Candidate, outcomes: Outcomes) -> str:
    if Outcome.DIFFERENT in {outcomes.get(feature) for feature in NAMES}:
        return str(_("Some of the names are others."))
    if candidate.letters_apart == 0:
        return str(_("The names are the same."))
    if candidate.letters_apart is not None:
        apart = candidate.letters_apart
        return str(ngettext("In the names %(num)s letter is different.", "In the names %(num)s letters are different.", apart))
    return str(_("The names are partly the same."))


def _advice(candidate: Candidate) -> Any:
    if candidate.level is Level.CERTAIN:
        return ALMOST_SURE
    return ASK_THEM if candidate.level or candidate.agrees_beside_the_name else NAMESAKE
