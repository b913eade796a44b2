"""What is read aloud before somebody answers about consent, by version and language.

A version that was in use is never changed: each consent keeps the number of the words that were read, and its page shows them.
New words are a new version (``CURRENT``). ``<version>.<language>.yaml``: one text by purpose; texts about sharing that name
whom and what hold ``{organisation}`` and ``{facts}``; ``sharing_of`` asks about all that give services where other facts may be
told than usual.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from app.people.enums import ConsentPurpose, RecipientKind
from app.web.languages import DEFAULT, LANGUAGES

CURRENT = 3
FOLDER = Path(__file__).parent
OF_RECIPIENT = {RecipientKind.ORGANISATION: "organisation", RecipientKind.NATIONAL_AUTHORITY: "national_authority"}
"""Recipients that are asked about in words of their own."""
SHARING_OF = "sharing_of"


def words_for(
    purpose: ConsentPurpose,
    recipient: RecipientKind | None = None,
    *,
    language: str,
    version: int = CURRENT,
    told: Mapping[str, str] | None = None,
) -> str:
    """The text about a purpose, or about sharing with one kind of recipient.

    Args:
        language: ISO 639-1; Spanish is taken for languages that the interface does not speak.
        told: ``organisation`` and ``facts`` in that language, where the text names them; of all that give services only where
            they may be told something else than usual.
    """
    texts = _read(version, language if language in LANGUAGES else DEFAULT)
    name = OF_RECIPIENT.get(recipient, purpose.value) if recipient else purpose.value
    if told and name == ConsentPurpose.REFERRAL_SHARING:
        name = SHARING_OF
    return texts.get(name, texts[purpose.value]).format_map(told or {})


@cache
def _read(version: int, language: str) -> Mapping[str, str]:
    texts: Mapping[str, str] = yaml.safe_load((FOLDER / f"{version}.{language}.yaml").read_text(encoding="utf-8"))
    return texts
