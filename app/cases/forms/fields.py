"""Fields and filters that several forms of this room share."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.numbers import get_currency_precision
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its type hints
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

LONGEST_NUMBER = 9
LARGEST_AMOUNT = 10**12
"""In whole units of a currency; more than this is a slip of the pen."""
AMOUNT_EXAMPLE = _l("Write the amount in figures, such as 45.000 or 12,50")


def typed(text: str | None) -> str | None:
    """Typed text without the spaces around it, lines ended one way, without characters that no text holds; or None."""
    return (text or "").replace("\r\n", "\n").replace("\x00", "").strip() or None


def at_most(length: int) -> Length:
    return Length(max=length, message=_l("Shorten this to %(count)s characters", count=length))


def choices(pairs: Iterable[tuple[Any, Any]], *, group: Any = None) -> list[SelectChoice]:
    """Choices from (value, label) pairs, in their order."""
    return [SelectChoice(value=str(value), label=label, optgroup=group) for value, label in pairs]


class _OneOfItsAnswers:
    """Says in this system's words that an answer is not on offer: the form was forged, or the list has changed."""

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)  # type: ignore[misc]
        except ValidationError:
            raise ValidationError(_l("Choose one of the answers")) from None


class OneAnswerField(_OneOfItsAnswers, RadioField):
    """One answer of a few, all of them in sight."""


class ListAnswerField(_OneOfItsAnswers, SelectField):
    """One answer of a longer list."""


class WholeNumberField(IntegerField):
    """A count typed in figures. ``data`` is an int or None; what was typed is kept."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if not text:
            return
        if not (text.isascii() and text.isdigit()) or len(text) > LONGEST_NUMBER:
            raise ValueError(_("Write a whole number in figures, such as 3"))
        self.data = int(text)


class VersionField(IntegerField):
    """The version of the record that the page showed."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = valuelist[0] if valuelist else ""
        self.data = int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' signature
        if self.data is None:
            raise ValidationError(_l("The form is damaged. Reload the page and try again."))


def parse_amount(text: str, currency: str) -> int:
    """Minor units of an amount as people write it: ``45.000``, ``45,000``, ``12,50``, ``1.234,50``.

    The last separator is the decimal one, unless exactly three figures follow it and no other kind stands before: nobody
    writes thousandths of money, so those are thousands.

    Raises:
        ValueError: with the sentence to show.
    """
    plain = text.replace(" ", "").replace("\u00a0", "").replace("'", "")
    digits = get_currency_precision(currency)
    try:
        amount = Decimal(_with_decimal_point(plain))
    except InvalidOperation:
        raise ValueError(AMOUNT_EXAMPLE) from None
    minor = amount.scaleb(digits)
    if minor != minor.to_integral_value():
        raise ValueError(_("%(currency)s has %(count)s decimals at most", currency=currency, count=digits))
    if amount > LARGEST_AMOUNT:
        raise ValueError(_("This amount is too large. Check the figures."))
    return int(minor)


def _with_decimal_point(text: str) -> str:
    """The text with a point before its decimals and no other separator; left as it is where it is no amount."""
    if not text or not text.isascii() or not set(text) <= set("0123456789.,") or not text[0].isdigit():
        raise InvalidOperation
    decimal = _decimal_separator(text)
    whole, _separator, fraction = text.partition(decimal) if decimal else (text, "", "")
    groups = whole.replace(",", ".").split(".")
    if any(len(group) != 3 for group in groups[1:]) or (len(groups[0]) > 3 < len(whole) and len(groups) > 1):
        raise InvalidOperation
    return "".join(groups) + "." + (fraction or "0")


def _decimal_separator(text: str) -> str | None:
    """Which of the two separators stands before the decimals; None when there are none."""
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return None
    separator = text[last]
    other = "," if separator == "." else "."
    if text.count(separator) > 1:
        return None
    follows = len(text) - last - 1
    return separator if other in text or follows != 3 else None
