"""Forms about a file that are saved in the very instant in which the file is merged: over two connections, by real requests."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import create_app
from app.accounts.doors import actor_for
from app.accounts.drafts import OPEN
from app.accounts.models import Office, User
from app.accounts.permissions import Role
from app.catalogue.models import DocumentType, Service, SpecificNeed
from app.foundation import access
from app.foundation.actor import Actor, ActorKind
from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.errors import DomainError
from app.foundation.transactions import transaction
from app.people.enums import MergeGround
from app.people.models import Person
from app.people.services import MergeChoice, merge_people
from app.tables import METADATA
from app.web import second_try
from config import Settings
from ops.bench.browser import FormReader
from ops.throwaway import ThrowawayServers
from tests.attachments import samples
from tests.factories.accounts import GrantFactory, OfficeFactory, UserFactory
from tests.factories.cases import case_at
from tests.factories.catalogue import seeded
from tests.factories.people import ConsentFactory, PersonFactory
from tests.guarded_client import GuardedClient
from tests.web.conftest import Elements
from tests.workers.conftest import Workers
from tests.workers.contexts import clear_as_owner

WRITTEN_HERE = (
    "submission", "browser_session", "outbox_message", "person_merge_row", "person_merge", "attachment", "consent",
    "service_delivery", "follow_up", "case_note", "case_assignment", "case_status_change", '"case"', "child_care",
    "alternate_contact", "stay", "person_need", "functioning", "identity_document", "household_event", "household_member",
    "household", "person_change", "person_situation", "person_language", "person_nationality", "name_word", "person",
    "user_grant", '"user"', "office", "number_series", "data_key",
)  # fmt: skip
AS_IT_IS = MergeChoice(ground=MergeGround.PERSON_SAID, sides={}, versions=(1, 1))
WORDS = "La encontraron en el terminal de buses con los niños"
SECONDS_TO_GET_IN = 0.6
STAYS = {("person_merge", "merged_id"), ("match_decision", "person_id"), ("match_decision", "other_id")}
OF_THE_FILE_ITSELF = {"person", "person_nationality", "person_language"}


@dataclass(frozen=True)
class Scene:
    """Two files of one person, a third person, and who works with them."""

    web: Flask
    user: User
    kept: Person
    other: Person
    third: Person
    case_id: UUID


class Colleague(GuardedClient):
    """Without the guard against open changes: the merge beside it writes in the same moment."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return FlaskClient.open(self, *args, **kwargs)


@dataclass(frozen=True)
class Written:
    """One form: where it stands, a field by which it is known, what is typed, and into which table it writes."""

    path: str
    holding: str
    table: str
    typed: Callable[[Scene], dict[str, Any]] = field(default=lambda _scene: {})


def day(name: str) -> dict[str, str]:
    today = today_in("America/Bogota")
    return {f"{name}-day": str(today.day), f"{name}-month": str(today.month), f"{name}-year": str(today.year)}


def care(**guardian: str) -> dict[str, str]:
    known = {"situation": "separated", "consent_holder": "nobody_yet", "guardian_relation": "other_relative"}
    return {**known, **day("since_on"), **guardian}


