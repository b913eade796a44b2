from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEvent
from app.catalogue import queries
from app.catalogue.enums import Confidence
from app.catalogue.models import ActionPoint, CatalogueRevision
from app.catalogue.services import ActionPointContent, edit_action_point, edit_service_links, reinstate_service, retire_service
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed, NotFound, RefusedInput, StaleVersion, WrongState

POINT = "trafficking_smuggling"


def content_of(point: ActionPoint, **changes: Any) -> ActionPointContent:
    """What a form of the point would send, with some fields changed."""
    fields = {field.name: getattr(point, field.name) for field in dataclasses.fields(ActionPointContent)}
    return ActionPointContent(**(fields | {"sources": tuple(point.sources)} | changes))


def audited(session: Session, action: str) -> AuditEvent:
    session.flush()
    return session.scalars(sa.select(AuditEvent).where(AuditEvent.action == action)).one()


def test_an_edit_makes_a_new_version_and_keeps_the_earlier_one(session: Session, coordinator: Actor) -> None:
    point = queries.get_action_point(coordinator, POINT)
    edit_action_point(coordinator, POINT, content_of(point, title_en="Against trafficking", number=None), based_on=1)

    assert (point.version, point.title_en, point.number) == (2, "Against trafficking", None)
    revision = session.scalars(sa.select(CatalogueRevision)).one()
    assert (revision.entry_table, revision.entry_id, revision.version) == ("action_point", point.id, 1)
    assert revision.earlier["number"] == 10
    assert revision.earlier["confidence"] == "unconfirmed"
    assert (revision.changed_by_id, revision.changed_by_name) == (coordinator.id, coordinator.name)


def test_an_edit_is_audited_by_the_names_of_the_fields_only(session: Session, coordinator: Actor) -> None:
    point = queries.get_action_point(coordinator, POINT)
    edit_action_point(coordinator, POINT, content_of(point, title_en="Against trafficking", note="Leído"), based_on=1)
    event = audited(session, "action_point:edited")
    assert (event.actor_id, event.subject_id, event.fields) == (coordinator.id, point.id, ["note", "title_en"])


def test_saving_without_a_change_makes_no_version_and_no_audit_row(session: Session, coordinator: Actor) -> None:
    point = queries.get_action_point(coordinator, POINT)
    edit_action_point(coordinator, POINT, content_of(point), based_on=1)
    session.flush()
    assert (point.version, point.edited_at) == (1, None)
    assert session.scalar(sa.select(sa.func.count(CatalogueRevision.id))) == 0
    assert session.scalar(sa.select(sa.func.count(AuditEvent.id)).where(AuditEvent.action == "action_point:edited")) == 0


def test_an_edit_based_on_an_older_version_is_refused_with_both_values(session: Session, coordinator: Actor) -> None:
    point = queries.get_action_point(coordinator, POINT)
    edit_action_point(coordinator, POINT, content_of(point, title_en="First", confidence=Confidence.CONTENT_ONLY), based_on=1)

    mine = content_of(point, title_en="Second", confidence=Confidence.UNCONFIRMED)
    with pytest.raises(StaleVersion) as refusal:
        edit_action_point(coordinator, POINT, mine, based_on=1)

    assert refusal.value.differences == {
        "Título en inglés": ("First", "Second"),
        "Certeza": ("Solo el contenido confirmado", "Sin confirmar"),
    }
    assert queries.get_action_point(coordinator, POINT).title_en == "First"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": 6}, "number"),
        ({"sources": ("NOWHERE",)}, "sources"),
        ({"confidence": Confidence.NUMBER_AND_CONTENT, "sources": ()}, "sources"),
        ({"confidence": Confidence.NUMBER_AND_CONTENT, "number": None}, "number"),
        ({"valid_until": date(2018, 9, 3)}, "valid_until"),
    ],
)
def test_content_that_breaks_a_rule_is_refused_at_its_field(coordinator: Actor, changes: dict[str, Any], field: str) -> None:
    point = queries.get_action_point(coordinator, POINT)
    with pytest.raises(RefusedInput) as refusal:
        edit_action_point(coordinator, POINT, content_of(point, **changes), based_on=1)
    assert refusal.value.field == field
    assert point.version == 1


def test_reading_the_official_text_lets_the_number_be_printed(coordinator: Actor) -> None:
    point = queries.get_action_point(coordinator, POINT)
    sources = (*point.sources, "https://example.org/declaracion")
    edit_action_point(
        coordinator, POINT, content_of(point, confidence=Confidence.NUMBER_AND_CONTENT, sources=sources), based_on=1
    )
    assert point.donor_title("es").startswith("Punto 10: ")


