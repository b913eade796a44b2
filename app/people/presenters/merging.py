"""Two files side by side, and what moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.people.enums import ConsentDecision, MergeGround
from app.people.labels import DECISION_LABELS, FIELD_LABELS, GROUND_LABELS, PURPOSE_LABELS, RELATION_LABELS
from app.people.presenters.banner import person_facts
from app.people.presenters.likeness import likeness_in_words
from app.people.presenters.words import birth_in_words, death_in_words, person_name, value_in_words
from app.people.services import facts_of
from app.people.services.merging import GROUPS, Side, chosen_facts, differing_groups, open_to_both, proposed_sides
from app.web.filters import day, instant, sentence
from app.web.page_parts import Link, SummaryRow

if TYPE_CHECKING:
    from app.people.enums import ConsentPurpose
    from app.people.models import Consent, HouseholdMember, Person
    from app.people.queries import Candidate
    from app.people.services.merging import Rows

HOUSEHOLD = "household"
Questions = Mapping[str, tuple[Any, Sequence[tuple[Side, Any]]]]
"""Name -> the words of a question and its answers, as ``forms.MergeFilesForm`` takes them."""


@dataclass(frozen=True)
class FileHead:
    """One of the two files, as its column is headed."""

    name: str
    code: str
    facts: Sequence[str]
    href: str


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Both files as they were read, with what the actor may know of what belongs to them.

    Attributes:
        compared: how alike both are.
        is_as_proposed: whether the kept file is the one that is proposed to stay.
    """

    kept: Person
    other: Person
    compared: Candidate
    moves: Sequence[Rows]
    places: tuple[HouseholdMember | None, HouseholdMember | None]
    consents: tuple[Mapping[ConsentPurpose, Consent], Mapping[ConsentPurpose, Consent]]
    is_as_proposed: bool


@dataclass(frozen=True, kw_only=True)
class MergePage:
    """The page in parts.

    Attributes:
        likeness: how alike both are, in a sentence or two.
        is_doubtful: whether by what both say they are hardly one person.
        same: what both files say alike.
        moves: what goes along with the merged file, one line a kind.
        told: what happens by itself, one sentence each.
        consents: what the answers about consent come to, one sentence each.
        is_as_proposed: whether the file that stays is the fuller, or else the older one.
    """

    kept: FileHead
    other: FileHead
    swap: Link
    back: Link
    likeness: str
    is_doubtful: bool
    same: list[SummaryRow]
    moves: list[str]
    told: list[str]
    consents: list[str]
    is_as_proposed: bool


def merge_address(kept: Person, other: Person) -> str:
    """Where two files are laid side by side, the one that is proposed to stay first."""
    return url_for("people.merge_files", person_id=kept.id, other_id=other.id)


def merge_questions(actor: Actor, pair: Pair) -> Questions:
    """What the two files say differently, and which household goes on where both belong to one."""
    kept, other = facts_of(pair.kept), facts_of(pair.other)
    asked = {group: _question(actor, pair, group) for group in differing_groups(kept, other)}
    mine, theirs = pair.places
    if mine and theirs and mine.household_id != theirs.household_id:
        answers = [(Side.KEPT, _place(mine)), (Side.OTHER, _place(theirs))]
        asked[HOUSEHOLD] = (_("Which household goes on?"), answers)
    return asked


def merge_grounds(pair: Pair) -> dict[MergeGround, Any]:
    """How it can be known that both are one person, in words: who died says nothing."""
    has_died = pair.kept.has_died or pair.other.has_died
    return {ground: words for ground, words in GROUND_LABELS.items() if not (has_died and ground is MergeGround.PERSON_SAID)}


def proposals(pair: Pair) -> dict[str, Side]:
    return {**proposed_sides(facts_of(pair.kept), facts_of(pair.other)), HOUSEHOLD: Side.KEPT}


def merge_page(actor: Actor, pair: Pair) -> MergePage:
    kept, other = pair.kept, pair.other
    return MergePage(
        kept=_head(actor, kept),
        other=_head(actor, other),
        swap=Link(_("Keep the other file instead"), merge_address(other, kept)),
        back=Link(_("The person's file"), url_for("people.show_person", person_id=kept.id)),
        likeness=likeness_in_words(pair.compared),
        is_doubtful=pair.compared.level is None,
        same=_same(actor, pair),
        moves=[rows.words for rows in pair.moves],
        told=_told(pair),
        consents=_consents(pair, actor.time_zone),
        is_as_proposed=pair.is_as_proposed,
    )


@dataclass(frozen=True, kw_only=True)
class TwoOfficesPage:
    """Why two files cannot become one, and what their readers can do instead."""

    caption: str
    back: Link
    sentences: list[str]
    steps: list[str]
    links: list[Link]


