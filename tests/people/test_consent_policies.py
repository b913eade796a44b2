"""What the ledger covers: pure rules."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.directory.models import Organisation
from app.foundation.errors import RefusedInput
from app.people import policies
from app.people.enums import (
    Assent,
    ConsentDecision,
    ConsentEvidence,
    ConsentPurpose,
    ConsentState,
    DataCategory,
    RecipientKind,
)
from app.people.models import Consent, Person
from app.people.policies import Gap, Use, covers, find_cover

TODAY = date(2026, 11, 22)
BRIDGE, HOUSE = UUID(int=1), UUID(int=2)
GIVEN, REFUSED, WITHDRAWN = ConsentDecision.GIVEN, ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN
EVERYTHING = [category.value for category in DataCategory]
PARTNERS, AUTHORITY, ONE = RecipientKind.SERVICE_PARTNERS, RecipientKind.NATIONAL_AUTHORITY, RecipientKind.ORGANISATION


def said(decision: ConsentDecision, at: int = 0, **facts: Any) -> Consent:
    about = {
        "purpose": ConsentPurpose.REFERRAL_SHARING,
        "recipient": ONE if "organisation_id" in facts else PARTNERS,
        "categories": EVERYTHING,
    }
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=at)
    return Consent(id=UUID(int=1000 + at), decision=decision, decided_at=moment, **about | facts)


def asking(organisation: UUID | None = BRIDGE, recipient: RecipientKind = PARTNERS, *categories: DataCategory) -> Use:
    return Use(
        purpose=ConsentPurpose.REFERRAL_SHARING,
        recipient=recipient,
        organisation_id=organisation,
        categories=frozenset(categories or {DataCategory.NEED}),
        on=TODAY,
    )


def test_a_yes_to_all_that_give_services_covers_each_of_them_and_no_authority() -> None:
    ledger = [said(GIVEN)]
    assert covers(ledger, asking(BRIDGE))
    assert covers(ledger, asking(HOUSE))
    assert find_cover(ledger, asking(BRIDGE, AUTHORITY)).gap is Gap.NOT_ASKED


def test_a_yes_to_one_covers_that_one_alone() -> None:
    ledger = [said(GIVEN, organisation_id=BRIDGE)]
    assert covers(ledger, asking(BRIDGE))
    assert find_cover(ledger, asking(HOUSE)).gap is Gap.NOT_ASKED
    assert not covers(ledger, asking(None))


@pytest.mark.parametrize("decision", [REFUSED, WITHDRAWN])
def test_what_was_said_of_one_stands_before_what_was_said_of_all(decision: ConsentDecision) -> None:
    all_but_one = [said(GIVEN), said(decision, 1, organisation_id=BRIDGE)]
    assert find_cover(all_but_one, asking(BRIDGE)).gap is Gap(decision.value)
    assert covers(all_but_one, asking(HOUSE))
    only_one = [said(decision), said(GIVEN, 1, organisation_id=BRIDGE)]
    assert covers(only_one, asking(BRIDGE))
    assert not covers(only_one, asking(HOUSE))


def test_a_yes_counts_through_its_last_day() -> None:
    for last_day, gap in ((TODAY, None), (TODAY - timedelta(days=1), Gap.ENDED), (None, None)):
        assert find_cover([said(GIVEN, valid_until=last_day)], asking()).gap is gap


def test_what_was_not_agreed_to_is_named() -> None:
    ledger = [said(GIVEN, categories=["names", "need"])]
    cover = find_cover(ledger, asking(BRIDGE, PARTNERS, DataCategory.NAMES, DataCategory.CONTACT, DataCategory.PROTECTION))
    assert (cover.gap, cover.missing) == (Gap.NOT_THESE, {DataCategory.CONTACT, DataCategory.PROTECTION})


def test_an_answer_to_one_purpose_says_nothing_of_another() -> None:
    counted = said(GIVEN, purpose=ConsentPurpose.STATISTICS, recipient=RecipientKind.DONOR_STATISTICS)
    assert find_cover([counted], asking()).gap is Gap.NOT_ASKED


decisions = st.builds(
    said,
    st.sampled_from(ConsentDecision),
    st.integers(0, 500),
    organisation_id=st.sampled_from([None, BRIDGE, HOUSE]),
    categories=st.lists(st.sampled_from(EVERYTHING), unique=True),
    valid_until=st.sampled_from([None, TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=9)]),
).map(lambda one: one)


def straightened(ledger: list[Consent]) -> list[Consent]:
    for one in ledger:
        one.recipient = ONE if one.organisation_id else PARTNERS
    return ledger


@given(st.lists(decisions, max_size=8, unique_by=lambda one: one.id), st.frozensets(st.sampled_from(DataCategory)))
def test_whatever_is_covered_rests_on_a_yes_that_says_so(ledger: list[Consent], categories: frozenset[DataCategory]) -> None:
    """And the order in which rows are read, and older rows of the same line, change nothing."""
    use = asking(BRIDGE, PARTNERS, *categories)
    cover = find_cover(straightened(ledger), use)
    assert find_cover(reversed(ledger), use) == cover
    if cover.gap is None:
        assert cover.consent is not None
        assert cover.consent.decision is GIVEN
        assert cover.consent.organisation_id in {None, BRIDGE}
        assert {one.value for one in use.categories} <= set(cover.consent.categories)
        assert cover.consent.valid_until is None or cover.consent.valid_until >= TODAY


@given(st.lists(decisions, max_size=8, unique_by=lambda one: one.id))
def test_after_a_no_to_one_nothing_covers_that_one(ledger: list[Consent]) -> None:
    ledger = [*straightened(ledger), said(WITHDRAWN, 600, organisation_id=BRIDGE)]
    assert not covers(ledger, asking(BRIDGE))


def test_a_decision_stands_as_its_day_says() -> None:
    ended = said(GIVEN, valid_until=TODAY - timedelta(days=1))
    assert policies.state_of(ended, TODAY) is ConsentState.ENDED
    assert policies.state_of(ended, TODAY - timedelta(days=1)) is ConsentState.IN_FORCE
    assert policies.state_of(said(REFUSED), TODAY) is ConsentState.REFUSED
    assert policies.ends_soon(said(GIVEN, valid_until=TODAY + timedelta(days=30)), TODAY)
    assert not policies.ends_soon(said(GIVEN, valid_until=TODAY + timedelta(days=31)), TODAY)
    assert not policies.ends_soon(ended, TODAY)


def test_what_has_ended_is_asked_as_if_for_the_first_time() -> None:
    ended = said(GIVEN, valid_until=TODAY - timedelta(days=1))
    assert policies.can_decide(ended, REFUSED, TODAY)
    assert not policies.can_decide(ended, WITHDRAWN, TODAY)
    assert not policies.can_decide(said(GIVEN), REFUSED, TODAY)


def test_with_all_partners_go_the_single_ones_and_no_authority() -> None:
    everybody = said(GIVEN)
    partner = said(GIVEN, organisation_id=BRIDGE, organisation=Organisation(name="Puente", is_authority=False))
    office_of_state = said(GIVEN, organisation_id=HOUSE, organisation=Organisation(name="Registro", is_authority=True))
    assert policies.goes_with(partner, everybody, TODAY)
    assert not policies.goes_with(office_of_state, everybody, TODAY)
    assert not policies.goes_with(said(WITHDRAWN, organisation_id=BRIDGE, organisation=partner.organisation), everybody, TODAY)
    assert not policies.goes_with(everybody, everybody, TODAY)


@pytest.mark.parametrize("days", [-1, 5 * 366 + 1])
def test_a_last_day_lies_ahead_and_not_beyond_five_years(days: int) -> None:
    with pytest.raises(RefusedInput) as refusal:
        policies.check_valid_until(TODAY + timedelta(days=days), today=TODAY)
    assert refusal.value.field == "valid_until"
    policies.check_valid_until(TODAY, today=TODAY)
    policies.check_valid_until(None, today=TODAY)


def test_sharing_always_tells_which_help_is_asked_for() -> None:
    with pytest.raises(RefusedInput):
        policies.check_categories(ConsentPurpose.REFERRAL_SHARING, [DataCategory.NAMES])
    policies.check_categories(ConsentPurpose.REFERRAL_SHARING, [DataCategory.NEED])
    policies.check_categories(ConsentPurpose.CONTACT, [DataCategory.CONTACT])


def child(age: int) -> Person:
    return Person(stated_age=age, age_stated_on=TODAY)


def test_against_a_child_there_is_no_yes() -> None:
    with pytest.raises(RefusedInput) as refusal:
        policies.check_assent(child(9), Assent.NO, GIVEN, today=TODAY)
    assert refusal.value.field == "assent"
    policies.check_assent(child(9), Assent.NO, REFUSED, today=TODAY)
    policies.check_assent(child(9), Assent.YES, GIVEN, today=TODAY)


@pytest.mark.parametrize(("age", "is_too_young"), [(0, True), (5, True), (6, False), (17, False)])
def test_from_six_years_on_a_child_is_asked(age: int, is_too_young: bool) -> None:
    if is_too_young:
        policies.check_assent(child(age), Assent.TOO_YOUNG, GIVEN, today=TODAY)
        return
    with pytest.raises(RefusedInput):
        policies.check_assent(child(age), Assent.TOO_YOUNG, GIVEN, today=TODAY)
    policies.check_assent(child(age), Assent.NOT_THERE, GIVEN, today=TODAY)


def test_only_who_signed_on_the_screen_leaves_strokes() -> None:
    drawn = "M10 100L60 90L110 120L160 80L210 110L260 95L310 120L360 90"
    assert policies.checked_signature(ConsentEvidence.VERBAL, drawn) is None
    assert policies.checked_signature(ConsentEvidence.DRAWN, drawn) == drawn
    for nothing in (None, "", "M1 1", "<svg>"):
        with pytest.raises(RefusedInput) as refusal:
            policies.checked_signature(ConsentEvidence.DRAWN, nothing)
        assert refusal.value.field == "signature"
