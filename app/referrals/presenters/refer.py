"""The page on which a referral is written: its choices and its preview, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from app.cases.presenters import case_frame
from app.catalogue.enums import CaseKind
from app.catalogue.labels import CASE_KIND_LABELS
from app.catalogue.queries import Listed
from app.people.enums import ConsentDecision, ConsentPurpose
from app.people.labels import CONSENT_WORDS
from app.referrals.enums import Priority
from app.referrals.forms import ReferForm
from app.referrals.labels import SHARED_FIELD_LABELS, WINDOW_LABELS
from app.referrals.policies import answer_due, may_share
from app.referrals.presenters.shared import shared_values
from app.referrals.presenters.words import reader_locale, until
from app.web.filters import day, sentence
from app.web.page_parts import Link, SummaryRow

if TYPE_CHECKING:
    from app.cases.models import Case
    from app.directory.models import ProvidedService
    from app.people.models import Consent
    from app.referrals.models import Referral

Choices = Sequence[tuple[str, str]]
Hints = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class ConsentPart:
    """What the page says about the person's consent. ``words_to_read`` are there when it has to be asked for."""

    is_given: bool
    sentence: str
    words_to_read: str | None = None


@dataclass(frozen=True)
class ReferPage:
    """Choices and words of the page; plain text, so that it outlives a refused attempt to save."""

    case_id: UUID
    office: str
    caption: str
    back: Link
    services: Mapping[str, Choices]
    providers: Choices
    provider_hints: Hints
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
    consent: Consent | None,
    today: date,
    at: datetime,
) -> ReferPage:
    """The page for one case.

    Args:
        services: services of the catalogue that somebody in the country provides, with how many do.
        providers: those of the chosen service, with organisation and focal points; empty before one is chosen.
        today: the date at the case's office.
        at: the instant from which the windows are told.
    """
    frame, locale = case_frame(case), reader_locale()
    due = {priority: _until(case, priority, at) for priority in Priority}
    values = shared_values(case.person, today)
    reachable = [one for one in _nearest_first(case, providers) if one.accepts_referrals and one.organisation.focal_point]
    return ReferPage(
        case_id=case.id,
        office=case.office.name,
        caption=frame.caption,
        back=frame.back,
        services=_services_by_kind(case, services),
        providers=[(str(one.id), f"{one.organisation.name}, {one.locality}") for one in reachable],
        provider_hints={str(one.id): {"hint": _provider_hint(one)} for one in reachable},
        service_names={str(service.id): service.name(locale) for service, _count in services},
        without_room=_without_room([one for one in providers if one not in reachable]),
        due=due,
        priority_hints={
            priority.value: {"hint": _("%(window)s: until %(moment)s", window=WINDOW_LABELS[priority], moment=moment)}
            for priority, moment in due.items()
        },
        fields=[(field.value, str(SHARED_FIELD_LABELS[field])) for field in values],
        field_hints={field.value: {"hint": value} for field, value in values.items()},
        consent=_consent(consent),
    )


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


def _provider_hint(provided: ProvidedService) -> str:
    focal_point = provided.organisation.focal_point
    parts = [
        provided.address,
        provided.opening_hours,
        _("Answered by: %(name)s", name=focal_point.name) if focal_point else None,
        _("To bring: %(what)s", what=provided.requirements) if provided.requirements else None,
    ]
    return " · ".join(part for part in parts if part)


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


def _consent(consent: Consent | None) -> ConsentPart:
    if consent is not None and may_share(consent):
        sentence_ = _(
            "The person agreed to sharing data with other organisations on %(day)s. Say aloud whom you ask now and what they "
            "will see.",
            day=day(consent.decided_at),
        )
        return ConsentPart(is_given=True, sentence=sentence_)
    words = str(CONSENT_WORDS[ConsentPurpose.REFERRAL_SHARING])
    return ConsentPart(is_given=False, sentence=_why_not(consent), words_to_read=words)


def _why_not(consent: Consent | None) -> str:
    if consent is None:
        return str(_("Nobody has asked the person yet whether data may be shared. A draft can be saved without it."))
    told = day(consent.decided_at)
    if consent.decision == ConsentDecision.REFUSED:
        return str(_("On %(day)s the person said no to sharing data. Ask again only if the person brings it up.", day=told))
    return str(
        _("On %(day)s the person withdrew the consent to sharing data. Ask again only if the person brings it up.", day=told)
    )
