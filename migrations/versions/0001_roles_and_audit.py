"""The ground: database roles, extensions, name folding, and the audit table that nobody can change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROLES = ("app_rw", "app_job", "app_audit")


def upgrade() -> None:
    for role in ROLES:
        # Roles belong to the whole server: another database of it may have made them already.
        op.execute(
            f"""DO $$ BEGIN
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role} NOLOGIN NOBYPASSRLS; END IF;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"""  # nosec B608 - the names stand above
        )
        op.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
    op.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app_rw, app_job")
    op.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")

    for extension in ("pg_trgm", "unaccent", "fuzzystrmatch", "btree_gist"):
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    # unaccent() is only STABLE, as its dictionary could change; an index needs a function that promises it does not.
    op.execute(
        """CREATE FUNCTION quipu_fold(value text) RETURNS text
        LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
        RETURN lower(public.unaccent('public.unaccent'::regdictionary, btrim(regexp_replace(value, '\\s+', ' ', 'g'))))"""
    )

    op.create_table(
        "audit_event",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(40), nullable=False),
        sa.Column("actor_id", sa.UUID(), nullable=True),
        sa.Column("system_name", sa.Text(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=True),
        sa.Column("subject_id", sa.UUID(), nullable=True),
        sa.Column("office_id", sa.UUID(), nullable=True),
        sa.Column("fields", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.CheckConstraint("actor_kind IN ('staff', 'partner_link', 'system')", name=op.f("ck_audit_event_actor_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index("ix_audit_event_subject", "audit_event", ["subject_type", "subject_id", "occurred_at"])
    op.create_index("ix_audit_event_actor", "audit_event", ["actor_id", "occurred_at"])
    op.create_index("ix_audit_event_occurred_at", "audit_event", ["occurred_at"])
    op.execute("REVOKE UPDATE, DELETE, TRUNCATE ON audit_event FROM app_rw, app_job")
    op.execute("GRANT SELECT ON audit_event TO app_audit")
    op.execute(
        """CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'audit rows are never changed or deleted' USING ERRCODE = 'insufficient_privilege'; END $$"""
    )
    op.execute(
        """CREATE TRIGGER audit_event_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"""
    )


def downgrade() -> None:
    op.execute("DROP TABLE audit_event")
    op.execute("DROP FUNCTION refuse_audit_change()")
    op.execute("DROP FUNCTION quipu_fold(text)")
    for extension in ("btree_gist", "fuzzystrmatch", "unaccent", "pg_trgm"):
        op.execute(f"DROP EXTENSION IF EXISTS {extension}")
    op.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM app_rw, app_job")
    for role in ROLES:
        op.execute(f"REVOKE USAGE ON SCHEMA public FROM {role}")  # the roles themselves may serve other databases
