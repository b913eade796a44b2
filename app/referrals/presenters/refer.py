"""The page on which a referral is written: its choices and its preview, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from app.cases.presenters import case_frame
from app.catalogue.enums import CaseKind
from app.catalogue.labels import CASE_KIND_LABELS
from app.catalogue.queries import Listed
from app.directory.presenters import opening_tag
from app.foundation.clock import date_in
from app.people.consent_words import words_for
from app.people.enums import RecipientKind
from app.people.policies import Cover, Gap, Use, in_order
from app.people.presenters import categories_in_words
from app.referrals.enums import Priority
from app.referrals.forms import ReferForm
from app.referrals.labels import SHARED_FIELD_LABELS, WINDOW_LABELS
from app.referrals.policies import answer_due
from app.referrals.presenters.shared import shared_values
from app.referrals.presenters.words import call_link, reader_locale, until
from app.web.filters import day, sentence
from app.web.page_parts import Link, SummaryRow

if TYPE_CHECKING:
    from app.cases.models import Case
    from app.directory.models import ProvidedService
    from app.people.models import Consent
    from app.referrals.models import Referral

Choices = Sequence[tuple[str, str]]
Hints = Mapping[str, Mapping[str, str]]
ProviderHints = Mapping[str, Mapping[str, str | Link | None]]
"""Beside the words of a hint the phone to call."""


@dataclass(frozen=True)
class ConsentPart:
    """What the page says about the person's consent. ``words_to_read`` are there when it has to be asked for;
    ``about`` tells whom and what they name, empty while they speak of all that give services."""

    is_given: bool
    sentence: str
    words_to_read: str | None = None
    about: str = ""


@dataclass(frozen=True)
class ReferPage:
    """Choices and words of the page; plain text, so that it outlives a refused attempt to save. ``caution``: the person died."""

    case_id: UUID
    office: str
    code: str
    caption: str
    back: Link
    caution: str | None
    services: Mapping[str, Choices]
    providers: Choices
    provider_hints: ProviderHints
    hours_note: str
    service_names: Mapping[str, str]
    without_room: str | None
    due: Mapping[Priority, str]
    priority_hints: Hints
    fields: Choices
    field_hints: Hints
    consent: ConsentPart


@dataclass(frozen=True)
class Preview:
    """The request as the partner will read it."""

    heading: str
    due: str
    request: str | None
    rows: Sequence[SummaryRow]


def refer_page(
    case: Case,
    *,
    services: Sequence[tuple[Listed, int]],
    providers: Sequence[ProvidedService],
    consent: ConsentPart,
    priority: str | None,
    at: datetime,
) -> ReferPage:
    """The page for one case.

    Args:
        services: services of the catalogue that somebody in the country provides, with how many do.
        providers: those of the chosen service, with organisation and focal points; empty before one is chosen.
        priority: what is chosen by now; in an emergency those that are open stand first.
        at: the instant from which the windows are told, and at which a place is open.
    """
    frame, locale = case_frame(case), reader_locale()
    due = {priority: _until(case, priority, at) for priority in Priority}
    time_zone = case.office.time_zone
    values = shared_values(case.person, date_in(at, time_zone))
    nearest = _nearest_first(case, providers)
    ordered = _open_first(nearest, at, time_zone) if priority == Priority.EMERGENCY else nearest
    reachable = [one for one in ordered if one.accepts_referrals and one.organisation.focal_point]
    return ReferPage(
        case_id=case.id,
        office=case.office.name,
        code=frame.code,
        caption=frame.caption,
        back=frame.back,
        caution=_caution(case),
        services=_services_by_kind(case, services),
        providers=[(str(one.id), f"{one.organisation.name}, {one.locality}") for one in reachable],
        provider_hints={
            str(one.id): {"lead": _opening(one, at, time_zone), "hint": _provider_hint(one), "link": _phone_of(one)}
            for one in reachable
        },
        hours_note=_(
            "Now it is %(moment)s at your office. Where it cannot wait, call before anybody sets out: hours change.",
            moment=until(at, time_zone),
        ),
        service_names={str(service.id): service.name(locale) for service, _count in services},
        without_room=_without_room([one for one in providers if one not in reachable]),
        due=due,
        priority_hints={
            priority.value: {"hint": _("%(window)s: until %(moment)s", window=WINDOW_LABELS[priority], moment=moment)}
            for priority, moment in due.items()
        },
        fields=[(field.value, str(SHARED_FIELD_LABELS[field])) for field in values],
        field_hints={field.value: {"hint": value} for field, value in values.items()},
        consent=consent,
    )


def _caution(case: Case) -> str | None:
    if not case.person.has_died:
        return None
    return str(_("This person died. Ask only for what the family still needs, such as help with the burial or with papers."))


def preview(page: ReferPage, form: ReferForm, *, asked_by: str) -> Preview:
    """The partner's page in small, of what stands in the form by now; nothing of it has to be complete."""
    asked = {priority.value: moment for priority, moment in page.due.items()}
    ticked = form.shared_fields.data or ()
    return Preview(
        heading=_(
            "%(asker)s asks you for: %(service)s",
            asker=f"{asked_by} ({page.office})",
            service=page.service_names.get(form.service.data, "…"),
        ),
        due=_("Answer before %(moment)s", moment=asked.get(form.priority.data, asked[Priority.NORMAL.value])),
        request=form.request.data,
        rows=[SummaryRow(label, page.field_hints[field]["hint"]) for field, label in page.fields if field in ticked],
    )


