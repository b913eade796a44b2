"""How countries number the documents that the catalogue lists, where python-stdnum knows it. A doubt is told, never refused.

Sources: the modules' own docstrings, which name the authorities' pages. The identity card for foreigners of Ecuador is
taken to be numbered like that of its citizens, which no source seen says. Documents that are not listed have no check.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stdnum.ar import dni
from stdnum.br import cpf
from stdnum.cl import rut
from stdnum.cr import cr
from stdnum.ec import ci
from stdnum.mx import curp

IS_VALID: Mapping[str, Callable[[str], bool]] = {
    "AR-DNI": dni.is_valid,
    "BR-CPF": cpf.is_valid,
    "CL-RUN": rut.is_valid,
    "CR-DIMEX": cr.is_valid,
    "EC-CED": ci.is_valid,
    "MX-CURP": curp.is_valid,
}
"""Code of the document type in the catalogue -> whether a number is one of that kind, check digit included."""


def is_doubtful(document_code: str, number: str | None) -> bool:
    """Whether a number is written otherwise than its country numbers such documents; never where no rule is known."""
    is_valid = IS_VALID.get(document_code)
    return bool(number) and is_valid is not None and not is_valid(str(number))
