"""PDFs laid out by Typst from data alone: no word of it is ever read as markup."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

Standard = Literal["ua-1"]
ACCESSIBLE: Sequence[Standard] = ("ua-1",)
"""PDF/UA-1: tagged, and every letter drawn, so that screen readers can read it."""


def typeset(
    template: Path, name: str, data: Mapping[str, Any], *, made_at: datetime, otherwise: Mapping[str, Any] | None = None
) -> bytes:
    """The PDF of a template; the same data give the same bytes.

    Letters that no font of ours can draw (Chinese, emoji) stand as empty boxes, and the file then claims no PDF/UA.

    Args:
        name: of the input by which the template reads the data.
        otherwise: the data to lay out where letters are missing, so that the file can say so; the same where it is left out.
    """
    import typst

    try:
        return _compiled(template, name, data, made_at, ACCESSIBLE)
    except typst.TypstError:
        return _compiled(template, name, otherwise or data, made_at, ())


def _compiled(template: Path, name: str, data: Mapping[str, Any], made_at: datetime, standards: Sequence[Standard]) -> bytes:
    import typst

    return typst.compile(
        template,
        root=template.parent,
        format="pdf",
        sys_inputs={name: json.dumps(data, ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards=list(standards),
        timestamp=int(made_at.timestamp()),
    )
