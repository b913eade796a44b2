"""Which device a session belongs to, in two words that its owner recognises."""

from __future__ import annotations

BROWSERS = (
    ("SamsungBrowser/", "Samsung Internet"), ("Edg", "Edge"), ("OPR/", "Opera"), ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS"), ("Windows", "Windows"),
    ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
"""Each browser names others too, and Android names Linux: the first mark that is found counts."""


def device_of(user_agent: str) -> str:
    """Browser and system, such as "Chrome, Android"; empty where the browser tells neither."""
    found = (next((name for mark, name in names if mark in user_agent), None) for names in (BROWSERS, SYSTEMS))
    return ", ".join(name for name in found if name)