def two_offices_page(person: Person, other: Person) -> TwoOfficesPage:
    """Codes and offices only: nothing of what the files say."""
    to_file, to_other = (url_for("people.show_person", person_id=each.id) for each in (person, other))
    return TwoOfficesPage(
        caption=_("%(code)s and %(other)s", code=person.code, other=other.code),
        back=Link(_("The person's file"), to_file),
        sentences=[
            _("File %(code)s is of the office %(office)s.", code=person.code, office=person.office.name),
            _("File %(code)s is of the office %(office)s.", code=other.code, office=other.office.name),
            _("A file does not move from one office to another yet, so they cannot become one."),
        ],
        steps=[
            _("Agree with the other office which of you goes on with the person."),
            _("The other office closes its cases of the person and writes why. What was done there stays there."),
            _("Write a note in the case that goes on with the code of the other file, so that colleagues find it."),
        ],
        links=[
            Link(_("Open file %(code)s", code=person.code), to_file),
            Link(_("Open file %(code)s", code=other.code), to_other),
            Link(_("Questions between offices"), url_for("people.list_questions")),
        ],
    )


def _place(member: HouseholdMember) -> str:
    return str(_("%(relation)s, since %(day)s", relation=RELATION_LABELS[member.relation], day=day(member.joined_on)))


def _sides(pair: Pair) -> tuple[tuple[Side, Person], tuple[Side, Person]]:
    return (Side.KEPT, pair.kept), (Side.OTHER, pair.other)


def _question(actor: Actor, pair: Pair, group: str) -> tuple[Any, list[tuple[Side, Any]]]:
    answers: list[tuple[Side, Any]] = [(side, _value(actor, person, group)) for side, person in _sides(pair)]
    if open_to_both(group):
        both = chosen_facts(facts_of(pair.kept), facts_of(pair.other), {group: Side.BOTH})
        answers.append((Side.BOTH, _("Both: %(values)s", values=value_in_words(actor, group, getattr(both, group)))))
    return _label(group), answers


def _label(group: str) -> Any:
    """A group of fields is asked about by what it is, not by the first of them."""
    return {"place_country": _("Place"), "death_known_by": _("Whether the person died")}.get(group) or FIELD_LABELS[group]


def _value(actor: Actor, person: Person, group: str) -> str:
    if group == "birth":
        return birth_in_words(person) or _("not recorded")
    if group == "death_known_by" and person.has_died:
        return death_in_words(person)
    facts = facts_of(person)
    words = (value_in_words(actor, field, getattr(facts, field)) for field in reversed(GROUPS[group]))
    return ", ".join(word for word in words if word) or _("not recorded")


def _head(actor: Actor, person: Person) -> FileHead:
    facts = person_facts(person, today_in(actor.time_zone))
    registered = _("registered %(day)s", day=instant(person.registered_at, actor.time_zone))
    href = url_for("people.show_person", person_id=person.id)
    return FileHead(person_name(person), person.code, [*facts, registered], href)


def _same(actor: Actor, pair: Pair) -> list[SummaryRow]:
    differing = set(differing_groups(facts_of(pair.kept), facts_of(pair.other)))
    rows = ((group, _value(actor, pair.kept, group)) for group in GROUPS if group not in differing)
    return [SummaryRow(str(_label(group)), words) for group, words in rows if words != _("not recorded")]


def _told(pair: Pair) -> list[str]:
    kept, other = facts_of(pair.kept), facts_of(pair.other)
    names = chosen_facts(kept, other, proposed_sides(kept, other)).other_names
    mine, theirs = pair.places
    same_household = mine and theirs and mine.household_id == theirs.household_id
    return [
        *([_("The person is still found by: %(names)s.", names=sentence(names))] if names else []),
        *([_("Both files belong to the same household: the person stands in it once from now on.")] if same_household else []),
        _("The code %(code)s goes on leading to this file.", code=pair.other.code),
    ]


def _consents(pair: Pair, time_zone: str) -> list[str]:
    """Of each purpose that both files answer differently: the latest answer counts."""
    mine, theirs = pair.consents
    both = [(purpose, mine[purpose], theirs[purpose]) for purpose in mine if purpose in theirs]
    return [_counts(purpose, one, two, time_zone) for purpose, one, two in both if one.decision is not two.decision]


def _counts(purpose: ConsentPurpose, one: Consent, two: Consent, time_zone: str) -> str:
    latest = max(one, two, key=lambda consent: (consent.decided_at, consent.id))
    later = _(
        "%(purpose)s: the later answer counts, “%(answer)s” of %(day)s.",
        purpose=PURPOSE_LABELS[purpose],
        answer=DECISION_LABELS[latest.decision],
        day=instant(latest.decided_at, time_zone),
    )
    ends = _("What was shared on the other answer ends at once.")
    return later if latest.decision is ConsentDecision.GIVEN else f"{later} {ends}"
