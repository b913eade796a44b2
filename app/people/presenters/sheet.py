"""The sheet "My case": the page that offers it, its words, and its PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from app.people import policies
from app.people.enums import ConsentEvidence, ConsentPurpose, ConsentState, RecipientKind, SheetKind
from app.people.presenters.consents import categories_in_words, latest_lines, recipient_in_words
from app.people.presenters.frames import FileFrame, file_frame
from app.people.sheets import SheetPart
from app.people.signatures import as_svg
from app.web.filters import day
from app.web.languages import LANGUAGES
from app.web.page_parts import Action
from app.web.typesetting import typeset

if TYPE_CHECKING:
    from app.accounts.models import Office
    from app.people.models import Consent, Person

TEMPLATE = Path(__file__).resolve().parent.parent / "typst" / "sheet.typ"


@dataclass(frozen=True)
class SheetPage:
    """What can be printed: each sheet in every language, the person's own first."""

    frame: FileFrame
    full: Sequence[Action]
    neutral: Sequence[Action]


def sheet_page(person: Person, consents: Sequence[Consent]) -> SheetPage:
    """Args: consents: newest first; the language of the newest is taken for the person's."""
    own = consents[0].language if consents else None
    languages = sorted(LANGUAGES, key=lambda language: language != own)
    full, neutral = ([_download(person, kind, language) for language in languages] for kind in SheetKind)
    return SheetPage(file_frame(person), full, neutral)


def full_sheet(person: Person, consents: Sequence[Consent], work: Sequence[SheetPart], today: date) -> dict[str, Any]:
    """Everything on the sheet, in the language at hand."""
    in_force = [one for one in latest_lines(consents) if policies.state_of(one, today) is ConsentState.IN_FORCE]
    parts = [
        *(part for part in work if part.lines),
        SheetPart(_("What you allowed us"), [plain_words(one) for one in in_force] or [_nothing_allowed()]),
        SheetPart(_("If you change your mind"), [_how_to_withdraw()]),
        SheetPart(_("Your rights here"), _rights()),
    ]
    return {
        "title": _("My case"),
        "code": person.code,
        "made_on": day(today),
        "reach": reach_of(person.office),
        "reach_title": _("Where we are"),
        "parts": [{"title": str(part.title), "lines": [str(line) for line in part.lines]} for part in parts],
        "signature": _signature(in_force),
        "signature_title": _("Your signature"),
    }


def neutral_sheet(person: Person) -> dict[str, Any]:
    """Code and office, and nothing by which somebody who finds it learns what the person asked for."""
    return {
        "title": person.code,
        "code": "",
        "made_on": "",
        "reach": reach_of(person.office),
        "reach_title": "",
        "parts": [],
        "signature": None,
        "signature_title": "",
    }


def write_sheet(sheet: Mapping[str, Any], *, language: str, made_at: datetime) -> bytes:
    return typeset(TEMPLATE, "sheet", {**sheet, "language": language}, made_at=made_at)


def sheet_name(person: Person, kind: SheetKind, language: str) -> str:
    """What the file is called; nothing in it tells what kind of paper it is."""
    return f"{person.code}-{language}{'-1' if kind is SheetKind.NEUTRAL else ''}.pdf"


def reach_of(office: Office) -> list[str]:
    """Name, address, town and phone, as far as they are known."""
    phone = _("Phone: %(number)s", number=office.phone) if office.phone else None
    lines = (office.name, office.address, office.locality, phone)
    return list(dict.fromkeys(str(line) for line in lines if line))


def plain_words(consent: Consent) -> str:
    """A yes in words to the person."""
    facts = {"who": recipient_in_words(consent), "what": categories_in_words(consent.categories)}
    told = {
        ConsentPurpose.CASE_MANAGEMENT: _("We keep what you tell us in a protected file."),
        ConsentPurpose.STATISTICS: _("We count you in figures, without your name."),
        ConsentPurpose.CONTACT: _("We may contact you, in the way that is safe for you."),
        ConsentPurpose.REFERRAL_SHARING: _sharing(consent, facts),
    }[consent.purpose]
    if consent.valid_until is None:
        return str(told)
    until = _("Until %(day)s.", day=day(consent.valid_until))
    return f"{told} {until}"


def _sharing(consent: Consent, facts: dict[str, str]) -> str:
    if consent.recipient is RecipientKind.ORGANISATION:
        return str(_("We may tell %(who)s, to ask for a service for you: %(what)s.", **facts))
    if consent.recipient is RecipientKind.NATIONAL_AUTHORITY:
        return str(_("We may tell authorities of the state, for a procedure of yours: %(what)s.", **facts))
    return str(_("We may tell organisations that give services, to ask for one for you: %(what)s.", **facts))


def _nothing_allowed() -> str:
    return str(_("Nothing so far. Our help does not depend on it."))


def _how_to_withdraw() -> str:
    return str(
        _(
            "You can take back any permission whenever you want: tell us here, by phone, or through somebody you trust. "
            "It counts at once. The help goes on just the same."
        )
    )


def _rights() -> list[str]:
    return [
        str(_("All help is free. Nobody may ask you for money or favours in return for it.")),
        str(_("You may see what we hold about you, and ask that it is corrected or erased.")),
        str(
            _(
                "If something was not right, tell anybody of the team, or ask for whoever supervises the office. "
                "A complaint never takes help away from you."
            )
        ),
    ]


def _signature(in_force: Sequence[Consent]) -> str | None:
    """The newest signature that was drawn, as a picture."""
    drawn = [one for one in in_force if one.evidence is ConsentEvidence.DRAWN and one.signature]
    newest = max(drawn, key=lambda one: one.decided_at, default=None)
    return as_svg(newest.signature) if newest and newest.signature else None


def _download(person: Person, kind: SheetKind, language: str) -> Action:
    view = "people.download_sheet" if kind is SheetKind.FULL else "people.download_neutral_sheet"
    return Action(LANGUAGES[language], url_for(view, person_id=person.id, language=language))
