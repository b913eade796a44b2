from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.catalogue.enums import Confidence
from app.catalogue.models import ActionPoint, Service
from tests.factories.catalogue import ActionPointFactory, seeded

PRINTED_NUMBERS = {
    "reception_vulnerable": 1,
    "protection_regular_stay": 2,
    "cooperation_recognised": 3,
    "cooperation_scaled_up": None,
    "venezuelan_documents": None,
    "expired_documents_accepted": 6,
    "services_and_labour_access": None,
    "anti_xenophobia": None,
    "national_frameworks": None,
    "trafficking_smuggling": None,
    "regional_bodies": None,
    "humanitarian_channel_origin": None,
    "origin_accepts_aid": None,
    "nationals_in_origin": 14,
    "coordination_intl_orgs": None,
    "information_exchange": None,
    "donor_awareness": None,
    "follow_up_review": None,
}
"""The numbers that a source text gives together with the content; no other may reach a donor report."""


@pytest.mark.parametrize(("code", "printed"), PRINTED_NUMBERS.items())
def test_only_a_number_confirmed_with_its_content_is_printed(session: Session, code: str, printed: int | None) -> None:
    point: ActionPoint = seeded(ActionPoint, code)
    assert point.printed_number == printed
    lead = f"Punto {printed}: " if printed else ""
    assert point.donor_title("es") == f"{lead}{point.title_es}"


@pytest.mark.parametrize("confidence", [grade for grade in Confidence if grade != Confidence.NUMBER_AND_CONTENT])
def test_no_other_confidence_prints_a_number(confidence: Confidence) -> None:
    point = ActionPoint(number=7, confidence=confidence, title_es="Título")
    assert (point.printed_number, point.donor_title("es")) == (None, "Título")


@pytest.mark.parametrize(
    ("locale", "word"), [("es", "Punto 6: "), ("en", "Point 6: "), ("pt", "Ponto 6: "), ("pt_BR", "Ponto 6: ")]
)
def test_the_donor_title_is_in_the_language_of_the_report_whoever_reads(session: Session, locale: str, word: str) -> None:
    assert seeded(ActionPoint, "expired_documents_accepted").donor_title(locale).startswith(word)


def test_words_that_are_missing_in_a_language_are_said_in_spanish(session: Session) -> None:
    point = ActionPointFactory(title_es="Título", title_en="Title", title_pt=None)
    assert [point.title(locale) for locale in ("es", "en", "pt", "qu")] == ["Título", "Title", "Título", "Título"]


@pytest.mark.parametrize(
    ("first", "last", "valid"),
    [
        (None, None, True),
        (date(2026, 5, 10), None, True),
        (date(2026, 5, 11), None, False),
        (None, date(2026, 5, 10), True),
        (None, date(2026, 5, 9), False),
        (date(2026, 1, 1), date(2026, 12, 31), True),
    ],
)
def test_an_entry_is_valid_from_its_first_to_its_last_day(first: date | None, last: date | None, valid: bool) -> None:
    assert Service(valid_from=first, valid_until=last).is_valid_on(date(2026, 5, 10)) is valid
