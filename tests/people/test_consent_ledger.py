"""Recording decisions with their terms, and withdrawing them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.directory.models import Organisation
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.errors import NotFound, RefusedInput, WrongState
from app.foundation.ids import new_id
from app.people import consent_words, queries, services
from app.people.enums import (
    Assent,
    ConsentDecision,
    ConsentEvidence,
    ConsentGiver,
    ConsentPurpose,
    DataCategory,
    RecipientKind,
)
from app.people.models import Consent, Person
from app.people.services import ConsentAnswer, Terms
from tests.factories.directory import OrganisationFactory
from tests.factories.people import ConsentFactory, PersonFactory
from tests.people.test_signatures import DRAWN

GIVEN, REFUSED, WITHDRAWN = ConsentDecision.GIVEN, ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN
SHARING = ConsentPurpose.REFERRAL_SHARING


def answer(decision: ConsentDecision = GIVEN, **more: Any) -> ConsentAnswer:
    return ConsentAnswer(**{"purpose": SHARING, "decision": decision, "language": "es"} | more)


def to(organisation: Organisation, *categories: DataCategory, **more: Any) -> Terms:
    told = frozenset(categories or {DataCategory.NEED})
    return Terms(recipient=RecipientKind.ORGANISATION, organisation_id=organisation.id, categories=told, **more)


@pytest.fixture
def bridge(office: Office) -> Organisation:
    organisation: Organisation = OrganisationFactory(country=office.country, name="Fundación Puente")
    return organisation


class TestTerms:
    def test_the_short_question_has_the_terms_that_its_words_name(self, caseworker: Actor, person: Person) -> None:
        today = today_in(caseworker.time_zone)
        shared = services.record_consent(caseworker, person.id, answer())
        kept = services.record_consent(caseworker, person.id, answer(purpose=ConsentPurpose.CASE_MANAGEMENT))
        assert (shared.recipient, shared.valid_until) == (RecipientKind.SERVICE_PARTNERS, today + timedelta(days=365))
        assert shared.categories == ["names", "profile", "contact", "need"], "a protected file is asked about by itself"
        assert (kept.recipient, kept.valid_until) == (RecipientKind.OUR_ORGANISATION, None)
        assert shared.text_version == consent_words.CURRENT

    def test_a_no_has_no_end(self, caseworker: Actor, person: Person) -> None:
        assert services.record_consent(caseworker, person.id, answer(REFUSED)).valid_until is None

    def test_one_organisation_has_a_line_of_its_own(self, caseworker: Actor, person: Person, bridge: Organisation) -> None:
        services.record_consent(caseworker, person.id, answer(REFUSED))
        named = services.record_consent(caseworker, person.id, answer(terms=to(bridge)))
        assert queries.consents_in_force(person.id)[SHARING].decision is REFUSED, "the short question keeps its answer"
        lines = {line.line: line.decision for line in queries.consent_lines(person.id)}
        assert lines[named.line] is GIVEN
        assert len(lines) == 2

    def test_an_organisation_of_nobody_of_another_country_or_closed_is_refused(
        self, caseworker: Actor, person: Person, bridge: Organisation
    ) -> None:
        elsewhere = OrganisationFactory(country="PE")
        closed = OrganisationFactory(country="CO", closed_on=today_in("America/Bogota"))
        for organisation_id in (new_id(), elsewhere.id, closed.id):
            terms = replace(to(bridge), organisation_id=organisation_id)
            with pytest.raises(RefusedInput) as refusal:
                services.record_consent(caseworker, person.id, answer(terms=terms))
            assert refusal.value.field == "organisation"

    def test_an_end_in_the_past_is_refused_by_the_date_of_the_office(self, caseworker: Actor, person: Person) -> None:
        yesterday = today_in(caseworker.time_zone) - timedelta(days=1)
        terms = Terms(recipient=RecipientKind.SERVICE_PARTNERS, categories=frozenset({DataCategory.NEED}), valid_until=yesterday)
        with pytest.raises(RefusedInput):
            services.record_consent(caseworker, person.id, answer(terms=terms))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"recipient": "our_organisation"},
            {"recipient": "organisation"},
            {"categories": ["shoe_size"]},
            {"evidence": "verbal", "signature_sealed": b"x"},
            {"assent": "yes"},
            {"given_by": "guardian", "assent": "no"},
        ],
        ids=lambda wrong: next(iter(wrong)),
    )
    def test_the_database_refuses_what_no_service_writes(self, session: Session, person: Person, wrong: dict[str, Any]) -> None:
        ConsentFactory(person_id=person.id, purpose=SHARING)
        with pytest.raises(sa.exc.IntegrityError):
            session.execute(sa.update(Consent).values(wrong))


class TestWhoAnswered:
    def test_a_guardian_is_named_under_the_key_of_the_child(self, session: Session, caseworker: Actor, office: Office) -> None:
        child = PersonFactory(office=office, birth_year=None, stated_age=9, age_stated_on=today_in(office.time_zone))
        said = answer(given_by=ConsentGiver.GUARDIAN, guardian_name="Rosa Pinto", assent=Assent.YES)
        consent = services.record_consent(caseworker, child.id, said)
        session.expire_all()
        assert (consent.guardian_name, consent.assent) == ("Rosa Pinto", Assent.YES)
        assert b"Rosa" not in bytes(consent.guardian_name_sealed)

    def test_a_childs_own_no_is_heard(self, caseworker: Actor, office: Office) -> None:
        child = PersonFactory(office=office, birth_year=None, stated_age=9, age_stated_on=today_in(office.time_zone))
        with pytest.raises(RefusedInput):
            services.record_consent(caseworker, child.id, answer())
        assert services.record_consent(caseworker, child.id, answer(REFUSED)).given_by is ConsentGiver.PERSON

    def test_nobody_stands_beside_somebody_who_answers_alone(self, caseworker: Actor, person: Person) -> None:
        consent = services.record_consent(caseworker, person.id, answer(guardian_name="Rosa Pinto", assent=Assent.YES))
        assert (consent.guardian_name, consent.assent) == (None, None)


class TestEvidence:
    def test_answers_of_one_sitting_have_one_paper(self, caseworker: Actor, person: Person) -> None:
        first, second = services.record_answers(caseworker, person.id, [answer(), answer(purpose=ConsentPurpose.CONTACT)])
        assert first.sitting_id == second.sitting_id == first.id
        later = services.record_consent(caseworker, person.id, answer(WITHDRAWN))
        assert later.sitting_id == later.id

    def test_a_signature_is_kept_sealed_and_only_as_strokes(self, session: Session, caseworker: Actor, person: Person) -> None:
        consent = services.record_consent(caseworker, person.id, answer(evidence=ConsentEvidence.DRAWN, signature=DRAWN))
        session.expire_all()
        assert consent.signature == DRAWN
        assert b"M10" not in bytes(consent.signature_sealed)

    def test_a_forged_signature_records_nothing(self, session: Session, caseworker: Actor, person: Person) -> None:
        forged = f'{DRAWN}"/><script>alert(1)</script>'
        with pytest.raises(RefusedInput):
            services.record_consent(caseworker, person.id, answer(evidence=ConsentEvidence.DRAWN, signature=forged))
        assert session.scalars(sa.select(Consent)).all() == []


class TestWithdrawing:
    def test_the_terms_of_a_withdrawal_are_those_of_the_yes(
        self, caseworker: Actor, person: Person, bridge: Organisation
    ) -> None:
        given = services.record_consent(caseworker, person.id, answer(terms=to(bridge, DataCategory.NAMES, DataCategory.NEED)))
        (withdrawn,) = services.withdraw_consent(caseworker, person.id, given.id, answer(WITHDRAWN))
        assert (withdrawn.line, withdrawn.categories, withdrawn.decision) == (given.line, given.categories, WITHDRAWN)

    def test_with_the_yes_to_all_go_those_to_single_organisations_but_not_to_authorities(
        self, caseworker: Actor, person: Person, bridge: Organisation
    ) -> None:
        registry = OrganisationFactory(country="CO", is_authority=True)
        for terms in (None, to(bridge), to(registry)):
            services.record_consent(caseworker, person.id, answer(terms=terms))
        everybody = queries.consents_in_force(person.id)[SHARING]
        services.withdraw_consent(caseworker, person.id, everybody.id, answer(WITHDRAWN))
        left = {line.organisation_id: line.decision for line in queries.consent_lines(person.id)}
        assert left == {None: WITHDRAWN, bridge.id: WITHDRAWN, registry.id: GIVEN}

    def test_what_was_withdrawn_or_ended_is_not_withdrawn_again(self, caseworker: Actor, person: Person) -> None:
        given = services.record_consent(caseworker, person.id, answer())
        services.withdraw_consent(caseworker, person.id, given.id, answer(WITHDRAWN))
        with pytest.raises(WrongState):
            services.withdraw_consent(caseworker, person.id, given.id, answer(WITHDRAWN))

    def test_a_consent_of_somebody_else_or_of_another_office_is_not_found(
        self, caseworker: Actor, far_away: Actor, person: Person, office: Office
    ) -> None:
        given = services.record_consent(caseworker, person.id, answer())
        other = PersonFactory(office=office)
        with pytest.raises(NotFound):
            services.withdraw_consent(caseworker, other.id, given.id, answer(WITHDRAWN))
        with pytest.raises(NotFound):
            services.withdraw_consent(far_away, person.id, given.id, answer(WITHDRAWN))
