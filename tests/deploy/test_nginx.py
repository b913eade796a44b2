"""Quipu behind the nginx site that it ships: what browsers get, and what a stranger cannot make it believe."""

from __future__ import annotations

import json
import os
import re
import ssl
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from ops.address import any_free_port
from ops.nginx import find_nginx
from ops.throwaway import ThrowawayServers
from tests.deploy.proxied import NAME, Proxied, make_certificate, proxied, start_nginx, write_site

TWO_YEARS = "max-age=63072000"
FORGED = {
    "X-Forwarded-For": "203.0.113.7",
    "X-Real-IP": "203.0.113.7",
    "Forwarded": "for=203.0.113.7;host=evil.test;proto=http",
    "X-Forwarded-Host": "evil.test",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Prefix": "/evil",
}


@pytest.fixture(scope="module")
def nginx() -> Path:
    found = find_nginx(os.environ)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("There is no nginx, and continuous integration must not skip its tests: ./quipu test fetches one.")
        pytest.skip("There is no nginx: ./quipu test fetches one.")
    return found


@pytest.fixture(scope="module")
def environment(servers: ThrowawayServers, template_database: str) -> Iterator[Mapping[str, str]]:
    url = servers.create_database("behind_nginx", template=template_database)
    inherited = {name: value for name, value in os.environ.items() if name not in {"QUIPU_HOST", "REDIS_URL"}}
    yield {**inherited, "QUIPU_STATE": str(servers.state), "DATABASE_URL": url}
    servers.drop_database("behind_nginx")


@pytest.fixture(scope="module")
def site(nginx: Path, environment: Mapping[str, str]) -> Iterator[Proxied]:
    with tempfile.TemporaryDirectory(prefix="quipu-nginx-") as folder, proxied(nginx, Path(folder), environment) as running:
        yield running


def test_plain_http_leads_to_the_same_page_over_tls(site: Proxied) -> None:
    answer = site.ask_plainly("/sign-in?next=%2Fcases")
    assert (answer.status, answer.headers["Location"]) == (301, f"{site.origin}/sign-in?next=%2Fcases")


def test_the_sign_in_page_carries_each_header_once(site: Proxied) -> None:
    answer = site.ask("/sign-in")
    assert answer.status == 200
    for name, start in {
        "Strict-Transport-Security": TWO_YEARS,
        "Content-Security-Policy": "default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cache-Control": "no-store",
        "Referrer-Policy": "same-origin",
    }.items():
        (value,) = answer.headers.get_all(name) or ["missing", name]
        assert value.startswith(start)
    assert answer.headers["Server"] == "nginx"


def test_cookies_belong_to_this_host_alone_and_travel_by_tls_only(site: Proxied) -> None:
    cookies = site.ask("/sign-in").headers.get_all("Set-Cookie") or []
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
        assert "SameSite=" in cookie
        assert "Domain=" not in cookie


def test_what_a_client_says_of_itself_is_not_believed(site: Proxied) -> None:
    answer = site.ask("/echo", headers=FORGED)
    assert json.loads(answer.body) == {"address": "127.0.0.1", "is_secure": True, "host": f"{NAME}:{site.port}"}


def test_a_second_hop_of_trust_would_believe_a_forged_address(nginx: Path, environment: Mapping[str, str]) -> None:
    """The positive control: with one hop too many on both sides, the test above would fail."""
    with tempfile.TemporaryDirectory(prefix="quipu-nginx-") as folder:
        careless = {**environment, "QUIPU_TEST_HOPS": "2"}
        with proxied(nginx, Path(folder), careless, appends=True) as site:
            assert json.loads(site.ask("/echo", headers=FORGED).body)["address"] == "203.0.113.7"


def test_another_host_is_refused_by_both(site: Proxied) -> None:
    assert site.ask("/sign-in", headers={"Host": "evil.test"}).status == 421
    assert site.ask("/sign-in", headers={"Host": f"{NAME}:1"}).status == 400
    with pytest.raises(OSError, match=r"closed connection|reset"):
        site.ask_plainly("/sign-in", host="evil.test")


