"""Telephone numbers: kept in the world's common form where the country's numbering is recognised, else as written."""

from __future__ import annotations

import re

import phonenumbers

SHORTEST = 6
"""Digits of the shortest number that is anybody's own."""
DIALLED = re.compile(r"^[\s(]*00(?=[\s().-]*[1-9])")
"""The prefix for calls abroad as it is dialled from most countries; written, it means ``+``."""


def normalised(phone: str | None, *, country: str | None) -> str | None:
    """``+573001234567`` for ``300 123 4567`` written in Colombia; what cannot be read stays as it was written.

    Args:
        country: ISO alpha-2 of the place where the number was written down.
    """
    if not phone:
        return None
    number = _read(phone, country)
    if number is None or not phonenumbers.is_valid_number(number):
        return phone
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def country_it_does_not_fit(phone: str | None, *, country: str | None) -> str | None:
    """The country (alpha-2) to which a number should belong by how it is written, while it has no such number; else None.

    Args:
        country: ISO alpha-2 of the place where the number was written down, meant unless the number begins with ``+`` or ``00``.
    """
    if not phone:
        return None
    number = _read(phone, country)
    if number is None:
        return country
    if phonenumbers.is_valid_number(number):
        return None
    named = phonenumbers.region_code_for_country_code(number.country_code or 0)
    return country if named in {"ZZ", "001"} else str(named)


def digits_of(phone: str) -> str | None:
    """The digits by which a number is found; None for what is too short to be one.

    A number in the world's common form keeps the digits of its country: the same line written in another country is another.
    """
    digits = "".join(filter(str.isdigit, _with_plus(phone)))
    return digits if len(digits) >= SHORTEST else None


def digits_meant(typed: str, *, country: str | None) -> frozenset[str]:
    """The digits under which the number may be kept that somebody types, looking for it.

    A number of a range that no operator has, or not yet, was kept as it was written: with the code of its country or without.
    """
    forms = {typed, normalised(typed, country=country) or ""}
    number = _read(typed, country)
    if number is not None and not phonenumbers.is_valid_number(number) and phonenumbers.is_possible_number(number):
        forms |= {phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), str(number.national_number)}
    return frozenset(digits for form in forms if (digits := digits_of(form)))


def _read(phone: str, country: str | None) -> phonenumbers.PhoneNumber | None:
    """The number as written after ``+`` where that is one; else as dialled in the country, such as ``009 58`` in Colombia."""
    abroad = _parsed(_with_plus(phone), country)
    if abroad is not None and phonenumbers.is_valid_number(abroad):
        return abroad
    at_home = _parsed(phone, country)
    return at_home if at_home is not None and phonenumbers.is_valid_number(at_home) else abroad


def _parsed(phone: str, country: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(phone, country)
    except phonenumbers.NumberParseException:
        return None


def _with_plus(phone: str) -> str:
    return DIALLED.sub("+", phone)
