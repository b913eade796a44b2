"""A PDF's pages are taken over into a new document: scripts, actions, forms, embedded files and metadata stay behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import pikepdf

from app.attachments.cleaning.faults import Unacceptable
from app.attachments.cleaning.program.photos import strip_photo
from app.attachments.cleaning.program.streams import without_packing
from app.attachments.enums import Fault

MOST_PAGES = 200
MOST_UNPACKED = 200 * 1024 * 1024
"""Bytes of all streams of a document together, unpacked."""
OUT_OF_MEMORY = "bad_alloc"
DEEPEST = 40
ACTIVE = (
    "/JS", "/JavaScript", "/AA", "/OpenAction", "/A", "/Launch", "/XFA", "/AcroForm", "/EmbeddedFiles", "/EF", "/AF",
    "/RichMedia", "/Annots", "/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/URI", "/SubmitForm", "/GoToR", "/GoToE",
    "/Names",
)  # fmt: skip
"""Keys of dictionaries that start something, hold a file, or tell where the document comes from."""
OUTSIDE = ("/F", "/FFilter", "/FDecodeParms", "/Ref", "/OPI")
"""Keys by which a stream's content lies in another file."""
OF_PAGE = frozenset(
    {
        "/Type", "/Parent", "/Contents", "/Resources", "/Group", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox",
        "/Rotate", "/UserUnit",
    }
)  # fmt: skip
"""All that a page needs to be seen. What else programs write beside it tells of them, of threads, maps and transitions."""
OF_PLACE = ("/Measure", "/PtData", "/GPTS", "/LGIDict")
"""Where on earth a picture or a part of a page lies."""


def clean(content: bytes) -> tuple[int, bytes]:
    """Number of pages and bytes of the new document."""
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False, suppress_warnings=True) as document:
            return _rebuilt(document)
    except pikepdf.PasswordError:
        raise Unacceptable(Fault.ENCRYPTED) from None
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise Unacceptable(Fault.DAMAGED) from None


def _rebuilt(document: pikepdf.Pdf) -> tuple[int, bytes]:
    if document.is_encrypted:
        raise Unacceptable(Fault.ENCRYPTED)
    pages = len(document.pages)
    if pages == 0:
        raise Unacceptable(Fault.DAMAGED)
    if pages > MOST_PAGES:
        raise Unacceptable(Fault.TOO_MANY_PAGES)
    _check_unpacked(document)
    # What was filled into a form, or stamped on a page, is to be seen: it becomes a part of the page.
    document.flatten_annotations("all")
    new = pikepdf.new()
    new.pages.extend(document.pages)
    for page in new.pages:
        _drop(page.obj, set(page.obj.keys()) - OF_PAGE)
    for value in list(new.objects):
        _strip(value, 0)
    made = BytesIO()
    new.save(made, fix_metadata_version=False, deterministic_id=True)
    return pages, made.getvalue()


def _check_unpacked(document: pikepdf.Pdf) -> None:
    unpacked = 0
    for stream in _streams(document):
        try:
            unpacked += len(without_packing(stream))
        except pikepdf.DataDecodingError as broken:
            # What is larger than this process may hold comes as the library's own word for it.
            raise Unacceptable(Fault.UNPACKS_TOO_LARGE if OUT_OF_MEMORY in str(broken) else Fault.DAMAGED) from None
        if unpacked > MOST_UNPACKED:
            raise Unacceptable(Fault.UNPACKS_TOO_LARGE)


def _streams(document: pikepdf.Pdf) -> Iterator[Any]:
    return (value for value in document.objects if isinstance(value, pikepdf.Stream))


def _strip(value: Any, depth: int) -> None:
    """Take what is active out of an object and out of all that it holds directly; indirect ones are met by themselves."""
    if depth > DEEPEST:
        raise Unacceptable(Fault.DAMAGED)
    if isinstance(value, pikepdf.Array):
        _strip_all(value, depth)
    elif isinstance(value, pikepdf.Stream):
        strip_photo(value)
        _drop(value, (*ACTIVE, *OUTSIDE, *OF_PLACE))
        _strip_all([part for key, part in value.items() if key != "/Length"], depth)
    elif isinstance(value, pikepdf.Dictionary):
        _drop(value, (*ACTIVE, *OF_PLACE))
        _strip_all([part for _key, part in value.items()], depth)


def _drop(value: Any, keys: Iterable[str]) -> None:
    for key in keys:
        if key in value:
            del value[key]


def _strip_all(parts: Iterable[Any], depth: int) -> None:
    for part in parts:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            _strip(part, depth + 1)
