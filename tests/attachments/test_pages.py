"""Attaching, reading and removing over HTTP, as a caseworker, as another office, and after an erasure."""

from __future__ import annotations

import dataclasses
import os
import stat
import time
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.attachments import services, storage
from app.attachments.enums import OwnerKind
from app.attachments.models import Attachment
from app.audit.models import AuditEvent
from app.cases.models import Case
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.encryption import shred
from app.foundation.ids import new_id
from app.foundation.jobs import OutboxMessage
from tests.attachments import samples
from tests.conftest import SignIn
from tests.factories.cases import case_at
from tests.guarded_client import GuardedClient

TITLE = "CANARY-TITLE pasaporte"


@pytest.fixture
def case_id(session: Session, office: Office) -> UUID:
    case = case_at(office)
    session.commit()
    return case.id


@pytest.fixture
def owners(session: Session, office: Office) -> dict[OwnerKind, str]:
    """The address of the attachments in a case's file and in its person's."""
    case = case_at(office)
    session.commit()
    return {OwnerKind.CASE: f"/cases/{case.id}/attachments", OwnerKind.PERSON: f"/people/{case.person_id}/attachments"}


@pytest.fixture
def browser(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.CASEWORKER)


def attach(
    browser: GuardedClient,
    address: str,
    content: bytes | None = None,
    name: str = "María Briceño.jpg",
    *,
    field: str = "file",
    submission_id: UUID | None = None,
    **fields: Any,
) -> Any:
    sent = (BytesIO(samples.photo_with_place() if content is None else content), name)
    data = {"title": TITLE, field: sent, **fields}
    return browser.submit(f"{address}/new", submission_id=submission_id, **data)


def stored() -> list[Attachment]:
    return list(db.session.scalars(sa.select(Attachment).order_by(Attachment.id)))


def actions(session: Session) -> list[str]:
    return list(
        session.scalars(sa.select(AuditEvent.action).where(AuditEvent.action.startswith("attachment:")).order_by(AuditEvent.id))
    )


@pytest.mark.parametrize("kind", OwnerKind)
def test_a_photo_is_attached_listed_and_given_out_clean(
    session: Session, browser: GuardedClient, owners: dict[OwnerKind, str], kind: OwnerKind
) -> None:
    answer = attach(browser, owners[kind], field="photo")
    assert (answer.status_code, answer.location) == (303, owners[kind])
    (one,) = stored()
    page = browser.get(owners[kind])
    assert TITLE in page.text
    download = browser.get(f"{owners[kind]}/{one.id}")
    assert (download.status_code, download.mimetype) == (200, "image/jpeg")
    assert samples.PLACE not in download.data
    assert Image.open(BytesIO(download.data)).size == (40, 60)
    assert {name: download.headers[name] for name in ("X-Content-Type-Options", "Cache-Control", "Content-Security-Policy")} == {
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    assert download.headers["Content-Disposition"] == 'attachment; filename="archivo-1.jpg"'
    assert actions(session) == ["attachment:added", "attachment:opened"]


def test_a_document_is_given_out_clean(browser: GuardedClient, owners: dict[OwnerKind, str]) -> None:
    address = owners[OwnerKind.CASE]
    assert attach(browser, address, samples.hostile_document(), "decision.pdf").status_code == 303
    download = browser.get(f"{address}/{stored()[0].id}")
    assert (download.mimetype, download.headers["Content-Disposition"]) == (
        "application/pdf",
        'attachment; filename="archivo-1.pdf"',
    )
    assert b"CANARY" not in download.data


def test_the_file_on_the_disk_is_sealed_private_and_nameless(
    session: Session, browser: GuardedClient, owners: dict[OwnerKind, str]
) -> None:
    attach(browser, owners[OwnerKind.CASE])
    (one,) = stored()
    path = storage.path_of(one.file_name)
    row = session.execute(sa.text("SELECT row_to_json(attachment)::text FROM attachment")).scalar_one()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert b"JFIF" not in path.read_bytes()
    assert not path.read_bytes().startswith(b"\xff\xd8")
    for words in ("CANARY", "Mar", "Brice"):
        assert words not in row
        assert words not in str(path)


def test_in_a_folder_that_accounts_share_a_file_is_its_groups_too(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = app.extensions["settings"].state / "shared"
    monkeypatch.setitem(app.extensions, "settings", dataclasses.replace(app.extensions["settings"], attachments=shared))
    shared.mkdir()
    shared.chmod(0o2770)
    before = os.umask(0o007)
    try:
        with app.app_context():
            storage.write(name := storage.new_name(), b"sealed")
            path = storage.path_of(name)
    finally:
        os.umask(before)
    assert path.is_relative_to(shared)
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o660, 0o2770)


def test_a_sealed_content_opens_in_its_own_place_only(browser: GuardedClient, owners: dict[OwnerKind, str]) -> None:
    from app.foundation.encryption import SealBroken

    address = owners[OwnerKind.CASE]
    attach(browser, address)
    attach(browser, address, samples.picture("PNG"), "x.png")
    first, second = stored()
    storage.path_of(second.file_name).write_bytes(storage.read(first.file_name))
    with pytest.raises(SealBroken):
        services.open_attachment(browser.actor, OwnerKind.CASE, second.owner_id, second.id)


@pytest.mark.parametrize(
    ("content", "name", "fault"),
    [
        (samples.drawing(), "x.svg", "unknown_format"),
        (samples.page_and_picture(), "x.jpg", "two_formats"),
        (samples.bomb(), "x.png", "too_many_pixels"),
        (samples.picture(), "../../x.jpg", "name"),
        (samples.picture() + bytes(11 * 1024 * 1024), "x.jpg", "too_large"),
    ],
    ids=["drawing", "polyglot", "bomb", "path", "11 MB"],
)
def test_a_refused_file_leaves_a_sentence_its_title_and_one_row(
    session: Session, browser: GuardedClient, owners: dict[OwnerKind, str], *, content: bytes, name: str, fault: str
) -> None:
    answer = attach(browser, owners[OwnerKind.PERSON], content, name)
    assert (answer.status_code, TITLE in answer.text) == (422, True)
    assert "govuk-error-summary" in answer.text
    refusal = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "attachment:refused")).one()
    assert (refusal.fields, stored()) == ([fault], [])


