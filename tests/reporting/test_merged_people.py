"""Two files of one person that become one: what is published keeps its bytes, what is counted anew counts the person once."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.cases.enums import CaseKind
from app.foundation.actor import Actor
from app.people.enums import ConsentDecision
from app.people.models import Person
from app.people.services.merging import part_people
from app.reporting.models import DonorReport, ReportFile
from app.reporting.schemas import Figures, canonical
from tests.conftest import SignIn, actor_of
from tests.factories.reporting import case_of, decide, deliver, person_at
from tests.people.merging.states import merged
from tests.reporting.conftest import Count, MakeReport


@pytest.fixture
def ana(office: Office) -> Actor:
    return actor_of(Role.CASEWORKER, office)


@pytest.fixture
def pair(office: Office) -> tuple[Person, Person]:
    """The same woman twice: food in each file, and advice in one of them."""
    both = person_at(office), person_at(office, given_names="María de los Ángeles")
    for person in both:
        deliver(case_of(person), "H-ALI")
    deliver(case_of(both[1], kind=CaseKind.DOCUMENTATION), "D-ORI")
    return both


def published(session: Session) -> list[Any]:
    """Every byte of every report: its row, its figures, its files."""
    session.expire_all()
    reports = session.scalars(sa.select(DonorReport).order_by(DonorReport.id)).all()
    files = session.scalars(sa.select(ReportFile).order_by(ReportFile.id)).all()
    kept = [(one.code, one.status, one.counted_at, one.figures_digest, canonical(one.figures or {})) for one in reports]
    return [kept, [(one.report_id, one.format, one.language, one.content) for one in files]]


def said(figures: Figures) -> bytes:
    """The figures without the moment at which they were counted."""
    return canonical({name: value for name, value in figures.items() if name != "counted_at"})


def test_what_is_published_keeps_every_byte_through_a_merge_and_its_undoing(
    session: Session, make_report: MakeReport, ana: Actor, pair: tuple[Person, Person], sign_in: SignIn
) -> None:
    report, officer = make_report(), sign_in(Role.REPORTING_OFFICER)
    kept, other = pair

    def downloaded() -> list[tuple[int, bytes]]:
        answers = [officer.get(f"/reports/{report.id}{part}") for part in ("/es.pdf", "/es.xlsx")]
        return [(answer.status_code, answer.data) for answer in answers]

    before, given_out = published(session), downloaded()
    assert [status for status, _content in given_out] == [200, 200]
    merge = merged(ana, kept, other)
    assert (published(session), downloaded()) == (before, given_out)
    part_people(ana, kept.id, merge.id)
    assert (published(session), downloaded()) == (before, given_out)


def test_counted_anew_the_person_is_one_and_the_services_are_as_many(
    count: Count, ana: Actor, pair: tuple[Person, Person]
) -> None:
    before = count()
    merge = merged(ana, *pair)
    since = count()
    assert (before["people"]["total"], since["people"]["total"]) == (2, 1)
    assert before["deliveries"] == since["deliveries"] == 3
    assert before["caseload"] == since["caseload"]
    assert sum(kind["people"]["total"] for kind in since["by_kind"]) == 2
    part_people(ana, pair[0].id, merge.id)
    assert said(count()) == said(before)


@pytest.mark.parametrize("who_refuses", [0, 1])
def test_whoever_refused_to_be_counted_in_one_file_is_counted_in_neither_while_they_are_one(
    count: Count, ana: Actor, pair: tuple[Person, Person], who_refuses: int
) -> None:
    decide(pair[who_refuses], ConsentDecision.REFUSED)
    before = count()
    merge = merged(ana, *pair)
    assert (count()["people"]["total"], count()["deliveries"], count()["left_out"]) == (0, 0, 1)
    part_people(ana, pair[0].id, merge.id)
    assert said(count()) == said(before)
