"""Who a record is about: the banner that this room's and the upper rooms' pages share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, TypeGuard

from flask_babel import gettext as _

from app.people import policies
from app.people.enums import ConsentPurpose, ContactChannel, InterpreterNeed
from app.people.labels import CHANNEL_LABELS, SEX_LABELS
from app.people.languages import language_name
from app.people.presenters.words import age_in_words, death_in_words, nationalities_in_words, person_name, reader_locale
from app.web.page_parts import Banner, Tag

if TYPE_CHECKING:
    from app.people.models import Consent, Person


def person_banner(person: Person, today: date, in_force: Mapping[ConsentPurpose, Consent]) -> Banner:
    """Name, how the person wants to be called, age, sex, nationality, code, safe contact and what to mind about it.

    Args:
        person: with nationalities loaded.
        today: the date at the office.
        in_force: the person's latest decision by purpose.
    """
    return Banner(
        name=person_name(person),
        facts=[*_name_as_said(person), *_facts(person, today)],
        code=person.code,
        safe_contact=_safe_contact(person, in_force.get(ConsentPurpose.CONTACT)),
        cautions=_cautions(person),
    )


def person_facts(person: Person, today: date) -> list[str]:
    """Age, sex and nationality, as far as they are known; before them that the person died."""
    return [*([death_in_words(person)] if person.has_died else []), *_facts(person, today)]


def _facts(person: Person, today: date) -> list[str]:
    facts = [_age(person, today), str(SEX_LABELS[person.sex]), nationalities_in_words(person)]
    return [fact for fact in facts if fact]


def _age(person: Person, today: date) -> str:
    age = age_in_words(person, today)
    said_today = not person.has_died and person.birth is None and person.stated_age is not None and person.age_stated_on == today
    return str(_("%(age)s (as said today)", age=age)) if said_today else age


def safe_contact_in_words(person: Person) -> str | None:
    """Channel, hours, who may answer and what else is said, as one line; None where nothing is."""
    answerer = _("%(name)s may answer", name=person.contact_answerer) if person.contact_answerer else None
    channel = str(CHANNEL_LABELS[person.contact_channel]) if _is_told(person.contact_channel) else None
    return " · ".join(part for part in (channel, person.contact_hours, answerer, person.safe_contact) if part) or None


def contact_in_words(person: Person) -> str | None:
    """The same with the warning that the banner draws by itself: for whoever calls without seeing the file."""
    if person.has_died:
        return str(_("The person died: please do not call"))
    silent = _("Never leave a message") if person.leave_no_message else None
    return " · ".join(part for part in (safe_contact_in_words(person), silent) if part) or None


def _is_told(channel: ContactChannel | None) -> TypeGuard[ContactChannel]:
    return channel not in {None, ContactChannel.UNKNOWN}


def _name_as_said(person: Person) -> list[str]:
    return [_("Wants to be called %(name)s", name=person.name_as_said)] if person.name_as_said else []


def _safe_contact(person: Person, contact: Consent | None) -> str | None:
    if person.has_died:
        return None
    return _("Does not want to be contacted") if policies.is_declined(contact) else safe_contact_in_words(person)


def _cautions(person: Person) -> list[Tag]:
    if person.has_died:
        return [Tag(death_in_words(person))]
    silent = [Tag(_("Never leave a message"), "danger")] if person.leave_no_message else []
    return [*silent, *_interpreter(person)]


def _interpreter(person: Person) -> list[Tag]:
    if person.interpreter_need is not InterpreterNeed.NEEDED:
        return []
    if person.preferred_language is None:
        return [Tag(_("Needs an interpreter"), "due")]
    language = language_name(person.preferred_language, reader_locale())
    return [Tag(_("Needs an interpreter: %(language)s", language=language), "due")]
