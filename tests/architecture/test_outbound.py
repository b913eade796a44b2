"""The first HTTP client of this system has to be one that refuses private addresses: until then there is none."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import ROOT

CLIENTS = {"requests", "urllib.request", "urllib3", "httpx", "aiohttp", "http.client", "httplib2", "pycurl", "ftplib"}


def imports_of(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
            yield node.module


def clients_in(source: str) -> set[str]:
    return {client for name in imports_of(source) for client in CLIENTS if name == client or name.startswith(f"{client}.")}


def test_nothing_in_the_app_or_its_workers_calls_other_servers() -> None:
    sources = [path for folder in ("app", "workers") for path in (ROOT / folder).rglob("*.py")]
    assert len(sources) > 200
    assert {str(path.relative_to(ROOT)): found for path in sources if (found := clients_in(path.read_text()))} == {}


OF_A_CLIENT = ["import requests", "from urllib import request", "import urllib.request as u", "from httpx import get"]


@pytest.mark.parametrize("line", OF_A_CLIENT)
def test_a_client_is_noticed(line: str) -> None:
    assert clients_in(line)


@pytest.mark.parametrize("line", ["from urllib.parse import urlsplit", "from flask import request", "import http"])
def test_what_only_reads_addresses_is_none(line: str) -> None:
    assert clients_in(line) == set()


def test_the_folders_are_those_that_run() -> None:
    assert all((Path(ROOT) / folder / "__init__.py").exists() for folder in ("app", "workers"))
