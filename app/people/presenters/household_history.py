"""What happened to a household, in sentences: one entry for what was recorded together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from app.foundation.actor import Actor
from app.foundation.clock import date_in
from app.people.enums import HouseholdAct, HouseholdStep, Relation
from app.people.labels import RELATION_LABELS
from app.people.presenters.words import person_name, who_died_in_words
from app.web.filters import sentence
from app.web.page_parts import Tag, TimelineEntry

if TYPE_CHECKING:
    from app.people.models import HouseholdEvent, Person


def acts_of(events: Sequence[HouseholdEvent]) -> list[list[HouseholdEvent]]:
    """Events newest first, by what was recorded together."""
    return [list(act) for _act_id, act in groupby(events, key=lambda event: event.act_id)]


def latest_act(events: Sequence[HouseholdEvent]) -> list[HouseholdEvent]:
    """What was recorded last; an empty list where nothing was."""
    return max(acts_of(events), key=lambda act: act[0].recorded_at, default=[])


def act_title(act: Sequence[HouseholdEvent]) -> str:
    """What an act was, in one sentence: ``Rosa GUERRERO and Luis GUERRERO left together for the household CUC-H-000007``."""
    words = {"names": sentence(list(dict.fromkeys(_name(event) for event in act))), "code": _other_code(act)}
    steps, dead = {event.step for event in act}, _who_died(act)
    if dead:
        return who_died_in_words(dead)
    if act[0].act is HouseholdAct.CORRECTION:
        return str(_("Taken back, as it was a mistake: %(names)s", names=words["names"]))
    moved = [event for event in act if event.step is not HouseholdStep.RELATION_CHANGED]
    if moved:
        words["names"] = sentence(list(dict.fromkeys(_name(event) for event in moved)))
    if HouseholdStep.JOINED in steps:
        return _came(act[0].act, words)
    if HouseholdStep.LEFT in steps:
        return _went(act[0].act, words)
    heads = [event for event in act if event.relation is Relation.HEAD]
    if heads:
        return str(_("%(name)s became the head of the household", name=_name(heads[0])))
    return str(_("The relation of %(names)s to the head was corrected", names=words["names"]))


def _came(act: HouseholdAct, words: Mapping[str, str]) -> str:
    if act is HouseholdAct.SPLIT:
        return str(_("%(names)s came together from the household %(code)s", **words))
    if act is HouseholdAct.MERGE:
        return str(_("The household %(code)s became one with this: %(names)s", **words))
    return str(_("%(names)s joined the household", names=words["names"]))


def _went(act: HouseholdAct, words: Mapping[str, str]) -> str:
    if act is HouseholdAct.SPLIT:
        return str(_("%(names)s left together for the household %(code)s", **words))
    if act is HouseholdAct.MERGE:
        return str(_("This household became one with %(code)s: %(names)s", **words))
    if act is HouseholdAct.DEATH:
        return str(_("%(names)s died", names=words["names"]))
    return str(_("%(names)s left the household", names=words["names"]))


def _other_code(act: Sequence[HouseholdEvent]) -> str:
    codes = [event.other_household.code for event in act if event.other_household]
    return codes[0] if codes else str(_("of another office"))


def act_entry(actor: Actor, act: Sequence[HouseholdEvent]) -> TimelineEntry:
    event = act[0]
    other = next((one.other_household for one in act if one.other_household), None)
    occurred = _occurred(act)
    was_later = not isinstance(occurred, datetime) and date_in(event.recorded_at, actor.time_zone) != occurred
    return TimelineEntry(
        title=act_title(act),
        occurred=occurred,
        author=event.recorder.name if event.recorder else str(_("not known by whom")),
        recorded=event.recorded_at if was_later else None,
        text=_lines(act),
        tag=_tag(event.act),
        href=url_for("people.show_household", household_id=other.id) if other else None,
    )


def _occurred(act: Sequence[HouseholdEvent]) -> date | datetime:
    """The day of an act; of a death the one that the file tells, and where it tells none, when it was written down."""
    dead = _who_died(act)
    if dead is None:
        return act[0].occurred_on
    return dead.died.earliest if dead.died and dead.died.is_exact else act[0].recorded_at


def _who_died(act: Sequence[HouseholdEvent]) -> Person | None:
    """Who left by an act because they died, while their file says so."""
    if act[0].act is not HouseholdAct.DEATH:
        return None
    return next((event.person for event in act if event.step is HouseholdStep.LEFT and event.person.has_died), None)


def _lines(act: Sequence[HouseholdEvent]) -> str | None:
    """What each one was or became; without the name where the title has named the only one."""
    if len(act) == 1 and act[0].step is not HouseholdStep.RELATION_CHANGED:
        return None if act[0].relation is Relation.UNKNOWN else str(RELATION_LABELS[act[0].relation])
    told = [event for event in act if event.relation is not Relation.UNKNOWN or event.relation_before]
    return "\n".join(_line(event) for event in told) or None


def _line(event: HouseholdEvent) -> str:
    relation = str(RELATION_LABELS[event.relation])
    if event.step is HouseholdStep.RELATION_CHANGED and event.relation_before:
        before = str(RELATION_LABELS[event.relation_before])
        return str(_("%(name)s: %(before)s before, %(relation)s since", name=_name(event), before=before, relation=relation))
    return f"{_name(event)}: {relation}"


def _tag(act: HouseholdAct) -> Tag | None:
    tags = {
        HouseholdAct.SPLIT: Tag(_("Split"), "info"),
        HouseholdAct.MERGE: Tag(_("Joined"), "info"),
        HouseholdAct.CORRECTION: Tag(_("Correction"), "due"),
    }
    return tags.get(act)


def _name(event: HouseholdEvent) -> str:
    return person_name(event.person)
