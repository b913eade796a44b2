"""Answers that the catalogue holds for questions of the intake, and what a service form offers."""

from __future__ import annotations

from collections.abc import Mapping

from babel.numbers import get_territory_currencies

from app.cases.enums import CaseKind
from app.cases.kinds import OptionList
from app.catalogue.labels import CASE_KIND_LABELS
from app.catalogue.models import DocumentType
from app.catalogue.queries import document_type_choices, find_listed, listed, service_choices
from app.foundation.actor import Actor

Choices = list[tuple[str, str]]
ALWAYS_OFFERED = "USD"


def option_choices(actor: Actor, locale: str) -> Mapping[OptionList, Choices]:
    """The answers of every list by their codes, in the reader's language."""
    codes = {str(entry.id): entry.code for entry in listed(actor, DocumentType)}
    documents = [(codes[entry_id], name) for entry_id, name in document_type_choices(actor, locale) if entry_id in codes]
    return {OptionList.DOCUMENT_TYPES: documents}


def option_name(actor: Actor, option_list: OptionList, code: str, locale: str) -> str:
    """The words for a stored code, valid or not; the code itself where the catalogue lost it."""
    models = {OptionList.DOCUMENT_TYPES: DocumentType}
    entry = find_listed(actor, models[option_list], code)
    return entry.name(locale) if entry else code


def services_by_kind(actor: Actor, first: CaseKind, locale: str) -> Mapping[str, Choices]:
    """Services of today under the words of their kind of case, those of ``first`` before the others."""
    kinds = [first, *(kind for kind in CaseKind if kind is not first)]
    return {str(CASE_KIND_LABELS[kind]): service_choices(actor, locale, kind=kind) for kind in kinds}


def currencies_of(country: str) -> list[str]:
    """What money is counted in there (ISO 4217): the country's own, then the dollar."""
    return list(dict.fromkeys([*get_territory_currencies(country), ALWAYS_OFFERED]))
