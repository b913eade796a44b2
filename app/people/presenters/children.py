"""Who cares for a child, in words: the alert, what was stated, and what has to be asked. Never by colour alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.foundation.actor import Actor
from app.people import policies
from app.people.enums import CareNeed, CareSituation, ConsentHolder
from app.people.labels import CARE_RELATION_LABELS, CONSENT_HOLDER_LABELS, SITUATION_HINTS, SITUATION_LABELS
from app.people.presenters.words import death_tag, person_name
from app.people.services import present_members
from app.web.erased import shown
from app.web.filters import day
from app.web.page_parts import Action, BannerLine, Link, NextAction, SummaryRow, Tag, TimelineEntry

if TYPE_CHECKING:
    from app.people.models import ChildCare, Household, Person

_ALERTS = {
    CareSituation.SEPARATED: Tag(_l("Separated child"), "danger"),
    CareSituation.UNACCOMPANIED: Tag(_l("Unaccompanied child"), "danger"),
    CareSituation.UNKNOWN: Tag(_l("Child: not known with whom"), "danger"),
}
_WHO_CARES = _l("Child: who cares for them?")
SIGNS: Mapping[CareNeed | None, Tag] = {
    CareNeed.ASK: Tag(_WHO_CARES, "danger"),
    CareNeed.ASK_AGAIN: Tag(_WHO_CARES, "danger"),
    CareNeed.CARER_DIED: Tag(_WHO_CARES, "danger"),
    CareNeed.CONFIRM: Tag(_WHO_CARES, "due"),
    CareNeed.ASK_PERHAPS: Tag(_l("Perhaps a child: who cares for them?"), "due"),
}
"""What has to be asked, as a sign; of an incomplete statement the sign is what was stated."""
_NOTICES = {
    CareNeed.ASK: (
        _l("Who cares for this child?"),
        _l("No mother or father is known to be with the child. Ask with care, and record who answers and who decides."),
    ),
    CareNeed.ASK_AGAIN: (
        _l("Who cares for this child now?"),
        _l(
            "Since it was recorded who answers for the child, that person and the child no longer live in the same household. "
            "Ask, and record who answers and who decides now, also if it is still the same person."
        ),
    ),
    CareNeed.CARER_DIED: (
        _l("Who cares for this child now?"),
        _l(
            "Who answered for the child died. Ask those who are with the child now, with care, "
            "and record who answers and who decides from now on."
        ),
    ),
    CareNeed.CONFIRM: (
        _l("Who cares for this child?"),
        _l(
            "It is not sure whether an adult of the household is the mother or father. "
            "Ask, and record who answers and who decides."
        ),
    ),
    CareNeed.ASK_PERHAPS: (
        _l("Perhaps under 18: who cares for them?"),
        _l("An age or a relation in the household is not sure. If the person is under 18, record who answers for them."),
    ),
    CareNeed.COMPLETE: (
        _l("Record who answers for this child"),
        _l(
            "The guardian or who decides about consent is still missing. "
            "What was agreed to until then has to be confirmed by them."
        ),
    ),
}
"""Title and words of what has to be asked."""


@dataclass(frozen=True)
class CarePart:
    """The part of a person's page about who cares for them.

    Attributes:
        alert: on the banner and in the family; None where nothing has to be watched.
        notice: title and words of what has to be asked; None where nothing has.
        calm: said of a child about whom nothing has to be asked, and nothing was stated.
        rows: what was stated; none where nothing was.
        history: every statement so far, newest first, where there is more than one.
        state: the way to the form; None where the actor may only read, or the person is surely 18 or older.
    """

    alert: Tag | None = None
    notice: tuple[str, str] | None = None
    rows: Sequence[SummaryRow] = ()
    history: Sequence[TimelineEntry] = ()
    state: Link | None = None
    calm: str | None = None

    @property
    def is_shown(self) -> bool:
        return bool(self.alert or self.notice or self.rows or self.calm)


def care_part(actor: Actor, person: Person, statements: Sequence[ChildCare], need: CareNeed | None, *, today: date) -> CarePart:
    """Args: statements: all about who cares for the person, newest first."""
    in_force = in_force_of(statements)
    may_state = policies.can_change_person(actor, person) and policies.may_be_child(person, today)
    words = _("Change who cares for the child") if in_force else _("Record who cares for the child")
    return CarePart(
        alert=child_alert(person, in_force, need, today=today),
        notice=_notice(need),
        rows=_rows(actor, in_force) if in_force else (),
        history=[_entry(actor, care) for care in statements] if len(statements) > 1 else (),
        state=Link(words, url_for("people.state_care", person_id=person.id)) if may_state else None,
        calm=_calm_words() if in_force is None and need is None and policies.is_surely_child(person, today) else None,
    )


def in_force_of(statements: Sequence[ChildCare]) -> ChildCare | None:
    return next((care for care in statements if care.until_on is None and care.set_aside_at is None), None)


def child_alert(person: Person, care: ChildCare | None, need: CareNeed | None, *, today: date) -> Tag | None:
    """What to watch, in a word or two: as it was stated, or else as it is computed."""
    if need in SIGNS:
        return SIGNS[need]
    return _ALERTS.get(care.situation) if care is not None and policies.may_be_child(person, today) else None


def alert_line(alert: Tag, href: str | None) -> BannerLine:
    return BannerLine(_("Protection"), href, [alert])


def care_next_action(part: CarePart, need: CareNeed | None) -> NextAction | None:
    """Asking who cares for a child comes before all else; None for who may be no child at all, or where this reader may not."""
    if need is CareNeed.ASK_PERHAPS or part.state is None or part.notice is None:
        return None
    return NextAction(part.notice[0], Action(part.state.text, part.state.href), tone="late", why=part.notice[1])


def adults_beside(actor: Actor, household: Household | None, person_id: UUID, *, today: date) -> list[tuple[str, str]]:
    """Codes and names of those of the household, beside the person, who may be 18 or older and whose file the actor reads."""
    beside = [member.person for member in (present_members(household) if household else []) if member.person_id != person_id]
    alive = [one for one in beside if policies.can_view_person(actor, one) and not one.has_died]
    adults = [one for one in alive if not policies.is_surely_child(one, today)]
    return [(one.code, person_name(one)) for one in adults]


def situation_hints() -> dict[str, dict[str, str]]:
    """Value -> the option's hint, as the radio macro takes it."""
    return {situation.value: {"hint": str(words)} for situation, words in SITUATION_HINTS.items()}


