"""Who plays with the forms: ids of others, forged fields, damaged and endless words. Nothing breaks, and nothing is shown."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.attachments.models import Attachment
from app.foundation.drafts import Draft
from app.foundation.ids import new_id
from app.people.models import HouseholdEvent, OfficeQuestion, Person, PersonMerge
from app.people.services.merging import part_people
from tests.attachments import samples
from tests.conftest import SignIn
from tests.factories.attachments import attachment_of
from tests.factories.imports import PeopleImportFactory
from tests.factories.people import ConsentFactory, PersonFactory, household_of, question_to
from tests.guarded_client import GuardedClient
from tests.people.conftest import MARIA, page
from tests.people.merging.states import merged
from tests.people.merging.test_pages import ANSWERS, address, form

BROKEN = {
    "a NUL byte": "Rosa\x00Elena",
    "half a pair": "\ud800",
    "endless": "x" * 300_000,
    "a number too great": str(10**40),
    "a negative number": "-1",
    "no number": "NaN",
    "an id of nothing": str(new_id()),
    "markup": "<script>alert(1)</script>{{7*7}}",
    "a statement": "1'; DROP TABLE person; --",
    "directions": "\u202e\u2066Rosa",
    "nothing": "",
}
REFUSED = {303, 400, 403, 404, 409, 413, 422}


@pytest.fixture
def kept(office: Office) -> Person:
    person: Person = PersonFactory(office=office, code="CUC-P-000001", phone="+573001112233")
    return person


@pytest.fixture
def other(office: Office) -> Person:
    person: Person = PersonFactory(office=office, code="CUC-P-000002", given_names="Rosa", surname_2=None, phone="+573009998877")
    return person


@pytest.fixture
def third(office: Office) -> Person:
    person: Person = PersonFactory(office=office, code="CUC-P-000003", given_names="Eva")
    return person


def ways(session: Session, office: Office, kept: Person, other: Person) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each address that takes a form here, with what an honest browser would send."""
    consent, question, brought = ConsentFactory(person_id=kept.id), question_to(office, kept), PeopleImportFactory(office=office)
    session.commit()
    yield f"/people/{kept.id}/merge", {"code": other.code}
    yield address(kept, other), ANSWERS
    yield f"/people/{kept.id}/doubles", {"ask": str(office.id)}
    yield f"/people/{kept.id}/doubles/{other.id}", {"reason": "Son hermanas"}
    yield f"/people/compare/{kept.id}", MARIA
    yield f"/people/questions/{question.id}", {"answer": str(kept.id)}
    yield f"/people/{kept.id}/consents/{consent.id}/evidence", {"title": "Papel"}
    yield "/people/new", {**MARIA, "keep_draft": "later", "draft_mark": str(new_id())}
    for part in ("confirm", "discard", "rest", "rows/possible"):
        yield f"/imports/{brought.id}/{part}", {"decision": "register", "row-2": "register"}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_damaged_words_in_any_field_break_nothing(
    session: Session, sign_in: SignIn, office: Office, kept: Person, *, other: Person, broken: str
) -> None:
    client = sign_in(Role.SUPERVISOR)
    for way, fields in list(ways(session, office, kept, other)):
        for name in (*fields, "submission_id", "version", "kept_version", "unknown[]"):
            sent = form(**{**fields, name: broken.encode("utf-8", "surrogatepass") if "\ud800" in broken else broken})
            answer = client.post(way, data=sent)
            assert answer.status_code in {200, 204} | REFUSED, f"{way} {name}: {answer.status_code}"
            assert "<script>alert" not in page(answer)
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) >= 2


def test_fields_that_are_sent_twice_or_were_never_asked_change_nothing_more(
    session: Session, ana: GuardedClient, kept: Person, other: Person, third: Person
) -> None:
    forged = MultiDict([
        *form(**ANSWERS).items(), ("side_phone", "kept"), ("side_sex", "other"), ("side_household", "other"), ("ground", "other"),
        ("side_office_id", "other"), ("merged_into_id", str(third.id)), ("person_id", str(third.id)), ("is_restricted", "y"),
        ("kept_version", "99"),
    ])  # fmt: skip
    assert ana.post(address(kept, other), data=forged).status_code == 303
    merge = session.scalars(sa.select(PersonMerge)).one()
    assert (merge.person_id, merge.merged_id, merge.ground) == (kept.id, other.id, "person_said")
    assert (session.get_one(Person, kept.id).phone, session.get_one(Person, third.id).merged_into_id) == ("+573009998877", None)


@pytest.mark.parametrize("versions", [("0", "1"), ("1", "0"), ("2", "1"), ("1", "999999999"), ("1", "1.5"), ("", "1")])
def test_versions_that_were_never_shown_merge_nothing(
    session: Session, ana: GuardedClient, kept: Person, other: Person, versions: tuple[str, str]
) -> None:
    answer = ana.post(address(kept, other), data=form(**ANSWERS | {"kept_version": versions[0], "other_version": versions[1]}))
    assert answer.status_code in {303, 422}
    assert session.scalars(sa.select(PersonMerge)).all() == []


def test_a_file_is_not_merged_with_itself(session: Session, ana: GuardedClient, kept: Person) -> None:
    assert ana.get(address(kept, kept)).status_code in {404, 422}
    assert ana.post(address(kept, kept), data=form(**ANSWERS)).status_code in {404, 422}
    assert ana.get(f"/people/{kept.id}/doubles/{kept.id}").status_code in {404, 422}
    assert session.scalars(sa.select(PersonMerge)).all() == []


