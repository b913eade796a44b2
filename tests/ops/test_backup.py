"""The drill: an instance works, is backed up, is destroyed as a whole, and stands again; and what a restore refuses."""

from __future__ import annotations

import io
import json
import os
import re
import resource
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path

import psycopg
import pytest
from pyrage import x25519

from app.foundation.clock import now
from config import ROOT, Settings
from ops.backup import landing
from ops.backup.age_stream import DamagedBackupError, opening, sealing
from ops.backup.archive import ArchiveReader, ArchiveWriter
from ops.backup.database import reader_of, snapshot_of
from ops.backup.keyring import make_identity, parse_recipients, read_identities, read_recipients
from ops.backup.making import verify
from ops.backup.manifest import FORMAT, HEADER
from ops.backup.restoring import examine, restore
from ops.backup.shelf import Shelf
from ops.backup.words import NOTE
from ops.doctor.backups import examine_backups
from ops.errors import OperationError
from ops.postgres import binaries
from ops.prove.crash.phone import Phone
from ops.prove.crash.run import signed_in
from ops.prove.running import RunningQuipu, environment_of, running_quipu, started_quipu
from ops.roles import libpq_url
from ops.state import UNFINISHED_RESTORE, InstanceKind, ensure_secrets, make_folder, read_kind, write_kind
from ops.throwaway import ThrowawayServers

SORTED = """CREATE FUNCTION pg_temp.sorted(acl aclitem[]) RETURNS text[] LANGUAGE sql
    RETURN (SELECT array_agg(item::text ORDER BY item::text) FROM unnest(acl) item)"""
"""A restore may give the same rights in another order."""

WALLS = {
    "tables": """SELECT relname, relkind, relowner::regrole::text, relrowsecurity, relforcerowsecurity, pg_temp.sorted(relacl)
        FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY relname""",
    "policies": """SELECT tablename, policyname, roles, cmd, permissive, qual, with_check FROM pg_policies
        ORDER BY tablename, policyname""",
    "functions": """SELECT proname, proowner::regrole::text, prosecdef, proleakproof, proconfig, pg_temp.sorted(proacl)
        FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY proname, oid::regprocedure::text""",
    "triggers": """SELECT tgrelid::regclass::text, tgname, tgenabled, tgfoid::regproc::text FROM pg_trigger
        WHERE NOT tgisinternal ORDER BY 1, 2""",
    "schema": "SELECT nspname, pg_temp.sorted(nspacl) FROM pg_namespace WHERE nspname = 'public'",
    "members": """SELECT roleid::regrole::text, member::regrole::text, inherit_option, set_option FROM pg_auth_members
        WHERE roleid = 'quipu_gate'::regrole AND set_option""",
}
"""What decides who may see what, beside the roles themselves."""

OTHER_KEY = "keys/other.key"
"""A stand-in, whose bytes must come back as they were."""
SEALS = "audit/seals.jsonl"
ONE_ATTACHMENT = """SELECT p.id, c.id, a.id FROM attachment a JOIN "case" c ON c.id = a.case_id
    JOIN person p ON p.id = c.person_id JOIN "user" u ON u.id = c.caseworker_id WHERE u.email = %s AND a.format = 'pdf'
    ORDER BY a.id LIMIT 1"""


@dataclass(frozen=True)
class Read:
    """What a caseworker reads of one person: the heading of the file, and the content of one attachment of a case."""

    heading: str
    attachment: bytes


