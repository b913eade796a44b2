"""Settings of one Quipu process, read once from the environment into a frozen object.

Nothing here imports ``app``. Every secret comes from ``secrets.json`` in the state folder (written by
``./quipu run`` or ``./quipu init``, mode 0600) or from the environment; there are no defaults for them. The root key
that opens sealed values lies apart from them (``keys/root.key``, mode 0400), so that it can be kept elsewhere.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent
OWNER_ROLE = "quipu_owner"
AUDIT_ROLE = "app_audit"
DATABASE_ROLES = ("app_rw", "app_job", AUDIT_ROLE)
"""Login roles beside the owner: web pages, jobs, and the reader of the audit trail."""

ROOT_KEY_BYTES = 32

LONGEST_SOCKET_PATH = 107
"""Bytes that a Unix socket path may have on Linux (``sun_path`` less its closing zero)."""


class SettingsError(Exception):
    """The environment or the state folder lacks something; the message says what to do."""


def state_folder(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("QUIPU_STATE") or ROOT / "var").resolve()


def socket_folder(state: Path) -> Path:
    """The folder of the embedded servers' sockets: inside the state folder, or a short one where that path is too long.

    ``QUIPU_SOCKETS`` names one that other accounts of this machine may enter (``deploy/``).
    """
    if named := os.environ.get("QUIPU_SOCKETS"):
        return Path(named)
    inside = state / "run"
    # Clients take the folder as part of a URL, and do not all unquote it.
    if len(str(inside / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH and quote(str(inside)) == str(inside):
        return inside
    digest = hashlib.sha256(str(state).encode()).hexdigest()[:12]
    return Path("/tmp") / f"quipu-{os.getuid()}-{digest}"  # noqa: S108 - mode 0700, made by ops


@dataclass(frozen=True)
class Secrets:
    """What only this instance knows. ``database_passwords`` is keyed by role name; a process may have no more than its own."""

    secret_key: str = field(repr=False)
    password_salt: str = field(repr=False)
    link_key: str = field(repr=False)
    database_passwords: Mapping[str, str] = field(repr=False)

    @classmethod
    def load(cls, path: Path) -> Secrets:
        try:
            values = json.loads(path.read_text())
        except FileNotFoundError:
            raise SettingsError(f"{path} is missing: run ./quipu run (demo) or ./quipu init (real instance).") from None
        return cls(**values)


def root_key_file(state: Path) -> Path:
    """In a folder of its own: it can be a mount that no backup of the state folder takes along."""
    return state / "keys" / "root.key"


def read_root_key(state: Path, environ: Mapping[str, str]) -> bytes:
    """The key that opens all stored keys: ``QUIPU_ROOT_KEY`` (base64), else ``QUIPU_ROOT_KEY_FILE``, else ``keys/root.key``.

    Raises:
        SettingsError: there is none, others than the owner of the file can read it, or it is no key.
    """
    if given := environ.get("QUIPU_ROOT_KEY"):
        return _decoded_root_key(given, "QUIPU_ROOT_KEY")
    named = environ.get("QUIPU_ROOT_KEY_FILE")
    path = Path(named) if named else root_key_file(state)
    # systemd hands over a credential by an access list, which shows as rights of the group.
    too_wide = stat.S_IRWXO if named else stat.S_IRWXG | stat.S_IRWXO
    try:
        text, mode = path.read_text(), stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        raise SettingsError(
            f"{path} is missing, and QUIPU_ROOT_KEY is not set. Put back this instance's root key; without it, what is sealed "
            "stays closed for good. (A new instance gets one by ./quipu run or ./quipu init.)"
        ) from None
    except PermissionError:
        raise SettingsError(f"{path} belongs to another account. Run Quipu as the account that owns it.") from None
    if mode & too_wide:
        raise SettingsError(f"{path} can be read by others (mode {mode:04o}). Close it: chmod 0400 {path}")
    return _decoded_root_key(text, str(path))


def _decoded_root_key(text: str, source: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != ROOT_KEY_BYTES:
        raise SettingsError(f"{source} holds no root key: {ROOT_KEY_BYTES} bytes in base64 are wanted.")
    return key


@dataclass(frozen=True)
class Mail:
    """The SMTP server that carries notices. Mails hold a link and no personal data."""

    host: str = "127.0.0.1"
    port: int = 25
    sender: str = "quipu@localhost"
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    use_tls: bool = False


@dataclass(frozen=True)
class Settings:
    """What this process needs to know; read once, passed on, never changed."""

    state: Path
    owner_database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    secrets: Secrets = field(repr=False)
    root_key: bytes = field(repr=False)
    """Opens the stored keys (``app/foundation/encryption``)."""
    audit_file: Path
    """Where the seals of the audit trail are written beside the database; another disk or machine is better."""
    attachments: Path | None = None
    """Folder of attachments that several accounts of this machine share; None for one in the state folder."""
    public_url: str = "http://127.0.0.1:8000"
    """Where browsers reach this instance; links in mails begin with it."""
    demo: bool = False
    testing: bool = False
    database_role: str = "app_rw"
    backup_database_url: str | None = field(default=None, repr=False)
    """Who reads every row for a backup, on a server of the operator's own."""
    mail: Mail = Mail()
    usual_files: int = 100
    """Different files that one person may open within an hour before an alert is raised: more than a day's work asks for."""
    usual_refused_sign_ins: int = 20
    """Wrong passwords for one account within an hour: three times what somebody who forgot theirs tries."""
    usual_refused_records: int = 20
    """Records within an hour that do not exist for who asks: an old link or two, never twenty."""
    partner_link_days: int = 30
    """Days until the link in a referral mail stops opening."""
    emergency_uses_a_day: int = 5
    """Files of other offices that one user may open in an emergency within 24 hours: a day at a border crossing meets two or
    three, and who needs more has another problem than waiting [J]."""
    child_assessment_days: int = 7
    """Days after the opening of a case until it has to be known who answers for a child: a national manual of child protection
    asks for the full assessment within 7 days of intake (second-hand) [J]."""
    longest_request: int = 2 * 1024 * 1024
    """Bytes of a request body; a longer one is answered with 413."""
    longest_upload: int = 12 * 1024 * 1024
    """The same where a page takes a file: more than a file may have, so that the page itself can say that it is too large."""
    longest_import: int = 192 * 1024 * 1024
    """The same where people are brought in from a file: a million rows of CSV have some 150 MB."""
    has_proxy: bool = False
    """Whether a proxy of our own stands in front although the public address is plain HTTP."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ, *, database_role: str = "app_rw") -> Settings:
        """Read the settings of this process.

        Args:
            environ: the process environment; see ``docs/settings.md`` for each name.
            database_role: the login role this process works under.

        Raises:
            SettingsError: a secret or a needed variable is missing.
        """
        state = state_folder(environ)
        return cls(
            state=state,
            owner_database_url=environ.get("DATABASE_URL") or embedded_database_url(state),
            redis_url=environ.get("REDIS_URL") or f"unix://{socket_folder(state)}/valkey.sock",
            secrets=Secrets.load(Path(environ.get("QUIPU_SECRETS") or state / "secrets.json")),
            root_key=read_root_key(state, environ),
            audit_file=audit_file(state, environ),
            attachments=Path(named) if (named := environ.get("QUIPU_ATTACHMENTS")) else None,
            public_url=environ.get("QUIPU_PUBLIC_URL", cls.public_url).rstrip("/"),
            demo=environ.get("QUIPU_DEMO") == "1",
            testing=environ.get("QUIPU_TESTING") == "1",
            longest_import=int(environ.get("QUIPU_LONGEST_IMPORT", cls.longest_import)),
            emergency_uses_a_day=int(environ.get("QUIPU_EMERGENCY_USES", cls.emergency_uses_a_day)),
            child_assessment_days=int(environ.get("QUIPU_CHILD_ASSESSMENT_DAYS", cls.child_assessment_days)),
            database_role=database_role,
            has_proxy=environ.get("QUIPU_PROXY") == "1",
            backup_database_url=environ.get("QUIPU_BACKUP_DATABASE_URL"),
            usual_files=int(environ.get("QUIPU_ALERT_FILES", cls.usual_files)),
            usual_refused_sign_ins=int(environ.get("QUIPU_ALERT_SIGN_INS", cls.usual_refused_sign_ins)),
            usual_refused_records=int(environ.get("QUIPU_ALERT_RECORDS", cls.usual_refused_records)),
            mail=Mail(
                host=environ.get("QUIPU_SMTP_HOST", Mail.host),
                port=int(environ.get("QUIPU_SMTP_PORT", Mail.port)),
                sender=environ.get("QUIPU_MAIL_SENDER", Mail.sender),
                username=environ.get("QUIPU_SMTP_USERNAME"),
                password=environ.get("QUIPU_SMTP_PASSWORD"),
                use_tls=environ.get("QUIPU_SMTP_TLS") == "1",
            ),
        )

    @property
    def is_encrypted(self) -> bool:
        """Whether browsers reach this instance by TLS."""
        return self.public_url.startswith("https://")

    @property
    def is_behind_proxy(self) -> bool:
        """Whether just one proxy hands requests on: TLS ends there, or the operator says so."""
        return self.is_encrypted or self.has_proxy

    @property
    def has_embedded_database(self) -> bool:
        return self.owner_database_url == embedded_database_url(self.state)

    def database_url(self, role: str | None = None) -> str:
        """The SQLAlchemy URL of this instance's database for a login role (this process's own by default)."""
        return as_role(self.owner_database_url, role or self.database_role, self.secrets.database_passwords)

    def libpq_url(self, role: str) -> str:
        """The same for a role, in the spelling of psycopg's own ``connect``."""
        return libpq_spelling(self.database_url(role))

    @property
    def key_folder(self) -> Path:
        """Where the instance's own keys lie, each a file of mode 0400."""
        return self.state / "keys"

    @property
    def attachment_folder(self) -> Path:
        """Where the contents of attachments lie, sealed; outside of everything that is served."""
        return self.attachments or self.state / "attachments"

    @property
    def broker_url(self) -> str:
        """The Redis setting in kombu's spelling: ``redis+socket://`` for a Unix socket."""
        if self.redis_url.startswith("unix://"):
            return "redis+socket://" + self.redis_url.removeprefix("unix://")
        return self.redis_url

    def flask_mapping(self) -> dict[str, Any]:
        """The same settings under the names that Flask and its extensions look for."""
        return {
            "TESTING": self.testing,
            "SECRET_KEY": self.secrets.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url(),
            "SQLALCHEMY_ENGINE_OPTIONS": {
                "hide_parameters": True,
                "pool_size": 5,
                "max_overflow": 5,
                "pool_timeout": 10,
                "connect_args": {"connect_timeout": 5, "application_name": self.database_role},
            },
            "MAX_CONTENT_LENGTH": self.longest_request,
            "LONGEST_UPLOAD": self.longest_upload,
            "LONGEST_IMPORT": self.longest_import,
            "MAX_FORM_MEMORY_SIZE": self.longest_request,
            "MAX_FORM_PARTS": 2_000,  # of a multipart form; app/web/bodies.py counts those of a plain one
            "SESSION_COOKIE_NAME": "__Host-quipu" if self.is_encrypted else "quipu",
            "SESSION_COOKIE_SECURE": self.is_encrypted,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
            "WTF_CSRF_TIME_LIMIT": None,
            "BABEL_DEFAULT_LOCALE": "es",
            "MAIL_SERVER": self.mail.host,
            "MAIL_PORT": self.mail.port,
            "MAIL_USERNAME": self.mail.username,
            "MAIL_PASSWORD": self.mail.password,
            "MAIL_USE_TLS": self.mail.use_tls,
            "MAIL_DEFAULT_SENDER": self.mail.sender,
            "RATELIMIT_STORAGE_URI": _limiter_storage(self.redis_url),
            # A broker elsewhere that does not answer must not hold up a sign-in.
            "RATELIMIT_STORAGE_OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
            "SECURITY_PASSWORD_SALT": self.secrets.password_salt,
        }


