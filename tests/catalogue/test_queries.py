from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.catalogue import queries
from app.catalogue.enums import CaseKind, PointScope
from app.catalogue.models import Service
from app.catalogue.services import edit_service_links, retire_service
from app.foundation.actor import Actor, system_actor
from app.foundation.errors import NotFound
from tests.conftest import actor_of
from tests.factories.catalogue import ServiceFactory
from tests.statements import counts

POLICY_POINTS = {3, 4, 9, 11, 12, 13, 15, 16, 17, 18}


@pytest.fixture
def statements(session: Session) -> Iterator[list[str]]:
    """The statements that the session sends from now on."""
    seen: list[str] = []
    connection = session.connection()

    def note(*call: object) -> None:
        if counts(str(call[2])):
            seen.append(str(call[2]))

    sa.event.listen(connection, "before_cursor_execute", note)
    yield seen
    sa.event.remove(connection, "before_cursor_execute", note)


def codes(choices: list[tuple[str, str]]) -> list[str]:
    return [value for value, _ in choices]


def words(choices: list[tuple[str, str]]) -> list[str]:
    return [label for _, label in choices]


def test_nationalities_are_all_countries_and_the_answers_without_one(session: Session) -> None:
    choices = queries.nationality_choices("es")
    assert codes(choices)[-4:] == list(queries.WITHOUT_COUNTRY) == ["XXA", "XXX", "XXU", "XXD"]
    assert len(choices) > 240
    assert {"VEN", "COL", "HTI", "CUB"} <= set(codes(choices))
    assert len(set(codes(choices))) == len(choices)


@pytest.mark.parametrize(
    ("locale", "germany", "stateless"),
    [("es", "Alemania", "Apátrida"), ("en", "Germany", "Stateless"), ("pt", "Alemanha", "Apátrida")],
)
def test_nationalities_speak_the_readers_language(session: Session, locale: str, germany: str, stateless: str) -> None:
    assert queries.nationality_name("DEU", locale) == germany
    assert queries.nationality_name("XXA", locale) == stateless


def test_who_declines_is_told_apart_from_who_may_be_stateless(session: Session) -> None:
    told = [queries.nationality_name(code, "es") for code in ("XXX", "XXU", "XXD")]
    assert told == ["Nacionalidad sin determinar", "Nacionalidad desconocida", "Prefiere no decir su nacionalidad"]


def test_a_code_that_is_no_nationality_is_shown_as_it_is(session: Session) -> None:
    assert queries.nationality_name("QQQ", "es") == "QQQ"


def test_countries_are_sorted_without_regard_to_accents(session: Session) -> None:
    names = words(queries.country_choices("es"))
    assert names.index("Etiopía") < names.index("Filipinas")
    assert names.index("Ecuador") < names.index("Egipto")
    assert names[0] == "Afganistán"


def test_areas_are_those_of_the_actors_country_by_iso_code(caseworker: Actor) -> None:
    choices = queries.area_choices(caseworker)
    assert len(choices) == 33
    assert ("CO-NSA", "Norte de Santander") in choices
    assert words(choices)[:3] == ["Amazonas", "Antioquia", "Arauca"]


def test_areas_of_another_country_can_be_asked_for(caseworker: Actor) -> None:
    assert ("EC-W", "Galápagos") in queries.area_choices(caseworker, country="EC")


def test_documents_offered_are_venezuelan_ones_and_those_of_the_actors_country(caseworker: Actor) -> None:
    offered = words(queries.document_type_choices(caseworker, "es"))
    assert offered[0] == "Cédula de identidad"
    assert "Permiso por Protección Temporal (PPT)" in offered
    assert "Carné de extranjería" not in offered
    assert "Carné de extranjería" in words(queries.document_type_choices(caseworker, "es", countries=("PE",)))


def test_population_types_are_r4vs_five_in_its_order(caseworker: Actor) -> None:
    expected = ["in_destination", "in_transit", "pendular", "host_community", "returnee"]
    assert codes(queries.population_type_choices(caseworker, "pt")) == expected


def test_countries_of_the_response_carry_the_codes_that_offices_hold(caseworker: Actor) -> None:
    choices = dict(queries.response_country_choices(caseworker, "en"))
    assert (len(choices), choices["BR"], choices["CW"]) == (19, "Brazil", "Curaçao")


@pytest.mark.parametrize(
    ("kind", "count"), [(CaseKind.DOCUMENTATION, 13), (CaseKind.HUMANITARIAN_AID, 22), (CaseKind.ECONOMIC_INTEGRATION, 14)]
)
def test_services_of_a_kind_are_offered_and_listed(caseworker: Actor, kind: CaseKind, count: int) -> None:
    assert len(queries.service_choices(caseworker, "es", kind=kind)) == count
    assert len(queries.list_services(caseworker, kind=kind)) == count


def test_a_retired_service_is_offered_for_days_before_its_end_only(coordinator: Actor) -> None:
    service = retire_service(coordinator, "D-APO", last_day=date(2026, 6, 30), based_on=1)
    value = str(service.id)
    assert value in codes(queries.service_choices(coordinator, "es", on=date(2026, 6, 30)))
    assert value not in codes(queries.service_choices(coordinator, "es", on=date(2026, 7, 1)))
    assert value not in codes(queries.service_choices(coordinator, "es"))
    assert "D-APO" in [one.code for one in queries.list_retired_services(coordinator, kind=CaseKind.DOCUMENTATION)]


