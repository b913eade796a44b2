"""Row-level security in migrations: which rows each login role sees (docs/adr/0012-scopes-and-the-second-wall.md).

The context of a transaction stands in settings that ``quipu_enter`` writes: ``quipu.kind`` (``door``, ``staff``,
``partner_link``, ``system``; the owner writes ``owner``) and lists of ids. Without it every policy says no. The lists are read by
``ANY ((SELECT ...)::uuid[])``: once a statement, not once a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import op

KNOWN = "(SELECT quipu_kind()) <> ''"
"""Somebody or something has entered: enough for accounts and contacts of colleagues and partners."""
FILES_OF = {"person": "quipu.person_scopes", "case": "quipu.case_scopes"}


def in_list(column: str, setting: str) -> str:
    return f"{column} = ANY ((SELECT quipu_ids('{setting}'))::uuid[])"


def in_scope(of: str, column: str = "scope_id") -> str:
    """The row lies in a scope where the actor works with the files of ``person`` or ``case``."""
    return in_list(column, FILES_OF[of])


def either(*conditions: str) -> str:
    return " OR ".join(conditions)


def protect(table: str, *, read: str, write: str) -> None:
    """Show app_rw the rows of ``read``, let it write those of ``write``; jobs of the system see and write all."""
    name = f'"{table}"'
    op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY owner ON {name} TO CURRENT_USER USING ((SELECT quipu_kind()) = 'owner')")
    op.execute(f"CREATE POLICY job ON {name} TO app_job USING ((SELECT quipu_kind()) = 'system')")
    op.execute(f"CREATE POLICY read ON {name} FOR SELECT TO app_rw USING ({read})")
    op.execute(f"CREATE POLICY add ON {name} FOR INSERT TO app_rw WITH CHECK ({write})")
    op.execute(f"CREATE POLICY change ON {name} FOR UPDATE TO app_rw USING ({write})")
    op.execute(f"CREATE POLICY remove ON {name} FOR DELETE TO app_rw USING ({write})")


def unprotect(table: str) -> None:
    name = f'"{table}"'
    for policy in ("remove", "change", "add", "read", "job", "owner"):
        op.execute(f"DROP POLICY {policy} ON {name}")
    op.execute(f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY")


def show_to_gate(table: str) -> None:
    """Let the functions that decide and search read a table; nobody logs in as ``quipu_gate``."""
    op.execute(f'GRANT SELECT ON "{table}" TO quipu_gate')
    op.execute(f'CREATE POLICY gate ON "{table}" FOR SELECT TO quipu_gate USING (true)')


def hide_from_gate(table: str) -> None:
    op.execute(f'DROP POLICY gate ON "{table}"')
    op.execute(f'REVOKE SELECT ON "{table}" FROM quipu_gate')  # noqa: S608 - no query, and the name is ours


def let_gate_move(table: str, *columns: str) -> None:
    """Let the functions that merge files write whose the rows of a table are (docs/adr/0028): its key to ``person``, and its id."""
    named = ", ".join(columns)
    op.execute(f'GRANT SELECT (id, {named}), UPDATE ({named}) ON "{table}" TO quipu_gate')
    op.execute(f'CREATE POLICY gate_moves ON "{table}" TO quipu_gate USING (true)')


@contextmanager
def as_gate() -> Iterator[None]:
    """Make, replace or drop functions of ``quipu_gate``: only a function's owner may."""
    op.execute("GRANT CREATE ON SCHEMA public TO quipu_gate")
    op.execute("SET LOCAL ROLE quipu_gate")
    yield
    op.execute("RESET ROLE")
    op.execute("REVOKE CREATE ON SCHEMA public FROM quipu_gate")
