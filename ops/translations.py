"""The words of the pages: each room's catalogue is extracted, brought up to date, checked and compiled here.

``python -m ops translations update|compile|check``. Code and templates speak English; Spanish and Portuguese stand in
``app/<room>/translations/<language>/LC_MESSAGES/messages.po``.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.checkers import python_format
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from config import ROOT

LANGUAGES = ("es", "pt")
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"MIME-Version: 1.0\\n"
"Plural-Forms: {plural_forms}\\n"

"""
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2")]
OPTIONS = {"**/templates/**.html": {"trimmed": "true"}, "**/templates/**.txt": {"trimmed": "true"}}
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "_n": (1, 2)}


Key = tuple[str | None, str | None, Any]
"""Language, context, message: one text, or singular and plural."""


def main(arguments: Sequence[str]) -> int:
    action = arguments[0] if arguments else ""
    actions = {"update": update, "compile": compile_all, "check": report_faults}
    if action not in actions:
        print("Use: ./quipu translations update | compile | check")
        return 2
    return actions[action]()


def rooms() -> list[Path]:
    return sorted(folder for folder in (ROOT / "app").iterdir() if folder.is_dir() and any(folder.glob("*.py")))


def extract(room: Path) -> Catalog:
    """All messages of one room, without line numbers: they would change with every edit."""
    template = Catalog(fuzzy=False)
    found = extract_from_dir(room, METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True)
    for filename, _line, message, comments, context in found:
        template.add(message, None, [(filename, None)], auto_comments=comments, context=context)
    return template


def po_path(room: Path, language: str) -> Path:
    return room / "translations" / language / "LC_MESSAGES" / "messages.po"


def read_catalogue(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def up_to_date(room: Path, language: str) -> Catalog:
    """The room's catalogue with today's messages: new ones empty, vanished ones gone, translations kept."""
    catalogue = read_catalogue(po_path(room, language), language)
    catalogue.update(extract(room), no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    return catalogue


def as_text(catalogue: Catalog) -> bytes:
    """The catalogue as it is kept: sorted, without line numbers, with the same few header lines each time."""
    plain = Catalog(locale=catalogue.locale, fuzzy=False)
    for message in catalogue:
        if message.id:
            plain[message.id] = message
    out = io.BytesIO()
    write_po(out, plain, width=130, sort_output=True, no_location=True, omit_header=True)
    return HEADER.format(language=catalogue.locale, plural_forms=catalogue.plural_forms).encode() + out.getvalue()


def update() -> int:
    for room in rooms():
        if len(extract(room)) == 0:
            continue
        for language in LANGUAGES:
            path = po_path(room, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            text = as_text(up_to_date(room, language))
            if not path.exists() or path.read_bytes() != text:
                path.write_bytes(text)
    for fault in faults():
        print(fault)
    return 0


def compile_all() -> int:
    for path in sorted((ROOT / "app").glob("*/translations/*/LC_MESSAGES/*.po")):
        catalogue = read_catalogue(path, path.parts[-3])
        with path.with_suffix(".mo").open("wb") as out:
            write_mo(out, catalogue)
    return 0


def faults() -> Iterator[str]:
    """Messages without a translation, stale ones, lost placeholders, and a sentence that two rooms translate differently."""
    for room in rooms():
        wanted = extract(room)
        for language in LANGUAGES:
            path = po_path(room, language)
            have = read_catalogue(path, language)
            name = path.relative_to(ROOT)
            yield from (f"{name}: not translated: {message.id!r}" for message in _untranslated(wanted, have))
            yield from (f"{name}: no longer used: {m.id!r}" for m in have if m.id and wanted.get(m.id, m.context) is None)
            yield from (f"{name}: {m.id!r}: {error}" for m in have for error in _placeholder_errors(m, have))
    for language in LANGUAGES:
        yield from disagreements({room.name: read_catalogue(po_path(room, language), language) for room in rooms()})


def disagreements(catalogues: Mapping[str, Catalog]) -> Iterator[str]:
    """Messages that rooms translate differently: the pages merge all catalogues, and only one translation would be seen.

    Args:
        catalogues: room -> its catalogue; all of one language.
    """
    translations: dict[Key, dict[Any, list[str]]] = defaultdict(lambda: defaultdict(list))
    for room, catalogue in catalogues.items():
        for message in catalogue:
            if message.id:
                translations[catalogue.locale_identifier, message.context, message.id][message.string].append(room)
    for (language, _context, id_), found in translations.items():
        if len(found) > 1:
            told = "; ".join(f"{', '.join(rooms)}: {string!r}" for string, rooms in found.items())
            yield f"{language}: {id_!r} is translated differently: {told}"


def _untranslated(wanted: Catalog, have: Catalog) -> Iterator[object]:
    for message in wanted:
        found = have.get(message.id, message.context) if message.id else message
        strings = found.string if found and isinstance(found.string, tuple) else (found.string,) if found else ()
        if message.id and (not strings or not all(strings) or "fuzzy" in found.flags):
            yield message


def _placeholder_errors(message: object, catalogue: Catalog) -> Iterator[Exception]:
    try:
        python_format(catalogue, message)
    except Exception as error:
        yield error


def report_faults() -> int:
    found = list(faults())
    for fault in found:
        print(fault)
    return 1 if found else 0
