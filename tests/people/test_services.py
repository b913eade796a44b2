from __future__ import annotations

import gc
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.catalogue.models import DocumentType
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.errors import NotAllowed, NotFound, RefusedInput, StaleVersion, WrongState
from app.foundation.ids import new_id
from app.foundation.partial_date import PartialDate
from app.people import queries, questions, services
from app.people.enums import ConsentDecision, ConsentPurpose, Relation
from app.people.models import Consent, HouseholdMember, Person, PersonChange
from app.people.services import ConsentAnswer, NewDocument
from tests.conftest import actor_of
from tests.factories.catalogue import seeded
from tests.factories.people import PersonFactory
from tests.people.conftest import audited, somebody

GIVEN, REFUSED, WITHDRAWN = ConsentDecision.GIVEN, ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN


def answer(purpose: ConsentPurpose, decision: ConsentDecision) -> ConsentAnswer:
    return ConsentAnswer(purpose=purpose, decision=decision, language="es")


def relations(session: Session) -> dict[str, Relation]:
    """Given names of those present in any household, with what they are to the head."""
    present = sa.select(Person.given_names, HouseholdMember.relation).join(HouseholdMember.person)
    return dict(session.execute(present.where(HouseholdMember.left_on.is_(None))).all())  # type: ignore[arg-type]


class TestRegistering:
    def test_a_person_is_registered_at_the_actors_office_with_a_code_to_say_aloud(
        self, session: Session, caseworker: Actor
    ) -> None:
        first = services.register_person(caseworker, somebody())
        second = services.register_person(caseworker, somebody())
        assert (first.code, second.code) == ("CUC-P-000001", "CUC-P-000002")
        assert (first.office_id, first.registered_by, first.version) == (caseworker.office_id, caseworker.id, 1)
        assert [nationality.country for nationality in first.nationalities] == ["VEN"]
        assert audited(session) == ["person:registered"] * 2

    def test_what_was_answered_about_consent_is_kept_with_the_person(self, session: Session, caseworker: Actor) -> None:
        answers = [answer(ConsentPurpose.CASE_MANAGEMENT, GIVEN), answer(ConsentPurpose.CONTACT, REFUSED)]
        person = services.register_person(caseworker, somebody(), answers)
        kept = queries.consents_in_force(person.id)
        assert {purpose: consent.decision for purpose, consent in kept.items()} == {
            ConsentPurpose.CASE_MANAGEMENT: GIVEN,
            ConsentPurpose.CONTACT: REFUSED,
        }
        assert audited(session) == ["person:registered", "consent:recorded", "consent:recorded"]

    def test_refusing_everything_closes_no_door(self, caseworker: Actor) -> None:
        person = services.register_person(caseworker, somebody(), [answer(purpose, REFUSED) for purpose in ConsentPurpose])
        assert queries.get_person(caseworker, person.id) is person

    @pytest.mark.parametrize("members", [1, 2])
    def test_the_head_of_a_new_family_knows_their_office_also_when_nobody_else_holds_it(
        self, session: Session, caseworker: Actor, members: int
    ) -> None:
        """Relations are dropped when the household is read anew, and the office is only found again while somebody holds it."""
        session.flush()
        session.expunge_all()
        child = services.NewMember(facts=somebody(), relation=Relation.CHILD)
        head = services.register_family(caseworker, somebody(), (), [child] * members)
        gc.collect()
        assert head.office.country == "CO"

    def test_a_stated_age_is_kept_with_the_day_on_which_it_was_stated(self, caseworker: Actor) -> None:
        person = services.register_person(caseworker, somebody(stated_age=30))
        assert (person.stated_age, person.age_stated_on) == (30, today_in("America/Bogota"))

    def test_a_birth_date_makes_a_stated_age_needless(self, caseworker: Actor) -> None:
        person = services.register_person(caseworker, somebody(birth=PartialDate(1992, 3), stated_age=30))
        assert (person.birth, person.stated_age, person.age_stated_on) == (PartialDate(1992, 3), None, None)

    def test_a_phone_is_kept_as_the_country_dials_it(self, caseworker: Actor) -> None:
        assert services.register_person(caseworker, somebody(phone="300 123 4567")).phone == "+573001234567"

    def test_the_same_nationality_twice_is_one(self, caseworker: Actor) -> None:
        person = services.register_person(caseworker, somebody(nationalities=("VEN", "COL", "VEN")))
        assert [nationality.country for nationality in person.nationalities] == ["COL", "VEN"]

    @pytest.mark.parametrize(
        "impossible",
        [{"given_names": None, "surname_1": None, "surname_2": None}, {"birth": PartialDate(2500)}, {"birth": PartialDate(1900)}],
    )
    def test_what_cannot_be_is_refused(self, session: Session, caseworker: Actor, impossible: dict[str, Any]) -> None:
        with pytest.raises(RefusedInput):
            services.register_person(caseworker, somebody(**impossible))
        assert audited(session) == []

    def test_roles_that_read_no_files_register_nobody(self, office: Office) -> None:
        with pytest.raises(NotAllowed):
            services.register_person(actor_of(Role.ADMINISTRATOR, office), somebody())


