"""Scopes on every file, teams, restricted files, and row-level security as the second wall (docs/adr/0012)."""

from __future__ import annotations

from types import ModuleType

import sqlalchemy as sa
from alembic import op

from migrations.access_functions import FUNCTIONS, GATE_FUNCTIONS, GATE_SIGNATURES, WRITE_SEARCH_KEYS
from migrations.row_security import KNOWN, as_gate, either, hide_from_gate, in_list, in_scope, protect, show_to_gate, unprotect

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PARTS = {
    "person": ("person_nationality", "household_member", "identity_document", "consent"),
    "case": ("case_note", "case_status_change", "case_assignment", "follow_up", "service_delivery", "referral"),
    "referral": ("referral_status_change", "referral_mail"),
}
CASCADING = frozenset({"person_nationality"})
SCOPE = {
    "person": "CASE WHEN is_restricted THEN id ELSE office_id END",
    "case": "CASE WHEN is_restricted THEN id ELSE coalesce(team_id, office_id) END",
}
AT_WORK, CLOSED = "status <> 'closed'", "status = 'closed'"
STAFF_TABLES = ("user", "focal_point")
READ_BY_GATE = ("user", "person", "case", "referral", "service_delivery", "need_to_know")
NEEDED_BY_GATE = ("office", "team", "user_grant", "partner_link")
OTHER_TABLES = ("person", "case", "household", "need_to_know")


def upgrade() -> None:
    make_teams_and_needs_to_know()
    for owner, expression in SCOPE.items():
        make_scope(owner, expression)
    for owner, tables in PARTS.items():
        for table in tables:
            tie_to_owner(table, owner)
        if owner == "case":
            op.create_unique_constraint(op.f("uq_referral_id_scope_id"), "referral", ["id", "scope_id"])
            make_filler("referral")
    move_indexes("office_id", "scope_id")
    make_gate()
    build_walls()


def downgrade() -> None:
    refuse_to_open_restricted_files()
    tear_down_walls()
    drop_triggers_of_learning()
    with as_gate():
        for signature in (*GATE_SIGNATURES, "learn_name_words()"):
            op.execute(f"DROP FUNCTION {signature}")
    op.execute("DROP FUNCTION quipu_ids(text)")
    op.execute("DROP FUNCTION quipu_kind()")
    restore_search()
    op.execute("REVOKE USAGE ON SCHEMA public FROM quipu_gate")  # the role itself may serve other databases
    move_indexes("scope_id", "office_id")
    for owner, tables in reversed(PARTS.items()):
        if owner == "case":
            op.drop_constraint(op.f("uq_referral_id_scope_id"), "referral")
        for table in tables:
            untie(table, owner)
    for owner in PARTS:
        op.execute(f"DROP FUNCTION fill_scope_of_{owner}()")
    for owner in SCOPE:
        op.drop_constraint(op.f(f"uq_{owner}_id_scope_id"), owner)
        op.drop_column(owner, "scope_id")
        op.drop_column(owner, "is_restricted")
    op.drop_column("case", "team_id")
    op.drop_table("need_to_know")
    op.drop_constraint(op.f("ck_user_grant_one_scope"), "user_grant")
    op.drop_column("user_grant", "team_id")
    op.create_check_constraint(op.f("ck_user_grant_one_scope"), "user_grant", "num_nonnulls(office_id, country) <= 1")
    op.drop_table("team")


