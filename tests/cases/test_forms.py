from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.cases.enums import CaseKind, RiskLevel
from app.cases.forms import (
    AddNoteForm,
    CasesForm,
    CompleteFollowUpForm,
    DeliverServiceForm,
    OpenCaseForm,
    Whose,
    intake_form,
)
from app.cases.forms.amounts import parse_amount
from app.cases.kinds import OptionList
from app.cases.queries import StatusGroup

MANDATORY = {
    CaseKind.DOCUMENTATION: {"intake_needs": "renewal"},
    CaseKind.HUMANITARIAN_AID: {"intake_needs": "food", "intake_urgency": "day"},
    CaseKind.ECONOMIC_INTEGRATION: {"intake_wants": "employment"},
}


@pytest.fixture(autouse=True)
def request_context(app: Flask, session: Session) -> Iterator[None]:
    with app.test_request_context("/", method="POST"):
        yield


def opening(kind: CaseKind, **fields: object) -> OpenCaseForm:
    common = {
        "submission_id": str(uuid4()),
        "goal": "Renovar el pasaporte",
        "risk": "medium",
        "caseworker_id": "",
        "opened_on-day": "20",
        "opened_on-month": "11",
        "opened_on-year": "2026",
    }
    form = intake_form(kind)(formdata=MultiDict({**common, **MANDATORY[kind], **fields}))
    form.offer(caseworkers=[], listed={OptionList.DOCUMENT_TYPES: [("VE-PAS", "Pasaporte")]})
    return form


@pytest.mark.parametrize("kind", CaseKind)
def test_the_mandatory_answers_are_enough_to_open_a_case(kind: CaseKind) -> None:
    form = opening(kind)
    assert form.validate(), form.errors
    new = form.new_case()
    assert new.kind is kind
    assert new.goal == "Renovar el pasaporte"
    assert new.risk is RiskLevel.MEDIUM
    assert new.opened_on == date(2026, 11, 20)
    assert set(new.intake) == {key.removeprefix("intake_") for key in MANDATORY[kind]}
    assert new.intake_words == {}


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        (kind, missing)
        for kind in CaseKind
        for missing in ("goal", "risk", "opened_on")
        if kind is not CaseKind.HUMANITARIAN_AID or missing == "opened_on"
    ],
)
def test_what_a_kind_needs_beside_its_questions_is_asked_for(kind: CaseKind, missing: str) -> None:
    empty = {f"{missing}-{part}": "" for part in ("day", "month", "year")} if missing == "opened_on" else {missing: ""}
    form = opening(kind, **empty)
    assert not form.validate()
    assert set(form.errors) == {missing}


@pytest.mark.parametrize(
    ("soon", "risk"),
    [("day", RiskLevel.HIGH), ("three_days", RiskLevel.MEDIUM), ("two_weeks", RiskLevel.MEDIUM), ("later", RiskLevel.LOW)],
)
def test_of_humanitarian_aid_needs_and_urgency_are_enough(soon: str, risk: RiskLevel) -> None:
    form = opening(CaseKind.HUMANITARIAN_AID, goal="", risk="", intake_urgency=soon)
    assert form.validate(), form.errors
    assert (form.new_case().goal, form.new_case().risk) == ("", risk)
    chosen = opening(CaseKind.HUMANITARIAN_AID, goal="Dormir bajo techo", risk="low", intake_urgency=soon)
    assert chosen.validate()
    assert (chosen.new_case().goal, chosen.new_case().risk) == ("Dormir bajo techo", RiskLevel.LOW)


@pytest.mark.parametrize(("kind", "field"), [(kind, field) for kind, fields in MANDATORY.items() for field in fields])
def test_what_a_kind_needs_is_asked_for(kind: CaseKind, field: str) -> None:
    form = opening(kind)
    assert form.validate()
    without = opening(kind, **{field: []})
    assert not without.validate()
    assert set(without.errors) == {field}