class TestOpening:
    def test_opening_a_file_is_recorded_with_who_and_whose(self, session: Session, caseworker: Actor, person: Person) -> None:
        assert services.open_file(caseworker, person.id) is person
        event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "person:opened")).one()
        assert (event.actor_id, event.subject_id, event.office_id) == (caseworker.id, person.id, person.office_id)

    def test_a_file_of_another_office_is_not_found_and_not_recorded(
        self, session: Session, far_away: Actor, person: Person
    ) -> None:
        with pytest.raises(NotFound):
            services.open_file(far_away, person.id)
        assert audited(session) == []

    def test_a_search_is_recorded_with_its_count_and_without_its_words(self, session: Session, caseworker: Actor) -> None:
        services.record_search(caseworker, 7)
        event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "person:searched")).one()
        assert (event.count, event.fields, event.subject_id) == (7, [], None)


class TestChanging:
    def test_a_change_is_saved_and_recorded_by_the_names_of_its_fields(self, session: Session, caseworker: Actor) -> None:
        person = services.register_person(caseworker, somebody())
        changed = somebody(surname_2="Rosas", nationalities=("COL", "VEN"), birth=PartialDate(1992))
        services.change_person(caseworker, person.id, changed, version=1)
        session.flush()
        session.expire_all()
        saved = queries.get_person(caseworker, person.id)
        assert services.facts_of(saved) == changed
        assert saved.version == 2
        event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "person:changed")).one()
        assert event.fields == ["birth", "nationalities", "surname_2"]

    def test_saving_without_a_change_changes_and_records_nothing(self, session: Session, caseworker: Actor) -> None:
        person = services.register_person(caseworker, somebody(stated_age=30, phone="300 123 4567"))
        services.change_person(caseworker, person.id, services.facts_of(person), version=1)
        assert person.version == 1
        assert audited(session) == ["person:registered"]

    def test_an_age_keeps_its_day_until_another_is_stated(self, session: Session, caseworker: Actor) -> None:
        person = services.register_person(caseworker, somebody(stated_age=30))
        person.age_stated_on = date(2025, 5, 5)
        session.flush()
        services.change_person(caseworker, person.id, somebody(stated_age=30, locality="La Parada"), version=1)
        assert person.age_stated_on == date(2025, 5, 5)
        services.change_person(caseworker, person.id, somebody(stated_age=31), version=2)
        assert person.age_stated_on == today_in("America/Bogota")

    def test_the_months_of_a_baby_keep_their_day_and_are_corrected_by_name(self, session: Session, caseworker: Actor) -> None:
        person = services.register_person(caseworker, somebody(stated_age=0, stated_age_months=3))
        person.age_stated_on = date(2026, 5, 5)
        session.flush()
        services.change_person(caseworker, person.id, services.facts_of(person), version=1)
        assert (person.version, person.age_stated_on) == (1, date(2026, 5, 5))
        services.change_person(caseworker, person.id, somebody(stated_age=0, stated_age_months=5), version=1)
        assert (person.stated_age_months, person.age_stated_on) == (5, today_in("America/Bogota"))
        change = session.scalars(sa.select(PersonChange)).one()
        assert (change.field, change.before, change.after) == ("stated_age_months", "3", "5")
        services.change_person(caseworker, person.id, somebody(birth=PartialDate(2026, 6)), version=2)
        assert (person.birth, person.stated_age, person.stated_age_months) == (PartialDate(2026, 6), None, None)

    @pytest.mark.parametrize("said", [(1, 3), (0, 24), (0, -1), (None, 3), (2, 23)])
    def test_the_database_keeps_months_only_with_the_years_that_they_make(
        self, session: Session, office: Office, said: tuple[int | None, int]
    ) -> None:
        years, months = said
        stated_on = None if years is None else date(2026, 5, 5)
        with pytest.raises(IntegrityError, match="months_make_the_age"), session.begin_nested():
            PersonFactory(office=office, birth_year=None, stated_age=years, stated_age_months=months, age_stated_on=stated_on)

    def test_an_old_version_overwrites_nothing_and_shows_both_values(self, caseworker: Actor) -> None:
        person = services.register_person(caseworker, somebody())
        services.change_person(caseworker, person.id, somebody(locality="Ureña"), version=1)
        with pytest.raises(StaleVersion) as stale:
            services.change_person(caseworker, person.id, somebody(locality="La Parada"), version=1)
        assert stale.value.differences == {"locality": ("Ureña", "La Parada")}
        assert person.locality == "Ureña"

    def test_nobody_changes_a_file_of_another_office(self, far_away: Actor, person: Person) -> None:
        with pytest.raises(NotFound):
            services.change_person(far_away, person.id, somebody(), version=1)