def test_an_entry_out_of_use_is_still_found_by_its_code(coordinator: Actor) -> None:
    retire_service(coordinator, "D-APO", last_day=date(2026, 6, 30), based_on=1)
    found = queries.find_by_code(coordinator, Service, "D-APO")
    kept = queries.find_listed(coordinator, Service, "D-APO")
    assert found is not None
    assert kept is not None
    assert found.id == kept.id
    assert queries.find_by_code(coordinator, Service, "NOWHERE") is None
    assert queries.find_listed(coordinator, Service, "NOWHERE") is None


def test_pages_ask_for_services_and_areas_without_knowing_models(caseworker: Actor) -> None:
    assert len(queries.listed_services(caseworker, kind=CaseKind.DOCUMENTATION)) == 13
    area = queries.find_listed_area(caseworker, "EC-M")
    assert area is not None
    assert (area.name("en"), area.group) == ("Manabí", "EC")
    assert queries.find_listed_area(caseworker, "EC-ZZ") is None


def test_all_lists_of_a_form_cost_one_query_once_they_are_kept(
    caseworker: Actor, session: Session, statements: list[str]
) -> None:
    def ask() -> None:
        queries.service_choices(caseworker, "es")
        queries.area_choices(caseworker)
        queries.document_type_choices(caseworker, "es")
        queries.population_type_choices(caseworker, "es")
        queries.list_specific_needs(caseworker)

    ask()
    session.commit()
    statements.clear()
    ask()
    assert len([one for one in statements if one.startswith("SELECT")]) == 1


def test_a_change_of_the_catalogue_is_offered_at_once(coordinator: Actor) -> None:
    before = queries.service_choices(coordinator, "es")
    added = ServiceFactory(name_es="Servicio nuevo")
    assert set(queries.service_choices(coordinator, "es")) - set(before) == {(str(added.id), "Servicio nuevo")}


def test_a_change_that_was_rolled_back_is_not_offered(session: Session, coordinator: Actor) -> None:
    before = queries.service_choices(coordinator, "es")
    retire_service(coordinator, "D-APO", last_day=date(2020, 1, 1), based_on=1)
    assert len(queries.service_choices(coordinator, "es")) == len(before) - 1
    session.rollback()
    assert queries.service_choices(coordinator, "es") == before


def test_points_that_no_service_serves_are_those_of_public_policy(caseworker: Actor) -> None:
    unserved = queries.list_unserved_points(caseworker)
    assert {point.number for point in unserved} == POLICY_POINTS
    assert {point.scope for point in unserved} == {PointScope.POLICY}


def test_a_point_served_only_by_a_retired_service_is_unserved(session: Session, coordinator: Actor) -> None:
    retire_service(coordinator, "D-REG", last_day=date(2020, 1, 1), based_on=1)
    session.flush()
    session.expire_all()
    assert "expired_documents_accepted" in {point.code for point in queries.list_unserved_points(coordinator)}


def test_action_points_come_by_number_with_their_links_in_a_few_queries(
    caseworker: Actor, session: Session, statements: list[str]
) -> None:
    session.expunge_all()
    points = queries.list_action_points(caseworker)
    assert [point.number for point in points] == list(range(1, 19))
    assert all(point.axis.title("es") and point.services is not None for point in points)
    assert len(points[1].sub_points) == 8
    assert len(statements) <= 5


def test_indicators_come_with_sector_and_points(caseworker: Actor) -> None:
    indicators = queries.list_indicators(caseworker)
    assert len(indicators) == 86
    doc_01 = next(one for one in indicators if one.code == "DOC-01")
    assert doc_01.sector.code == "PRO"
    assert [point.number for point in doc_01.action_points] == [2, 5]


def test_changes_are_told_newest_first_with_both_values(session: Session, coordinator: Actor) -> None:
    retire_service(coordinator, "D-APO", last_day=date(2026, 6, 30), based_on=1)
    edit_service_links(coordinator, "D-APO", action_points=[], sub_points=[], indicators=["DOC-07"], based_on=2)
    session.flush()
    changes = queries.list_changes(coordinator, queries.get_service(coordinator, "D-APO"))
    assert [(change.version, dict(change.fields)) for change in changes] == [
        (3, {"action_points": (["venezuelan_documents"], [])}),
        (2, {"valid_until": (None, "2026-06-30")}),
    ]


def test_entries_in_use_are_counted_in_one_query(coordinator: Actor, statements: list[str]) -> None:
    retire_service(coordinator, "D-APO", last_day=date(2020, 1, 1), based_on=1)
    statements.clear()
    counts = queries.count_entries(coordinator)
    assert {table: counts[table] for table in ("service", "action_point", "area")} == {
        "service": 48,
        "action_point": 18,
        "area": 234,
    }
    assert len([one for one in statements if one.startswith("SELECT")]) == 1


def test_codes_that_name_nothing_are_not_found(caseworker: Actor) -> None:
    with pytest.raises(NotFound):
        queries.get_service(caseworker, "NOWHERE")
    with pytest.raises(NotFound):
        queries.get_action_point(caseworker, "nowhere")


def test_a_system_actor_reads_the_same_lists(session: Session, office: Office) -> None:
    staff = actor_of(Role.CASEWORKER, office)
    assert queries.service_choices(system_actor("reporting.draft"), "es") == queries.service_choices(staff, "es")
