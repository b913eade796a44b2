"""Amounts of money as people write them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from babel.numbers import get_currency_precision
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

LARGEST_AMOUNT = 10**12
"""In whole units of a currency; more than this is a slip of the pen."""
AMOUNT_EXAMPLE = _l("Write the amount in figures, such as 45.000 or 12,50")


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