class TestHouseholds:
    def test_the_first_member_makes_the_anchor_head_of_a_new_household(
        self, session: Session, caseworker: Actor, person: Person
    ) -> None:
        services.register_member(caseworker, person.id, somebody(given_names="Luis"), Relation.CHILD)
        household = queries.household_of(caseworker, person.id)
        assert household is not None
        assert household.code == "CUC-H-000001"
        assert relations(session) == {"Rosa Elena": Relation.HEAD, "Luis": Relation.CHILD}
        assert audited(session) == ["household:joined", "person:registered", "household:joined"]

    def test_a_member_may_be_added_from_any_members_file(self, session: Session, caseworker: Actor, person: Person) -> None:
        child = services.register_member(caseworker, person.id, somebody(given_names="Luis"), Relation.CHILD)
        services.register_member(caseworker, child.id, somebody(given_names="Eva"), Relation.CHILD)
        assert set(relations(session)) == {"Rosa Elena", "Luis", "Eva"}
        assert queries.household_of(caseworker, person.id) is queries.household_of(caseworker, child.id)

    def test_somebody_registered_joins_by_code_as_people_say_it(self, caseworker: Actor, person: Person, office: Office) -> None:
        sister = PersonFactory(office=office, given_names="Eva", code="CUC-P-000777")
        assert services.link_member(caseworker, person.id, " cuc-p-000777 ", Relation.SIBLING) is sister

    @pytest.mark.parametrize("code", ["CUC-P-999999", "", "' OR 1=1"])
    def test_a_code_that_nobody_has_is_refused_at_its_field(self, caseworker: Actor, person: Person, code: str) -> None:
        with pytest.raises(RefusedInput) as refusal:
            services.link_member(caseworker, person.id, code, Relation.SIBLING)
        assert refusal.value.field == "code"

    def test_somebody_of_another_office_cannot_be_brought_in(
        self, caseworker: Actor, person: Person, other_office: Office
    ) -> None:
        stranger = PersonFactory(office=other_office)
        with pytest.raises(RefusedInput):
            services.link_member(caseworker, person.id, stranger.code, Relation.SIBLING)

    def test_nobody_joins_twice_not_even_their_own_household(self, caseworker: Actor, person: Person) -> None:
        child = services.register_member(caseworker, person.id, somebody(), Relation.CHILD)
        for code in (child.code, person.code):
            with pytest.raises(RefusedInput):
                services.link_member(caseworker, person.id, code, Relation.OTHER_RELATIVE)

    def test_a_second_head_is_refused(self, caseworker: Actor, person: Person) -> None:
        with pytest.raises(RefusedInput):
            services.register_member(caseworker, person.id, somebody(), Relation.HEAD)

    def test_who_leaves_keeps_their_dates_and_may_join_elsewhere(
        self, session: Session, caseworker: Actor, person: Person, office: Office
    ) -> None:
        child = services.register_member(caseworker, person.id, somebody(given_names="Luis"), Relation.CHILD)
        services.leave_household(caseworker, child.id, today_in("America/Bogota"))
        assert relations(session) == {"Rosa Elena": Relation.HEAD}
        assert queries.household_of(caseworker, child.id) is None
        services.link_member(caseworker, PersonFactory(office=office, given_names="Eva").id, child.code, Relation.CHILD)
        assert relations(session)["Luis"] is Relation.CHILD
        assert audited(session)[3:5] == ["household:left", "household:joined"]

    def test_a_head_who_leaves_names_who_follows_and_the_others_are_asked_again(
        self, session: Session, caseworker: Actor, person: Person
    ) -> None:
        child = services.register_member(caseworker, person.id, somebody(given_names="Luis"), Relation.CHILD)
        services.register_member(caseworker, person.id, somebody(given_names="Eva"), Relation.SIBLING)
        today = today_in("America/Bogota")
        services.leave_household(caseworker, person.id, today, new_head_id=child.id)
        assert relations(session) == {"Luis": Relation.HEAD, "Eva": Relation.UNKNOWN}

    @pytest.mark.parametrize("follower", [None, UUID("01900000-0000-7000-8000-000000000000")])
    def test_a_head_who_names_no_member_to_follow_is_refused(
        self, caseworker: Actor, person: Person, follower: UUID | None
    ) -> None:
        services.register_member(caseworker, person.id, somebody(), Relation.CHILD)
        with pytest.raises(RefusedInput) as refusal:
            services.leave_household(caseworker, person.id, today_in("America/Bogota"), new_head_id=follower)
        assert refusal.value.field == "new_head"

    def test_the_last_one_leaves_without_a_follower(self, caseworker: Actor, person: Person) -> None:
        child = services.register_member(caseworker, person.id, somebody(), Relation.CHILD)
        today = today_in("America/Bogota")
        services.leave_household(caseworker, child.id, today)
        services.leave_household(caseworker, person.id, today)
        assert queries.household_of(caseworker, person.id) is None

    def test_nobody_leaves_a_household_they_do_not_belong_to(self, caseworker: Actor, person: Person) -> None:
        with pytest.raises(WrongState):
            services.leave_household(caseworker, person.id, today_in("America/Bogota"))

    def test_a_relation_is_corrected_except_the_heads(self, session: Session, caseworker: Actor, person: Person) -> None:
        child = services.register_member(caseworker, person.id, somebody(given_names="Luis"), Relation.UNKNOWN)
        services.change_relation(caseworker, child.id, Relation.GRANDCHILD)
        assert relations(session)["Luis"] is Relation.GRANDCHILD
        with pytest.raises(RefusedInput):
            services.change_relation(caseworker, child.id, Relation.HEAD)
        with pytest.raises(RefusedInput):
            services.change_relation(caseworker, person.id, Relation.CHILD)

    def test_another_office_touches_nothing(self, session: Session, caseworker: Actor, far_away: Actor, person: Person) -> None:
        child = services.register_member(caseworker, person.id, somebody(given_names="Luis"), Relation.CHILD)
        attempts = (
            lambda: services.register_member(far_away, person.id, somebody(), Relation.CHILD),
            lambda: services.link_member(far_away, person.id, child.code, Relation.CHILD),
            lambda: services.leave_household(far_away, child.id, today_in("America/Bogota")),
            lambda: services.change_relation(far_away, child.id, Relation.SIBLING),
        )
        for attempt in attempts:
            with pytest.raises(NotFound):
                attempt()
        assert relations(session) == {"Rosa Elena": Relation.HEAD, "Luis": Relation.CHILD}


