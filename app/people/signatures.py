"""Signatures drawn on a screen: strokes as a path of whole numbers, in a box of 600 by 300.

``M10 20L11 22L15 30M40 40L44 41``: each ``M`` begins a stroke. Nothing but these numbers is taken from the browser, and what is
kept is written anew from them.
"""

from __future__ import annotations

import re

WIDTH, HEIGHT = 600, 300
LONGEST = 12_000
"""Characters of a path; a quick finger draws some 300 points, of eight characters each."""
FEWEST_POINTS = 8
SMALLEST = 40
"""Of the box that the strokes fill, across: less is a slip of the finger."""
STROKE = re.compile(r"M(\d{1,3}) (\d{1,3})((?:L\d{1,3} \d{1,3})*)", re.ASCII)
POINT = re.compile(r"L(\d{1,3}) (\d{1,3})", re.ASCII)

Stroke = list[tuple[int, int]]


class NotASignature(ValueError):
    """The text is no path of strokes, or too little is drawn."""


def signature_path(text: str) -> str:
    """The path written anew.

    Raises:
        NotASignature: forged, too long, outside the box, or hardly more than a dot.
    """
    strokes = strokes_of(text)
    points = [point for stroke in strokes for point in stroke]
    across = [x for x, _y in points]
    if len(points) < FEWEST_POINTS or max(across) - min(across) < SMALLEST:
        raise NotASignature
    return "".join(_written(stroke) for stroke in strokes)


def strokes_of(text: str) -> list[Stroke]:
    """The points of each stroke.

    Raises:
        NotASignature: anything else than strokes inside the box.
    """
    if not text or len(text) > LONGEST:
        raise NotASignature
    strokes, at = [], 0
    while at < len(text):
        found = STROKE.match(text, at)
        if found is None:
            raise NotASignature
        x, y, rest = found.groups()
        strokes.append([_inside(x, y), *(_inside(*point) for point in POINT.findall(rest))])
        at = found.end()
    return strokes


def as_svg(path: str) -> str:
    """A picture of a path that ``signature_path`` wrote, for a document; pages draw it with a macro of their own."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'<path d="{signature_path(path)}" fill="none" stroke="#17292b" stroke-width="3" stroke-linecap="round" '
        'stroke-linejoin="round"/></svg>'
    )


def _inside(x: str, y: str) -> tuple[int, int]:
    point = int(x), int(y)
    if point[0] > WIDTH or point[1] > HEIGHT:
        raise NotASignature
    return point


def _written(stroke: Stroke) -> str:
    (x, y), *rest = stroke
    return f"M{x} {y}" + "".join(f"L{x} {y}" for x, y in rest)