class TestPartsOfOthers:
    """An id in the address that belongs to another file, person or office, beside one that is the reader's own."""

    def test_a_merge_of_another_file_is_not_undone_by_this_one(
        self, session: Session, ana: GuardedClient, kept: Person, other: Person, third: Person
    ) -> None:
        merge_id = merged(ana.actor, kept, other).id
        session.commit()
        for wrong in (third.id, other.id):
            way = f"/people/{wrong}/merges/{merge_id}/undo"
            assert ana.get(way).status_code in {303, 404}
            assert ana.post(way, data=form()).status_code in {404, 409}
        assert session.get_one(PersonMerge, merge_id).undone_at is None

    @pytest.mark.parametrize("elsewhere", [False, True])
    def test_evidence_and_papers_of_another_file_are_not_reached_through_this_one(
        self, session: Session, ana: GuardedClient, kept: Person, *, third: Person, other_office: Office, elsewhere: bool
    ) -> None:
        owner = PersonFactory(office=other_office) if elsewhere else third
        consent, paper = ConsentFactory(person_id=owner.id), attachment_of(owner)
        session.commit()
        way = f"/people/{kept.id}/consents/{consent.id}/evidence"
        sent = {"title": "Papel", "photo": (BytesIO(samples.picture()), "foto.jpg")}
        assert (ana.get(way).status_code, ana.post(way, data=form(**sent)).status_code) == (404, 404)
        assert ana.get(f"/people/{kept.id}/attachments/{paper.id}").status_code == 404
        assert ana.get(f"/people/{kept.id}/attachments/{paper.id}/remove").status_code == 404
        assert ana.get(f"/people/{kept.id}/consents/{consent.id}/withdraw").status_code == 404
        assert session.scalars(sa.select(Attachment.id)).all() == [paper.id]

    def test_a_draft_of_somebody_else_is_neither_opened_nor_thrown_away(
        self, session: Session, ana: GuardedClient, sign_in: SignIn
    ) -> None:
        submission_id = new_id()
        ana.submit("/people/new", submission_id=submission_id, **MARIA | {"given_names": "Zoraida"}, keep_draft="later")
        draft_id = session.scalars(sa.select(Draft.id)).one()
        colleague = sign_in(Role.SUPERVISOR)
        assert "Zoraida" not in page(colleague.get(f"/people/new?draft={submission_id}", follow_redirects=True))
        assert "Zoraida" not in page(colleague.get("/account/drafts"))
        assert colleague.submit(f"/account/drafts/{draft_id}/discard").status_code in {303, 404}
        assert session.scalars(sa.select(Draft.id)).all() == [draft_id]
        colleague.submit("/people/new", submission_id=submission_id, **MARIA | {"given_names": "Otra"}, keep_draft="later")
        assert "Zoraida" in page(ana.get(f"/people/new?draft={submission_id}"))

    def test_a_question_to_another_office_is_not_answered(
        self, session: Session, ana: GuardedClient, kept: Person, other_office: Office
    ) -> None:
        theirs = PersonFactory(office=other_office)
        question = question_to(other_office, theirs)
        session.commit()
        way = f"/people/questions/{question.id}"
        assert (ana.get(way).status_code, ana.post(way, data=form(answer=str(kept.id))).status_code) == (404, 404)
        assert session.get_one(OfficeQuestion, question.id).answered_at is None

    @pytest.mark.parametrize("named", ["third", "nobody"])
    def test_an_answer_names_only_somebody_who_was_asked_about(
        self, session: Session, ana: GuardedClient, kept: Person, *, third: Person, named: str
    ) -> None:
        question = question_to(kept.office, kept)
        session.commit()
        chosen = third.id if named == "third" else new_id()
        assert ana.post(f"/people/questions/{question.id}", data=form(answer=str(chosen))).status_code == 422
        assert session.get_one(OfficeQuestion, question.id).person_code is None

    def test_a_question_about_a_file_that_was_merged_leads_to_the_kept_one(
        self, session: Session, ana: GuardedClient, kept: Person, other: Person
    ) -> None:
        of_one, of_both = question_to(kept.office, other), question_to(kept.office, kept, other)
        merge = merged(ana.actor, kept, other)
        session.commit()
        for question in (of_one, of_both):
            assert kept.code in page(ana.get(f"/people/questions/{question.id}"))
        part_people(ana.actor, kept.id, merge.id)
        session.commit()
        assert other.code in page(ana.get(f"/people/questions/{of_one.id}"))
        assert other.code in page(ana.get(f"/people/questions/{of_both.id}"))

    @pytest.mark.parametrize(
        "part", ["", "/errors", "/rows/possible", "/confirm", "/rest", "/discard", "/errors.csv", "/result.csv"]
    )
    def test_an_import_of_another_office_does_not_exist(
        self, sign_in: SignIn, session: Session, other_office: Office, part: str
    ) -> None:
        supervisor, brought = sign_in(Role.SUPERVISOR), PeopleImportFactory(office=other_office)
        session.commit()
        for found in (brought.id, new_id()):
            assert supervisor.get(f"/imports/{found}{part}").status_code == 404
        if part in {"/confirm", "/rest", "/discard", "/rows/possible"}:
            assert supervisor.post(f"/imports/{brought.id}{part}", data=form(decision="register")).status_code == 404

    def test_acts_of_another_household_are_not_corrected_through_this_one(
        self, session: Session, ana: GuardedClient, kept: Person, other: Person, third: Person
    ) -> None:
        mine, theirs = household_of(kept, other), household_of(third)
        session.commit()
        act_id = session.scalars(sa.select(HouseholdEvent.act_id).where(HouseholdEvent.household_id == theirs.id)).one()
        assert ana.get(f"/households/{mine.id}/acts/{act_id}/correct").status_code == 404
        assert ana.post(f"/households/{mine.id}/acts/{act_id}/correct", data=form()).status_code == 404
