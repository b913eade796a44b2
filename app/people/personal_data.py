"""How this room tells a person what it holds about them, and how it erases them."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from flask_babel import gettext as _

from app.catalogue.models import Country
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.encryption import shred
from app.foundation.held_data import Fate, HeldFact, HeldPart, HeldRecord, fact
from app.people import families, queries
from app.people.enums import ConsentPurpose, DataCategory
from app.people.labels import (
    ASSENT_LABELS,
    DECISION_LABELS,
    FIELD_LABELS,
    GIVER_LABELS,
    HOW_LABELS,
    OBSTACLE_LABELS,
    STATE_LABELS,
    VERDICT_LABELS,
)
from app.people.models import (
    Consent,
    Functioning,
    IdentityDocument,
    MatchDecision,
    OfficeQuestion,
    Person,
    PersonChange,
    PersonLanguage,
    PersonNeed,
    QuestionedPerson,
    Stay,
)
from app.people.presenters.consents import (
    categories_in_words,
    interpretation_in_words,
    line_in_words,
    recipient_in_words,
    words_read,
)
from app.people.presenters.corrections import kept_in_words
from app.people.presenters.held import held_for_a_time, told_elsewhere
from app.people.presenters.words import (
    birth_in_words,
    day_or_nothing,
    languages_in_words,
    nationalities_in_words,
    reader_locale,
    value_in_words,
)
from app.web.filters import instant, partial_day

FATES: Mapping[str, Fate] = {
    "person.given_names": Fate.EMPTIED,
    "person.surname_1": Fate.EMPTIED,
    "person.surname_2": Fate.EMPTIED,
    "person.name_as_said": Fate.EMPTIED,
    "person.other_names": Fate.EMPTIED,
    "person.search_name": Fate.DERIVED,
    "person.search_keys": Fate.DERIVED,
    "person.match_keys": Fate.DERIVED,
    "person.sex": Fate.STAYS,
    "person.gender_identity": Fate.EMPTIED,
    "person.birth_year": Fate.EMPTIED,
    "person.birth_month": Fate.EMPTIED,
    "person.birth_day": Fate.EMPTIED,
    "person.stated_age": Fate.EMPTIED,
    "person.stated_age_months": Fate.EMPTIED,
    "person.age_stated_on": Fate.EMPTIED,
    "person.birth_country": Fate.EMPTIED,
    "person.ethnic_group": Fate.EMPTIED,
    "person.ethnic_people_sealed": Fate.UNREADABLE,
    "person.preferred_language": Fate.EMPTIED,
    "person.interpreter_need": Fate.EMPTIED,
    "person.contact_channel": Fate.EMPTIED,
    "person.contact_hours_sealed": Fate.UNREADABLE,
    "person.contact_answerer_sealed": Fate.UNREADABLE,
    "person.leave_no_message": Fate.EMPTIED,
    "person.place_country": Fate.EMPTIED,
    "person.area_code": Fate.EMPTIED,
    "person.arrival_year": Fate.EMPTIED,
    "person.arrival_month": Fate.EMPTIED,
    "person.arrival_day": Fate.EMPTIED,
    "person.entry": Fate.EMPTIED,
    "person.death_known_by": Fate.EMPTIED,
    "person.died_year": Fate.EMPTIED,
    "person.died_month": Fate.EMPTIED,
    "person.died_day": Fate.EMPTIED,
    "person.phone_sealed": Fate.UNREADABLE,
    "person.phone_index": Fate.EMPTIED,
    "person.safe_contact_sealed": Fate.UNREADABLE,
    "person.locality_sealed": Fate.UNREADABLE,
    "person_nationality.country": Fate.STAYS,
    "person_language.language": Fate.DELETED,
    "household_member.relation": Fate.EMPTIED,
    "household_event.relation": Fate.EMPTIED,
    "household_event.relation_before": Fate.EMPTIED,
    "child_care.situation": Fate.DELETED,
    "child_care.guardian_id": Fate.DELETED,
    "child_care.guardian_name_sealed": Fate.DELETED,
    "child_care.guardian_relation": Fate.DELETED,
    "child_care.guardian_phone_sealed": Fate.DELETED,
    "child_care.consent_holder": Fate.DELETED,
    "child_care.consent_holder_name_sealed": Fate.DELETED,
    "alternate_contact.name_sealed": Fate.DELETED,
    "alternate_contact.relation": Fate.DELETED,
    "alternate_contact.phone_sealed": Fate.DELETED,
    "alternate_contact.notes_sealed": Fate.DELETED,
    "alternate_contact.may_be_told": Fate.DELETED,
    "identity_document.number_sealed": Fate.DELETED,
    "identity_document.number_index": Fate.DELETED,
    "identity_document.expires_on": Fate.DELETED,
    "identity_document.state": Fate.DELETED,
    "identity_document.obstacle": Fate.DELETED,
    "identity_document.issued_on": Fate.DELETED,
    "stay.kind": Fate.DELETED,
    "stay.country": Fate.DELETED,
    "stay.document_type_id": Fate.DELETED,
    "stay.valid_from": Fate.DELETED,
    "stay.valid_from_known_to": Fate.DELETED,
    "stay.valid_until": Fate.DELETED,
    "stay.valid_until_known_to": Fate.DELETED,
    "stay.ended_on": Fate.DELETED,
    "functioning.seeing": Fate.DELETED,
    "functioning.hearing": Fate.DELETED,
    "functioning.walking": Fate.DELETED,
    "functioning.remembering": Fate.DELETED,
    "functioning.self_care": Fate.DELETED,
    "functioning.communicating": Fate.DELETED,
    "person_need.need_id": Fate.DELETED,
    "person_need.since_on": Fate.DELETED,
    "person_need.note_sealed": Fate.DELETED,
    "person_need.ended_on": Fate.DELETED,
    "person_change.before_sealed": Fate.UNREADABLE,
    "person_change.after_sealed": Fate.UNREADABLE,
    "person_merge.before_sealed": Fate.UNREADABLE,
    "match_decision.reason_sealed": Fate.DELETED,
    "office_question.told_sex": Fate.EMPTIED,
    "office_question.told_birth_from": Fate.EMPTIED,
    "office_question.told_birth_until": Fate.EMPTIED,
    "name_frequency.value": Fate.STAYS,
    "consent.guardian_name_sealed": Fate.EMPTIED,
    "consent.signature_sealed": Fate.EMPTIED,
    "consent.interpreted_into": Fate.EMPTIED,
    "name_word.word": Fate.DELETED,
    "name_word.key": Fate.DELETED,
    "name_word.near": Fate.DELETED,
}
"""Every column of this room of class P2 or higher; a test asks that none is missing."""

_EMPTIED = (
    "given_names", "surname_1", "surname_2", "gender_identity", "birth_year", "birth_month", "birth_day",
    "stated_age", "stated_age_months", "age_stated_on", "area_code", "name_as_said", "birth_country", "ethnic_group",
    "preferred_language", "interpreter_need", "contact_channel", "place_country", "arrival_year", "arrival_month", "arrival_day",
    "entry", "death_known_by", "died_year", "died_month", "died_day",
)  # fmt: skip
_DELETED = (IdentityDocument, PersonLanguage, Stay, Functioning, PersonNeed)
"""Tables whose rows about the person go."""
_PLAIN = (
    "given_names", "surname_1", "surname_2", "name_as_said", "sex", "gender_identity", "birth_country", "ethnic_group",
    "population_type", "preferred_language", "interpreter_need", "place_country", "area_code", "entry", "contact_channel",
    "leave_no_message", "death_known_by",
)  # fmt: skip
_SEALED = ("ethnic_people", "locality", "phone", "contact_hours", "contact_answerer", "safe_contact")


def held_about(actor: Actor, person: Person) -> list[HeldPart]:
    """What the person's own file holds, in the reader's language."""
    return [
        HeldPart("person", _("Who you are"), [HeldRecord(None, [*_identity(actor, person), *_registration(actor, person)])]),
        HeldPart(
            "corrections", _("What was corrected"), [_correction(actor, one) for one in queries.all_corrections(actor, person)]
        ),
        *families.held_about(person),
        *held_for_a_time(actor, person),
        HeldPart("documents", _("Identity documents"), [_document(one) for one in queries.list_documents(actor, person)]),
        told_elsewhere(actor, person),
        HeldPart("compared", _("Compared with other files"), _pairs(person), _("Who the others are is not written here.")),
        HeldPart("consents", _("Consent"), [_consent(one, actor) for one in queries.list_consents(actor, person)]),
    ]


def erase_person(person: Person) -> None:
    """Make a locked person nobody: their key goes, and with it what it sealed; what stood in the clear is emptied.

    So it is with the files that became part of theirs. Members of their household and what others share with them stay.
    """
    for merged in queries.merged_into(person.id):
        _erase_one(merged)
    _erase_one(person)


def _erase_one(person: Person) -> None:
    names = (person.given_names, person.surname_1, person.surname_2, person.name_as_said, *person.other_names)
    shred(person.id)
    db.session.expire(person, ["phone_index"])
    for column in _EMPTIED:
        setattr(person, column, None)
    person.other_names, person.leave_no_message = [], False
    person.erased_at = now()
    person.version += 1
    _forget_pairs(person)
    for table in _DELETED:
        db.session.execute(sa.delete(table).where(table.person_id == person.id))
    families.erase(person)
    evidence = {"guardian_name_sealed": None, "signature_sealed": None, "interpreted_into": None}
    db.session.execute(sa.update(Consent).where(Consent.person_id == person.id).values(evidence))
    db.session.flush()
    db.session.execute(sa.select(sa.func.quipu_forget_name_words(" ".join(filter(None, names)))))


def _forget_pairs(person: Person) -> None:
    """Whom they were compared with, and who was asked about them."""
    of_pair = sa.or_(MatchDecision.person_id == person.id, MatchDecision.other_id == person.id)
    db.session.execute(sa.delete(MatchDecision).where(of_pair))
    db.session.execute(sa.delete(QuestionedPerson).where(QuestionedPerson.person_id == person.id))
    nothing = dict.fromkeys(("person_id", "told_sex", "told_birth_from", "told_birth_until"))
    db.session.execute(sa.update(OfficeQuestion).where(OfficeQuestion.person_id == person.id).values(nothing))


def count_documents(person: Person) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(IdentityDocument.person_id == person.id)) or 0


def language_of(person: Person) -> str | None:
    """The language in which the person was last asked for a consent, ISO 639-1; None where nothing was asked."""
    newest = sa.select(Consent.language).where(Consent.person_id == person.id).order_by(Consent.decided_at.desc()).limit(1)
    return db.session.scalar(newest)


def _identity(actor: Actor, person: Person) -> list[HeldFact]:
    plain = [fact(f"person.{name}", FIELD_LABELS[name], value_in_words(actor, name, getattr(person, name))) for name in _PLAIN]
    sealed = [fact(f"person.{name}_sealed", FIELD_LABELS[name], getattr(person, name)) for name in _SEALED]
    born = "person.birth_year person.birth_month person.birth_day person.stated_age person.stated_age_months person.age_stated_on"
    return [
        *plain,
        fact(born, FIELD_LABELS["birth"], birth_in_words(person)),
        fact("person_nationality.country", FIELD_LABELS["nationalities"], nationalities_in_words(person)),
        fact("person.other_names", FIELD_LABELS["other_names"], ", ".join(person.other_names)),
        fact("person_language.language", FIELD_LABELS["languages"], languages_in_words(one.language for one in person.languages)),
        fact("person.arrival_year person.arrival_month person.arrival_day", FIELD_LABELS["arrival"], partial_day(person.arrival)),
        fact("person.died_year person.died_month person.died_day", FIELD_LABELS["died"], partial_day(person.died)),
        *sealed,
    ]


def _registration(actor: Actor, person: Person) -> list[HeldFact]:
    return [
        fact("person.code", _("Code of the file"), person.code),
        fact("person.office_id", _("Registered at"), person.office.name),
        fact("person.registered_at", _("Registered on"), instant(person.registered_at, actor.time_zone)),
    ]


def _correction(actor: Actor, change: PersonChange) -> HeldRecord:
    return HeldRecord(
        _("%(field)s, %(when)s", field=FIELD_LABELS[change.field], when=instant(change.changed_at, actor.time_zone)),
        [
            fact("person_change.before_sealed", _("Before"), kept_in_words(actor, change, "before")),
            fact("person_change.after_sealed", _("Since then"), kept_in_words(actor, change, "after")),
        ],
    )


def _pairs(person: Person) -> list[HeldRecord]:
    """What was decided about this file and others that are like it."""
    of_pair = sa.or_(MatchDecision.person_id == person.id, MatchDecision.other_id == person.id)
    decisions = db.session.scalars(sa.select(MatchDecision).where(of_pair).order_by(MatchDecision.decided_at))
    return [
        HeldRecord(
            None,
            [
                fact("match_decision.verdict", _("Decided"), VERDICT_LABELS[one.verdict]),
                fact("match_decision.reason_sealed", _("Why"), one.reason),
                fact("match_decision.decided_at", _("When"), instant(one.decided_at, person.office.time_zone)),
            ],
        )
        for one in decisions
    ]


def _document(document: IdentityDocument) -> HeldRecord:
    kind, locale = document.document_type, reader_locale()
    issuer: Country = kind.country
    return HeldRecord(
        kind.name(locale),
        [
            fact("identity_document.document_type_id", _("Issued by"), issuer.name(locale)),
            fact("identity_document.number_sealed", _("Number"), document.number),
            fact("identity_document.state", _("Where it is"), STATE_LABELS[document.state]),
            fact(
                "identity_document.obstacle",
                _("Why it cannot be obtained"),
                document.obstacle and OBSTACLE_LABELS[document.obstacle],
            ),
            fact("identity_document.issued_on", _("Issued on"), day_or_nothing(document.issued_on)),
            fact("identity_document.expires_on", _("Document validity"), day_or_nothing(document.expires_on)),
        ],
    )


def _consent(consent: Consent, actor: Actor) -> HeldRecord:
    return HeldRecord(
        line_in_words(consent),
        [
            fact("consent.decision", _("Answer"), DECISION_LABELS[consent.decision]),
            fact("consent.decided_at", _("When"), instant(consent.decided_at, actor.time_zone)),
            fact("consent.recipient consent.organisation_id", _("To whom"), recipient_in_words(consent)),
            fact("consent.categories", _("What may be told"), categories_in_words(consent.categories), at_home=_at_home(consent)),
            fact("consent.valid_until", _("Last day"), day_or_nothing(consent.valid_until)),
            fact("consent.given_by", _("Who answered"), GIVER_LABELS[consent.given_by]),
            fact("consent.guardian_name_sealed", _("Name of who answers for the child"), consent.guardian_name),
            fact("consent.assent", _("What does the child say?"), ASSENT_LABELS[consent.assent] if consent.assent else None),
            fact("consent.evidence", _("How it was said"), HOW_LABELS[consent.evidence]),
            fact("consent.signature_sealed", _("Signature"), _("kept as it was drawn") if consent.signature else None),
            fact("consent.interpreted_by consent.interpreted_into", _("Interpreter"), interpretation_in_words(consent)),
            fact(
                "consent.text_version consent.language",
                _("Words that were read"),
                words_read(consent),
                at_home=_read_at_home(consent),
            ),
        ],
    )


def _at_home(consent: Consent) -> str | None:
    """Without the word of danger: a husband may read over her shoulder."""
    return categories_in_words(set(consent.categories) - {DataCategory.PROTECTION}) if _tells_of_danger(consent) else None


def _read_at_home(consent: Consent) -> str | None:
    is_named = consent.purpose is ConsentPurpose.REFERRAL_SHARING and _tells_of_danger(consent)
    return str(_("kept with the answer: ask to see them at the office")) if is_named else None


def _tells_of_danger(consent: Consent) -> bool:
    return DataCategory.PROTECTION in consent.categories