def make_teams_and_needs_to_know() -> None:
    op.create_table(
        "team",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("office_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_team_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("office_id", "name", name=op.f("uq_team_office_id_name")),
    )
    op.add_column("user_grant", sa.Column("team_id", sa.UUID(), nullable=True))
    op.create_foreign_key(op.f("fk_user_grant_team_id"), "user_grant", "team", ["team_id"], ["id"])
    op.create_index(op.f("ix_user_grant_team_id"), "user_grant", ["team_id"])
    op.drop_constraint(op.f("ck_user_grant_one_scope"), "user_grant")
    op.create_check_constraint(op.f("ck_user_grant_one_scope"), "user_grant", "num_nonnulls(office_id, team_id, country) <= 1")
    op.create_table(
        "need_to_know",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("record_kind", sa.String(40), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("office_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("given_by", sa.UUID(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.UUID(), nullable=True),
        sa.CheckConstraint("record_kind IN ('person', 'case')", name=op.f("ck_need_to_know_record_kind")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_need_to_know_office_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_need_to_know_user_id")),
        sa.ForeignKeyConstraint(["given_by"], ["user.id"], name=op.f("fk_need_to_know_given_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["user.id"], name=op.f("fk_need_to_know_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_to_know")),
    )
    op.create_index(
        "uq_need_to_know_in_force",
        "need_to_know",
        ["record_id", "user_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_need_to_know_user", "need_to_know", ["user_id"], postgresql_where=sa.text("ended_at IS NULL"))
    op.add_column("case", sa.Column("team_id", sa.UUID(), nullable=True))
    op.create_foreign_key(op.f("fk_case_team_id"), "case", "team", ["team_id"], ["id"])


def make_scope(owner: str, expression: str) -> None:
    op.add_column(owner, sa.Column("is_restricted", sa.Boolean(), server_default="false", nullable=False))
    op.add_column(owner, sa.Column("scope_id", sa.UUID(), sa.Computed(expression, persisted=True), nullable=False))
    op.create_unique_constraint(op.f(f"uq_{owner}_id_scope_id"), owner, ["id", "scope_id"])
    make_filler(owner)


def make_filler(owner: str) -> None:
    """Where a row names no scope, its owner's is filled in: as far as whoever writes it can see the owner."""
    op.execute(
        f"""CREATE FUNCTION fill_scope_of_{owner}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NEW.scope_id := (SELECT scope_id FROM "{owner}" WHERE id = NEW.{owner}_id);
            RETURN NEW;
        END $$"""  # noqa: S608 - the names are those above
    )


def tie_to_owner(table: str, owner: str) -> None:
    op.add_column(table, sa.Column("scope_id", sa.UUID(), nullable=True))
    part, of_owner = f'"{table}" AS part', f'"{owner}" AS owner WHERE owner.id = part.{owner}_id'
    op.execute(f"UPDATE {part} SET scope_id = owner.scope_id FROM {of_owner}")  # noqa: S608 - the names are those above
    op.alter_column(table, "scope_id", nullable=False)
    op.drop_constraint(op.f(f"fk_{table}_{owner}_id"), table)
    op.create_foreign_key(
        op.f(f"fk_{table}_{owner}_id_scope_id"),
        table,
        owner,
        [f"{owner}_id", "scope_id"],
        ["id", "scope_id"],
        onupdate="CASCADE",
        ondelete="CASCADE" if table in CASCADING else None,
    )
    op.execute(
        f"""CREATE TRIGGER {table}_has_scope BEFORE INSERT ON "{table}" FOR EACH ROW WHEN (NEW.scope_id IS NULL)
        EXECUTE FUNCTION fill_scope_of_{owner}()"""
    )


def untie(table: str, owner: str) -> None:
    op.execute(f'DROP TRIGGER {table}_has_scope ON "{table}"')
    op.drop_constraint(op.f(f"fk_{table}_{owner}_id_scope_id"), table)
    op.drop_column(table, "scope_id")
    ondelete = "CASCADE" if table in CASCADING else None
    op.create_foreign_key(op.f(f"fk_{table}_{owner}_id"), table, owner, [f"{owner}_id"], ["id"], ondelete=ondelete)


def move_indexes(old: str, new: str) -> None:
    """Lists read the index of a scope now: the order of the columns stays."""
    for name in (
        f"ix_case_{old}_attention_on", f"ix_case_{old}_closed_on", "ix_case_caseworker_id_attention_on",
        "ix_case_caseworker_id_closed_on", "ix_case_high_risk", "ix_case_unassigned",
    ):  # fmt: skip
        op.drop_index(name, "case")
    for day, where in (("attention_on", AT_WORK), ("closed_on", CLOSED)):
        for owner, included in ((new, "caseworker_id"), ("caseworker_id", new)):
            op.create_index(
                f"ix_case_{owner}_{day}",
                "case",
                [owner, day, "id"],
                postgresql_include=["status", "kind", "risk", included],
                postgresql_where=sa.text(where),
            )
    for name, where in (
        ("high_risk", "status = 'open' AND risk = 'high'"),
        ("unassigned", f"caseworker_id IS NULL AND {AT_WORK}"),
    ):
        op.create_index(f"ix_case_{name}", "case", [new, "opened_on", "id"], postgresql_where=sa.text(where))
    op.drop_index(f"ix_referral_{old.removesuffix('_id')}_status", "referral")
    op.create_index(f"ix_referral_{new.removesuffix('_id')}_status", "referral", [new, "status", "answer_due_at"])
    op.drop_index("ix_referral_untold", "referral")
    op.create_index(
        "ix_referral_untold",
        "referral",
        [new, "sent_at"],
        postgresql_include=["case_id", "status"],
        postgresql_where=sa.text("answer_seen_at IS NULL AND status IN ('accepted', 'declined', 'completed')"),
    )


def make_gate() -> None:
    """The role that owns the functions which look beyond the walls; nobody can log in as it."""
    op.execute(
        """DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'quipu_gate') THEN CREATE ROLE quipu_gate NOLOGIN NOBYPASSRLS; END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"""
    )
    # Without inheriting: the owner is not to see what the gate sees.
    op.execute("GRANT quipu_gate TO CURRENT_USER WITH INHERIT FALSE, SET TRUE")
    op.execute("GRANT USAGE ON SCHEMA public TO quipu_gate")
    op.execute("DROP FUNCTION find_people(text, uuid[], integer)")
    for statement in (*FUNCTIONS, WRITE_SEARCH_KEYS):
        op.execute(statement)
    drop_triggers_of_learning()
    op.execute("DROP FUNCTION learn_name_words()")
    earlier = earlier_search()
    with as_gate():
        for statement in (*GATE_FUNCTIONS, earlier.LEARN_NAME_WORDS):
            op.execute(statement)
        op.execute("ALTER FUNCTION learn_name_words() SECURITY DEFINER SET search_path = public")
    learn_again()
    op.execute("DROP TRIGGER person_has_search_keys ON person")
    op.execute(
        """CREATE TRIGGER person_has_search_keys
        BEFORE INSERT OR UPDATE OF given_names, surname_1, surname_2, office_id, is_restricted ON person
        FOR EACH ROW EXECUTE FUNCTION write_search_keys()"""
    )


def build_walls() -> None:
    for table in STAFF_TABLES:
        protect(table, read=KNOWN, write=KNOWN)
    protect("person", read=either(in_scope("person"), in_list("id", "quipu.persons")), write=in_scope("person"))
    protect("household", read=in_scope("person", "office_id"), write=in_scope("person", "office_id"))
    for table in PARTS["person"]:
        protect(table, read=either(in_scope("person"), in_list("person_id", "quipu.person_files")), write=in_scope("person"))
    protect("case", read=either(in_scope("case"), in_list("id", "quipu.cases")), write=in_scope("case"))
    for table in PARTS["case"][:-1]:
        protect(table, read=either(in_scope("case"), in_list("case_id", "quipu.case_files")), write=in_scope("case"))
    of_link = either(in_scope("case"), in_list("id", "quipu.referrals"))
    protect("referral", read=either(of_link, in_list("case_id", "quipu.case_files")), write=of_link)
    for table in PARTS["referral"]:
        of_link = either(in_scope("case"), in_list("referral_id", "quipu.referrals"))
        protect(table, read=of_link, write=of_link)
    known = either(in_list("record_id", "quipu.person_scopes"), in_list("record_id", "quipu.case_scopes"))
    protect("need_to_know", read=known, write="(SELECT quipu_kind()) = 'staff'")
    op.execute("REVOKE ALL ON name_word FROM app_rw, app_job")
    op.execute("GRANT SELECT, INSERT ON name_word TO quipu_gate")
    for table in READ_BY_GATE:
        show_to_gate(table)
    for table in NEEDED_BY_GATE:
        op.execute(f'GRANT SELECT ON "{table}" TO quipu_gate')


def tear_down_walls() -> None:
    for table in READ_BY_GATE:
        hide_from_gate(table)
    for table in (*STAFF_TABLES, *OTHER_TABLES, *(part for parts in PARTS.values() for part in parts)):
        unprotect(table)
    for table in NEEDED_BY_GATE:
        op.execute(f'REVOKE SELECT ON "{table}" FROM quipu_gate')  # noqa: S608 - no query
    op.execute("REVOKE ALL ON name_word FROM quipu_gate")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON name_word TO app_rw, app_job")


def restore_search() -> None:
    """The search of the version before, which knew offices only."""
    op.execute("DROP TRIGGER person_has_search_keys ON person")
    op.execute("DROP FUNCTION write_search_keys()")
    earlier = earlier_search()
    for statement in (earlier.WRITE_SEARCH_KEYS, earlier.LEARN_NAME_WORDS, earlier.FIND_PEOPLE):
        op.execute(statement)
    learn_again()
    op.execute(
        """CREATE TRIGGER person_has_search_keys BEFORE INSERT OR UPDATE OF given_names, surname_1, surname_2, office_id ON person
        FOR EACH ROW EXECUTE FUNCTION write_search_keys()"""
    )


def earlier_search() -> ModuleType:
    return op.get_context().script.get_revision("0003").module


def drop_triggers_of_learning() -> None:
    for event in ("insert", "update"):
        op.execute(f"DROP TRIGGER person_words_are_known_after_{event} ON person")


def learn_again() -> None:
    for event in ("INSERT", "UPDATE"):
        op.execute(
            f"""CREATE TRIGGER person_words_are_known_after_{event.lower()} AFTER {event} ON person
            REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION learn_name_words()"""
        )


def refuse_to_open_restricted_files() -> None:
    op.execute(
        """DO $$ BEGIN
            IF EXISTS (SELECT FROM person WHERE is_restricted) OR EXISTS (SELECT FROM "case" WHERE is_restricted) THEN
                RAISE EXCEPTION 'Restricted files exist: the version before would show them to everybody at their offices.';
            END IF;
        END $$"""
    )
