from __future__ import annotations

import pytest

from app.cases import queries
from app.cases.enums import CaseKind
from app.foundation.actor import Actor


def test_answers_of_the_catalogue_are_named_even_when_they_left_its_list(caseworker: Actor) -> None:
    from app.cases.kinds import OptionList

    assert queries.option_name(caseworker, OptionList.DOCUMENT_TYPES, "VE-CI", "es") == "Cédula de identidad"
    assert queries.option_name(caseworker, OptionList.DOCUMENT_TYPES, "ZZ-NO", "es") == "ZZ-NO"
    offered = dict(queries.option_choices(caseworker, "es")[OptionList.DOCUMENT_TYPES])
    assert {"VE-PAS", "CO-PPT"} <= set(offered)


@pytest.mark.parametrize(("country", "currencies"), [("CO", ["COP", "USD"]), ("EC", ["USD"]), ("BR", ["BRL", "USD"])])
def test_money_is_offered_in_the_countrys_currency_first(country: str, currencies: list[str]) -> None:
    assert queries.currencies_of(country) == currencies


def test_services_of_the_cases_kind_are_offered_first_and_the_others_after_them(caseworker: Actor) -> None:
    groups = list(queries.services_by_kind(caseworker, CaseKind.HUMANITARIAN_AID, "es").values())
    assert [len(group) for group in groups] == [22, 13, 14]