def _limiter_storage(redis_url: str) -> str:
    """The Redis setting in the spelling of ``limits``: ``redis+unix://`` for a Unix socket."""
    if redis_url.startswith("unix://"):
        return "redis+unix://" + redis_url.removeprefix("unix://")
    return redis_url


def embedded_database_url(state: Path) -> str:
    return f"postgresql+psycopg://{OWNER_ROLE}@/quipu?host={quote(str(socket_folder(state)))}"


@dataclass(frozen=True)
class SealerSettings:
    """What the sealer of the audit trail needs to know, and no more: neither root key nor broker."""

    database_url: str = field(repr=False)
    """As the one role that may add seals, in psycopg's own spelling."""
    key_folder: Path
    audit_file: Path

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> SealerSettings:
        """Read them.

        Raises:
            SettingsError: the secrets are missing.
        """
        state = state_folder(environ)
        secrets = Secrets.load(Path(environ.get("QUIPU_SECRETS") or state / "secrets.json"))
        owner = environ.get("DATABASE_URL") or embedded_database_url(state)
        url = as_role(owner, AUDIT_ROLE, secrets.database_passwords)
        return cls(libpq_spelling(url), state / "keys", audit_file(state, environ))


def audit_file(state: Path, environ: Mapping[str, str]) -> Path:
    return Path(environ.get("QUIPU_AUDIT_FILE") or state / "audit" / "seals.jsonl")


def libpq_spelling(url: str) -> str:
    """A URL of SQLAlchemy as psycopg's own ``connect`` takes it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def as_role(owner_url: str, role: str, passwords: Mapping[str, str]) -> str:
    """The owner's URL with another login role in it; the owner's own password is kept when the URL carries one."""
    parts = urlsplit(owner_url if "://" in owner_url else f"postgresql+psycopg://{owner_url}")
    if role == OWNER_ROLE and parts.password:
        return urlunsplit(parts._replace(scheme="postgresql+psycopg"))
    user = parts.username if role == OWNER_ROLE and parts.username else role
    password = passwords.get(role)
    credentials = quote(user) + (f":{quote(password, safe='')}" if password else "")
    host = parts.netloc.rpartition("@")[2]
    # urlunsplit drops an empty host: "postgresql://user@/db" must keep its two slashes.
    return f"postgresql+psycopg://{credentials}@{host}{parts.path}" + (f"?{parts.query}" if parts.query else "")
