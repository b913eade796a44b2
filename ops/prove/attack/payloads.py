"""What an attack types, and by what it knows that it came through."""

from __future__ import annotations

import re
from collections.abc import Mapping

ELSEWHERE = "zq.example"
"""A site that no answer may lead to or name as its own."""
PROBE = "zq\"'<zq x=1>zq{{7*7}}zq"
MARKUP = "<zq x=1>"
COMPUTED = "zq49zq"

TYPED: Mapping[str, str] = {
    "markup": PROBE,
    "a quote": "'",
    "a condition": "' OR '1'='1' --",
    "a second statement": "1; SELECT pg_sleep(0)--",
    "a null character": "a\x00b",
    "emoji": "👩‍👧‍👦🏳️‍🌈" * 40,
    "text that runs backwards": "\u202eoirav\u202c\u0000\ufeff",
    "a line break and a header": "x\r\nX-Zq: 1",
    "a path": "../../../../../../etc/passwd",
    "an address elsewhere": f"https://{ELSEWHERE}/",
    "an address without scheme": f"//{ELSEWHERE}/",
    "an address with backslashes": f"/\\{ELSEWHERE}/",
    "a huge number": "9" * 40,
    "a negative number": "-1",
    "no number": "NaN",
    "nothing": "",
}
LONG = "A" * 100_000

IN_PATHS: Mapping[str, str] = {
    "a word": "zq",
    "a number": "0",
    "a quote": "%27%20OR%201=1--",
    "a null character": "%00",
    "an id and more": "0193aaaa-0000-7000-8000-000000000000%27",
    "a path": "..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
    "a path in the open": "../../../../../../../../etc/passwd",
    "markup": "%3Czq%20x=1%3E",
    "a long word": "A" * 2000,
    "no text": "%ff%fe",
}
"""What stands in a path where an id, a code or a file name belongs."""

WORDS_OF_THE_MACHINE = re.compile(
    r"Traceback \(most recent|psycopg|sqlalchemy\.|werkzeug|jinja2\.|File \"/|SELECT .{1,80} FROM |/site-packages/"
)
"""What an answer tells only when a fault speaks to the reader."""
FILE_OF_THE_MACHINE = re.compile(r"^root:.{1,5}:0:0:", re.MULTILINE)