class TestDocuments:
    def test_an_expired_document_without_a_number_is_a_fact_too(
        self, session: Session, caseworker: Actor, person: Person
    ) -> None:
        passport = seeded(DocumentType, "VE-PAS")
        yesterday = today_in("America/Bogota") - timedelta(days=1)
        services.add_document(caseworker, person.id, NewDocument(document_type_id=passport.id, expires_on=yesterday))
        (document,) = queries.list_documents(caseworker, person)
        assert (document.document_type, document.number, document.expires_on) == (passport, None, yesterday)
        assert audited(session) == ["document:added"]

    def test_a_document_that_the_catalogue_does_not_know_is_refused(self, caseworker: Actor, person: Person) -> None:
        with pytest.raises(RefusedInput) as refusal:
            services.add_document(caseworker, person.id, NewDocument(document_type_id=new_id()))
        assert refusal.value.field == "document_type"

    def test_another_office_adds_nothing(self, far_away: Actor, person: Person) -> None:
        with pytest.raises(NotFound):
            services.add_document(far_away, person.id, NewDocument(document_type_id=seeded(DocumentType, "VE-PAS").id))


class TestConsent:
    def test_a_withdrawal_is_a_new_row_and_the_one_in_force(self, session: Session, caseworker: Actor, person: Person) -> None:
        services.record_consent(caseworker, person.id, answer(ConsentPurpose.STATISTICS, GIVEN))
        services.record_consent(caseworker, person.id, answer(ConsentPurpose.STATISTICS, WITHDRAWN))
        decisions = [consent.decision for consent in queries.list_consents(caseworker, person)]
        assert decisions == [WITHDRAWN, GIVEN]
        assert queries.consents_in_force(person.id)[ConsentPurpose.STATISTICS].decision is WITHDRAWN
        assert audited(session) == ["consent:recorded"] * 2

    def test_the_audit_names_the_purpose_and_not_the_answer(self, session: Session, caseworker: Actor, person: Person) -> None:
        services.record_consent(caseworker, person.id, answer(ConsentPurpose.CONTACT, REFUSED))
        event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "consent:recorded")).one()
        assert event.fields == ["contact"]

    def test_what_was_not_given_cannot_be_withdrawn(self, session: Session, caseworker: Actor, person: Person) -> None:
        with pytest.raises(WrongState):
            services.record_consent(caseworker, person.id, answer(ConsentPurpose.STATISTICS, WITHDRAWN))
        assert session.scalars(sa.select(Consent)).all() == []

    def test_the_rooms_above_hear_of_what_may_end_something_they_did(
        self, caseworker: Actor, person: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told: list[tuple[UUID, ConsentPurpose]] = []
        monkeypatch.setattr(questions.consent_changed, "_answers", [lambda _actor, *changed: told.append(changed)])
        for decision in (GIVEN, WITHDRAWN, REFUSED, GIVEN):
            services.record_consent(caseworker, person.id, answer(ConsentPurpose.REFERRAL_SHARING, decision))
        assert told == [(person.id, ConsentPurpose.REFERRAL_SHARING)]

    def test_another_office_records_nothing(self, far_away: Actor, person: Person) -> None:
        with pytest.raises(NotFound):
            services.record_consent(far_away, person.id, answer(ConsentPurpose.CONTACT, GIVEN))
