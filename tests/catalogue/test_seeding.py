from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEvent
from app.catalogue import queries
from app.catalogue.models import ActionPoint, CatalogueEdition, CatalogueRevision, DocumentType, Entry, PopulationType, Service
from app.catalogue.services import edit_action_point, edit_service_links, load_seeds, seeding
from app.foundation.actor import Actor
from tests.catalogue.test_editing import content_of
from tests.factories.catalogue import seeded

ChangeSeeds = Callable[[str, str, str], None]


@pytest.fixture
def change_seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ChangeSeeds:
    """``change_seeds(file, old, new)`` replaces words in a copy of the files, which is what is loaded from then on."""
    copy = tmp_path / "seeds"
    shutil.copytree(seeding.SEEDS, copy)
    monkeypatch.setattr(seeding, "SEEDS", copy)

    def change(file: str, old: str, new: str) -> None:
        text = (copy / file).read_text(encoding="utf-8")
        assert old in text
        (copy / file).write_text(text.replace(old, new), encoding="utf-8")

    return change


def all_states(session: Session) -> dict[object, tuple[int, object]]:
    models = [seed_list.model for seed_list in seeding.LISTS]
    entries: list[Entry] = [entry for model in models for entry in session.scalars(sa.select(model))]
    return {entry.id: (entry.version, entry.edited_at) for entry in entries}


def test_loading_the_seeds_again_changes_nothing(session: Session) -> None:
    before, edition = all_states(session), session.scalar(sa.select(CatalogueEdition.token))

    assert load_seeds() == 0

    session.flush()
    assert all_states(session) == before
    assert session.scalar(sa.select(CatalogueEdition.token)) == edition
    assert session.scalar(sa.select(sa.func.count(CatalogueRevision.id))) == 0


def test_loading_the_seeds_again_reads_each_list_once(session: Session) -> None:
    statements: list[str] = []
    connection = session.connection()
    sa.event.listen(connection, "before_cursor_execute", lambda *call: statements.append(call[2]))
    load_seeds()
    assert len(statements) <= 2 * len(seeding.LISTS)


def test_the_first_loading_left_one_audit_row_with_its_count(session: Session) -> None:
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "catalogue:loaded")).one()
    assert event.count == len(all_states(session))
    assert event.system_name == "catalogue.seeds"


def test_what_a_coordinator_wrote_survives_loading_again(session: Session, coordinator: Actor, change_seeds: ChangeSeeds) -> None:
    point = queries.get_action_point(coordinator, "anti_xenophobia")
    written = content_of(point, title_es="Contra la xenofobia")
    edit_action_point(coordinator, point.code, written, based_on=1)
    change_seeds("action_points.yaml", "Lucha contra la discriminación, la intolerancia y la xenofobia", "Otro título")

    load_seeds()

    session.expire_all()
    assert seeded(ActionPoint, "anti_xenophobia").title_es == "Contra la xenofobia"
    assert seeded(ActionPoint, "anti_xenophobia").version == 2


def test_links_that_a_coordinator_set_survive_loading_again(coordinator: Actor) -> None:
    edit_service_links(coordinator, "H-KIT", action_points=["anti_xenophobia"], sub_points=[], indicators=[], based_on=1)
    assert load_seeds() == 0
    assert [point.code for point in queries.get_service(coordinator, "H-KIT").action_points] == ["anti_xenophobia"]


def test_an_entry_that_nobody_edited_follows_its_file_and_keeps_what_it_said(
    session: Session, coordinator: Actor, change_seeds: ChangeSeeds
) -> None:
    change_seeds("services.yaml", "name_en: Vaccination", "name_en: Vaccines")

    assert load_seeds() == 1

    session.expire_all()
    service = queries.get_service(coordinator, "H-VAC")
    assert (service.name_en, service.version, service.edited_at) == ("Vaccines", 2, None)
    change = queries.list_changes(coordinator, service)[0]
    assert change.fields == {"name_en": ("Vaccination", "Vaccines")}
    assert change.changed_by == "catalogue.seeds"


def test_an_entry_follows_its_file_more_than_once(session: Session, change_seeds: ChangeSeeds) -> None:
    change_seeds("services.yaml", "name_en: Vaccination", "name_en: Vaccines")
    load_seeds()
    change_seeds("services.yaml", "name_en: Vaccines", "name_en: Immunisation")
    load_seeds()
    session.expire_all()
    assert (seeded(Service, "H-VAC").name_en, seeded(Service, "H-VAC").version) == ("Immunisation", 3)


def test_links_follow_the_file(coordinator: Actor, change_seeds: ChangeSeeds) -> None:
    change_seeds("services.yaml", "indicators: [HE-02]", "indicators: [HE-01, HE-02]")
    assert load_seeds() == 1
    assert [one.code for one in queries.get_service(coordinator, "H-VAC").indicators] == ["HE-01", "HE-02"]


def test_what_was_taken_out_of_a_row_also_leaves_the_entry(session: Session, change_seeds: ChangeSeeds) -> None:
    assert seeded(DocumentType, "CO-TMF").note
    change_seeds("document_types.yaml", "note: movimientos pendulares", "note: null")
    load_seeds()
    session.expire_all()
    assert seeded(DocumentType, "CO-TMF").note is None


def test_a_row_that_is_new_in_a_file_is_added(session: Session, coordinator: Actor, change_seeds: ChangeSeeds) -> None:
    choices = queries.population_type_choices(coordinator, "es")
    change_seeds(
        "population_types.yaml",
        "  - code: returnee",
        "  - code: test_group\n    name_es: Grupo de prueba\n    sources: [ED]\n  - code: returnee",
    )

    load_seeds()

    assert seeded(PopulationType, "test_group").name("pt") == "Grupo de prueba"
    assert len(queries.population_type_choices(coordinator, "es")) == len(choices) + 1


def test_an_entry_whose_row_is_gone_stays_for_the_records_that_point_at_it(session: Session, change_seeds: ChangeSeeds) -> None:
    change_seeds("population_types.yaml", "code: returnee", "code: returnee_renamed")
    load_seeds()
    assert seeded(PopulationType, "returnee").name_es == "Retornada (p. ej. colombiana)"