def test_another_name_in_the_handshake_gets_no_certificate(site: Proxied) -> None:
    with pytest.raises(ssl.SSLError, match=r"(?i)unrecognized"):
        site.ask("/", name="evil.test")


@pytest.mark.parametrize(
    "bounds",
    [
        ["Content-Length: 4", "Content-Length: 5"],
        ["Content-Length: 4", "Transfer-Encoding: chunked"],
        ["Transfer-Encoding: chunked, identity"],
        ["Transfer-Encoding : chunked"],
        ["Content-Length: +4"],
    ],
)
def test_a_message_with_doubtful_bounds_is_refused_and_its_line_closed(site: Proxied, bounds: list[str]) -> None:
    """Two servers that read one message's end differently would take its rest for somebody else's request."""
    lines = ["POST /sign-in HTTP/1.1", f"Host: {NAME}:{site.port}", *bounds, "", "0\r\n\r\nGET /smuggled HTTP/1.1", "", ""]
    answer = site.say("\r\n".join(lines).encode())
    assert re.match(rb"HTTP/1\.1 (400|501) ", answer)
    assert answer.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_both_current_versions_of_tls_are_taken(site: Proxied, version: ssl.TLSVersion) -> None:
    context = site.trust()
    context.minimum_version = context.maximum_version = version
    with site.connect(context) as tls:
        assert tls.version() == version.name.replace("_", ".")


def test_older_tls_is_refused(site: Proxied) -> None:
    configuration = (site.folder / "nginx.conf").read_text()
    assert re.findall(r"ssl_protocols ([^;]+);", configuration) == ["TLSv1.2 TLSv1.3"] * 2, (
        "both servers of the address: the first decides"
    )


@pytest.mark.parametrize("megabytes", [3, 65])
def test_too_large_a_body_gets_a_page_and_no_broken_connection(site: Proxied, megabytes: int) -> None:
    body = b"note=" + b"x" * (megabytes << 20)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": site.origin}
    answer = site.ask("/sign-in", method="POST", headers=headers, body=body)
    assert answer.status == 413
    assert "No se guardó nada" in answer.body
    assert (answer.headers.get_all("Strict-Transport-Security") or [""])[0].startswith(TWO_YEARS)


def test_a_request_has_one_number_in_answer_and_log_and_the_log_holds_no_address(site: Proxied) -> None:
    answer = site.ask("/sign-in?next=%2Fa-place-somebody-goes", headers={"X-Request-Id": "chosen-by-a-stranger"})
    number = answer.headers["X-Request-Id"]
    assert re.fullmatch(r"[0-9a-f]{32}", number)
    assert number in site.log
    assert not re.search(r"sign-in|somebody|127\.0\.0\.1|stranger", site.log)


def test_pages_are_compressed_by_the_application_alone(site: Proxied) -> None:
    answers = [site.ask("/sign-in", headers={"Accept-Encoding": "gzip"}) for _ in range(12)]
    assert {answer.headers["Content-Encoding"] for answer in answers} == {"gzip"}
    assert len({len(answer.body) for answer in answers}) > 1, "the padding that hides a page's exact size is gone"


def test_the_files_of_the_pages_are_kept_for_a_year(site: Proxied) -> None:
    (sheet,) = re.findall(r"/assets/quipu\.[0-9a-f]+\.css", site.ask("/sign-in").body)[:1]
    answer = site.ask(sheet)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers


def test_health_is_told_on_this_machine(site: Proxied) -> None:
    assert json.loads(site.ask("/healthz").body)["database"] == "up"


def test_a_web_server_that_is_away_gets_a_page_that_says_so(nginx: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="quipu-nginx-") as folder, ExitStack() as stack:
        site = Proxied(Path(folder), any_free_port(), any_free_port())
        make_certificate(site.folder)
        write_site(site, appends=False)
        start_nginx(stack, nginx, site)
        answer = site.ask("/cases")
    assert answer.status == 502
    assert "Quipu está comenzando" in answer.body
    assert answer.headers["Strict-Transport-Security"].startswith(TWO_YEARS)
