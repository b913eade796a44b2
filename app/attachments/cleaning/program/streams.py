"""How a stream of a PDF is packed: in layers, of which any reader takes off the general ones, and a picture's own stay."""

from __future__ import annotations

from typing import Any

import pikepdf

GENERAL = frozenset(
    {
        "/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx", "/RunLengthDecode",
        "/RL",
    }
)  # fmt: skip


def filters_of(stream: Any) -> list[Any]:
    return _listed(stream.get("/Filter"))


def parameters_of_last_filter(stream: Any) -> Any:
    """The parameters of the innermost layer; None where it has none."""
    return (_listed(stream.get("/DecodeParms")) or [None])[-1]


def without_packing(stream: Any) -> bytes:
    """The content without its general layers: bytes to show, or a picture in a way of its own.

    Raises:
        pikepdf.DataDecodingError: a layer is damaged, or unpacks beyond this process's memory.
    """
    filters = filters_of(stream)
    outer = filters[: _general_ones(filters)]
    if len(outer) == len(filters):
        return bytes(stream.read_bytes())
    if not outer:
        return bytes(stream.read_raw_bytes())
    with pikepdf.new() as aside:
        bare = pikepdf.Stream(aside, stream.read_raw_bytes(), Filter=[pikepdf.Name(str(one)) for one in outer])
        return bytes(bare.read_bytes())


def _general_ones(filters: list[Any]) -> int:
    """How many layers come before the first that is a picture's own."""
    return next((place for place, one in enumerate(filters) if str(one) not in GENERAL), len(filters))


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]