def test_two_points_can_change_places_by_leaving_one_without_a_number(session: Session, coordinator: Actor) -> None:
    nine, ten = (queries.get_action_point(coordinator, code) for code in ("national_frameworks", POINT))
    edit_action_point(coordinator, ten.code, content_of(ten, number=None), based_on=1)
    edit_action_point(coordinator, nine.code, content_of(nine, number=10), based_on=1)
    edit_action_point(coordinator, ten.code, content_of(ten, number=9), based_on=2)
    session.flush()
    assert (nine.number, ten.number) == (10, 9)


def test_a_point_that_is_not_there_cannot_be_edited(coordinator: Actor) -> None:
    content = content_of(queries.get_action_point(coordinator, POINT))
    with pytest.raises(NotFound):
        edit_action_point(coordinator, "nowhere", content, based_on=1)


def test_editing_links_replaces_them_and_keeps_the_earlier_ones(session: Session, coordinator: Actor) -> None:
    service = edit_service_links(
        coordinator, "D-APO", action_points=["anti_xenophobia", POINT], sub_points=["2d_gbv"], indicators=["DOC-01"], based_on=1
    )
    session.flush()
    assert {point.code for point in service.action_points} == {"anti_xenophobia", POINT}
    revision = session.scalars(sa.select(CatalogueRevision)).one()
    assert (revision.earlier["action_points"], revision.earlier["indicators"]) == (["venezuelan_documents"], ["DOC-07"])
    assert audited(session, "service:links_edited").fields == ["action_points", "indicators", "sub_points"]


def test_the_point_whose_last_service_is_taken_away_counts_as_unserved(session: Session, coordinator: Actor) -> None:
    edit_service_links(coordinator, "D-REG", action_points=[], sub_points=[], indicators=[], based_on=1)
    session.flush()
    session.expire_all()
    assert "expired_documents_accepted" in {point.code for point in queries.list_unserved_points(coordinator)}


@pytest.mark.parametrize("field", ["action_points", "sub_points", "indicators"])
def test_a_link_to_a_code_that_names_nothing_is_refused(coordinator: Actor, field: str) -> None:
    links: dict[str, list[str]] = {"action_points": [], "sub_points": [], "indicators": []} | {field: ["nowhere"]}
    with pytest.raises(RefusedInput) as refusal:
        edit_service_links(coordinator, "D-APO", **links, based_on=1)
    assert refusal.value.field == field


def test_links_based_on_an_older_version_are_refused(coordinator: Actor) -> None:
    edit_service_links(coordinator, "D-APO", action_points=[], sub_points=[], indicators=[], based_on=1)
    with pytest.raises(StaleVersion):
        edit_service_links(coordinator, "D-APO", action_points=[POINT], sub_points=[], indicators=[], based_on=1)


def test_a_retired_service_can_be_reinstated_and_both_are_recorded(session: Session, coordinator: Actor) -> None:
    service = retire_service(coordinator, "D-APO", last_day=date(2026, 6, 30), based_on=1)
    assert service.is_valid_on(date(2026, 6, 30))
    assert not service.is_valid_on(date(2026, 7, 1))
    reinstate_service(coordinator, "D-APO", based_on=2)
    assert (service.valid_until, service.version) == (None, 3)
    assert audited(session, "service:retired").fields == audited(session, "service:reinstated").fields == ["valid_until"]


def test_a_service_in_use_cannot_be_reinstated(coordinator: Actor) -> None:
    with pytest.raises(WrongState):
        reinstate_service(coordinator, "D-APO", based_on=1)


def test_nobody_but_the_coordinator_changes_the_catalogue(caseworker: Actor) -> None:
    content = content_of(queries.get_action_point(caseworker, POINT))
    with pytest.raises(NotAllowed):
        edit_action_point(caseworker, POINT, content, based_on=1)
    with pytest.raises(NotAllowed):
        edit_service_links(caseworker, "D-APO", action_points=[], sub_points=[], indicators=[], based_on=1)
    with pytest.raises(NotAllowed):
        retire_service(caseworker, "D-APO", last_day=date(2026, 6, 30), based_on=1)
    with pytest.raises(NotAllowed):
        reinstate_service(caseworker, "D-APO", based_on=1)
