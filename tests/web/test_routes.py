"""The shell's own addresses, and the headers and encodings of every answer."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

import brotli
import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from tests.guarded_client import GuardedClient
from tests.web.conftest import Elements

GALLERY = "/dev/components"


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    """A plain client, for answers that come compressed: the guarded one reads them."""
    return FlaskClient(app, Response)


@pytest.mark.parametrize("path", [GALLERY, f"{GALLERY}?errors=1", f"{GALLERY}/record"])
def test_the_gallery_shows_every_component(client: GuardedClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert len(re.findall("<h1", answer.text)) == 1


def test_the_gallery_keeps_what_was_typed_into_its_form(client: GuardedClient) -> None:
    answer = client.post(GALLERY, data={"given_names": "", "surname": "O'Neill <x>", "born-year": "90"})
    found = Elements(answer.text)
    assert found.one("input", name="surname")["value"] == "O'Neill <x>"
    assert found.one("input", name="born-year")["value"] == "90"
    assert len(found.all("a", href="#given_names")) == 1


def test_progress_answers_its_part_alone_to_htmx_and_leads_others_back(client: GuardedClient) -> None:
    part = client.get(f"{GALLERY}/progress", headers={"HX-Request": "true"})
    assert part.text.strip().startswith('<div class="q-progress"')
    assert "El reporte está listo." in part.text
    assert client.get(f"{GALLERY}/progress").location.startswith(GALLERY)


def test_no_two_elements_of_the_gallery_share_an_id(client: GuardedClient) -> None:
    ids = [attributes["id"] for _, attributes in Elements(client.get(GALLERY).text).found if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_choosing_a_language_comes_back_to_the_page_in_it(client: GuardedClient) -> None:
    answer = client.post("/language", data={"language": "pt", "back": f"{GALLERY}?errors=1"})
    assert (answer.status_code, answer.location) == (303, f"{GALLERY}?errors=1")
    page = Elements(client.get(GALLERY).text)
    assert page.one("html")["lang"] == "pt"
    assert "Ir para o conteúdo" in page.text


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/evil.example", ""]
)
def test_choosing_a_language_never_leads_to_another_site(client: GuardedClient, back: str) -> None:
    assert client.post("/language", data={"language": "en", "back": back}).location == "/"


def test_an_unknown_language_changes_nothing(client: GuardedClient) -> None:
    client.post("/language", data={"language": "xx", "back": "/"})
    assert Elements(client.get(GALLERY).text).one("html")["lang"] == "es"


def test_the_policy_admits_nothing_inline_and_no_other_site(client: GuardedClient) -> None:
    policy = client.get(GALLERY).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_a_page_is_kept_nowhere_and_tells_other_sites_nothing(client: GuardedClient) -> None:
    headers = client.get(GALLERY).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_an_asset_is_named_by_its_content_and_cached_for_a_year(client: GuardedClient) -> None:
    page = Elements(client.get(GALLERY).text)
    sheet = page.one("link", rel="stylesheet")["href"] or ""
    assert re.fullmatch(r"/assets/quipu\.[0-9a-f]{12}\.css", sheet)
    answer = client.get(sheet)
    assert answer.mimetype == "text/css"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(("accepted", "encoding"), [("br, gzip", "br"), ("gzip", "gzip"), ("gzip;q=0", None), ("", None)])
def test_an_asset_comes_in_the_smallest_encoding_the_browser_takes(
    client: GuardedClient, accepted: str, encoding: str | None
) -> None:
    script = Elements(client.get(GALLERY).text).one("script", type="module")["src"] or ""
    answer = client.get(script, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.mimetype == "text/javascript"


@pytest.mark.parametrize("name", ["nothing.css", "..%2Fmanifest.json", "manifest.json.gz", "%2e%2e%2f%2e%2e%2fshell.py"])
def test_only_files_of_the_build_are_served(client: GuardedClient, name: str) -> None:
    answer = client.get(f"/assets/{name}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


def test_a_cold_first_page_stays_within_its_budget(browser: FlaskClient) -> None:
    page = browser.get(f"{GALLERY}/record", headers={"Accept-Encoding": "gzip"})
    text = gzip.decompress(page.data).decode()
    addresses = set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', text))
    weights = [len(browser.get(address, headers={"Accept-Encoding": "gzip"}).data) for address in addresses]
    assert 1 + len(addresses) <= 8
    assert len(page.data) + sum(weights) <= 90_000
    assert len(page.data) <= 15_000


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_equal_pages_leave_with_different_lengths(browser: FlaskClient, encoding: str) -> None:
    lengths = {len(browser.get(f"{GALLERY}/record", headers={"Accept-Encoding": encoding}).data) for _ in range(12)}
    assert len(lengths) > 1


@pytest.mark.parametrize(
    ("accepted", "encoding", "opened"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
    ],
)
def test_a_page_comes_in_the_smallest_encoding_the_browser_takes(
    browser: FlaskClient, accepted: str, encoding: str | None, opened: Callable[[bytes], bytes]
) -> None:
    page = browser.get(f"{GALLERY}/record", headers={"Accept-Encoding": accepted})
    assert page.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in page.headers["Vary"]
    assert opened(page.data).rstrip().endswith(b"</html>")