def test_a_request_beyond_the_bound_is_not_read(
    app: Flask, browser: GuardedClient, owners: dict[OwnerKind, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert app.config["LONGEST_UPLOAD"] == 12 * 1024 * 1024
    monkeypatch.setitem(app.config, "LONGEST_UPLOAD", 100_000)
    answer = attach(browser, owners[OwnerKind.CASE], samples.picture() + bytes(200_000), "x.jpg")
    assert (answer.status_code, stored()) == (413, [])


def test_other_pages_keep_their_own_bound(browser: GuardedClient, owners: dict[OwnerKind, str]) -> None:
    notes = owners[OwnerKind.CASE].replace("attachments", "notes/new")
    assert browser.submit(notes, text="x" * (3 * 1024 * 1024)).status_code == 413


@pytest.mark.parametrize("title", ["", " "])
def test_a_file_without_words_or_words_without_a_file_are_asked_for(
    browser: GuardedClient, owners: dict[OwnerKind, str], title: str
) -> None:
    address = owners[OwnerKind.CASE]
    assert attach(browser, address, title=title).status_code == 422
    assert browser.submit(f"{address}/new", title=TITLE).status_code == 422
    two = attach(browser, address, photo=(BytesIO(samples.picture()), "y.jpg"))
    assert (two.status_code, stored()) == (422, [])


def test_two_files_under_one_field_are_refused_and_none_is_dropped_in_silence(
    browser: GuardedClient, owners: dict[OwnerKind, str]
) -> None:
    two = [(BytesIO(samples.picture()), "x.jpg"), (BytesIO(samples.picture("PNG")), "y.png")]
    answer = browser.submit(f"{owners[OwnerKind.CASE]}/new", title=TITLE, file=two)
    assert (answer.status_code, stored()) == (422, [])
    assert TITLE in answer.text


def test_the_same_form_twice_attaches_once(browser: GuardedClient, owners: dict[OwnerKind, str]) -> None:
    address, submission_id = owners[OwnerKind.CASE], new_id()
    answers = [attach(browser, address, submission_id=submission_id).status_code for _ in range(2)]
    other = attach(browser, address, samples.picture("PNG"), "x.png", submission_id=submission_id)
    assert (answers, other.status_code, len(stored())) == ([303, 303], 409, 1)


@pytest.mark.parametrize("kind", OwnerKind)
def test_colleagues_of_another_office_find_nothing(
    sign_in: SignIn, browser: GuardedClient, other_office: Office, owners: dict[OwnerKind, str], kind: OwnerKind
) -> None:
    attach(browser, owners[kind])
    (one,) = stored()
    stranger = sign_in(Role.SUPERVISOR, at=other_office)
    address = owners[kind]
    answers = [stranger.get(path).status_code for path in (address, f"{address}/new", f"{address}/{one.id}")]
    answers += [
        attach(stranger, address).status_code,
        stranger.submit(f"{address}/{one.id}/remove", reason="replaced").status_code,
    ]
    assert (answers, len(stored())) == ([404] * 5, 1)


def test_an_attachment_is_reached_through_its_own_file_only(browser: GuardedClient, owners: dict[OwnerKind, str]) -> None:
    attach(browser, owners[OwnerKind.CASE])
    (one,) = stored()
    assert browser.get(f"{owners[OwnerKind.PERSON]}/{one.id}").status_code == 404


@pytest.mark.parametrize("kind", OwnerKind)
def test_a_removed_attachment_leaves_who_when_and_why(
    session: Session, browser: GuardedClient, owners: dict[OwnerKind, str], kind: OwnerKind
) -> None:
    attach(browser, owners[kind])
    (one,) = stored()
    path, address = storage.path_of(one.file_name), f"{owners[kind]}/{one.id}"
    assert TITLE in browser.get(f"{address}/remove").text
    assert browser.submit(f"{address}/remove").status_code == 422
    assert browser.submit(f"{address}/remove", reason="wrong_file").status_code == 303
    assert path.exists(), "the file goes once the removal is committed"
    asked = session.scalars(sa.select(OutboxMessage).where(OutboxMessage.job == "attachments.shred_removed")).one()
    services.shred_removed(UUID(asked.arguments["attachment_id"]))
    assert not path.exists()
    page = browser.get(owners[kind]).text
    assert (TITLE in page, "Era el archivo equivocado" in page, browser.user.name in page) == (False, True, True)
    assert [browser.get(address).status_code, browser.submit(f"{address}/remove", reason="replaced").status_code] == [409, 409]
    assert (one.title, one.removed_by, actions(session)[-1]) == (None, browser.user.id, "attachment:removed")


def test_an_attachment_that_is_there_is_never_shredded(browser: GuardedClient, owners: dict[OwnerKind, str]) -> None:
    attach(browser, owners[OwnerKind.CASE])
    (one,) = stored()
    services.shred_removed(one.id)
    assert storage.path_of(one.file_name).exists()


def test_the_attachments_of_an_erased_person_say_so(
    session: Session, browser: GuardedClient, owners: dict[OwnerKind, str]
) -> None:
    address = owners[OwnerKind.PERSON]
    attach(browser, address)
    (one,) = stored()
    shred(one.owner_id)
    session.commit()
    page, download = browser.get(address), browser.get(f"{address}/{one.id}")
    assert ("Borrado" in page.text, TITLE in page.text, download.status_code) == (True, False, 409)
    assert attach(browser, address).status_code == 409


def test_an_erased_case_offers_and_takes_no_attachment(
    session: Session, browser: GuardedClient, owners: dict[OwnerKind, str]
) -> None:
    address = owners[OwnerKind.CASE]
    assert f'href="{address}/new"' in browser.get(address).text
    session.execute(sa.update(Case).values(erased_at=now()))
    session.commit()
    assert f'href="{address}/new"' not in browser.get(address).text
    answer = attach(browser, address)
    assert (answer.status_code, "se borró" in answer.text) == (409, True)
    assert stored() == []


def test_a_reporting_officer_reaches_no_attachment(sign_in: SignIn, browser: GuardedClient, owners: dict[OwnerKind, str]) -> None:
    attach(browser, owners[OwnerKind.CASE])
    answer = sign_in(Role.REPORTING_OFFICER).get(f"{owners[OwnerKind.CASE]}/{stored()[0].id}")
    assert answer.status_code == 403


def age(path: Path, hours: float) -> None:
    moment = time.time() - hours * 3600
    os.utime(path, (moment, moment))


def test_a_death_between_file_and_commit_leaves_a_file_that_is_swept(
    app: Flask, browser: GuardedClient, owners: dict[OwnerKind, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    write = storage.write

    def die_after(name: str, sealed: bytes) -> None:
        write(name, sealed)
        raise Killed

    address = owners[OwnerKind.CASE]
    attach(browser, address)
    kept = storage.path_of(stored()[0].file_name)
    before = set(storage.folder().glob("??/*"))
    monkeypatch.setattr(storage, "write", die_after)
    with pytest.raises(Killed):
        attach(browser, address, samples.picture("PNG"), "x.png")
    (orphan,) = set(storage.folder().glob("??/*")) - before
    assert len(stored()) == 1, "no row without its file"
    services.sweep()
    assert orphan.exists(), "a saving may still be under way"
    age(orphan, 2)
    age(kept, 2)
    unfinished = kept.with_suffix(".new")
    unfinished.write_bytes(b"half")
    age(unfinished, 2)
    assert services.sweep() >= 1
    assert (orphan.exists(), unfinished.exists(), kept.exists()) == (False, False, True)
