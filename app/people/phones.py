"""Telephone numbers: kept in the world's common form where the country's numbering is recognised, else as written."""

from __future__ import annotations

import phonenumbers

SHORTEST = 6
"""Digits of the shortest number that is anybody's own."""


def normalised(phone: str | None, *, country: str | None) -> str | None:
    """``+573001234567`` for ``300 123 4567`` written in Colombia; what cannot be read stays as it was written.

    Args:
        country: ISO alpha-2 of the place where the number was written down.
    """
    if not phone:
        return None
    try:
        number = phonenumbers.parse(phone, country)
    except phonenumbers.NumberParseException:
        return phone
    if not phonenumbers.is_valid_number(number):
        return phone
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def country_it_does_not_fit(phone: str | None, *, country: str | None) -> str | None:
    """The country (alpha-2) to which a number should belong by how it is written, while it has no such number; else None.

    Args:
        country: ISO alpha-2 of the place where the number was written down, meant unless the number begins with ``+``.
    """
    if not phone:
        return None
    try:
        number = phonenumbers.parse(phone, country)
    except phonenumbers.NumberParseException:
        return country
    if phonenumbers.is_valid_number(number):
        return None
    named = phonenumbers.region_code_for_country_code(number.country_code or 0)
    return country if named in {"ZZ", "001"} else str(named)


def digits_of(phone: str) -> str | None:
    """The digits by which a number is found; None for what is too short to be one.

    A number in the world's common form keeps the digits of its country: the same line written in another country is another.
    """
    digits = "".join(filter(str.isdigit, phone))
    return digits if len(digits) >= SHORTEST else None