FORMS = {
    "document": Written(
        "/people/{other}/documents/new", "document_type", "identity_document",
        lambda _scene: {"document_type": str(seeded(DocumentType, "VE-PAS").id), "state": "held", "number": "AB123456"},
    ),
    "stay": Written(
        "/people/{other}/stays/new", "kind", "stay", lambda _scene: {"kind": "asylum_seeker", "country": "CO"}
    ),
    "need": Written(
        "/people/{other}/needs/new", "need", "person_need",
        lambda _scene: {"need": str(seeded(SpecificNeed, "SM-CI").id), "note": WORDS},
    ),
    "contact": Written(
        "/people/{other}/contacts/new", "may_be_told", "alternate_contact",
        lambda _scene: {"name": "Vecina", "relation": "neighbour", "may_be_told": "no", "notes": WORDS},
    ),
    "consent": Written(
        "/people/{other}/consents/new", "consents-evidence", "consent",
        lambda _scene: {"consents-case_management": "given", "consents-certified": "y"},
    ),
    "paper": Written(
        "/people/{other}/attachments/new", "title", "attachment",
        lambda _scene: {"title": WORDS, "photo": (BytesIO(samples.picture()), "foto.jpg")},
    ),
    "paper of a case": Written(
        "/cases/{case}/attachments/new", "title", "attachment",
        lambda _scene: {"title": WORDS, "photo": (BytesIO(samples.picture()), "foto.jpg")},
    ),
    "case": Written(
        "/people/{other}/cases/new?kind=documentation", "goal", "case",
        lambda scene: {"goal": WORDS, "risk": "medium", "intake_needs": "regularisation", "caseworker_id": str(scene.user.id)},
    ),
    "note": Written("/cases/{case}/notes/new", "text", "case_note", lambda _scene: {"text": WORDS}),
    "service": Written(
        "/cases/{case}/services/new", "service_id", "service_delivery",
        lambda _scene: {"service_id": seeded(Service, "H-ALI").id, "quantity": "1", "currency": "COP", **day("delivered_on")},
    ),
    "follow-up": Written(
        "/cases/{case}/follow-ups/new", "purpose", "follow_up", lambda _scene: {"kind": "appointment", **day("due_on")}
    ),
    "family": Written(
        "/people/{other}/household/new", "relation", "household_member",
        lambda _scene: {"given_names": "Luis", "surname_1": "Pinto", "sex": "male", "birth_known": "age", "stated_age": "40",
            "nationality": "VEN", "population_type": "in_transit", "relation": "sibling"},
    ),
    "somebody joins": Written(
        "/people/{third}/household/add", "relation", "household_member",
        lambda scene: {"code": scene.other.code, "relation": "sibling", **day("joined_on")},
    ),
    "who cares for the child": Written(
        "/people/{other}/care", "situation", "child_care",
        lambda _scene: care(guardian_known="name", guardian_name="Tía de Maracaibo con dos niños"),
    ),
    "for whom somebody cares": Written(
        "/people/{third}/care", "situation", "child_care",
        lambda scene: care(guardian_known="code", guardian_code=scene.other.code),
    ),
    "correction": Written("/people/{other}/edit", "surname_1", "submission", lambda _scene: {"surname_1": "Guerreiro"}),
}  # fmt: skip


