"""No page about two files tells whoever may not know a restricted file that it is there: not by status, head or body."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.foundation.ids import new_id
from app.people.models import Person, PersonMerge
from app.people.services.merging import part_people
from tests.conftest import SignIn
from tests.emergency.conftest import break_glass_as
from tests.factories.cases import case_at
from tests.factories.people import PersonFactory
from tests.guarded_client import GuardedClient
from tests.people.conftest import page
from tests.people.merging.states import merged
from tests.people.merging.test_pages import ANSWERS, address, form, merge_by_page, restrict

CHANGES_EACH_TIME = re.compile(
    r'nonce="[^"]*"|name="csrf_token" value="[^"]*"|value="\d+:[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}'
)
HEADS_THAT_CHANGE = {"Date", "Set-Cookie", "Content-Length", "X-Request-Id"}
WORDS = "Dice que ya estuvo en la oficina del terminal"

GET = (
    "/people/{x}", "/people/{x}/merge", "/people/{x}/merge/{kept}", "/people/{kept}/merge/{x}", "/people/{kept}/doubles/{x}",
    "/people/{x}/doubles/{kept}", "/people/{x}/doubles", "/people/{x}/merges/{merge}/undo", "/people/{kept}/merges/{merge}/undo",
)  # fmt: skip
POST = (
    "/people/{x}/merge", "/people/{x}/merge/{kept}", "/people/{kept}/merge/{x}", "/people/{kept}/doubles/{x}",
    "/people/{x}/doubles/{kept}", "/people/{x}/doubles", "/people/compare/{x}", "/people/{x}/merges/{merge}/undo",
    "/people/{kept}/merges/{merge}/undo",
)  # fmt: skip
HIDDEN = ("restricted", "two of them", "merged into a restricted one", "merged and then restricted", "of another office")


@pytest.fixture
def knows(sign_in: SignIn) -> GuardedClient:
    """Who knows the restricted files."""
    return sign_in(Role.SUPERVISOR)


@pytest.fixture
def kept(office: Office) -> Person:
    person: Person = PersonFactory(office=office, code="CUC-P-000001", phone="+573001112233")
    return person


@pytest.fixture
def twin(office: Office) -> Person:
    person: Person = PersonFactory(office=office, code="CUC-P-000002", phone="+573001112233")
    return person


def told(answer: Any) -> tuple[int, list[tuple[str, str]], str]:
    """All that an answer tells: status, head and body, without what is drawn by lot for each request."""
    heads = sorted((name, CHANGES_EACH_TIME.sub("", value)) for name, value in answer.headers if name not in HEADS_THAT_CHANGE)
    return answer.status_code, heads, CHANGES_EACH_TIME.sub("", page(answer))


def hidden_file(session: Session, which: str, office: Office, other_office: Office, knows: GuardedClient) -> tuple[UUID, UUID]:
    """A file that the reader may not know, and the id of a merge of it (or of nothing)."""
    first = PersonFactory(office=other_office if which == "of another office" else office, code="CUC-P-000007")
    second, merge_id = PersonFactory(office=office, code="CUC-P-000008"), new_id()
    if which == "two of them":
        restrict(session, second, knows.user.id)
    if which.startswith("merged"):
        merge_id = merged(knows.actor, second, first).id
    if which != "of another office":
        restrict(session, second if which.startswith("merged") else first, knows.user.id)
    found = first.id if which != "merged and then restricted" else second.id
    session.commit()
    return found, merge_id


@pytest.mark.parametrize("which", HIDDEN)
def test_a_hidden_file_answers_as_one_that_does_not_exist(
    session: Session, ana: GuardedClient, knows: GuardedClient, kept: Person, *, other_office: Office, which: str
) -> None:
    found, merge_id = hidden_file(session, which, kept.office, other_office, knows)
    for way in GET:
        there, nowhere = (way.format(x=x, kept=kept.id, merge=m) for x, m in ((found, merge_id), (new_id(), new_id())))
        assert told(ana.get(there)) == told(ana.get(nowhere)), way
    fields = {**ANSWERS, "code": "CUC-P-000001", "reason": WORDS}
    for way in POST:
        there, nowhere = (way.format(x=x, kept=kept.id, merge=m) for x, m in ((found, merge_id), (new_id(), new_id())))
        assert told(ana.post(there, data=form(**fields))) == told(ana.post(nowhere, data=form(**fields))), way
    for code in ("CUC-P-000007", "CUC-P-000008"):
        if which == "of another office" and code == "CUC-P-000008":
            continue
        by_code = told(ana.post(f"/people/{kept.id}/merge", data=form(code=code)))
        unknown = told(ana.post(f"/people/{kept.id}/merge", data=form(code="CUC-P-999999")))
        if session.scalar(sa.select(Person.scope_id).where(Person.code == code)) != kept.office_id:
            assert by_code == (*unknown[:2], unknown[2].replace("CUC-P-999999", code))


def test_the_probe_sees_a_difference_where_there_is_one(ana: GuardedClient, kept: Person, twin: Person) -> None:
    assert told(ana.get(address(kept, twin))) != told(ana.get(f"/people/{kept.id}/merge/{new_id()}"))


def test_the_pages_about_a_file_are_the_same_with_and_without_a_restricted_twin(
    session: Session, ana: GuardedClient, knows: GuardedClient, kept: Person, twin: Person
) -> None:
    ways = [f"/people/{kept.id}", f"/people/{kept.id}/doubles", f"/people/{kept.id}/merge"]
    seen = told(ana.get(ways[1]))
    restrict(session, twin, knows.user.id)
    with_twin = [told(ana.get(way)) for way in ways]
    assert with_twin[1] != seen
    assert with_twin[1] != told(knows.get(ways[1])), "who knows the twin is shown it"
    twin.given_names, twin.surname_1, twin.surname_2, twin.birth_year, twin.phone = "Zoraida", "Ñustes", "Wu", 1950, None
    session.commit()
    assert [told(ana.get(way)) for way in ways] == with_twin


class TestBetweenTwoLooks:
    """Somebody restricts a file after it was shown."""

    @pytest.mark.parametrize("which", ["kept", "twin"])
    def test_between_the_preview_and_the_merge(
        self, session: Session, ana: GuardedClient, knows: GuardedClient, kept: Person, *, twin: Person, which: str
    ) -> None:
        assert ana.get(address(kept, twin)).status_code == 200
        restrict(session, {"kept": kept, "twin": twin}[which], knows.user.id)
        nowhere = f"/people/{new_id()}/merge/{twin.id}" if which == "kept" else f"/people/{kept.id}/merge/{new_id()}"
        assert told(merge_by_page(ana, kept, twin)) == told(ana.post(nowhere, data=form(**ANSWERS)))
        assert session.scalars(sa.select(PersonMerge)).all() == []

    def test_between_the_merge_and_its_undoing(
        self, session: Session, ana: GuardedClient, knows: GuardedClient, kept: Person, twin: Person
    ) -> None:
        merge_id = merged(ana.actor, kept, twin).id
        restrict(session, kept, knows.user.id)
        way, nowhere = (f"/people/{one}/merges/{merge_id}/undo" for one in (kept.id, new_id()))
        assert told(ana.get(way)) == told(ana.get(nowhere))
        assert told(ana.post(way, data=form())) == told(ana.post(nowhere, data=form()))
        assert told(ana.get(f"/people/{twin.id}")) == told(ana.get(f"/people/{new_id()}"))
        assert knows.get(way).status_code == 409, "the twin would be open again to all"
        assert knows.post(way, data=form()).status_code == 409

    def test_a_case_that_was_restricted_since_goes_back_unseen(
        self, session: Session, ana: GuardedClient, knows: GuardedClient, kept: Person, twin: Person
    ) -> None:
        merge_id = merged(ana.actor, kept, twin).id
        session.commit()
        way = f"/people/{kept.id}/merges/{merge_id}/undo"
        without = told(ana.get(way))
        part_people(ana.actor, kept.id, merge_id)
        hidden = case_at(kept.office, person=twin)
        restrict(session, hidden, knows.user.id)
        again = merged(ana.actor, kept, twin).id
        session.commit()
        assert told(ana.get(f"/people/{kept.id}/merges/{again}/undo")) == without
        assert "1 caso" in page(knows.get(f"/people/{kept.id}/merges/{again}/undo"))
        assert ana.post(f"/people/{kept.id}/merges/{again}/undo", data=form()).status_code == 303
        session.expire_all()
        assert hidden.person_id == twin.id


class TestWhoKnowsOneOfTwo:
    @pytest.fixture
    def both(self, session: Session, kept: Person, twin: Person, ana: GuardedClient, knows: GuardedClient) -> None:
        restrict(session, kept, ana.user.id, knows.user.id)
        restrict(session, twin, knows.user.id)

    @pytest.mark.usefixtures("both")
    def test_the_other_does_not_exist_for_them(self, ana: GuardedClient, kept: Person, twin: Person) -> None:
        there, nowhere = address(kept, twin), f"/people/{kept.id}/merge/{new_id()}"
        assert told(ana.get(there)) == told(ana.get(nowhere))
        assert told(ana.post(there, data=form(**ANSWERS))) == told(ana.post(nowhere, data=form(**ANSWERS)))

    @pytest.mark.usefixtures("both")
    def test_who_knows_both_is_told_that_others_would_see_more(
        self, session: Session, knows: GuardedClient, kept: Person, twin: Person
    ) -> None:
        for one, other in ((kept, twin), (twin, kept)):
            assert merge_by_page(knows, one, other).status_code == 409
        assert session.scalars(sa.select(PersonMerge)).all() == []

    def test_two_files_of_the_same_readers_become_one_and_two_for_them_only(
        self, session: Session, ana: GuardedClient, knows: GuardedClient, kept: Person, twin: Person
    ) -> None:
        for person in (kept, twin):
            restrict(session, person, knows.user.id)
        answers = {name: value for name, value in ANSWERS.items() if not name.startswith("side_")}
        assert knows.post(address(kept, twin), data=form(**answers)).status_code == 303
        merge_id = session.scalars(sa.select(PersonMerge.id)).one()
        for way in (f"/people/{kept.id}", f"/people/{twin.id}", f"/people/{kept.id}/merges/{merge_id}/undo"):
            assert told(ana.get(way)) == told(
                ana.get(way.replace(str(kept.id), str(new_id())).replace(str(twin.id), str(new_id())))
            )
        assert knows.get(f"/people/{twin.id}").status_code == 303
        assert knows.post(f"/people/{kept.id}/merges/{merge_id}/undo", data=form()).status_code == 303
        assert knows.get(f"/people/{twin.id}").status_code == 200
        assert ana.get(f"/people/{twin.id}").status_code == 404


class TestEmergencyReaders:
    def test_they_compare_merge_and_undo_nothing_whatever_the_other_file_is(
        self, session: Session, sign_in: SignIn, knows: GuardedClient, kept: Person, *, twin: Person, other_office: Office
    ) -> None:
        reader = sign_in(Role.CASEWORKER, at=other_office)
        case = case_at(kept.office, person=kept)
        hidden = PersonFactory(office=kept.office, code="CUC-P-000003")
        restrict(session, hidden, knows.user.id)
        merge_id = merged(knows.actor, kept, twin).id
        session.commit()
        break_glass_as(reader, case)
        assert reader.get(f"/people/{kept.id}").status_code == 200
        assert f"/merges/{merge_id}/undo" not in page(reader.get(f"/people/{kept.id}"))
        ways = ("/people/{kept}/merge/{x}", "/people/{kept}/doubles/{x}", "/people/{x}/merge/{kept}")
        for way in ways:
            there, nowhere = (way.format(kept=kept.id, x=x) for x in (hidden.id, new_id()))
            assert told(reader.get(there)) == told(reader.get(nowhere)), way
            assert told(reader.post(there, data=form(**ANSWERS))) == told(reader.post(nowhere, data=form(**ANSWERS))), way
        undo = f"/people/{kept.id}/merges/{merge_id}/undo"
        assert (reader.get(undo).status_code, reader.post(undo, data=form()).status_code) == (403, 403)
        assert reader.get(f"/people/{twin.id}").status_code == 303
