"""``./quipu demo``: invented people never enter an instance of real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

import ops.demo
from config import Settings
from ops.errors import OperationError
from ops.migrate import migrate
from ops.prepare import load_catalogue, make_first_keys
from ops.roles import connect_as_owner, let_roles_log_in
from ops.state import InstanceKind, write_kind
from ops.throwaway import throwaway_servers


def test_invented_people_enter_a_demo_and_no_instance_with_real_people(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with throwaway_servers() as servers:
        for name, value in servers.settings_environment.items():
            monkeypatch.setenv(name, value)
        settings = Settings.from_environment()
        migrate(settings)
        let_roles_log_in(settings)
        make_first_keys(settings)
        load_catalogue(settings)
        monkeypatch.setattr(ops.demo, "PEOPLE_OF_A_DEMO", 300)
        write_kind(Path(settings.state), InstanceKind.DEMO)
        accounts = ops.demo.load_demo_operation(settings)
        assert attachments_in(settings) == len(list((settings.state / "attachments").glob("??/*"))) > 0
        assert examples_in(settings) == (5, 5, 5, 5)
        assert files_merged_in(settings) == 5
        loaded = people_in(settings)
        assert imports_in(settings) == [("finished", 3), ("uploaded", 0)]
        assert drafts_in(settings) == 10
        assert questions_in(settings) == [("CUC", "BOG", 1, 1996)]
        assert loaded == 300 + files_merged_in(settings) + 3 + 3
        assert ops.demo.main(["--people", "20", "--seed", "3"]) == 0
        assert people_in(settings) == loaded + 20
        assert len({account.email for account in accounts}) == len(accounts)

        write_kind(Path(settings.state), InstanceKind.REAL)
        with pytest.raises(OperationError, match="real people"):
            ops.demo.main(["--people", "20"])
        assert people_in(settings) == loaded + 20
    assert "20 people" in capsys.readouterr().out


def test_a_number_of_people_that_is_none_is_refused() -> None:
    with pytest.raises(OperationError, match="1 to 5,000,000"):
        ops.demo.main(["--people", "0"])


def attachments_in(settings: Settings) -> int:
    with connect_as_owner(settings) as connection:
        row = connection.execute("SELECT count(*) FROM attachment WHERE title_sealed IS NOT NULL").fetchone()
    assert row is not None
    return int(row[0])


def examples_in(settings: Settings) -> tuple[int, ...]:
    """Teams with a case, covers, restricted cases, emergency accesses: one in each office with accounts."""
    with connect_as_owner(settings) as connection:
        row = connection.execute("""SELECT (SELECT count(DISTINCT team_id) FROM "case"),
            (SELECT count(*) FROM user_grant WHERE covers_user_id IS NOT NULL),
            (SELECT count(*) FROM "case" WHERE is_restricted), (SELECT count(*) FROM break_glass)""").fetchone()
    assert row is not None
    return tuple(row)


def files_merged_in(settings: Settings) -> int:
    """Somebody of each caseworker who was registered twice: a file more than people were loaded."""
    with connect_as_owner(settings) as connection:
        row = connection.execute("SELECT count(*) FROM person_merge").fetchone()
    assert row is not None
    return int(row[0])


def imports_in(settings: Settings) -> list[tuple[str, int]]:
    """The state of each list that was brought, and how many people of it were registered."""
    with connect_as_owner(settings) as connection:
        return list(connection.execute("SELECT status, registered_count FROM people_import ORDER BY code").fetchall())


def drafts_in(settings: Settings) -> int:
    """Two of each caseworker who can sign in."""
    with connect_as_owner(settings) as connection:
        row = connection.execute("SELECT count(*) FROM draft").fetchone()
    assert row is not None
    return int(row[0])


def questions_in(settings: Settings) -> list[tuple[str, str, int, int]]:
    """Who asks whom, how many of theirs it may mean, and the year of birth that was told with the yes."""
    with connect_as_owner(settings) as connection:
        return list(
            connection.execute("""SELECT asking.code, asked.code,
                (SELECT count(*) FROM questioned_person WHERE question_id = put.id), put.told_birth_from
                FROM office_question AS put JOIN office AS asking ON asking.id = put.asking_office_id
                JOIN office AS asked ON asked.id = put.asked_office_id""").fetchall()
        )


def people_in(settings: Settings) -> int:
    with connect_as_owner(settings) as connection:
        row = connection.execute("SELECT count(*) FROM person").fetchone()
    assert row is not None
    return int(row[0])