@pytest.fixture(scope="session")
def pages(workers: Workers) -> Iterator[Flask]:
    """The pages on the jobs' database, where each request has a connection of its own."""
    settings = dataclasses.replace(Settings.from_environment(workers.environment), public_url="http://localhost")
    application = create_app(settings)
    application.config.update(WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    application.test_client_class = Colleague
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture
def scene(request: pytest.FixtureRequest, jobs_session: Any, pages: Flask, servers: ThrowawayServers) -> Iterator[Scene]:
    office: Office = OfficeFactory(code="CUC", name="Cúcuta", country="CO", time_zone="America/Bogota")
    user: User = UserFactory(office=office)
    GrantFactory(user=user, role=Role.CASEWORKER, office=office)
    born = getattr(request, "param", 1992)
    kept, other = (PersonFactory(office=office, given_names=name, birth_year=born) for name in ("Rosa", "Rosa E."))
    third = PersonFactory(office=office, given_names="Eva", birth_year=2014)
    for person in (kept, other, third):
        ConsentFactory(person_id=person.id)
    case = case_at(office, person=other, caseworker=user)
    db.session.commit()
    yield Scene(pages, user, kept, other, third, case.id)
    jobs_session.rollback()
    with db.session.no_autoflush:
        clear_as_owner(servers, WRITTEN_HERE)


@contextmanager
def once(event: str, act: Callable[[], Any]) -> Iterator[None]:
    """Do something at the first such event of a session of this thread that has something to write."""
    here, is_done = threading.get_ident(), threading.Event()

    def happen(session: Session, *_rest: object) -> None:
        if threading.get_ident() == here and not is_done.is_set() and (event != "before_flush" or session.new or session.dirty):
            is_done.set()
            act()

    sa.event.listen(Session, event, happen)
    try:
        yield
    finally:
        sa.event.remove(Session, event, happen)


class Merge(threading.Thread):
    """A colleague merges the two files, over a connection of their own. ``before_commit`` waits with everything written."""

    def __init__(self, scene: Scene, before_commit: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._scene, self._before_commit = scene, before_commit
        self._ids = scene.user.id, scene.kept.id, scene.other.id
        self.outcome = ""

    def run(self) -> None:
        user_id, kept_id, other_id = self._ids
        with self._scene.web.app_context():
            access.enter(Actor(kind=ActorKind.STAFF, id=user_id, name="Ana"))
            actor = actor_for(db.session.get_one(User, user_id))
            try:
                with transaction():
                    merge_people(actor, kept_id, other_id, AS_IT_IS)
                    self._before_commit()
                self.outcome = "merged"
            except DomainError as refusal:
                self.outcome = type(refusal).__name__


def filled_in(client: Colleague, scene: Scene, form: Written) -> tuple[str, dict[str, Any]]:
    path = form.path.format(other=scene.other.id, third=scene.third.id, case=scene.case_id)
    shown = client.get(path)
    assert shown.status_code == 200, path
    reader = FormReader(form.holding)
    reader.feed(shown.text)
    assert reader.found, f"{path} shows no form with {form.holding}"
    fields: dict[str, Any] = {}
    for name, value in reader.found:
        fields.setdefault(name, []).append(value)
    return path, fields | form.typed(scene)


def counted(scene: Scene, form: Written) -> int:
    db.session.rollback()
    return db.session.scalar(sa.text(f'SELECT count(*) FROM "{form.table}"')) or 0  # noqa: S608 - a fixed name


def then_nothing_is_lost(scene: Scene, form: Written, answer: Any, *, before: int, is_merged: bool) -> None:
    """Saved where the person is now, kept as a draft, or refused in words with the way to go on; never half, never a fault."""
    added = counted(scene, form) - before
    is_about_the_merged_file = form.path.startswith("/people/{other}")
    assert answer.status_code == 303 or is_about_the_merged_file, "a case and a third person are where they were"
    if answer.status_code == 303 and f"{OPEN}=" in answer.location:
        assert (is_about_the_merged_file, added) == (True, 0), "it is kept as a draft, which opens in the kept file"
    elif answer.status_code == 303:
        assert added >= 1
    else:
        assert (answer.status_code, added) == (409, 0), Elements(answer.text).text
        assert not is_merged or f'href="/people/{scene.kept.id}"' in answer.text
        assert form.typed(scene).get("note") is None or WORDS in answer.text
    assert not is_merged or left_behind(scene.other.id) == []


def left_behind(merged_id: UUID) -> list[str]:
    """Columns in which something still points at the merged file."""
    found = []
    for table in METADATA.sorted_tables:
        for key in table.foreign_keys:
            column = key.parent
            if key.column.table.name != "person" or key.column.name != "id" or table.name in OF_THE_FILE_ITSELF:
                continue
            if (table.name, column.name) not in STAYS and db.session.scalar(sa.select(sa.exists().where(column == merged_id))):
                found.append(f"{table.name}.{column.name}")
    return found


def signed_in(scene: Scene) -> Colleague:
    client = scene.web.test_client()
    assert isinstance(client, Colleague)
    with scene.web.app_context():
        client.sign_in(db.session.get_one(User, scene.user.id))
    return client


CHILD = "who cares for the child"
PARAMS = [pytest.param(2014 if name == CHILD else 1992, form, id=name) for name, form in FORMS.items()]


@pytest.mark.parametrize(("scene", "form"), PARAMS, indirect=["scene"])
def test_what_is_saved_after_the_file_was_merged_meanwhile(scene: Scene, form: Written) -> None:
    client = signed_in(scene)
    path, fields = filled_in(client, scene, form)
    before, merge = counted(scene, form), Merge(scene)

    def get_in() -> None:
        merge.start()
        merge.join(SECONDS_TO_GET_IN)

    with once("before_flush", get_in):
        answer = client.post(path, data=fields)
    assert merge.ident, "nothing was written: no merge came in between"
    merge.join(20)
    then_nothing_is_lost(scene, form, answer, before=before, is_merged=merge.outcome == "merged")


@pytest.mark.parametrize(("scene", "form"), PARAMS, indirect=["scene"])
def test_what_is_sent_while_the_merge_is_not_yet_committed(scene: Scene, form: Written) -> None:
    client = signed_in(scene)
    path, fields = filled_in(client, scene, form)
    before, everything_is_written = counted(scene, form), threading.Event()

    def hold() -> None:
        everything_is_written.set()
        time.sleep(SECONDS_TO_GET_IN)

    merge = Merge(scene, hold)
    merge.start()
    assert everything_is_written.wait(20), merge.outcome
    answer = client.post(path, data=fields)
    merge.join(20)
    assert merge.outcome == "merged"
    then_nothing_is_lost(scene, form, answer, before=before, is_merged=True)


def test_without_the_second_try_it_would_be_a_fault(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_try, "MOVED_ON", frozenset())
    client, form = signed_in(scene), FORMS["document"]
    path, fields = filled_in(client, scene, form)
    merge = Merge(scene)

    def get_in() -> None:
        merge.start()
        merge.join(20)

    with once("before_flush", get_in):
        assert client.post(path, data=fields).status_code == 500
