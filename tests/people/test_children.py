"""Who cares for somebody under 18: what may be stated, what is asked where nothing was, and who decides about consent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.errors import NotFound, RefusedInput, WrongState
from app.people import policies, queries, services
from app.people.enums import CareNeed, CareRelation, CareSituation, ConsentHolder, HouseholdStep, Relation
from app.people.models import ChildCare, HouseholdEvent, Person
from app.people.policies import Confirmed
from app.people.presenters import child_alert
from app.people.queries import children
from app.people.services import NewCare
from tests.conftest import actor_of
from tests.factories.people import HouseholdFactory, HouseholdMemberFactory, PersonFactory
from tests.people.conftest import audited

TODAY = today_in("America/Bogota")
CHILD_BORN, ADULT_BORN = TODAY.year - 8, TODAY.year - 40


def child_of(office: Office, **facts: Any) -> Person:
    child: Person = PersonFactory(office=office, **{"birth_year": CHILD_BORN, "given_names": "Ana"} | facts)
    return child


def stated(**facts: Any) -> NewCare:
    known: dict[str, Any] = {
        "situation": CareSituation.SEPARATED,
        "since_on": TODAY,
        "guardian_name": "Carmen Tovar",
        "guardian_relation": CareRelation.OTHER_RELATIVE,
        "guardian_phone": "300 123 4567",
        "consent_holder": ConsentHolder.GUARDIAN,
    }
    return NewCare(**known | facts)


def need_of(actor: Actor, person: Person) -> CareNeed | None:
    return queries.find_care_needs(actor, [person.id]).get(person.id)


def live_together(office: Office, *members: tuple[Person, Relation]) -> None:
    household = HouseholdFactory(office=office)
    for person, relation in members:
        HouseholdMemberFactory(household_id=household.id, person_id=person.id, relation=relation)


ages = st.one_of(
    st.tuples(st.dates(date(2004, 1, 1), date(2012, 12, 31)), st.integers(1, 3)).map(
        lambda known: dict(zip(("birth_year", "birth_month", "birth_day"), known[0].timetuple()[: known[1]], strict=False))
    ),
    st.tuples(st.integers(0, 40), st.integers(0, 9000)).map(
        lambda known: {"birth_year": None, "stated_age": known[0], "age_stated_on": date(2026, 11, 22) - timedelta(days=known[1])}
    ),
    st.just({"birth_year": None}),
)
days = st.one_of(st.dates(date(2022, 1, 1), date(2030, 12, 31)), st.sampled_from([date(2026, 2, 28), date(2028, 2, 29)]))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(age=ages, on=days)
def test_the_database_and_the_policy_agree_on_who_is_18(session: Session, office: Office, age: dict[str, Any], on: date) -> None:
    person = PersonFactory(office=office, **age)
    ranges = person.age_range(on)
    asked = sa.select(children.is_surely_child(Person, on), children.is_surely_adult(Person, on)).where(Person.id == person.id)
    is_child, is_adult = session.execute(asked).one()
    assert is_child == (ranges is not None and ranges[1] < policies.ADULT_AGE) == policies.is_surely_child(person, on)
    assert is_adult == (ranges is not None and ranges[0] >= policies.ADULT_AGE) == (not policies.may_be_child(person, on))


@pytest.mark.parametrize(
    ("born", "on", "is_child"),
    [
        ((2008, 11, 22), date(2026, 11, 21), True),
        ((2008, 11, 22), date(2026, 11, 22), False),
        ((2008, 2, 29), date(2026, 2, 28), True),
        ((2008, 2, 29), date(2026, 3, 1), False),
        ((2008, 4, None), date(2026, 4, 1), False),
        ((2008, 4, None), date(2026, 3, 31), True),
        ((2008, None, None), date(2026, 1, 1), False),
    ],
)
def test_on_the_edge_of_18(
    session: Session, office: Office, born: tuple[int, int | None, int | None], on: date, is_child: bool
) -> None:
    person = PersonFactory(office=office, birth_year=born[0], birth_month=born[1], birth_day=born[2])
    asked = sa.select(children.is_surely_child(Person, on)).where(Person.id == person.id)
    assert session.scalar(asked) is is_child is policies.is_surely_child(person, on)


class TestAsking:
    def test_a_child_in_no_household_is_asked_about(self, caseworker: Actor, office: Office) -> None:
        assert need_of(caseworker, child_of(office)) is CareNeed.ASK

    def test_an_adult_is_not(self, caseworker: Actor, office: Office) -> None:
        assert need_of(caseworker, PersonFactory(office=office, birth_year=ADULT_BORN)) is None

    def test_somebody_of_whom_no_age_is_known_is_not(self, caseworker: Actor, office: Office) -> None:
        assert need_of(caseworker, PersonFactory(office=office, birth_year=None)) is None

    @pytest.mark.parametrize("days_ago", [0, 1, 200])
    def test_who_said_to_be_17_is_taken_for_a_child_until_they_must_be_18(
        self, caseworker: Actor, office: Office, days_ago: int
    ) -> None:
        said = {"birth_year": None, "stated_age": 17, "age_stated_on": TODAY - timedelta(days=days_ago)}
        assert need_of(caseworker, child_of(office, **said)) is CareNeed.ASK
        assert need_of(caseworker, child_of(office, **said | {"age_stated_on": TODAY - timedelta(days=366)})) is None

    def test_somebody_who_turns_18_this_year_is_asked_about_perhaps(self, caseworker: Actor, office: Office) -> None:
        assert need_of(caseworker, child_of(office, birth_year=TODAY.year - 18)) is CareNeed.ASK_PERHAPS

    @pytest.mark.parametrize(
        ("of_child", "of_adult", "need"),
        [
            (Relation.CHILD, Relation.HEAD, None),
            (Relation.CHILD, Relation.PARTNER, None),
            (Relation.HEAD, Relation.PARENT, None),
            (Relation.SIBLING, Relation.PARENT, None),
            # Another adult of the family does not answer by being there: the child is separated until somebody says otherwise.
            (Relation.SIBLING, Relation.HEAD, CareNeed.ASK),
            (Relation.GRANDCHILD, Relation.HEAD, CareNeed.ASK),
            (Relation.NIECE_NEPHEW, Relation.HEAD, CareNeed.ASK),
            (Relation.OTHER_RELATIVE, Relation.HEAD, CareNeed.ASK),
            (Relation.CHILD, Relation.GRANDPARENT, CareNeed.ASK),
            (Relation.GRANDCHILD, Relation.CHILD, CareNeed.CONFIRM),
            (Relation.NIECE_NEPHEW, Relation.SIBLING, CareNeed.CONFIRM),
            (Relation.NOT_RELATED, Relation.HEAD, CareNeed.ASK),
            (Relation.CHILD, Relation.NOT_RELATED, CareNeed.ASK),
            (Relation.PARTNER, Relation.HEAD, CareNeed.ASK),
            (Relation.HEAD, Relation.PARTNER, CareNeed.ASK),
            (Relation.UNKNOWN, Relation.HEAD, CareNeed.CONFIRM),
            (Relation.CHILD, Relation.UNKNOWN, CareNeed.CONFIRM),
        ],
    )
    def test_what_an_adult_of_the_household_is_decides(
        self, caseworker: Actor, office: Office, of_child: Relation, of_adult: Relation, need: CareNeed | None
    ) -> None:
        child, adult = child_of(office), PersonFactory(office=office, birth_year=ADULT_BORN)
        live_together(office, (child, of_child), (adult, of_adult))
        assert need_of(caseworker, child) is need

    @pytest.mark.parametrize(
        ("born", "need"), [(CHILD_BORN, CareNeed.ASK), (TODAY.year - 18, CareNeed.CONFIRM), (None, CareNeed.CONFIRM)]
    )
    def test_a_parent_who_is_a_child_too_or_perhaps_is_no_answer(
        self, caseworker: Actor, office: Office, born: int | None, need: CareNeed
    ) -> None:
        child, other = child_of(office), PersonFactory(office=office, birth_year=born)
        live_together(office, (other, Relation.HEAD), (child, Relation.CHILD))
        assert need_of(caseworker, child) is need

    def test_once_the_adult_left_it_is_asked(self, caseworker: Actor, office: Office) -> None:
        child, adult = child_of(office), PersonFactory(office=office, birth_year=ADULT_BORN)
        live_together(office, (adult, Relation.HEAD), (child, Relation.CHILD))
        services.leave_household(caseworker, adult.id, TODAY, new_head_id=child.id, confirmed=set(Confirmed))
        assert need_of(caseworker, child) is CareNeed.ASK

    def test_an_adult_whose_file_the_reader_may_not_know_does_not_silence_it(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        child, adult = child_of(office), PersonFactory(office=office, birth_year=ADULT_BORN)
        live_together(office, (adult, Relation.HEAD), (child, Relation.CHILD))
        adult.is_restricted = True
        session.commit()
        assert need_of(caseworker, child) is CareNeed.ASK

    def test_out_of_scope_nothing_is_told(self, far_away: Actor, office: Office) -> None:
        assert need_of(far_away, child_of(office)) is None

    def test_a_family_is_asked_about_in_one_statement(self, caseworker: Actor, office: Office, count_statements: Any) -> None:
        alone = [child_of(office) for _ in range(5)]
        with count_statements() as statements:
            assert len(queries.find_care_needs(caseworker, [child.id for child in alone])) == 5
        assert len(statements) == 1


class TestParting:
    """Who answered for a child and lives with them no more: it is asked again until it is stated again."""

    @pytest.fixture
    def family(self, session: Session, office: Office) -> dict[str, Person]:
        """A grandmother as head, the mother of the child, an uncle, the child, and a lodger."""
        relations = {"Abuela": Relation.HEAD, "Mamá": Relation.CHILD, "Tío": Relation.CHILD, "Ana": Relation.GRANDCHILD,
                     "Huésped": Relation.NOT_RELATED}  # fmt: skip
        people = {
            name: PersonFactory(office=office, given_names=name, birth_year=CHILD_BORN if name == "Ana" else ADULT_BORN)
            for name in relations
        }
        live_together(office, *((people[name], relation) for name, relation in relations.items()))
        session.commit()
        return people

    def cared_for(self, actor: Actor, family: dict[str, Person], by: str | None, **facts: Any) -> None:
        code = family[by].code if by else None
        holder = ConsentHolder.GUARDIAN if by else ConsentHolder.NOBODY_YET
        known = {"situation": CareSituation.ACCOMPANIED, "guardian_name": None, "guardian_code": code, "consent_holder": holder}
        services.state_care(actor, family["Ana"].id, stated(**known | facts))

    def test_when_the_guardian_leaves_it_is_asked_again_until_it_is_stated_again(
        self, caseworker: Actor, family: dict[str, Person]
    ) -> None:
        self.cared_for(caseworker, family, "Mamá")
        assert need_of(caseworker, family["Ana"]) is None
        services.leave_household(caseworker, family["Mamá"].id, TODAY)
        assert need_of(caseworker, family["Ana"]) is CareNeed.ASK_AGAIN
        self.cared_for(caseworker, family, "Mamá")
        assert need_of(caseworker, family["Ana"]) is None, "she still answers, from elsewhere"

    def test_a_day_in_the_past_asks_again_too(self, caseworker: Actor, family: dict[str, Person]) -> None:
        self.cared_for(caseworker, family, "Mamá")
        services.leave_household(caseworker, family["Mamá"].id, TODAY - timedelta(days=20))
        assert need_of(caseworker, family["Ana"]) is CareNeed.ASK_AGAIN

    def test_somebody_else_who_leaves_asks_nothing(self, caseworker: Actor, family: dict[str, Person]) -> None:
        self.cared_for(caseworker, family, "Mamá")
        services.leave_household(caseworker, family["Tío"].id, TODAY)
        assert need_of(caseworker, family["Ana"]) is None

    def test_a_leaving_that_is_taken_back_asks_nothing(
        self, session: Session, caseworker: Actor, family: dict[str, Person]
    ) -> None:
        self.cared_for(caseworker, family, "Mamá")
        services.leave_household(caseworker, family["Mamá"].id, TODAY)
        event = session.scalars(sa.select(HouseholdEvent).where(HouseholdEvent.step == HouseholdStep.LEFT)).one()
        services.correct_act(caseworker, event.household_id, event.act_id)
        assert need_of(caseworker, family["Ana"]) is None

    def split_off(self, actor: Actor, family: dict[str, Person], **relations: Relation) -> None:
        household = queries.get_household_of(actor, family["Ana"].id)
        split = services.Split(
            relations={family[name].id: relation for name, relation in relations.items()},
            members=frozenset(one.id for one in family.values()),
            on=TODAY,
            confirmed=set(Confirmed),
        )
        services.split_household(actor, household.id, split)

    def test_who_splits_off_without_the_child_asks_again_and_with_the_child_does_not(
        self, caseworker: Actor, family: dict[str, Person]
    ) -> None:
        self.cared_for(caseworker, family, "Mamá")
        self.split_off(caseworker, family, Mamá=Relation.HEAD, Ana=Relation.CHILD)
        assert need_of(caseworker, family["Ana"]) is None
        services.leave_household(caseworker, family["Ana"].id, TODAY)
        assert need_of(caseworker, family["Ana"]) is CareNeed.ASK_AGAIN

    def test_who_splits_off_without_the_child_is_asked_about(self, caseworker: Actor, family: dict[str, Person]) -> None:
        self.cared_for(caseworker, family, "Mamá")
        self.split_off(caseworker, family, Mamá=Relation.HEAD, Tío=Relation.SIBLING)
        assert need_of(caseworker, family["Ana"]) is CareNeed.ASK_AGAIN

    @pytest.mark.parametrize(("leaving", "need"), [("Mamá", CareNeed.ASK_AGAIN), ("Huésped", None)])
    def test_with_a_parent_and_nobody_named_it_is_asked_when_who_may_be_the_parent_leaves(
        self, caseworker: Actor, family: dict[str, Person], leaving: str, need: CareNeed | None
    ) -> None:
        self.cared_for(caseworker, family, None)
        services.leave_household(caseworker, family[leaving].id, TODAY)
        assert need_of(caseworker, family["Ana"]) is need

    def test_a_guardian_without_a_file_asks_nothing_by_itself(self, caseworker: Actor, family: dict[str, Person]) -> None:
        self.cared_for(caseworker, family, None, guardian_name="Carmen Tovar", consent_holder=ConsentHolder.GUARDIAN)
        services.leave_household(caseworker, family["Mamá"].id, TODAY)
        assert need_of(caseworker, family["Ana"]) is None

    def test_of_somebody_whose_file_the_reader_may_not_know_nothing_is_told(
        self, session: Session, caseworker: Actor, family: dict[str, Person]
    ) -> None:
        self.cared_for(caseworker, family, "Mamá")
        services.leave_household(caseworker, family["Mamá"].id, TODAY)
        family["Mamá"].is_restricted = True
        session.commit()
        assert need_of(caseworker, family["Ana"]) is None

    def test_the_sign_stands_beside_what_was_stated(self, app: Any, caseworker: Actor, family: dict[str, Person]) -> None:
        self.cared_for(caseworker, family, "Mamá")
        services.leave_household(caseworker, family["Mamá"].id, TODAY)
        child = family["Ana"]
        with app.test_request_context():
            alert = child_alert(child, queries.find_care(caseworker, child), need_of(caseworker, child), today=TODAY)
        assert alert is not None
        assert alert.tone == "danger"


class TestLeaving:
    def test_a_child_who_would_lead_or_be_alone_is_asked_about_first(self, caseworker: Actor, office: Office) -> None:
        mother, child = PersonFactory(office=office, birth_year=ADULT_BORN), child_of(office)
        live_together(office, (mother, Relation.HEAD), (child, Relation.CHILD))
        with pytest.raises(RefusedInput) as refusal:
            services.leave_household(caseworker, mother.id, TODAY, new_head_id=child.id)
        assert refusal.value.field == "children_may_be_alone"
        services.leave_household(caseworker, mother.id, TODAY, new_head_id=child.id, confirmed=set(Confirmed))
        assert need_of(caseworker, child) is CareNeed.ASK

    def test_a_child_is_asked_about_as_head_also_beside_an_adult(self, caseworker: Actor, office: Office) -> None:
        mother, aunt, child = (PersonFactory(office=office, birth_year=born) for born in (ADULT_BORN, ADULT_BORN, CHILD_BORN))
        live_together(office, (mother, Relation.HEAD), (aunt, Relation.SIBLING), (child, Relation.CHILD))
        with pytest.raises(RefusedInput) as refusal:
            services.leave_household(caseworker, mother.id, TODAY, new_head_id=child.id, confirmed={Confirmed.CHILDREN_ALONE})
        assert refusal.value.field == "child_may_lead"
        services.leave_household(caseworker, mother.id, TODAY, new_head_id=aunt.id)

    @pytest.mark.parametrize(("born", "field"), [(ADULT_BORN, Confirmed.CHILD_LEADS), (CHILD_BORN, Confirmed.CHILDREN_ALONE)])
    def test_a_child_is_made_the_head_only_once_that_is_confirmed(
        self, caseworker: Actor, office: Office, born: int, field: Confirmed
    ) -> None:
        head, child = PersonFactory(office=office, birth_year=born), child_of(office)
        live_together(office, (head, Relation.HEAD), (child, Relation.SIBLING))
        household = queries.get_household_of(caseworker, child.id)
        said = {head.id: Relation.SIBLING, child.id: Relation.HEAD}
        with pytest.raises(RefusedInput) as refusal:
            services.change_head(caseworker, household.id, said, on=TODAY, confirmed=set(Confirmed) - {field})
        assert refusal.value.field == field
        services.change_head(caseworker, household.id, said, on=TODAY, confirmed={field})
        services.change_head(caseworker, household.id, said, on=TODAY)  # who leads already is not asked about again

    def test_a_child_who_goes_leaves_the_others_as_they_were(self, caseworker: Actor, office: Office) -> None:
        older, child = child_of(office), child_of(office)
        live_together(office, (older, Relation.HEAD), (child, Relation.SIBLING))
        services.leave_household(caseworker, child.id, TODAY)
        assert queries.find_membership(caseworker, child.id) is None


class TestStating:
    def test_a_guardian_who_is_not_registered_is_sealed_with_a_normalised_phone(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        child = child_of(office)
        care = services.state_care(caseworker, child.id, stated())
        assert (care.guardian_name, care.guardian_phone, care.consent_holder) == (
            "Carmen Tovar",
            "+573001234567",
            ConsentHolder.GUARDIAN,
        )
        assert b"Carmen" not in session.scalar(sa.text("SELECT guardian_name_sealed FROM child_care"))
        assert need_of(caseworker, child) is None
        assert audited(session) == ["care:stated"]

    @pytest.mark.parametrize(
        "missing",
        [{"guardian_name": None, "consent_holder": ConsentHolder.NOBODY_YET}, {"consent_holder": ConsentHolder.NOBODY_YET}],
    )
    def test_without_guardian_or_consent_holder_it_stays_open(
        self, caseworker: Actor, office: Office, missing: dict[str, Any]
    ) -> None:
        child = child_of(office)
        services.state_care(caseworker, child.id, stated(**missing))
        assert need_of(caseworker, child) is CareNeed.COMPLETE

    def test_with_a_parent_nothing_more_is_asked(self, caseworker: Actor, office: Office) -> None:
        child = child_of(office)
        with_parent = stated(situation=CareSituation.ACCOMPANIED, guardian_name=None, consent_holder=ConsentHolder.NOBODY_YET)
        services.state_care(caseworker, child.id, with_parent)
        assert need_of(caseworker, child) is None

    def test_a_registered_guardian_is_named_by_code_as_people_say_it(self, caseworker: Actor, office: Office) -> None:
        child, aunt = child_of(office), PersonFactory(office=office, birth_year=ADULT_BORN)
        care = services.state_care(caseworker, child.id, stated(guardian_code=f" {aunt.code.lower()} ", guardian_name=None))
        assert (care.guardian_id, care.guardian_name) == (aunt.id, None)

    def test_a_later_statement_ends_the_one_before(self, caseworker: Actor, office: Office) -> None:
        child = child_of(office)
        services.state_care(caseworker, child.id, stated(since_on=TODAY - timedelta(days=30)))
        services.state_care(caseworker, child.id, stated(situation=CareSituation.ACCOMPANIED))
        kept = queries.list_care(caseworker, child)
        assert [(care.situation, care.since_on, care.until_on) for care in kept] == [
            (CareSituation.ACCOMPANIED, TODAY, None),
            (CareSituation.SEPARATED, TODAY - timedelta(days=30), TODAY),
        ]

    def test_a_statement_about_the_same_days_takes_the_place_of_the_other(self, caseworker: Actor, office: Office) -> None:
        child = child_of(office)
        first = services.state_care(caseworker, child.id, stated())
        second = services.state_care(caseworker, child.id, stated(since_on=TODAY - timedelta(days=3)))
        assert first.set_aside_at is not None
        assert queries.find_care(caseworker, child) is second

    @pytest.mark.parametrize(
        ("facts", "field"),
        [
            ({"since_on": TODAY + timedelta(days=2)}, "since_on"),
            ({"guardian_name": None}, "consent_holder"),
            ({"consent_holder": ConsentHolder.AUTHORITY}, "consent_holder_name"),
            ({"consent_holder": ConsentHolder.OTHER_ADULT, "consent_holder_name": None}, "consent_holder_name"),
            ({"guardian_code": "CUC-P-999999"}, "guardian_code"),
            ({"guardian_code": "' OR 1=1"}, "guardian_code"),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_field(
        self, session: Session, caseworker: Actor, office: Office, facts: dict[str, Any], field: str
    ) -> None:
        child = child_of(office)
        with pytest.raises(RefusedInput) as refusal:
            services.state_care(caseworker, child.id, stated(**facts))
        assert refusal.value.field == field
        assert session.scalars(sa.select(ChildCare)).all() == []

    def test_no_child_answers_for_a_child_and_nobody_for_themselves(self, caseworker: Actor, office: Office) -> None:
        child, other = child_of(office), child_of(office)
        for code in (child.code, other.code):
            with pytest.raises(RefusedInput):
                services.state_care(caseworker, child.id, stated(guardian_code=code))

    def test_a_guardian_of_another_office_is_not_found(self, caseworker: Actor, office: Office, other_office: Office) -> None:
        stranger = PersonFactory(office=other_office, birth_year=ADULT_BORN)
        with pytest.raises(RefusedInput):
            services.state_care(caseworker, child_of(office).id, stated(guardian_code=stranger.code))

    def test_for_an_adult_nobody_answers(self, caseworker: Actor, office: Office) -> None:
        with pytest.raises(WrongState):
            services.state_care(caseworker, PersonFactory(office=office, birth_year=ADULT_BORN).id, stated())

    def test_out_of_scope_the_child_does_not_exist(self, far_away: Actor, office: Office) -> None:
        with pytest.raises(NotFound):
            services.state_care(far_away, child_of(office).id, stated())

    def test_the_database_keeps_one_statement_in_force(self, session: Session, caseworker: Actor, office: Office) -> None:
        child = child_of(office)
        services.state_care(caseworker, child.id, stated())
        second = ChildCare(
            person_id=child.id, situation=CareSituation.UNKNOWN, since_on=TODAY, consent_holder=ConsentHolder.NOBODY_YET
        )
        with pytest.raises(IntegrityError, match="uq_child_care_in_force"), session.begin_nested():
            session.add(second)


class TestConsentHolder:
    def test_where_nothing_was_stated_nobody_is_known(self, caseworker: Actor, office: Office) -> None:
        assert queries.find_consent_holder(caseworker, child_of(office)) is None

    def test_a_registered_guardian_is_told_with_their_own_phone(self, caseworker: Actor, office: Office) -> None:
        child = child_of(office)
        aunt = PersonFactory(office=office, birth_year=ADULT_BORN, given_names="Carmen", surname_1="Tovar", phone="+573001112233")
        services.state_care(caseworker, child.id, stated(guardian_code=aunt.code))
        found = queries.find_consent_holder(caseworker, child)
        assert found is not None
        assert (found.name, found.relation, found.phone, found.person_id) == (
            "Carmen TOVAR PINTO",
            CareRelation.OTHER_RELATIVE,
            "+573001112233",
            aunt.id,
        )

    def test_a_guardian_whose_file_the_reader_may_not_know_has_no_name_there(
        self, session: Session, caseworker: Actor, office: Office
    ) -> None:
        child, aunt = child_of(office), PersonFactory(office=office, birth_year=ADULT_BORN)
        services.state_care(caseworker, child.id, stated(guardian_code=aunt.code))
        aunt.is_restricted = True
        session.commit()
        session.refresh(aunt)
        found = queries.find_consent_holder(caseworker, child)
        assert found is not None
        assert (found.kind, found.name, found.phone, found.person_id) == (ConsentHolder.GUARDIAN, None, None, None)

    def test_an_authority_is_told_by_name(self, caseworker: Actor, office: Office) -> None:
        child = child_of(office)
        facts = {"consent_holder": ConsentHolder.AUTHORITY, "consent_holder_name": "Defensoría de Familia, Dra. Ruiz"}
        services.state_care(caseworker, child.id, stated(**facts))
        found = queries.find_consent_holder(caseworker, child)
        assert found is not None
        assert (found.kind, found.name) == (ConsentHolder.AUTHORITY, "Defensoría de Familia, Dra. Ruiz")

    def test_at_18_nobody_decides_in_their_place(self, session: Session, caseworker: Actor, office: Office) -> None:
        child = child_of(office)
        services.state_care(caseworker, child.id, stated())
        child.birth_year = ADULT_BORN
        session.flush()
        assert queries.find_consent_holder(caseworker, child) is None

    def test_a_role_that_reads_no_files_is_told_nothing(self, caseworker: Actor, office: Office) -> None:
        child = child_of(office)
        services.state_care(caseworker, child.id, stated())
        with pytest.raises(NotFound):
            queries.find_consent_holder(actor_of(Role.ADMINISTRATOR, office), child)