class Drilled:
    """One instance's life and afterlife: what stood before, the backup, and the identity that opens it."""

    def __init__(self, state: Path, shelf: Path) -> None:
        self.state = state
        self.shelf = shelf
        self.identity = shelf.parent / "identity.txt"
        self.read: Read | None = None
        self.files: dict[str, bytes] = {}
        self.root_key = b""
        self.phone: Phone | None = None
        self.walls: dict[str, list[object]] = {}
        self.said = ""

    @property
    def backup(self) -> Path:
        (path,) = self.shelf.glob("*.age")
        return path

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """``./quipu`` as an operator types it."""
        environment = environment_of(self.state, os.environ)
        command = [sys.executable, "-m", "ops", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    def restore(self, file: Path, *, identity: Path | None = None, into: Path | None = None) -> subprocess.CompletedProcess[str]:
        return self.command("restore", str(file), "--identity", str(identity or self.identity), "--into", str(into or self.state))


def file_of_somebody(quipu: RunningQuipu) -> Read:
    """One person's file with an attachment, as their caseworker opens both."""
    caseworker = quipu.accounts("caseworker")[0]
    phone = signed_in(quipu, caseworker)
    with quipu.database() as connection:
        row = connection.execute(ONE_ATTACHMENT, [caseworker["email"]]).fetchone()
    assert row is not None
    person_id, case_id, attachment_id = row
    answer, download = phone.get(f"/people/{person_id}"), phone.get(f"/cases/{case_id}/attachments/{attachment_id}")
    phone.hang_up()
    assert (answer.status, download.status) == (200, 200)
    return Read(answer.text.partition("<h1")[2].partition("</h1>")[0], download.body)


def files_of(state: Path) -> dict[str, bytes]:
    """Attachments and keys as they lie in the state folder."""
    paths = [*state.glob("attachments/??/*"), *state.glob("keys/*"), state / SEALS]
    return {str(path.relative_to(state)): path.read_bytes() for path in paths}


def walls_of(quipu: RunningQuipu) -> dict[str, list[object]]:
    """Owners, grants, policies, functions and triggers. Not their SQL, which PostgreSQL spells otherwise after a dump."""
    with reader_of(quipu.settings).connect() as connection:
        connection.execute(SORTED)
        return {name: connection.execute(statement).fetchall() for name, statement in WALLS.items()}


@pytest.fixture(scope="module")
def drilled(tmp_path_factory: pytest.TempPathFactory) -> Drilled:
    """A demo that worked, was backed up while it ran, and whose state folder is gone."""
    drilled = Drilled(tmp_path_factory.mktemp("drill") / "state", tmp_path_factory.mktemp("elsewhere") / "shelf")
    with running_quipu(drilled.state, os.environ) as quipu:
        drilled.read = file_of_somebody(quipu)
        drilled.walls = walls_of(quipu)
        drilled.root_key = quipu.settings.root_key
        drilled.phone = signed_in(quipu, quipu.accounts("supervisor")[0])
        assert drilled.phone.get("/").status == 200
        drilled.phone.hang_up()
        (drilled.state / OTHER_KEY).write_bytes(b"\x00\x01some key" * 2)
        assert drilled.command("audit", "seal").returncode == 0
        drilled.files = files_of(drilled.state)
        words = drilled.command("backup", "--new-identity").stdout
        drilled.identity.write_text("# kept elsewhere\n" + next(line for line in words.splitlines() if "SECRET" in line) + "\n")
        done = drilled.command("backup", "--to", str(drilled.shelf), "--identity", str(drilled.identity))
        assert done.returncode == 0, done.stderr
        drilled.said = done.stdout
    shutil.rmtree(drilled.state)
    return drilled


@pytest.fixture(scope="module")
def restored(drilled: Drilled) -> Iterator[RunningQuipu]:
    done = drilled.restore(drilled.backup)
    assert done.returncode == 0, done.stderr
    assert "Restored into" in done.stdout
    with started_quipu(drilled.state, os.environ) as quipu:
        yield quipu


def nothing_changed(folder: Path) -> bool:
    return not folder.exists() or not any(folder.iterdir())


# The drill


def test_the_same_person_is_read_after_everything_was_destroyed_and_restored(drilled: Drilled, restored: RunningQuipu) -> None:
    assert drilled.read
    assert drilled.read.heading
    assert drilled.read.attachment.startswith(b"%PDF-")
    assert file_of_somebody(restored) == drilled.read


def test_the_trail_of_before_and_since_the_restore_verifies(drilled: Drilled, restored: RunningQuipu) -> None:
    with restored.database() as connection:
        opened = connection.execute("SELECT count(*) FROM audit_event WHERE action = 'attachment:opened'").fetchone()
    assert opened
    assert opened[0] >= 1
    assert drilled.command("audit", "seal").returncode == 0
    done = drilled.command("audit", "verify")
    assert done.returncode == 0, done.stdout


def test_who_was_signed_in_before_has_to_sign_in_again(drilled: Drilled, restored: RunningQuipu) -> None:
    assert drilled.phone
    phone = drilled.phone.twin()
    phone._connection = HTTPConnection(restored.address.host, restored.address.port, timeout=60)
    answer = phone.get("/")
    phone.hang_up()
    assert (answer.status, answer.location) == (302, "/sign-in")


def test_the_walls_stand_as_before(drilled: Drilled, restored: RunningQuipu) -> None:
    """Row-level security, grants and owners, those of the functions that look beyond the walls included."""
    assert len(drilled.walls["policies"]) > 50
    assert ("find_people", "quipu_gate") in {row[:2] for row in drilled.walls["functions"]}
    for name, before in drilled.walls.items():
        assert walls_of(restored)[name] == before


def test_keys_seals_and_attachments_are_back_and_private(drilled: Drilled, restored: RunningQuipu) -> None:
    assert restored.settings.root_key == drilled.root_key
    assert sum(name.startswith("attachments/") for name in drilled.files) > 10
    for name, content in drilled.files.items():
        path = restored.state / name
        # Seals are added to the file from the restore on.
        assert path.read_bytes().startswith(content) if name == SEALS else path.read_bytes() == content
        assert stat.S_IMODE(path.stat().st_mode) == (0o400 if name.startswith("keys/") else 0o600)
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_trail_tells_of_the_restore(restored: RunningQuipu) -> None:
    with restored.database() as connection:
        row = connection.execute("SELECT system_name FROM audit_event WHERE action = 'instance:restored'").fetchall()
    assert row == [("ops.restore",)]


def test_the_identity_is_nowhere_in_the_state_folder_and_the_file_names_nobody(drilled: Drilled, restored: RunningQuipu) -> None:
    secret = drilled.identity.read_bytes().splitlines()[-1]
    assert not [path for path in restored.state.rglob("*") if path.is_file() and secret in path.read_bytes()]
    assert read_recipients(restored.state) == [str(read_identities(drilled.identity)[0].to_public())]
    assert re.fullmatch(r"quipu-[0-9a-f]{8}-\d{8}T\d{6}Z\.age", drilled.backup.name)
    assert b"secret_key" not in drilled.backup.read_bytes()


def test_a_backup_says_what_it_holds(drilled: Drilled) -> None:
    header, manifest = verify(drilled.backup, read_identities(drilled.identity))
    assert manifest.rows["person"] > 2_000
    attachments = [content for name, content in drilled.files.items() if name.startswith("attachments/")]
    assert (manifest.parts["attachments"].files, manifest.parts["attachments"].bytes) == (
        len(attachments),
        sum(len(content) for content in attachments),
    )
    assert set(manifest.parts) >= {"database", "keys", "audit", "attachments", "secrets.json", "instance.json"}
    assert f"as of    {header.taken_at:%Y-%m-%d %H:%M:%S} UTC" in drilled.said
    assert "same disk" in drilled.said


def test_a_backup_opens_with_the_tools_of_everybody(drilled: Drilled, tmp_path: Path) -> None:
    """What the page on restoring by hand says: decrypt, untar, put the pieces together, ask pg_restore what is inside."""
    with opening(drilled.backup, read_identities(drilled.identity)) as stream:
        subprocess.run(["tar", "-x", "-C", tmp_path], stdin=stream, check=True)  # noqa: S607 - whichever tar
    dump = b"".join(path.read_bytes() for path in sorted((tmp_path / "database").iterdir()))
    listing = subprocess.run([binaries() / "pg_restore", "--list"], input=dump, capture_output=True, check=True)
    assert b"TABLE DATA public person" in listing.stdout


# What a restore refuses, each time without a trace


def test_another_identity_is_refused(drilled: Drilled, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text(str(x25519.Identity.generate()))
    done = drilled.restore(drilled.backup, identity=tmp_path / "other.txt", into=tmp_path / "state")
    assert done.returncode == 1
    assert "This identity does not open" in done.stderr
    assert nothing_changed(tmp_path / "state")


@pytest.mark.parametrize("cut", [10, 200, 70_000, 2_000_000])
def test_a_truncated_file_is_refused(drilled: Drilled, tmp_path: Path, cut: int) -> None:
    (tmp_path / "short.age").write_bytes(drilled.backup.read_bytes()[:-cut])
    with pytest.raises(OperationError, match="damaged, cut short"):
        examine(tmp_path / "short.age", read_identities(drilled.identity))


def test_a_file_cut_short_where_a_member_ends_is_told_as_cut_short(drilled: Drilled, tmp_path: Path) -> None:
    identities = read_identities(drilled.identity)
    sealed = io.BytesIO()
    with sealing(sealed, [one.to_public() for one in identities]) as stream:
        stream.write(bytes(100_000))
    (tmp_path / "short.age").write_bytes(sealed.getvalue()[:-10])

    def find_no_end() -> None:
        with opening(tmp_path / "short.age", identities) as stream:
            assert stream.read()
            raise DamagedBackupError("The backup has no end")

    with pytest.raises(DamagedBackupError, match="cut short"):
        find_no_end()


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_flipped_byte_is_refused(drilled: Drilled, tmp_path: Path, share: float) -> None:
    content = bytearray(drilled.backup.read_bytes())
    content[int(share * (len(content) - 1))] ^= 1
    (tmp_path / "flipped.age").write_bytes(content)
    done = drilled.restore(tmp_path / "flipped.age", into=tmp_path / "state")
    assert done.returncode == 1
    assert "damaged, cut short, or no backup" in done.stderr
    assert "Traceback" not in done.stderr
    assert nothing_changed(tmp_path / "state")


def forged(drilled: Drilled, path: Path, change: dict[str, object], *, extra: tuple[str, bytes] | None = None) -> Path:
    """The same backup with another header, as somebody could encrypt it who knows the public recipient."""
    identities = read_identities(drilled.identity)
    with path.open("wb") as target, sealing(target, [identities[0].to_public()]) as stream:
        writer = ArchiveWriter(stream)
        with opening(drilled.backup, identities) as source:
            reader = ArchiveReader(source)
            for member in reader.members():
                if reader.header and member.name == "secrets.json":
                    writer.add(HEADER, json.dumps(json.loads(reader.header.to_json()) | change).encode())
                writer.add(member.name, b"".join(member.pieces))
        if extra:
            writer.add(*extra)
        assert reader.manifest
        writer.finish(reader.manifest.rows)
    return path


def test_a_backup_of_a_later_format_is_refused(drilled: Drilled, tmp_path: Path) -> None:
    file = forged(drilled, tmp_path / "later.age", {"format": FORMAT + 1, "something": "new"})
    with pytest.raises(OperationError, match=f"has format {FORMAT + 1}, and this Quipu reads up to {FORMAT}"):
        examine(file, read_identities(drilled.identity))


def test_a_backup_of_a_later_quipu_is_refused(drilled: Drilled, tmp_path: Path) -> None:
    file = forged(drilled, tmp_path / "later.age", {"revision": "9999", "quipu": "9.0"})
    with pytest.raises(OperationError, match=r"a newer Quipu \(9\.0, database revision 9999\)"):
        examine(file, read_identities(drilled.identity))


@pytest.mark.parametrize(
    "name", ["../outside", "keys/../../outside", "/etc/outside", "postgres/PG_VERSION", "attachments/.hidden"]
)
def test_a_member_that_leads_elsewhere_is_refused(drilled: Drilled, tmp_path: Path, name: str) -> None:
    file = forged(drilled, tmp_path / "forged.age", {}, extra=(name, b"x"))
    with pytest.raises(OperationError, match="something that no Quipu has put there"):
        examine(file, read_identities(drilled.identity))


def test_the_forger_of_these_tests_makes_files_that_are_otherwise_fine(drilled: Drilled, tmp_path: Path) -> None:
    identities = read_identities(drilled.identity)
    same, original = examine(forged(drilled, tmp_path / "same.age", {}), identities), examine(drilled.backup, identities)
    assert (same.header, same.manifest.rows) == (original.header, original.manifest.rows)


def test_a_folder_that_holds_something_is_left_alone(drilled: Drilled, tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "notes.txt").write_text("mine")
    done = drilled.restore(drilled.backup, into=tmp_path / "state")
    assert done.returncode == 1
    assert "is not empty (it holds notes.txt), and a restore never overwrites" in done.stderr
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["notes.txt"]


def test_a_restore_that_fails_midway_leaves_nothing(drilled: Drilled, tmp_path: Path) -> None:
    state = tmp_path / "state"
    source = examine(drilled.backup, read_identities(drilled.identity))
    wrong = {**source.manifest.rows, "person": 1}
    object.__setattr__(source.manifest, "rows", wrong)
    with pytest.raises(OperationError, match="other numbers of rows than the backup says, in: person"):
        restore(source, state, environment_of(state, os.environ))
    assert {path.name for path in state.iterdir()} <= landing.LEFT_BY_OTHERS


def test_a_backup_without_the_root_key_asks_for_it_first(drilled: Drilled, tmp_path: Path) -> None:
    source = examine(forged(drilled, tmp_path / "keyless.age", {"holds_root_key": False}), read_identities(drilled.identity))
    with pytest.raises(OperationError, match="give it by QUIPU_ROOT_KEY"):
        restore(source, tmp_path / "state", environment_of(tmp_path / "state", {}))
    assert nothing_changed(tmp_path / "state")


def test_an_interrupted_restore_is_not_started_and_can_be_repeated(tmp_path: Path) -> None:
    state = make_folder(tmp_path / "state")
    write_kind(state, InstanceKind.REAL)
    (state / UNFINISHED_RESTORE).touch()
    with pytest.raises(OperationError, match=r"A restore into .* was interrupted. Repeat it"):
        read_kind(state)
    with landing.unfinished(state):
        assert not (state / "instance.json").exists()
    assert read_kind(state) is None


# What a backup refuses


def test_a_backup_into_the_data_folder_is_refused(tmp_path: Path) -> None:
    state = make_folder(tmp_path / "state")
    secrets = ensure_secrets(state)
    (tmp_path / "link").symlink_to(state)
    for folder in (state, state / "backups", tmp_path / "link" / "deep", tmp_path):
        with pytest.raises(OperationError, match="is not off the data folder"):
            Shelf.at(folder, state=state, secrets=secrets)
    Shelf.at(tmp_path / "elsewhere", state=state, secrets=secrets)


def test_without_a_recipient_nothing_is_written() -> None:
    with pytest.raises(OperationError, match="nobody to encrypt for"):
        parse_recipients([])
    with pytest.raises(OperationError, match="A recipient looks like age1"):
        parse_recipients(["age1nonsense"])


def test_a_new_identity_is_added_to_those_known_and_stored_nowhere(tmp_path: Path) -> None:
    state = make_folder(tmp_path / "state")
    words = [make_identity(state), make_identity(state)]
    assert len(read_recipients(state)) == 2
    assert all("Keep it off this machine" in text and "no backup can be opened" in text for text in words)
    kept = "".join(path.read_text() for path in state.iterdir())
    assert "AGE-SECRET-KEY" not in kept


@pytest.mark.parametrize("ending", ["full disk", "killed"])
def test_a_full_disk_or_a_kill_leaves_no_file_under_the_final_name(drilled: Drilled, restored: RunningQuipu, ending: str) -> None:
    shelf = drilled.shelf.parent / ending.replace(" ", "-")
    most = 1_000_000

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    code = "import os, signal; from ops.backup import making; making.verify = lambda *_: os.kill(os.getpid(), signal.SIGKILL)"
    arguments = ["backup", "--to", str(shelf), "--identity", str(drilled.identity)]
    starter = "from ops.__main__ import main; import sys; sys.exit(main(sys.argv[1:]))"
    script = starter if ending == "full disk" else f"{code}; {starter}"
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env=environment_of(drilled.state, os.environ),
        preexec_fn=limit if ending == "full disk" else None,
        capture_output=True,
        text=True,
        check=False,
    )
    left = [path.name for path in shelf.iterdir()]
    if ending == "full disk":
        assert "quipu: The backup cannot be written" in done.stderr, done.stderr
        assert left == []
    else:
        assert done.returncode == -9
        assert [name.endswith(".unfinished") for name in left] == [True]
    done = drilled.command("backup", "--to", str(shelf))
    assert done.returncode == 0, done.stderr
    assert [path.suffix for path in shelf.iterdir()] == [".age"]


def test_only_the_newest_are_kept_and_others_files_stay(tmp_path: Path) -> None:
    state = make_folder(tmp_path / "state")
    shelf = Shelf.at(tmp_path / "shelf", state=state, secrets=ensure_secrets(state))
    ours = [shelf.path_at(now() - timedelta(days=days)) for days in range(5)]
    others = [shelf.folder / "quipu-00000000-20200101T000000Z.age", shelf.folder / "holiday.age"]
    for path in (*ours, *others):
        path.touch()
    assert set(shelf.keep(2)) == set(ours[2:])
    assert set(shelf.folder.iterdir()) == {*ours[:2], *others}


def test_an_account_that_cannot_read_every_row_is_refused(servers: ThrowawayServers) -> None:
    """With forced row-level security the owner of a server of one's own sees part of the rows: half a backup is none."""
    url = servers.create_database("walled")
    settings = Settings.from_environment({**servers.settings_environment, "DATABASE_URL": url})
    with psycopg.connect(libpq_url(url), autocommit=True) as connection:
        connection.execute("CREATE TABLE alembic_version AS SELECT '0001' AS version_num")
        connection.execute("CREATE TABLE secret AS SELECT 1 AS id")
        with snapshot_of(reader_of(settings)) as snapshot:
            assert snapshot.rows == {"alembic_version": 1, "secret": 1}
        connection.execute("ALTER TABLE secret ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        with pytest.raises(OperationError, match="QUIPU_BACKUP_DATABASE_URL"), snapshot_of(reader_of(settings)):
            pass
    servers.drop_database("walled")


def test_memory_stays_small_whatever_the_size(tmp_path: Path) -> None:
    """64 MB through the whole pipe in a process of its own, which may take 40 MB more than one that does nothing."""
    script = """
import resource, sys
from datetime import datetime
from pathlib import Path
from pyrage import x25519
from ops.backup.age_stream import opening, sealing
from ops.backup.archive import ArchiveReader, ArchiveWriter
from ops.backup.manifest import Header
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before, identity, path = peak(), x25519.Identity.generate(), Path(sys.argv[1])
with path.open("wb") as target, sealing(target, [identity.to_public()]) as stream:
    writer = ArchiveWriter(stream)
    writer.add("quipu-backup.json", Header(1, "demo", "0", 18, "0001", datetime(2026, 1, 1)).to_json())
    writer.add_stream("database", (bytes(4 << 20) for _ in range(16)))
    writer.finish({})
with opening(path, [identity]) as stream:
    for member in ArchiveReader(stream).members():
        pass
print(peak() - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "big.age")], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (tmp_path / "big.age").stat().st_size > 64 << 20
    assert int(done.stdout) < 40


# What is said before it is too late


def test_the_doctor_asks_a_real_instance_for_a_young_backup(tmp_path: Path) -> None:
    state = make_folder(tmp_path / "state")
    write_kind(state, InstanceKind.DEMO)
    assert list(examine_backups(state)) == []
    write_kind(state, InstanceKind.REAL)
    (finding,) = examine_backups(state)
    assert finding.found == "there is no backup yet"
    assert "lost for good: nobody can open them" in finding.advice
    for age, is_well in ((timedelta(hours=20), True), (timedelta(days=3), False)):
        (state / NOTE).write_text(json.dumps({"taken_at": (now() - age).isoformat(), "file": "/mnt/x.age"}))
        (finding,) = examine_backups(state)
        assert finding.is_well is is_well
