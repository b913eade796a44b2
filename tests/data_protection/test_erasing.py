"""Erasing a person: two people decide, a job does it, and what belongs to others stays."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import BreakGlass, Office, Restriction
from app.accounts.permissions import Role
from app.attachments import storage
from app.attachments.jobs import SHRED_REMOVED
from app.attachments.models import Attachment
from app.attachments.services import shred_removed
from app.audit.models import AuditEvent
from app.cases.models import Case, CaseNote
from app.data_protection.enums import ErasureReason, ErasureState
from app.data_protection.inventory import FATES
from app.data_protection.models import ErasureRequest
from app.data_protection.services import carry_out_erasure, request_erasure, settle_request
from app.foundation.errors import NotAllowed, NotFound, WrongState
from app.foundation.held_data import Fate
from app.foundation.jobs import OutboxMessage
from app.people.enums import Relation
from app.people.models import IdentityDocument, NameWord, Person
from app.referrals.models import PartnerLink, Referral
from app.tables import METADATA
from tests.conftest import actor_of
from tests.data_protection.conftest import NAMES, SEALED, membership_of
from tests.data_protection.erasures import JOB, approved, erase
from tests.factories.cases import case_at
from tests.factories.emergency import use_of_file


def words_known(session: Session) -> set[str]:
    return set(session.scalars(sa.select(NameWord.word)))


def rows_about(session: Session, person: Person, case: Case, referral: Referral) -> dict[str, list[Any]]:
    """Every value of each column that has a fate, of the rows that belong to the person."""
    owners = {"record_id": person.id, "person_id": person.id, "case_id": case.id, "referral_id": referral.id}
    found: dict[str, list[Any]] = {}
    for name in FATES:
        table, column = name.split(".")
        columns = METADATA.tables[table].columns
        key = next((key for key in owners if key in columns and table not in {"person", "case", "referral"}), "id")
        owner = owners[key] if key != "id" else {"person": person.id, "case": case.id, "referral": referral.id}.get(table)
        if owner is not None:
            found[name] = list(session.scalars(sa.select(columns[column]).where(columns[key] == owner)))
    return found


class TestDeciding:
    def test_a_request_waits_and_nothing_is_erased_yet(self, session: Session, person: Person) -> None:
        request = request_erasure(actor_of(Role.CASEWORKER, person.office), person.id, ErasureReason.ASKED)
        assert (request.state, request.documents, person.given_names) == (ErasureState.REQUESTED, 1, NAMES[0])
        assert session.scalars(sa.select(OutboxMessage)).all() == []

    def test_only_approval_asks_for_the_job(self, session: Session, person: Person) -> None:
        approved(person)
        assert session.scalars(sa.select(OutboxMessage.job)).all() == ["data_protection.carry_out_erasure"]

    def test_a_refused_request_erases_nothing(self, person: Person) -> None:
        request = request_erasure(actor_of(Role.CASEWORKER, person.office), person.id, ErasureReason.MISTAKE)
        settle_request(actor_of(Role.DATA_PROTECTION, person.office), request.id, step="refuse")
        carry_out_erasure(JOB, request.id)
        assert (request.state, person.given_names) == (ErasureState.REFUSED, NAMES[0])

    def test_nobody_asks_twice_while_it_waits(self, person: Person) -> None:
        asker = actor_of(Role.CASEWORKER, person.office)
        request_erasure(asker, person.id, ErasureReason.ASKED)
        with pytest.raises(WrongState):
            request_erasure(asker, person.id, ErasureReason.ASKED)

    def test_nobody_decides_what_they_asked_for(self, session: Session, person: Person) -> None:
        request = request_erasure(actor_of(Role.CASEWORKER, person.office), person.id, ErasureReason.ASKED)
        focal = actor_of(Role.DATA_PROTECTION, person.office)
        request.requested_by = focal.id
        session.flush()
        with pytest.raises(NotAllowed):
            settle_request(focal, request.id, step="approve")

    def test_the_database_refuses_one_pair_of_eyes(self, session: Session, person: Person) -> None:
        request = approved(person)
        with pytest.raises(IntegrityError, match="two_people"), session.begin_nested():
            session.execute(sa.update(ErasureRequest).values(decided_by=request.requested_by))

    def test_a_caseworker_does_not_decide(self, person: Person) -> None:
        request = request_erasure(actor_of(Role.CASEWORKER, person.office), person.id, ErasureReason.ASKED)
        with pytest.raises(NotFound):
            settle_request(actor_of(Role.SUPERVISOR, person.office), request.id, step="approve")

    def test_open_work_refuses_the_request(self, office: Office, person: Person) -> None:
        case_at(office, person=person)
        with pytest.raises(WrongState):
            request_erasure(actor_of(Role.CASEWORKER, office), person.id, ErasureReason.ASKED)

    def test_an_emergency_access_that_nobody_has_judged_refuses_it(self, person: Person) -> None:
        use_of_file(person)
        with pytest.raises(WrongState, match="revisión"):
            request_erasure(actor_of(Role.CASEWORKER, person.office), person.id, ErasureReason.ASKED)

    def test_work_opened_meanwhile_stops_the_job_and_it_can_be_asked_again(
        self, session: Session, office: Office, person: Person
    ) -> None:
        request = approved(person)
        opened = case_at(office, person=person)
        carry_out_erasure(JOB, request.id)
        assert (request.state, person.given_names) == (ErasureState.STOPPED, NAMES[0])
        session.delete(opened)
        session.flush()
        assert erase(person).state is ErasureState.DONE


class TestCarryingOut:
    @pytest.mark.usefixtures("relative", "seen_in_emergency", "restriction")
    def test_every_column_meets_its_fate(self, session: Session, person: Person, case: Case, referral: Referral) -> None:
        before = rows_about(session, person, case, referral)
        unfilled = {name for name, values in before.items() if not any(values) and FATES[name] is not Fate.OF_OTHERS}
        assert unfilled == {
            "person.stated_age",
            "person.stated_age_months",
            "person.age_stated_on",
            "restriction.end_reason_sealed",
        }, (  # fmt: skip
            "what was empty before proves nothing"
        )
        erase(person)
        after = rows_about(session, person, case, referral)
        gone = {name: after[name] for name in after if FATES[name] is Fate.DELETED}
        plain = [name for name in after if FATES[name] is Fate.EMPTIED and not name.endswith("_sealed")]
        emptied = {name: set(map(str, after[name])) for name in plain}
        assert {name: values for name, values in gone.items() if values} == {}
        assert {name: values for name, values in emptied.items() if not values <= {"None", "[]", "{}", "unknown", "False"}} == {}
        assert after["person.search_name"][0].strip() == ""
        assert all(name.lower() not in str(after["person.search_keys"]) for name in NAMES)
        assert {name for name in after if FATES[name] is Fate.STAYS and after[name] != before[name]} == set()

    def test_no_sealed_word_can_be_read_again(self, session: Session, person: Person, case: Case, referral: Referral) -> None:
        erase(person)
        note = session.scalars(sa.select(CaseNote).where(CaseNote.case_id == case.id)).one()
        read = [
            person.phone,
            person.safe_contact,
            person.locality,
            case.goal,
            note.text,
            referral.request,
            referral.partner_words,
        ]
        assert read == [None] * 7
        assert case.intake_words == {}

    def test_nor_why_it_was_restricted_or_opened_in_an_emergency(
        self, person: Person, restriction: Restriction, seen_in_emergency: BreakGlass
    ) -> None:
        erase(person)
        assert (restriction.reason, restriction.why_few) == (None, None)
        assert (seen_in_emergency.reason, seen_in_emergency.verdict_words) == ("", "")

    @pytest.mark.usefixtures("case", "referral")
    def test_it_counts_what_went_and_writes_down_who_did_it(self, session: Session, person: Person) -> None:
        request = erase(person)
        assert (request.state, request.cases, request.referrals, request.documents) == (ErasureState.DONE, 1, 1, 1)
        event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "erasure:carried_out")).one()
        assert (event.system_name, event.subject_id) == (JOB.name, person.id)

    def test_partners_links_are_closed(self, session: Session, person: Person, referral: Referral) -> None:
        erase(person)
        assert all(session.scalars(sa.select(PartnerLink.revoked_at).where(PartnerLink.referral_id == referral.id)))

    @pytest.mark.usefixtures("case")
    def test_attached_files_lose_their_titles_and_their_content_is_deleted(self, session: Session, person: Person) -> None:
        request = erase(person)
        attached = session.scalars(sa.select(Attachment)).all()
        assert (request.attachments, [one.title_sealed for one in attached]) == (2, [None, None])
        asked = session.scalars(sa.select(OutboxMessage.arguments).where(OutboxMessage.job == SHRED_REMOVED)).all()
        assert {arguments["attachment_id"] for arguments in asked} == {str(one.id) for one in attached}
        for one in attached:
            shred_removed(one.id)
        assert not any(storage.path_of(one.file_name).exists() for one in attached)

    @pytest.mark.usefixtures("case")
    def test_a_second_run_changes_nothing(self, person: Person) -> None:
        request = erase(person)
        was = (request.settled_at, person.erased_at, person.version)
        carry_out_erasure(JOB, request.id)
        assert (request.settled_at, person.erased_at, person.version) == was

    def test_killed_midway_nothing_has_happened_and_the_next_run_does_it(
        self, session: Session, person: Person, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        request = approved(person)
        session.commit()

        def die(_person: Person) -> None:
            raise RuntimeError("killed")

        with monkeypatch.context() as patch:
            patch.setattr("app.data_protection.services.erasing.people.erase_person", die)
            with pytest.raises(RuntimeError), session.begin_nested():
                carry_out_erasure(JOB, request.id)
        session.expire_all()
        assert (request.state, case.goal, person.given_names) == (ErasureState.APPROVED, SEALED["goal"], NAMES[0])
        carry_out_erasure(JOB, request.id)
        assert (request.state, person.given_names) == (ErasureState.DONE, None)

    def test_who_lived_with_them_keeps_everything(self, person: Person, relative: Person) -> None:
        erase(person)
        assert (relative.given_names, relative.phone) == ("Wilmara", "+573009998877")
        assert membership_of(relative).left_on is None
        left = membership_of(person)
        assert (left.relation, left.left_on is not None) == (Relation.UNKNOWN, True)

    @pytest.mark.usefixtures("relative")
    def test_words_that_somebody_else_has_stay_known(self, session: Session, person: Person) -> None:
        ours, shared = {"xiomarita", "zunigara"}, {"quintanazo"}
        assert ours | shared <= words_known(session)
        erase(person)
        assert words_known(session) & (ours | shared) == shared

    def test_a_restricted_case_of_the_person_goes_too(self, session: Session, person: Person, case: Case) -> None:
        case.is_restricted = True
        session.flush()
        erase(person)
        assert case.goal is None

    def test_nothing_can_be_written_into_an_erased_file(self, session: Session, person: Person) -> None:
        erase(person)
        with pytest.raises(IntegrityError, match="erased_stays_empty"), session.begin_nested():
            session.execute(sa.update(Person).where(Person.id == person.id).values(given_names="Otra vez"))
        assert session.scalars(sa.select(IdentityDocument).where(IdentityDocument.person_id == person.id)).all() == []