def test_answers_are_kept_coded_and_in_words_apart() -> None:
    form = opening(
        CaseKind.DOCUMENTATION,
        intake_needs=["renewal", "asylum"],
        intake_target_document="VE-PAS",
        intake_regular_entry="declined",
        **{"intake_appointment_on-day": "4", "intake_appointment_on-month": "12", "intake_appointment_on-year": "2026"},
        intake_authority="  Consulado en Bogotá ",
    )
    assert form.validate(), form.errors
    new = form.new_case()
    assert new.intake == {
        "needs": ["renewal", "asylum"],
        "target_document": "VE-PAS",
        "regular_entry": "declined",
        "appointment_on": "2026-12-04",
    }
    assert new.intake_words == {"authority": "Consulado en Bogotá"}


def test_zero_is_an_answer() -> None:
    form = opening(CaseKind.HUMANITARIAN_AID, intake_under_five="0")
    assert form.validate()
    assert form.new_case().intake["under_five"] == 0


BAD_ANSWERS = {
    "an answer that is not on offer": (CaseKind.DOCUMENTATION, {"intake_regular_entry": "perhaps"}),
    "one of several that is not on offer": (CaseKind.DOCUMENTATION, {"intake_needs": ["renewal", "gold"]}),
    "a document that the catalogue lacks": (CaseKind.DOCUMENTATION, {"intake_target_document": "XX-NO"}),
    "none beside another": (CaseKind.DOCUMENTATION, {"intake_identity_documents": ["passport", "none"]}),
    "not known beside another": (CaseKind.ECONOMIC_INTEGRATION, {"intake_skills": ["sewing", "unknown"]}),
    "a number in words": (CaseKind.HUMANITARIAN_AID, {"intake_people_reached": "cuatro"}),
    "a number that cannot be": (CaseKind.HUMANITARIAN_AID, {"intake_people_reached": "400"}),
    "a negative number": (CaseKind.HUMANITARIAN_AID, {"intake_people_reached": "-1"}),
    "a number of a thousand figures": (CaseKind.HUMANITARIAN_AID, {"intake_people_reached": "9" * 1000}),
    "a text that is too long": (CaseKind.HUMANITARIAN_AID, {"intake_diet": "x" * 501}),
    "a date that is none": (
        CaseKind.HUMANITARIAN_AID,
        {"intake_travels_on-day": "31", "intake_travels_on-month": "2", "intake_travels_on-year": "2026"},
    ),
    "a colleague who is none": (CaseKind.DOCUMENTATION, {"caseworker_id": str(uuid4())}),
    "a risk that is none": (CaseKind.DOCUMENTATION, {"risk": "extreme"}),
}


@pytest.mark.parametrize(("kind", "fields"), BAD_ANSWERS.values(), ids=BAD_ANSWERS)
def test_an_answer_that_cannot_be_is_refused_at_its_field(kind: CaseKind, fields: dict[str, object]) -> None:
    form = opening(kind, **fields)
    assert not form.validate()
    wrong = next(iter(fields)).split("-", maxsplit=1)[0]
    assert set(form.errors) == {wrong}
    assert all(str(sentence) for sentence in form.errors[wrong])


AMOUNTS = {
    "45000": 4_500_000,
    "45.000": 4_500_000,
    "45,000": 4_500_000,
    "1.234.567": 123_456_700,
    "1.234,50": 123_450,
    "1,234.50": 123_450,
    "12,5": 1_250,
    "12.50": 1_250,
    "1 234,50": 123_450,
    "0": 0,
}


@pytest.mark.parametrize(("text", "minor"), AMOUNTS.items(), ids=AMOUNTS)
def test_an_amount_is_read_as_people_write_it(text: str, minor: int) -> None:
    assert parse_amount(text, "COP") == minor


