from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.cases.enums import CaseKind, CaseStatus, ClosureReason, Modality, Unit
from app.cases.models import ServiceDelivery
from app.catalogue.models import Service
from app.people.enums import PopulationType, Sex
from app.reporting.quarter import Quarter
from app.reporting.schemas import Breakdown, Figures
from tests.factories.accounts import OfficeFactory
from tests.factories.catalogue import seeded
from tests.factories.reporting import QUARTER, case_of, deliver, person_at, serve, step
from tests.reporting.conftest import Count


def indicator(figures: Figures, code: str) -> Any:
    return next(row for row in figures["indicators"] if row["code"] == code)


def point(figures: Figures, code: str) -> Any:
    return next(row for row in figures["action_points"] if row["code"] == code)


def by_kind(figures: Figures) -> dict[str, int]:
    return {row["key"]: row["people"]["total"] for row in figures["by_kind"]}


def test_a_person_with_several_services_cases_and_offices_is_counted_once(count: Count, office: Office) -> None:
    person = person_at(office)
    elsewhere: Office = OfficeFactory(country="CO")
    aid = case_of(person)
    papers = case_of(person, kind=CaseKind.DOCUMENTATION, office_id=elsewhere.id)
    deliver(aid, "H-ALI")
    deliver(aid, "H-ALI", on=date(2026, 9, 1))
    deliver(papers, "D-ORI")

    figures = count()

    assert figures["people"]["total"] == 1
    assert figures["deliveries"] == 3
    assert by_kind(figures) == {"documentation": 1, "humanitarian_aid": 1, "economic_integration": 0}
    # Food and guidance both serve the first point: still one person there.
    assert point(figures, "reception_vulnerable")["people"]["total"] == 1
    assert indicator(figures, "FS-01")["value"] == 1


def test_the_whole_operation_counts_a_person_of_two_countries_once(count: Count, office: Office, other_office: Office) -> None:
    person = person_at(office)
    deliver(case_of(person), "H-ALI")
    deliver(case_of(person, office_id=other_office.id), "H-ALI")

    figures = count(None)

    assert figures["people"]["total"] == 1
    assert {row["key"]: row["people"]["total"] for row in figures["by_country"]} == {"CO": 1, "EC": 1}
    assert count("EC")["people"]["total"] == 1


def test_only_deliveries_on_days_of_the_period_count(count: Count, office: Office) -> None:
    for day in (QUARTER.start - timedelta(1), QUARTER.start, QUARTER.end, QUARTER.end + timedelta(1)):
        serve(office, on=day)

    assert count()["people"]["total"] == 2


@pytest.mark.parametrize("sex", list(Sex))
def test_every_answer_about_sex_has_its_cell_and_none_is_dropped(count: Count, office: Office, sex: Sex) -> None:
    serve(office, sex=sex, population_type=PopulationType.UNKNOWN)

    people = count()["people"]

    assert people["by_sex"] == {answer.value: int(answer == sex) for answer in Sex}
    assert people["by_population"]["unknown"] == people["total"] == 1


def test_the_splits_of_people_add_up_to_the_total_and_no_cell_exceeds_it(count: Count, office: Office) -> None:
    for number, sex in enumerate(Sex):
        serve(office, "H-ALI", sex=sex, birth_year=1960 + 12 * number)
        serve(office, "D-ORI", sex=sex)

    figures = count()

    for people in breakdowns(figures):
        assert_adds_up(people)
        assert people["total"] <= figures["people"]["total"] <= figures["deliveries"]


def breakdowns(figures: Figures) -> list[Breakdown]:
    lists = (figures["by_kind"], figures["by_country"], figures["action_points"], figures["indicators"])
    return [figures["people"], *(row["people"] for rows in lists for row in rows if "people" in row)]  # type: ignore[misc, typeddict-item]


def assert_adds_up(people: Breakdown) -> None:
    for split in ("by_sex", "by_age", "by_population"):
        assert sum(people[split].values()) == people["total"]  # type: ignore[literal-required]
    for split in ("by_sex_and_age", "by_sex_and_group"):
        for sex, cells in people[split].items():  # type: ignore[literal-required]
            assert sum(cells.values()) == people["by_sex"][sex]


def test_only_a_confirmed_number_of_an_action_point_is_kept(count: Count, office: Office) -> None:
    serve(office, "D-REN")
    serve(office, "H-ALI")

    figures = count()

    assert point(figures, "protection_regular_stay")["number"] == 2
    assert point(figures, "venezuelan_documents")["number"] is None


def test_points_without_a_service_are_listed_and_those_of_policy_apart(count: Count, office: Office) -> None:
    serve(office, "D-ORI")

    figures = count()

    served = {row["code"] for row in figures["action_points"]}
    assert served == {"reception_vulnerable", "protection_regular_stay"}
    assert "nationals_in_origin" in {row["code"] for row in figures["points_without_service"]}
    assert "national_frameworks" in {row["code"] for row in figures["points_of_policy"]}


def test_a_point_of_sensitive_services_only_is_not_split_by_sex_and_age(count: Count, office: Office) -> None:
    serve(office, "H-TRT")

    figures = count()

    assert not point(figures, "trafficking_smuggling")["is_split"]
    assert "people" not in indicator(figures, "HTS-01")
    assert indicator(figures, "HTS-01")["value"] == 1


