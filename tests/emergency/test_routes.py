"""The pages of emergency access, as their readers meet them."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.enums import GlassVerdict
from app.accounts.freshness import FRESH_FOR, PROVED_AT, TIME_TO_FILL_IN
from app.accounts.models import BreakGlass, BreakGlassOpening, Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.cases.models import Case
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.jobs import OutboxMessage
from app.people.models import Person
from tests.conftest import SignIn
from tests.emergency.conftest import NOTE, REASON, break_glass_as
from tests.factories.attachments import attachment_of
from tests.factories.cases import case_at
from tests.guarded_client import GuardedClient

NO_SUCH_FILE = "No hay ninguna ficha con ese código que pueda abrirse así."


def person_of(case: Case) -> Person:
    return db.session.get_one(Person, case.person_id)


def code_of(case: Case) -> str:
    return person_of(case).code


def break_glass(client: GuardedClient, code: str, **fields: str) -> object:
    return client.submit("/emergency/open", **{"code": code, "reason": REASON, "understood": "y", **fields})


def words_recorded(session: Session) -> list[str]:
    by_people = sa.select(AuditEvent.action).where(AuditEvent.actor_id.is_not(None), AuditEvent.action != "access:refused")
    return list(session.scalars(by_people.order_by(AuditEvent.occurred_at, AuditEvent.id)))


class TestOpening:
    @pytest.mark.parametrize("which", ["person", "case"])
    def test_the_code_of_a_person_or_of_a_case_opens_the_file(
        self, session: Session, reader: GuardedClient, case: Case, which: str
    ) -> None:
        code = code_of(case) if which == "person" else case.code.lower()
        answer = break_glass(reader, code)
        assert (answer.status_code, answer.location) == (303, f"/people/{case.person_id}")  # type: ignore[attr-defined]
        use = session.scalars(sa.select(BreakGlass)).one()
        assert (use.user_id, use.person_id, use.reason) == (reader.user.id, case.person_id, REASON)
        assert use.expires_at - use.opened_at == timedelta(minutes=60)
        assert "break_glass:opened" in words_recorded(session)
        assert [job.job for job in session.scalars(sa.select(OutboxMessage))] == ["emergency.tell_owners"]

    @pytest.mark.usefixtures("use")
    def test_the_reason_is_sealed(self, session: Session) -> None:
        stored = session.scalar(sa.text("SELECT reason_sealed FROM break_glass"))
        assert stored
        assert "clínica".encode() not in stored

    @pytest.mark.parametrize("kind", ["unknown", "own", "restricted", "restricted case"])
    def test_what_may_not_be_opened_is_not_told_apart(
        self, session: Session, reader: GuardedClient, case: Case, other_office: Office, kind: str
    ) -> None:
        if kind == "restricted":
            session.execute(sa.update(Case).values(is_restricted=True))
            person_of(case).is_restricted = True
        if kind == "restricted case":
            case.is_restricted = True
        session.commit()
        code = {
            "unknown": "CUC-P-999999",
            "own": code_of(case_at(other_office)),
            "restricted": code_of(case),
            "restricted case": case.code,
        }[kind]
        answer = break_glass(reader, code)
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert NO_SUCH_FILE in answer.text  # type: ignore[attr-defined]
        assert session.scalar(sa.select(sa.func.count()).select_from(BreakGlass)) == 0
        assert words_recorded(session) == ["break_glass:refused"]

    def test_it_wants_a_reason_in_a_sentence_and_the_tick(self, session: Session, reader: GuardedClient, case: Case) -> None:
        assert break_glass(reader, code_of(case), reason="Es urgente").status_code == 422  # type: ignore[attr-defined]
        assert break_glass(reader, code_of(case), understood="").status_code == 422  # type: ignore[attr-defined]
        assert session.scalar(sa.select(sa.func.count()).select_from(BreakGlass)) == 0

    def test_a_sixth_file_within_a_day_is_refused(self, session: Session, reader: GuardedClient, office: Office) -> None:
        for _ in range(5):
            break_glass_as(reader, case_at(office))
        answer = break_glass(reader, code_of(case_at(office)))
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert "Llame a la oficina de la ficha" in answer.text  # type: ignore[attr-defined]
        assert session.scalar(sa.select(sa.func.count()).select_from(BreakGlass)) == 5

    @pytest.mark.usefixtures("use")
    def test_opening_the_same_file_again_makes_no_second_access(
        self, session: Session, reader: GuardedClient, case: Case
    ) -> None:
        assert break_glass(reader, code_of(case)).status_code == 303  # type: ignore[attr-defined]
        assert session.scalar(sa.select(sa.func.count()).select_from(BreakGlass)) == 1

    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DATA_PROTECTION, Role.REPORTING_OFFICER])
    def test_who_works_with_no_files_breaks_no_glass(self, sign_in: SignIn, role: Role) -> None:
        assert sign_in(role).get("/emergency/open").status_code == 403


@pytest.mark.usefixtures("use")
class TestReading:
    PAGES = ("", "/history", "/services", "/follow-ups", "/notes", "/referrals")

    def test_the_file_and_its_cases_are_read_under_the_strip(self, reader: GuardedClient, case: Case) -> None:
        for page in (f"/people/{case.person_id}", *(f"/cases/{case.id}{part}" for part in self.PAGES)):
            answer = reader.get(page)
            assert answer.status_code == 200, page
            assert "Acceso de emergencia hasta" in answer.text
            assert "Registrar algo" not in answer.text
        assert NOTE in reader.get(f"/cases/{case.id}/notes").text

    def test_attachments_are_named_and_not_handed_out(self, session: Session, reader: GuardedClient, case: Case) -> None:
        for owner, address in ((case, f"/cases/{case.id}"), (person_of(case), f"/people/{case.person_id}")):
            one = attachment_of(owner, title="Receta de la clínica")
            session.commit()
            page = reader.get(f"{address}/attachments")
            assert (page.status_code, "Receta de la clínica" in page.text, str(one.id) in page.text) == (200, True, False)
            assert "Acceso de emergencia hasta" in page.text
            assert "Adjuntar un archivo" not in page.text
            download = reader.get(f"{address}/attachments/{one.id}")
            assert (download.status_code, "no entrega copias" in download.text) == (403, True)
            assert reader.get(f"{address}/attachments/new").status_code == 403
        assert "attachment:opened" not in words_recorded(session)

    def test_each_page_is_written_down(self, session: Session, reader: GuardedClient, case: Case) -> None:
        reader.get(f"/people/{case.person_id}")
        reader.get(f"/cases/{case.id}/notes")
        opened = session.execute(sa.select(BreakGlassOpening.subject_kind, BreakGlassOpening.subject_id)).all()
        assert {(kind.value, subject) for kind, subject in opened} == {("person", case.person_id), ("case", case.id)}
        fields = session.execute(sa.select(AuditEvent.action, AuditEvent.fields).where(AuditEvent.action.endswith(":opened")))
        told = {event.action: event.fields for event in fields}
        assert told["person:opened"] == ["emergency"]
        assert told["case:opened"] == ["emergency", "notes"]

    def test_nothing_is_written(self, session: Session, reader: GuardedClient, case: Case) -> None:
        writes = {
            f"/cases/{case.id}/notes/new": {"text": "Algo"},
            f"/cases/{case.id}/close": {"version": "1"},
            f"/cases/{case.id}/take": {},
            f"/cases/{case.id}/refer": {},
            f"/cases/{case.id}/restrict": {"reason": "Motivo"},
            f"/people/{case.person_id}/edit": {"version": "1"},
            f"/people/{case.person_id}/documents/new": {"number": "1"},
            f"/people/{case.person_id}/consents/new": {"consents-contact": "given"},
            f"/people/{case.person_id}/cases/new": {},
            f"/people/{case.person_id}/restrict": {"reason": "Motivo"},
            f"/people/{case.person_id}/needs/new/restricted": {"reason": "Motivo", "confirmed": "yes"},
        }
        answers = {address: reader.submit(address, **fields).status_code for address, fields in writes.items()}
        assert set(answers.values()) <= {403, 404}, answers
        assert [word for word in words_recorded(session) if not word.startswith("break_glass")] == []

    def test_the_refusal_says_that_it_is_for_reading_only(self, reader: GuardedClient, case: Case) -> None:
        answer = reader.submit(f"/cases/{case.id}/notes/new", text="Algo")
        assert answer.status_code == 403
        assert "es solo para leer" in answer.text

    def test_lists_and_search_do_not_widen(self, reader: GuardedClient, case: Case) -> None:
        assert case.code not in reader.get("/cases?whose=office").text
        answer = reader.post("/search", data={"q": "Briceño Rojas"}, follow_redirects=True)
        assert code_of(case) not in answer.text
        assert reader.post("/search", data={"q": case.code}).location == "/search"

    def test_a_restricted_case_of_the_person_stays_away(self, session: Session, reader: GuardedClient, case: Case) -> None:
        case.is_restricted = True
        session.commit()
        assert reader.get(f"/cases/{case.id}").status_code == 404
        assert case.code not in reader.get(f"/people/{case.person_id}").text

    def test_a_file_that_is_restricted_meanwhile_is_gone(self, session: Session, reader: GuardedClient, case: Case) -> None:
        case.is_restricted = True
        session.flush()
        person_of(case).is_restricted = True
        session.commit()
        assert reader.get(f"/people/{case.person_id}").status_code == 404

    def test_after_its_hour_it_is_over(self, session: Session, reader: GuardedClient, case: Case, use: BreakGlass) -> None:
        use.opened_at, use.expires_at = now() - timedelta(minutes=60), now() - timedelta(minutes=1)
        session.commit()
        assert reader.get(f"/people/{case.person_id}").status_code == 404
        assert reader.get(f"/cases/{case.id}").status_code == 404

    def test_the_reader_closes_it(self, reader: GuardedClient, case: Case) -> None:
        assert reader.post(f"/people/{case.person_id}/emergency/close").status_code == 303
        assert reader.get(f"/people/{case.person_id}").status_code == 404

    def test_colleagues_of_the_reader_see_nothing_of_it(self, sign_in: SignIn, other_office: Office, case: Case) -> None:
        colleague = sign_in(Role.CASEWORKER, at=other_office)
        assert colleague.get(f"/people/{case.person_id}").status_code == 404


class TestReview:
    def test_the_supervisor_of_the_file_reads_who_what_and_why(
        self, sign_in: SignIn, reader: GuardedClient, case: Case, use: BreakGlass
    ) -> None:
        reader.get(f"/cases/{case.id}")
        supervisor = sign_in(Role.SUPERVISOR)
        assert code_of(case) in supervisor.get("/emergency").text
        shown = supervisor.get(f"/emergency/{use.id}").text
        assert REASON in shown
        assert case.code in shown
        assert reader.user.name in shown

    def test_the_focal_point_sees_codes_and_opens_no_file(self, sign_in: SignIn, case: Case, use: BreakGlass) -> None:
        focal_point = sign_in(Role.DATA_PROTECTION)
        shown = focal_point.get(f"/emergency/{use.id}").text
        assert code_of(case) in shown
        assert "Briceño" not in shown
        assert focal_point.get(f"/people/{case.person_id}").status_code == 403

    def test_of_a_file_restricted_since_there_is_no_code(
        self, session: Session, sign_in: SignIn, case: Case, use: BreakGlass
    ) -> None:
        case.is_restricted = True
        session.flush()
        person_of(case).is_restricted = True
        session.commit()
        focal_point = sign_in(Role.DATA_PROTECTION)
        for page in ("/emergency", f"/emergency/{use.id}"):
            assert code_of(case) not in focal_point.get(page).text

    def test_the_decision_is_written_down_and_ends_what_was_not_justified(
        self, session: Session, sign_in: SignIn, reader: GuardedClient, case: Case, use: BreakGlass
    ) -> None:
        supervisor = sign_in(Role.SUPERVISOR)
        answer = supervisor.submit(f"/emergency/{use.id}", verdict="not_justified", words="Podía llamarnos.")
        assert answer.status_code == 303
        session.refresh(use)
        assert (use.verdict, use.verdict_words, use.reviewed_by) == (
            GlassVerdict.NOT_JUSTIFIED, "Podía llamarnos.", supervisor.user.id,
        )  # fmt: skip
        assert use.closed_at is not None
        assert reader.get(f"/people/{case.person_id}").status_code == 404
        assert "Podía llamarnos." in reader.get(f"/emergency/{use.id}").text
        assert "break_glass:reviewed" in words_recorded(session)

    def test_nobody_reviews_themselves(self, session: Session, sign_in: SignIn, other_office: Office, case: Case) -> None:
        both = sign_in(Role.SUPERVISOR, at=other_office)
        from tests.factories.accounts import GrantFactory

        use = break_glass_as(both, case)
        GrantFactory(user=both.user, role=Role.SUPERVISOR, office=case.office)
        assert both.submit(f"/emergency/{use.id}", verdict="justified", words="Estuvo bien.").status_code == 403
        with pytest.raises(sa.exc.IntegrityError, match="nobody_reviews_themselves"), session.begin_nested():
            session.execute(
                sa.update(BreakGlass).values(
                    verdict="justified", verdict_words_sealed=b"x", reviewed_by=both.user.id, reviewed_at=now()
                )
            )

    def test_an_overdue_review_is_marked(self, session: Session, sign_in: SignIn, use: BreakGlass) -> None:
        use.review_due_on = now().date() - timedelta(days=3)
        session.commit()
        assert "Revisión vencida" in sign_in(Role.SUPERVISOR).get("/emergency").text

    def test_a_supervisor_of_a_third_office_finds_nothing(self, sign_in: SignIn, use: BreakGlass) -> None:
        from tests.factories.accounts import OfficeFactory

        stranger = sign_in(Role.SUPERVISOR, at=OfficeFactory())
        assert stranger.get(f"/emergency/{use.id}").status_code == 404
        assert str(use.id) not in stranger.get("/emergency").text


class TestOwners:
    def test_the_caseworker_sees_it_on_the_first_page_until_they_have_seen_it(
        self, session: Session, carrier: GuardedClient, case: Case, use: BreakGlass
    ) -> None:
        from app.emergency.services import tell_owners
        from app.foundation.actor import system_actor

        assert tell_owners(system_actor("emergency.tell_owners"), use.id) == 1
        session.commit()
        assert "abrió una ficha de su oficina" in carrier.get("/").text
        shown = carrier.get(f"/emergency/{use.id}").text
        assert REASON in shown
        assert code_of(case) in shown
        carrier.post(f"/emergency/{use.id}/seen")
        assert "abrió una ficha de su oficina" not in carrier.get("/").text


def test_it_asks_for_a_fresh_proof_of_who_is_there(session: Session, reader: GuardedClient, case: Case) -> None:
    long_ago = FRESH_FOR + TIME_TO_FILL_IN + timedelta(seconds=1)
    with reader.session_transaction() as cookie:
        cookie[PROVED_AT] = time.time() - long_ago.total_seconds()
    assert reader.get("/emergency/open").location.startswith("/account/prove")
    answer = break_glass(reader, code_of(case))
    assert answer.location == "/account/prove?next=/account/held-forms"  # type: ignore[attr-defined]
    assert session.scalar(sa.select(sa.func.count()).select_from(BreakGlass)) == 0


def test_a_reason_typed_while_the_proof_grew_old_waits_until_it_is_proved_again(
    session: Session, reader: GuardedClient, case: Case
) -> None:
    with reader.session_transaction() as cookie:
        cookie[PROVED_AT] = time.time() - 3600
    break_glass(reader, code_of(case))
    assert session.scalar(sa.select(sa.func.count()).select_from(BreakGlass)) == 0
    assert "/account/held-forms" in reader.get("/").text
    with reader.session_transaction() as cookie:
        cookie[PROVED_AT] = time.time()
    waiting = reader.get("/account/held-forms").text
    assert REASON in waiting
    assert 'action="/emergency/open"' in waiting