@pytest.mark.parametrize(
    "text", ["", "mil", "-5", "1.2.3", "12,345,6", "12.345.6,7", "1e9", "NaN", "٣", "1.2345", "9" * 30, ",5", "5 COP"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_amount(text, "COP")


def test_a_currency_without_cents_takes_whole_units_only() -> None:
    assert parse_amount("45.000", "CLP") == 45_000
    with pytest.raises(ValueError, match="CLP"):
        parse_amount("45,5", "CLP")


def delivering(**fields: object) -> DeliverServiceForm:
    common = {
        "submission_id": str(uuid4()),
        "service_id": SERVICE,
        "delivered_on-day": "20",
        "delivered_on-month": "11",
        "delivered_on-year": "2026",
        "quantity": "2",
        "unit": "",
        "modality": "",
        "value": "",
        "currency": "COP",
    }
    form = DeliverServiceForm(formdata=MultiDict({**common, **fields}))
    form.offer(services={"Ayuda humanitaria": [(SERVICE, "Kit de higiene")]}, currencies=["COP", "USD"])
    return form


SERVICE = str(uuid4())


def test_a_delivery_without_a_value_has_no_currency() -> None:
    form = delivering()
    assert form.validate(), form.errors
    assert (form.delivery().value_minor, form.delivery().currency, form.delivery().unit) == (None, None, None)


def test_a_value_is_kept_in_minor_units_of_its_currency() -> None:
    form = delivering(value="45.000", modality="cash")
    assert form.validate(), form.errors
    assert (form.delivery().value_minor, form.delivery().currency) == (4_500_000, "COP")


@pytest.mark.parametrize(
    ("field", "typed"),
    [("quantity", "0"), ("quantity", "10000"), ("quantity", "1.5"), ("value", "mucho"), ("currency", "EUR"), ("service_id", "x")],
)
def test_a_delivery_that_cannot_be_is_refused_at_its_field(field: str, typed: str) -> None:
    form = delivering(**{field: typed})
    assert not form.validate()
    assert set(form.errors) == {field}


def test_a_note_counts_its_line_ends_once_and_loses_characters_that_no_text_holds() -> None:
    text = "a\r\n" * 5000
    form = AddNoteForm(
        formdata=MultiDict(
            {
                "submission_id": str(uuid4()),
                "text": f"\x00{text}",
                "occurred_on-day": "1",
                "occurred_on-month": "11",
                "occurred_on-year": "2026",
            }
        )
    )
    assert form.validate(), form.errors
    assert form.note().text == ("a\n" * 5000).strip()


def test_a_follow_up_that_is_planned_next_needs_its_day() -> None:
    fields = {
        "submission_id": str(uuid4()),
        "version": "1",
        "outcome": "reached",
        "done_on-day": "20",
        "done_on-month": "11",
        "done_on-year": "2026",
        "after": "plan",
        "next_kind": "visit",
    }
    assert set(CompleteFollowUpForm(formdata=MultiDict(fields)).errors) == set()
    form = CompleteFollowUpForm(formdata=MultiDict(fields))
    assert not form.validate()
    assert set(form.errors) == {"next_due_on"}
    nothing_planned = CompleteFollowUpForm(formdata=MultiDict({**fields, "after": "later"}))
    assert nothing_planned.validate(), nothing_planned.errors
    assert nothing_planned.completion().next_contact is None


def narrowed(**fields: str) -> CasesForm:
    form = CasesForm(formdata=MultiDict(fields), data={"whose": Whose.OFFICE.value})
    form.offer([(COLLEAGUE, "Ana")], usual=Whose.OFFICE)
    return form


COLLEAGUE, READER = str(uuid4()), uuid4()
TODAY = date(2026, 11, 20)


def test_a_list_is_narrowed_to_what_was_asked() -> None:
    asked = narrowed(whose=COLLEAGUE, status="closed", kind="documentation", risk="high", late="y")
    wanted = asked.case_filter(reader_id=READER, today=TODAY)
    assert (str(wanted.caseworker_id), wanted.status, wanted.kind, wanted.risk, wanted.late_before) == (
        COLLEAGUE,
        StatusGroup.CLOSED,
        CaseKind.DOCUMENTATION,
        RiskLevel.HIGH,
        TODAY,
    )


def test_answers_that_are_not_on_offer_narrow_nothing() -> None:
    wanted = narrowed(whose=str(uuid4()), status="lost", kind="gold", risk="42").case_filter(reader_id=READER, today=TODAY)
    assert wanted == narrowed().case_filter(reader_id=READER, today=TODAY)
    assert wanted.status is StatusGroup.AT_WORK


def test_mine_and_nobodys_are_told_apart() -> None:
    assert narrowed(whose="mine").case_filter(reader_id=READER, today=TODAY).caseworker_id == READER
    assert narrowed(whose="nobody").case_filter(reader_id=READER, today=TODAY).unassigned