def test_indicators_count_people_quantities_and_cases_as_their_measures_say(count: Count, office: Office) -> None:
    person = person_at(office)
    aid, papers = case_of(person), case_of(person, kind=CaseKind.DOCUMENTATION)
    deliver(aid, "H-KIT", unit=Unit.KIT, quantity=3, modality=Modality.IN_KIND)
    deliver(aid, "H-KIT", unit=Unit.KIT, quantity=2, modality=Modality.IN_KIND)
    deliver(papers, "D-REG")
    deliver(papers, "D-REG", on=date(2026, 9, 2))
    deliver(papers, "D-APO", unit=Unit.DOCUMENT, quantity=4)
    deliver(papers, "D-APO", unit=Unit.SERVICE, quantity=7)

    figures = count()

    assert indicator(figures, "SHE-05")["value"] == 1
    assert indicator(figures, "SHE-06")["value"] == 5
    assert indicator(figures, "DOC-02")["value"] == 1
    assert indicator(figures, "DOC-07")["value"] == 4


def test_modality_tells_a_consultation_from_medicines(count: Count, office: Office) -> None:
    case = case_of(person_at(office))
    deliver(case, "H-SAL", modality=Modality.IN_KIND)

    figures = count()

    assert indicator(figures, "HE-01")["value"] == 0
    assert indicator(figures, "HE-03")["value"] == 1


def test_children_are_counted_in_the_indicator_of_children_only_when_surely_under_18(count: Count, office: Office) -> None:
    serve(office, "H-NNA", birth_year=2015)
    serve(office, "H-NNA", birth_year=2008)
    serve(office, "H-NNA", birth_year=1980)

    assert indicator(count(), "CP-01")["value"] == 1


def test_a_result_is_not_claimed_from_a_service_given_toward_it(count: Count, office: Office) -> None:
    serve(office, "D-REN")

    reasons = {row["code"]: row["reason"] for row in count()["indicators_without"]}

    assert reasons["DOC-04"] == "result_not_recorded"
    assert reasons["SHE-02"] == "not_told_apart"
    assert reasons["POL-01"] == "not_casework"


def test_the_caseload_balances_over_closures_and_reopenings(count: Count, office: Office) -> None:
    person = person_at(office)
    closed = {"status": CaseStatus.CLOSED, "closure_reason": ClosureReason.GOAL_MET}
    case_of(person, opened_on=date(2026, 5, 1))
    case_of(person, opened_on=date(2026, 5, 1), closed_on=date(2026, 6, 30), **closed)
    case_of(person, opened_on=date(2026, 5, 1), closed_on=date(2026, 7, 1), **closed)
    case_of(person, opened_on=date(2026, 7, 1))
    case_of(person, opened_on=date(2026, 10, 1))
    back = case_of(person, opened_on=date(2026, 5, 1), closed_on=date(2026, 9, 30), **closed)
    step(back, "close", CaseStatus.CLOSED, date(2026, 6, 1))
    step(back, "reopen", CaseStatus.OPEN, date(2026, 8, 1))
    step(back, "close", CaseStatus.CLOSED, date(2026, 9, 30))

    caseload = count()["caseload"]

    row = {"opening": 2, "new": 1, "reopened": 1, "closed": 2, "closing": 2}
    assert caseload["total"] == {"kind": "all", **row}
    assert caseload["rows"][1] == {"kind": "humanitarian_aid", **row}
    assert caseload["balances"]


def test_the_closing_caseload_is_the_opening_of_the_next_quarter(count: Count, office: Office) -> None:
    person = person_at(office)
    for opened, closed in ((1, None), (2, 20), (40, 100), (90, 95), (100, None)):
        start = QUARTER.start + timedelta(opened)
        end = {} if closed is None else {"closed_on": QUARTER.start + timedelta(closed)}
        status = {} if closed is None else {"status": CaseStatus.CLOSED, "closure_reason": ClosureReason.NO_CONTACT}
        case = case_of(person, opened_on=start, **end, **status)
        if closed == 100:
            step(case, "close", CaseStatus.CLOSED, start + timedelta(5))
            step(case, "reopen", CaseStatus.OPEN, start + timedelta(60))

    this, following = count()["caseload"], count(quarter=QUARTER.next)["caseload"]

    assert this["balances"]
    assert following["balances"]
    assert this["total"]["closing"] == following["total"]["opening"] > 0


def test_a_period_without_work_gives_a_report_of_zeros(count: Count, office: Office) -> None:
    figures = count(quarter=Quarter(2020, 1))

    assert figures["people"]["total"] == figures["deliveries"] == 0
    assert figures["action_points"] == figures["services"] == []


def test_moving_services_of_a_double_registration_to_one_person_counts_one(
    count: Count, office: Office, session: Session
) -> None:
    kept, double = serve(office), serve(office)
    assert count()["people"]["total"] == 2

    session.execute(sa.update(ServiceDelivery).where(ServiceDelivery.person_id == double.id).values(person_id=kept.id))

    assert count()["people"]["total"] == 1


def test_services_are_counted_with_their_people_and_units(count: Count, office: Office) -> None:
    case = case_of(person_at(office))
    deliver(case, "H-ALB", unit=Unit.NIGHT, quantity=3)
    deliver(case, "H-ALB", unit=Unit.SERVICE)

    (service,) = count()["services"]

    assert service["names"]["es"] == seeded(Service, "H-ALB").name_es
    assert (service["deliveries"], service["people"], service["quantities"]) == (2, 1, {"night": 3, "service": 1})
