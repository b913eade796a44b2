"""A person's page: banner, next step, work, household, documents, consent, details."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.people import policies
from app.people.enums import CareNeed, ConsentPurpose
from app.people.presenters.banner import person_banner
from app.people.presenters.candidates import doubles_link
from app.people.presenters.children import CarePart, alert_line, care_next_action, care_part, in_force_of
from app.people.presenters.consent_links import ledger_link, sheet_link
from app.people.presenters.consents import consent_history, consent_rows, file_caution, latest_by_purpose
from app.people.presenters.contacts import contacts_table
from app.people.presenters.corrections import corrections_link
from app.people.presenters.details import details_of, reach_of, situations_over_time
from app.people.presenters.documents import documents_table, stays_table
from app.people.presenters.household import HouseholdPart, household_part
from app.people.presenters.household_page import alerts_of
from app.people.presenters.needs import needs_section
from app.people.presenters.past_merges import merges_of
from app.people.presenters.who_sees import who_sees_link
from app.people.services import present_members
from app.web.filters import instant
from app.web.page_parts import (
    Action,
    Banner,
    BannerLine,
    EmergencyStrip,
    Link,
    NextAction,
    Section,
    SummaryRow,
    Table,
    TimelineEntry,
)

if TYPE_CHECKING:
    from app.people.models import (
        AlternateContact,
        ChildCare,
        Consent,
        Household,
        IdentityDocument,
        Person,
        PersonMerge,
        PersonSituation,
        Stay,
    )


@dataclass(frozen=True, kw_only=True)
class PersonFile:
    """What was read about a person, as the page needs it.

    Attributes:
        situations: population types, the latest first.
        last_household_id: where the family is of somebody who died.
        consents: all decisions, newest first.
        work: lines that upper rooms say about their work with the person.
        sections: further pages that upper rooms add to the file.
        actions: what upper rooms offer to begin.
        more: pages of upper rooms about the file.
        emergency: set while the file is read by emergency access; the household is not shown then.
        care: all statements about who cares for the person, newest first; ``care_of_others`` those in force of the family.
        needs: what has to be asked about whom in the family.
    """

    person: Person
    household: Household | None
    documents: Sequence[IdentityDocument]
    stays: Sequence[Stay]
    situations: Sequence[PersonSituation]
    consents: Sequence[Consent]
    work: Sequence[BannerLine]
    actions: Sequence[Action]
    more: Sequence[Link] = ()
    sections: Sequence[Section] = ()
    emergency: EmergencyStrip | None = None
    last_household_id: UUID | None = None
    care: Sequence[ChildCare] = ()
    care_of_others: Mapping[UUID, ChildCare] = field(default_factory=dict)
    needs: Mapping[UUID, CareNeed] = field(default_factory=dict)
    contacts: Sequence[AlternateContact] = ()
    merges: Sequence[PersonMerge] = ()


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """The page in parts. Links are None where the actor may only read.

    Attributes:
        unreachable: that nobody calls any more, where the person died; how they were reached is then folded away.
    """

    banner: Banner
    caution: str | None
    sections: list[Section]
    next_action: NextAction | None
    work: Sequence[BannerLine]
    household: HouseholdPart
    care: CarePart
    reach: list[SummaryRow]
    unreachable: str | None
    contacts: Table | None
    add_contact: Link | None
    documents: Table | None
    stays: Table | None
    situations: list[TimelineEntry]
    consents: list[SummaryRow]
    consent_history: list[TimelineEntry]
    details: list[SummaryRow]
    registered: str
    add_member: Link | None
    add_document: Link | None
    add_stay: Link | None
    record_consent: Link | None
    about_consent: list[Link]
    edit: Link | None
    more: list[Link]
    merges: list[SummaryRow]


def person_page(actor: Actor, file: PersonFile) -> PersonPage:
    """The parts of the page, as this actor may see and use them."""
    person, today = file.person, today_in(actor.time_zone)
    may_change = policies.can_change_person(actor, person)
    may_record = policies.can_record_consent(actor, person) and not person.has_died
    may_add = may_change and not person.has_died
    add_member = Link(_("Add a family member"), url_for("people.add_member", person_id=person.id)) if may_add else None
    add_document = Link(_("Add a document"), url_for("people.add_document", person_id=person.id)) if may_change else None
    add_stay = Link(_("Record stay or a permit"), url_for("people.record_stay", person_id=person.id)) if may_change else None
    record_consent = Link(_("Record consent"), url_for("people.record_consent", person_id=person.id)) if may_record else None
    edit = Link(_("Change the details"), url_for("people.edit_person", person_id=person.id)) if may_change else None
    in_force = latest_by_purpose(file.consents)
    banner = person_banner(person, today, in_force)
    add_contact = Link(_("Add a contact"), url_for("people.add_contact", person_id=person.id)) if may_change else None
    need = file.needs.get(person.id)
    care = care_part(actor, person, file.care, need, today=today)
    asking = care_next_action(care, need)
    household = _household(actor, file, today)
    death = record_death_link(person) if may_add else None
    own_links = (add_member, add_document, add_stay, record_consent, care.state, add_contact, edit, death)
    own_actions = [Action(link.text, link.href) for link in own_links if link]
    return PersonPage(
        banner=replace(
            banner,
            lines=[alert_line(care.alert, "#care")] if care.alert else [],
            actions=[*file.actions, *own_actions],
            actions_text=_("Record something"),
            emergency=file.emergency,
        ),
        caution=_erased_words(person, actor.time_zone) or file_caution(in_force),
        sections=_sections(actor, file, household, care),
        next_action=asking or _next_action(file, record_consent),
        work=file.work,
        household=household,
        # What stands over the page as the next step is not said twice.
        care=replace(care, notice=None) if asking else care,
        reach=reach_of(actor, person),
        unreachable=died_words(person),
        contacts=contacts_table(file.contacts, may_end=may_change),
        add_contact=add_contact,
        documents=documents_table(file.documents, today, may_change=may_change),
        stays=stays_table(file.stays, today, may_change=may_change),
        situations=situations_over_time(file.situations, actor.time_zone, may_change=may_change),
        consents=consent_rows(actor, person, file.consents),
        consent_history=consent_history(actor, file.consents),
        details=details_of(actor, person, file.situations, may_change=may_change),
        registered=_registered(person, actor.time_zone),
        add_member=add_member,
        add_document=add_document,
        add_stay=add_stay,
        record_consent=record_consent,
        about_consent=[ledger_link(person), *([sheet_link(person)] if person.erased_at is None and not person.has_died else [])],
        edit=edit,
        more=[*_pages_about(actor, person), *file.more],
        merges=merges_of(actor, person, file.merges),
    )


def _household(actor: Actor, file: PersonFile, today: date) -> HouseholdPart:
    if file.last_household_id:
        href = url_for("people.show_household", household_id=file.last_household_id)
        return HouseholdPart(page=Link(_("Look at the household to which the person belonged"), href))
    members = present_members(file.household) if file.household else []
    own = in_force_of(file.care)
    statements = {**file.care_of_others, **({file.person.id: own} if own else {})}
    alerts = alerts_of(members, statements, file.needs, today=today)
    return household_part(actor, file.household, reading=file.person.id, today=today, alerts=alerts)


def _erased_words(person: Person, time_zone: str) -> str | None:
    if person.erased_at is None:
        return None
    when = instant(person.erased_at, time_zone)
    return str(_("This file was erased on %(when)s. What stands here no longer tells who it was.", when=when))


def access_log_link(person: Person) -> Link:
    return Link(_("Who opened this file"), url_for("people.show_access_log", person_id=person.id))


def _pages_about(actor: Actor, person: Person) -> list[Link]:
    access_log = [access_log_link(person)] if policies.can_view_access_log(actor, person) else []
    own = [corrections_link(person), who_sees_link(person)] if policies.can_view_person(actor, person) else []
    twice = [doubles_link(person)] if policies.can_change_person(actor, person) else []
    return [*access_log, *own, *twice]


def _sections(actor: Actor, file: PersonFile, household: HouseholdPart, care: CarePart) -> list[Section]:
    asked = len(latest_by_purpose(file.consents))
    all_purposes = len(ConsentPurpose)
    return [
        Section(_("Work"), "#work", count=len(file.work)),
        Section(_("Contact"), "#contacts"),
        *([] if file.emergency else [Section(_("Family"), "#household", count=household.count)]),
        *([Section(_("Care of the child"), "#care")] if care.is_shown else []),
        Section(_("Documents"), "#documents", count=len(file.documents)),
        Section(_("Stay"), "#stay", count=sum(stay.ended_on is None for stay in file.stays)),
        Section(_("Consent"), "#consents", note=_("%(asked)s of %(all)s asked", asked=asked, all=all_purposes)),
        Section(_("Details"), "#details"),
        *([needs_section(file.person)] if policies.can_read_narrative(actor, file.person) else []),
        *file.sections,
    ]


def _next_action(file: PersonFile, record_consent: Link | None) -> NextAction | None:
    """What is missing first: the consent to keep a file, then some work to do."""
    if record_consent and ConsentPurpose.CASE_MANAGEMENT not in latest_by_purpose(file.consents):
        return NextAction(
            what=_("Ask whether the person agrees that we keep a file"),
            action=Action(record_consent.text, record_consent.href),
            why=_("A refusal does not close the door to help."),
        )
    if file.person.has_died:
        return _leave_household(file) if file.household else None
    if file.actions and not file.work:
        return NextAction(what=_("Begin the work with this person"), action=file.actions[0])
    return None


def _leave_household(file: PersonFile) -> NextAction:
    """Two files became one, and only the other one said that the person died."""
    leave = Action(_("Record leaving"), url_for("people.leave_household", person_id=file.person.id))
    return NextAction(_("Record that the person no longer belongs to the household"), leave)


def record_death_link(person: Person) -> Link:
    return Link(_("Record that the person died"), url_for("people.record_death", person_id=person.id))


def died_words(person: Person) -> str | None:
    if not person.has_died:
        return None
    return str(_("The person died. Nobody calls these numbers to reach them; speak with the family through their own contacts."))


def _registered(person: Person, time_zone: str) -> str:
    when = instant(person.registered_at, time_zone)
    if person.registrar is None:
        return str(_("Registered at %(office)s, %(when)s", office=person.office.name, when=when))
    return str(
        _("Registered at %(office)s by %(name)s, %(when)s", office=person.office.name, name=person.registrar.name, when=when)
    )
