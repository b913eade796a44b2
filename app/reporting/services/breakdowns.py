"""People of counted profiles, put into the cells of their splits."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from app.people.enums import PopulationType, Sex
from app.reporting.enums import AgeBand, AgeGroup
from app.reporting.queries import CountedProfile
from app.reporting.schemas import Breakdown


def breakdown_of(profiles: Iterable[CountedProfile]) -> Breakdown:
    """Every person has one profile, so each is added once to the total and to one cell of each split."""
    people = _empty()
    for profile in profiles:
        sex, band, group, population = _answers(profile)
        people["total"] += profile.counted
        people["by_sex"][sex] += profile.counted
        people["by_age"][band] += profile.counted
        people["by_population"][population] += profile.counted
        people["by_sex_and_age"][sex][band] += profile.counted
        people["by_sex_and_group"][sex][group] += profile.counted
    return people


def _answers(profile: CountedProfile) -> tuple[str, str, str, str]:
    answers = (profile.sex, profile.age_band, profile.age_group, profile.population_type)
    return tuple(answer or "unknown" for answer in answers)  # type: ignore[return-value] # four in, four out


def _empty() -> Breakdown:
    """All cells, with nobody in them yet: a cell that is missing would read as a figure that was dropped."""
    return {
        "total": 0,
        "by_sex": _zeros(Sex),
        "by_age": _zeros(AgeBand),
        "by_population": _zeros(PopulationType),
        "by_sex_and_age": {sex.value: _zeros(AgeBand) for sex in Sex},
        "by_sex_and_group": {sex.value: _zeros(AgeGroup) for sex in Sex},
    }


def _zeros(vocabulary: type[enum.StrEnum]) -> dict[str, int]:
    return {member.value: 0 for member in vocabulary}
