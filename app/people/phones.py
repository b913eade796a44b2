"""Telephone numbers: kept in the world's common form where the country's numbering is recognised, else as written."""

from __future__ import annotations

import phonenumbers


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
