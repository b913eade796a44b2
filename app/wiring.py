"""The few places where an upper room answers a lower room's question. Everything else imports downwards."""

from __future__ import annotations

from app.accounts import questions as asked_by_accounts
from app.attachments import answers as attachments
from app.cases import answers as cases
from app.cases import questions as asked_by_cases
from app.data_protection import answers as data_protection
from app.emergency import answers as emergency
from app.imports import answers as imports
from app.navigation import duties, menu
from app.people import answers as people
from app.people import questions as asked_by_people
from app.referrals import answers as referrals
from app.supervision import answers as supervision
from app.supervision import questions as asked_by_supervision


def connect() -> None:
    """Hand the answers down; called once by the factory."""
    asked_by_accounts.find_record_by_code.answered_by(
        people.find_record_by_code, cases.find_record_by_code, referrals.find_record_by_code
    )
    asked_by_accounts.differences_were_shown.answered_by(
        people.differences_were_shown, cases.differences_were_shown, referrals.differences_were_shown
    )
    asked_by_accounts.part_of_record.answered_by(people.part_of_record)
    asked_by_accounts.registered_since.answered_by(people.registered_since)
    asked_by_people.work_with_person.answered_by(cases.work_with_person)
    asked_by_people.actions_on_person.answered_by(cases.actions_on_person)
    asked_by_people.more_about_person.answered_by(data_protection.more_about_person)
    asked_by_people.sections.answered_by(attachments.sections_of_person)
    asked_by_people.evidence_of_consents.answered_by(attachments.evidence_of_consents)
    asked_by_people.place_for_evidence.answered_by(attachments.place_for_evidence)
    asked_by_people.place_for_protected_need.answered_by(cases.place_for_protected_need)
    asked_by_people.work_on_sheet.answered_by(cases.work_on_sheet, referrals.work_on_sheet)
    asked_by_people.find_by_code.answered_by(cases.find_by_code, referrals.find_by_code)
    asked_by_people.emergency_strip.answered_by(emergency.emergency_strip)
    asked_by_people.hinders_merging.answered_by(data_protection.hinders_merging)
    asked_by_people.belongings.answered_by(
        cases.belongings, attachments.belongings, data_protection.belongings, emergency.belongings, imports.belongings
    )
    asked_by_people.way_beyond.answered_by(emergency.way_beyond)
    asked_by_people.consent_changed.answered_by(referrals.consent_changed)
    asked_by_people.death_changed.answered_by(cases.death_changed)
    asked_by_people.rests_on_consent.answered_by(referrals.rests_on_consent)
    asked_by_cases.before_closing.answered_by(referrals.before_closing)
    asked_by_cases.timeline.answered_by(referrals.timeline)
    asked_by_cases.sections.answered_by(referrals.sections, attachments.sections_of_case)
    asked_by_cases.actions.answered_by(attachments.actions_on_case, referrals.actions, supervision.actions)
    asked_by_supervision.first_page.answered_by(menu.first_page)
    asked_by_supervision.places.answered_by(menu.places)
    asked_by_supervision.waiting.answered_by(duties.rows_waiting)
