"""The site of ``deploy/nginx`` on high ports of this machine, in front of a real web server on a socket."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from config import ROOT
from ops.address import any_free_port
from ops.programs import web_command
from tests.ops.waiting import until

NAME = "quipu.test"
SITE = ROOT / "deploy" / "nginx"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: str


@dataclass(frozen=True)
class Proxied:
    """A running nginx with Quipu behind it."""

    folder: Path
    port: int
    plain_port: int

    @property
    def origin(self) -> str:
        return f"https://{NAME}:{self.port}"

    @property
    def log(self) -> str:
        return (self.folder / "quipu.log").read_text()

    def ask(
        self, path: str, *, method: str = "GET", headers: Mapping[str, str] = {}, body: bytes | None = None, name: str = NAME
    ) -> Answer:
        """One request over TLS; ``name`` is the one in the handshake."""
        with self.connect(self.trust(), name) as tls:
            return _exchange(tls, path, method, {"Host": f"{NAME}:{self.port}", **headers}, body)

    def say(self, message: bytes) -> bytes:
        """Send bytes as they are, and read until the other side hangs up."""
        with self.connect(self.trust()) as tls:
            tls.sendall(message)
            answer = bytearray()
            while part := tls.recv(65536):
                answer += part
        return bytes(answer)

    def ask_plainly(self, path: str, *, host: str = NAME) -> Answer:
        with socket.create_connection(("127.0.0.1", self.plain_port), timeout=30) as plain:
            return _exchange(plain, path, "GET", {"Host": host}, None)

    @contextmanager
    def connect(self, trust: ssl.SSLContext, name: str = NAME) -> Iterator[ssl.SSLSocket]:
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        with plain, trust.wrap_socket(plain, server_hostname=name) as tls:
            yield tls

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.folder / "certificate.pem")


def _exchange(channel: socket.socket, path: str, method: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
    connection = http.client.HTTPConnection(NAME)
    connection.sock = channel
    connection.request(method, path, body, dict(headers))
    response = connection.getresponse()
    answer = Answer(response.status, response.headers, response.read().decode(errors="replace"))
    connection.close()
    return answer


@contextmanager
def proxied(nginx: Path, folder: Path, environment: Mapping[str, str], *, appends: bool = False) -> Iterator[Proxied]:
    """Start both, and end both.

    Args:
        nginx: the program.
        folder: a short one: the socket lies inside.
        environment: of the web server, without its public address.
        appends: let nginx pass on what the client says of forwarding, as a careless site would.
    """
    site = Proxied(folder, any_free_port(), any_free_port())
    make_certificate(folder)
    write_site(site, appends=appends)
    with ExitStack() as stack:
        web = web_command(f"unix:{folder}/web.sock")
        _start(stack, web, {**environment, "QUIPU_PUBLIC_URL": site.origin}, folder / "web.out")
        start_nginx(stack, nginx, site)
        until(lambda: _answers(site), within=40)
        yield site


def start_nginx(stack: ExitStack, nginx: Path, site: Proxied) -> None:
    command = (str(nginx), "-p", str(site.folder), "-c", str(site.folder / "nginx.conf"))
    _start(stack, command, os.environ, site.folder / "nginx.out")
    until((site.folder / "nginx.pid").exists)


def _start(stack: ExitStack, command: tuple[str, ...], environment: Mapping[str, str], output: Path) -> None:
    command = tuple("tests.deploy.echo_server:app" if word == "wsgi:app" else word for word in command)
    file = stack.enter_context(output.open("wb"))
    process = subprocess.Popen(command, cwd=ROOT, env=dict(environment), stdout=file, stderr=subprocess.STDOUT)
    stack.callback(process.wait)
    stack.callback(process.terminate)


def _answers(site: Proxied) -> bool:
    try:
        return site.ask("/echo").status == 200
    except OSError:
        return False


def write_site(site: Proxied, *, appends: bool) -> None:
    """The shipped files with the names, ports and paths of a test in the place of those of a server."""
    folder = site.folder
    replacements = {
        "[::]:80": f"[::1]:{site.plain_port}",
        "[::]:443": f"[::1]:{site.port}",
        "listen 80": f"listen 127.0.0.1:{site.plain_port}",
        "listen 443": f"listen 127.0.0.1:{site.port}",
        "unix:/run/quipu-web/web.sock": f"unix:{folder}/web.sock",
        "/etc/letsencrypt/live/quipu.example.org/fullchain.pem": f"{folder}/certificate.pem",
        "/etc/letsencrypt/live/quipu.example.org/privkey.pem": f"{folder}/key.pem",
        "/etc/nginx/quipu-proxy.conf": f"{folder}/quipu-proxy.conf",
        "/opt/quipu": str(ROOT),
        "/run/quipu-bodies": f"{folder}/bodies",
        "/var/log/nginx": str(folder),
        "return 301 https://quipu.example.org": f"return 301 {site.origin}",
        "quipu.example.org": NAME,
    }
    text = (SITE / "quipu.conf").read_text()
    for shipped, ours in replacements.items():
        assert shipped in text or shipped == "quipu.example.org", f"the site no longer says {shipped}"
        text = text.replace(shipped, ours)
    proxy = (SITE / "quipu-proxy.conf").read_text()
    if appends:
        proxy = proxy.replace("X-Forwarded-For $remote_addr", "X-Forwarded-For $proxy_add_x_forwarded_for")
    (folder / "quipu-proxy.conf").write_text(proxy)
    paths = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    account = "user root;" if os.geteuid() == 0 else ""  # nobody else may enter the test's folder
    (folder / "nginx.conf").write_text(
        f"{account} daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        f"events {{ worker_connections 128; }}\nhttp {{ access_log off; {paths}\n{text}\n}}\n"
    )


def make_certificate(folder: Path) -> None:
    """A certificate of our own for the name of the tests, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(NAME), x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