def draft_fields(referral: Referral) -> dict[str, Any]:
    """A draft as its form shows it at first."""
    return {
        "service": str(referral.provided_service.service_id),
        "provided_service": str(referral.provided_service_id),
        "priority": referral.priority.value,
        "request": referral.request,
        "shared_fields": list(referral.shared_fields),
        "version": referral.version,
    }


def _services_by_kind(case: Case, services: Sequence[tuple[Listed, int]]) -> Mapping[str, Choices]:
    """Services grouped by kind, those of the case's own kind first, each with how many provide it."""
    locale = reader_locale()
    kinds = sorted(CaseKind, key=lambda kind: kind.value != case.kind.value)
    groups = {
        str(CASE_KIND_LABELS[kind]): [
            (str(service.id), f"{service.name(locale)} ({count})") for service, count in services if service.group == kind.value
        ]
        for kind in kinds
    }
    return {kind: choices for kind, choices in groups.items() if choices}


def _nearest_first(case: Case, providers: Sequence[ProvidedService]) -> list[ProvidedService]:
    office = case.office
    return sorted(
        providers,
        key=lambda one: (one.locality != office.locality, one.area_code != office.area_code, one.organisation.name),
    )


def _open_first(providers: Sequence[ProvidedService], at: datetime, time_zone: str) -> list[ProvidedService]:
    """Those that are open, then those of which nobody knows, then the closed ones; each in the order in which they came."""
    there = at.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)
    return sorted(providers, key=lambda one: 1 if one.hours is None else 0 if one.hours.closing_after(there) else 2)


def _opening(provided: ProvidedService, at: datetime, time_zone: str) -> str | None:
    tag = opening_tag(provided, at, time_zone)
    return tag.text if tag else None


def _provider_hint(provided: ProvidedService) -> str:
    focal_point = provided.organisation.focal_point
    parts = [
        provided.address,
        _("Open: %(hours)s", hours=provided.opening_hours) if provided.opening_hours else _("Opening hours not known"),
        _("To bring: %(what)s", what=provided.requirements) if provided.requirements else None,
        _("Answered by: %(name)s", name=focal_point.name) if focal_point else None,
    ]
    return " · ".join(part for part in parts if part)


def _phone_of(provided: ProvidedService) -> Link | None:
    focal_point = provided.organisation.focal_point
    return call_link(focal_point) if focal_point else None


def _without_room(providers: Sequence[ProvidedService]) -> str | None:
    if not providers:
        return None
    names = sentence(sorted({provided.organisation.name for provided in providers}))
    told = ngettext(
        "Cannot be asked now, as it has no room or nobody who answers: %(names)s",
        "Cannot be asked now, as they have no room or nobody who answers: %(names)s",
        len(providers),
        names=names,
    )
    return str(told)


def _until(case: Case, priority: Priority, at: datetime) -> str:
    office = case.office
    return until(answer_due(priority, at, country=office.country, time_zone=office.time_zone), office.time_zone)


def consent_part(use: Use, cover: Cover, organisation: str | None) -> ConsentPart:
    """What to say about consent, and the words to read where it has to be asked for.

    Args:
        organisation: the name of the one that is chosen; None before one is.
    """
    if cover.gap is None and cover.consent is not None:
        return ConsentPart(is_given=True, sentence=_agreed(cover.consent))
    language = reader_locale()
    if organisation is None:
        return ConsentPart(is_given=False, sentence=why_not(cover), words_to_read=words_for(use.purpose, language=language))
    told = {"organisation": organisation, "facts": categories_in_words(use.categories)}
    words = words_for(use.purpose, RecipientKind.ORGANISATION, language=language, told=told)
    about = f"{use.organisation_id}:{','.join(in_order(use.categories))}"
    return ConsentPart(is_given=False, sentence=why_not(cover), words_to_read=words, about=about)


def _agreed(consent: Consent) -> str:
    words = {"day": day(consent.decided_at), "end": day(consent.valid_until) if consent.valid_until else None}
    if consent.valid_until is None:
        return str(
            _(
                "The person agreed to sharing data with other organisations on %(day)s. Say aloud whom you ask now and what they "
                "will see.",
                **words,
            )
        )
    return str(
        _(
            "The person agreed to sharing data with other organisations on %(day)s, until %(end)s. Say aloud whom you ask now "
            "and what they will see.",
            **words,
        )
    )


def why_not(cover: Cover) -> str:
    """Why nothing can be sent, as a sentence with what to do."""
    consent = cover.consent
    if consent is None or cover.gap is None:
        return str(_("Nobody has asked the person yet whether data may be shared. A draft can be saved without it."))
    told = {"day": day(consent.decided_at), "end": day(consent.valid_until) if consent.valid_until else None}
    told["missing"] = categories_in_words(cover.missing)
    sentences = {
        Gap.REFUSED: _("On %(day)s the person said no to sharing data. Ask again only if the person brings it up.", **told),
        Gap.WITHDRAWN: _(
            "On %(day)s the person withdrew the consent to sharing data. Ask again only if the person brings it up.", **told
        ),
        Gap.ENDED: _("The person agreed to sharing data until %(end)s. That day is over: ask again.", **told),
        Gap.NOT_THESE: _("On %(day)s the person agreed to sharing less. Tick less, or ask for this too: %(missing)s.", **told),
    }
    return str(sentences[cover.gap])