def known_care(actor: Actor, care: ChildCare | None, adults: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """What a form about who cares for a child begins with, by field name: what was stated last."""
    if care is None:
        return {}
    is_named = care.guardian is not None and policies.can_view_person(actor, care.guardian) and not care.guardian.has_died
    code = care.guardian.code if care.guardian and is_named else None
    if care.guardian_id is not None and code is None:
        # Who died, or whose file the reader may not open, is not repeated into a form: somebody has to be named anew.
        return {"situation": care.situation.value}
    member = code if code in dict(adults) else None
    known = "member" if member else "code" if code else "name" if care.guardian_name else "nobody"
    return {
        "situation": care.situation.value,
        "guardian_known": known,
        "guardian_member": member or "",
        "guardian_code": code if known == "code" else None,
        "guardian_name": care.guardian_name,
        "guardian_phone": care.guardian_phone,
        "guardian_relation": care.guardian_relation.value if care.guardian_relation else "",
        "consent_holder": care.consent_holder.value,
        "consent_holder_name": care.consent_holder_name,
    }


def _calm_words() -> str:
    return str(_("A mother or father is in the household. If somebody else answers for the child, record it."))


def _notice(need: CareNeed | None) -> tuple[str, str] | None:
    notice = _NOTICES.get(need) if need else None
    return (str(notice[0]), str(notice[1])) if notice else None


def _rows(actor: Actor, care: ChildCare) -> list[SummaryRow]:
    rows = [
        SummaryRow(_("With whom the child is"), str(SITUATION_LABELS[care.situation])),
        SummaryRow(_("Since"), day(care.since_on)),
        SummaryRow(_("Guardian"), _guardian(actor, care)),
        SummaryRow(_("Decides about consent"), _consent_words(care)),
        SummaryRow(_("Written down"), _written(actor, care)),
    ]
    if care.guardian_phone_sealed is not None:  # type: ignore[attr-defined]
        rows.insert(3, SummaryRow(_("Phone of the guardian"), shown(care, "guardian_phone")))
    return rows


def _guardian(actor: Actor, care: ChildCare) -> Any:
    """The guardian, and that they died, where the reader may know it."""
    words, guardian = guardian_words(actor, care), care.guardian
    died = death_tag(guardian) if guardian is not None and policies.can_view_person(actor, guardian) else None
    return [*(words if isinstance(words, list) else [words]), died] if died else words


def guardian_words(actor: Actor, care: ChildCare) -> Any:
    """Name, relation and, where the reader may open it, the file of the guardian; None while nobody is known."""
    relation = str(CARE_RELATION_LABELS[care.guardian_relation]) if care.guardian_relation else None
    if care.guardian is not None and policies.can_view_person(actor, care.guardian):
        link = Link(person_name(care.guardian), url_for("people.show_person", person_id=care.guardian.id))
        return [link, relation] if relation else link
    if care.guardian_id is not None:
        return [_("Registered, in a file that you cannot open"), *([relation] if relation else [])]
    name = shown(care, "guardian_name")
    return [name, relation] if name and relation else name


def _consent_words(care: ChildCare) -> Any:
    words = str(CONSENT_HOLDER_LABELS[care.consent_holder])
    if care.consent_holder is ConsentHolder.NOBODY_YET:
        return Tag(words, "due")
    if care.consent_holder is ConsentHolder.GUARDIAN:
        return str(_("The guardian"))
    return [shown(care, "consent_holder_name"), words]


def _written(actor: Actor, care: ChildCare) -> str:
    name = care.recorder.name if care.recorder else _("the system")
    return str(_("%(day)s, recorded by %(name)s", day=day(care.recorded_at, actor.time_zone), name=name))


def _entry(actor: Actor, care: ChildCare) -> TimelineEntry:
    name = care.recorder.name if care.recorder else str(_("the system"))
    words = guardian_words(actor, care)
    guardian = [one.text if isinstance(one, Link) else str(one) for one in (words if isinstance(words, list) else [words]) if one]
    if care.set_aside_at is not None:
        tag: Tag | None = Tag(_("Replaced"), "neutral")
    else:
        tag = Tag(_("until %(day)s", day=day(care.until_on)), "neutral") if care.until_on else Tag(_("In force"), "good")
    return TimelineEntry(
        title=str(SITUATION_LABELS[care.situation]),
        occurred=care.since_on,
        author=name,
        recorded=care.recorded_at,
        text=_("Guardian: %(name)s", name=", ".join(guardian)) if guardian else None,
        tag=tag,
    )
