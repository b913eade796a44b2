"""Whoever asked not to be counted is in no figure of a report made afterwards, and every form says how many they are."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import openpyxl
import pypdf
import pytest
from flask_babel import force_locale

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.cases.enums import CaseKind, CaseStatus, ClosureReason, Modality, Unit
from app.foundation.clock import now
from app.people.enums import ConsentDecision, ConsentPurpose
from app.people.models import Person
from app.referrals.enums import ReferralStatus
from app.reporting import presenters
from app.reporting.schemas import Figures
from tests.conftest import SignIn
from tests.factories.reporting import case_of, decide, deliver, person_at, refer, serve, step
from tests.reporting.conftest import Count, MakeReport

GIVEN, REFUSED, WITHDRAWN = ConsentDecision
ACCEPTED, COMPLETED = ReferralStatus.ACCEPTED, ReferralStatus.COMPLETED
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("answers", "is_counted"),
    [
        ([], True),
        ([GIVEN], True),
        ([REFUSED], False),
        ([GIVEN, WITHDRAWN], False),
        ([REFUSED, GIVEN], True),
        ([GIVEN, WITHDRAWN, GIVEN], True),
        ([GIVEN, WITHDRAWN, GIVEN, WITHDRAWN], False),
    ],
)
def test_the_last_answer_decides_who_is_counted(
    count: Count, office: Office, answers: Sequence[ConsentDecision], is_counted: bool
) -> None:
    person = serve(office)
    # Written down latest first: the day of the answer counts, not the order in which the answers were recorded.
    for age, answer in enumerate(reversed(answers), start=1):
        decide(person, answer, at=now() - age * MINUTE)

    figures = count()

    assert figures["people"]["total"] == figures["deliveries"] == int(is_counted)
    assert figures["left_out"] == int(not is_counted)


def test_of_two_answers_of_one_moment_the_one_recorded_later_holds(count: Count, office: Office) -> None:
    moment = now() - MINUTE
    stays, leaves = serve(office), serve(office)
    for person, answers in ((stays, (REFUSED, GIVEN)), (leaves, (GIVEN, REFUSED))):
        for answer in answers:
            decide(person, answer, at=moment)

    assert (count()["people"]["total"], count()["left_out"]) == (1, 1)


def test_an_answer_given_just_now_holds(count: Count, office: Office) -> None:
    decide(serve(office), REFUSED)

    assert count()["left_out"] == 1


@pytest.mark.parametrize(("before", "after", "counted"), [(GIVEN, WITHDRAWN, 1), (REFUSED, GIVEN, 0)])
def test_an_answer_after_the_cut_off_changes_nothing(
    count: Count, office: Office, before: ConsentDecision, after: ConsentDecision, counted: int
) -> None:
    person = serve(office)
    decide(person, before, at=now() - MINUTE)
    decide(person, after, at=now() + 60 * MINUTE)

    assert count()["people"]["total"] == counted


@pytest.mark.parametrize("purpose", [purpose for purpose in ConsentPurpose if purpose != ConsentPurpose.STATISTICS])
def test_a_refusal_of_another_purpose_leaves_nobody_out(count: Count, office: Office, purpose: ConsentPurpose) -> None:
    decide(serve(office), REFUSED, purpose=purpose)

    assert (count()["people"]["total"], count()["left_out"]) == (1, 0)


def test_whoever_refused_is_in_no_figure_at_all(count: Count, office: Office, other_office: Office) -> None:
    live_through_everything(person_at(office), other_office)
    without = count(None)
    other = person_at(office)
    live_through_everything(other, other_office)
    doubled = count(None)
    decide(other, REFUSED)

    assert figures_that_differ(without, doubled) == {
        "people", "deliveries", "by_kind", "by_country", "action_points", "indicators", "services", "caseload"
    }  # fmt: skip
    for code in ("DOC-02", "CM-01", "CM-02", "CM-03", "CM-04", "FR-01", "SHE-06"):
        assert value(doubled, code) == 2 * value(without, code) > 0
    assert figures_that_differ(without, count(None)) == {"left_out"}


def live_through_everything(person: Person, other_office: Office) -> None:
    """Every fact that a report counts: cases opened, closed, reopened, carried over, services of all units, referrals."""
    ended = {"status": CaseStatus.CLOSED, "closed_on": date(2026, 9, 1), "closure_reason": ClosureReason.GOAL_MET}
    papers = case_of(person, kind=CaseKind.DOCUMENTATION, **ended)
    aid = case_of(person, opened_on=date(2026, 5, 1))
    abroad = case_of(person, kind=CaseKind.ECONOMIC_INTEGRATION, office_id=other_office.id)
    deliver(papers, "D-REG")
    deliver(papers, "D-APO", unit=Unit.DOCUMENT, quantity=4)
    deliver(aid, "H-KIT", unit=Unit.KIT, quantity=3, modality=Modality.IN_KIND)
    deliver(aid, "H-TRT")
    deliver(abroad, "E-ORI")
    deliver(papers, "D-FAM")
    step(aid, "close", CaseStatus.CLOSED, date(2026, 7, 2))
    step(aid, "reopen", CaseStatus.OPEN, date(2026, 8, 1))
    refer(aid, ("accept", ACCEPTED), ("complete", COMPLETED))


def figures_that_differ(one: Figures, other: Figures) -> set[str]:
    return {name for name in one if name != "counted_at" and one[name] != other[name]}  # type: ignore[literal-required]


def value(figures: Figures, code: str) -> int:
    return next(row["value"] for row in figures["indicators"] if row["code"] == code)


def test_people_left_out_are_counted_once_and_only_with_a_service_of_the_period_and_scope(
    count: Count, office: Office, other_office: Office
) -> None:
    twice = serve(office)
    deliver(case_of(twice, office_id=other_office.id), "H-ALI")
    for person in (twice, serve(office, on=date(2026, 6, 30)), serve(other_office), person_at(office)):
        decide(person, REFUSED)

    assert [count(country)["left_out"] for country in ("CO", "EC", None)] == [1, 2, 2]


SENTENCES = {
    "es": "Personas que pidieron no ser contadas: 3,",
    "en": "People who asked not to be counted: 3,",
    "pt": "Pessoas que pediram para não ser contadas: 3,",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_page_pdf_and_spreadsheet_say_how_many_are_left_out(
    sign_in: SignIn, make_report: MakeReport, office: Office, language: str
) -> None:
    for _ in range(3):
        decide(serve(office), REFUSED)
    report = make_report()
    figures: Any = report.figures

    page = sign_in(Role.SUPERVISOR, locale=language).get(f"/reports/{report.id}").get_data(as_text=True)
    pdf = pypdf.PdfReader(io.BytesIO(presenters.write_pdf(figures, language)))
    workbook = openpyxl.load_workbook(io.BytesIO(presenters.write_xlsx(figures, language)))

    assert SENTENCES[language] in page
    assert SENTENCES[language] in " ".join(" ".join(part.extract_text().split()) for part in pdf.pages)
    method = [str(row[0]) for row in workbook.worksheets[-1].iter_rows(values_only=True)]
    assert [line for line in method if line.startswith(SENTENCES[language])]


def test_a_report_counted_before_anybody_could_refuse_does_not_speak_of_it(count: Count) -> None:
    figures = count()
    del figures["left_out"]

    with force_locale("en"):
        document = presenters.document_of(figures)

    assert "method-left-out" not in {part.key for section in document.sections for part in section.parts}
