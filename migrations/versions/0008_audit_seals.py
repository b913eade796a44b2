"""Seals over the trail, alerts from it, and the transaction of each row, by which a seal knows that nothing can join it later."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.row_security import KNOWN, as_gate, either, hide_from_gate, in_list, protect, show_to_gate, unprotect

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WRITTEN_BY_THE_APPLICATION = (
    "id, occurred_at, actor_kind, actor_id, system_name, action, subject_type, subject_id, office_id, fields, count, request_id"
)
"""The rest of a row is the database's to say: whoever could choose the transaction could write into a sealed range."""


AUDITED = "quipu.audited_offices"
OF_NO_OFFICE = f"office_id IS NULL AND (SELECT quipu_ids('{AUDITED}')) <> '{{}}'::uuid[]"
READ_BY_FOCAL_POINTS = either(in_list("office_id", AUDITED), OF_NO_OFFICE)

# The one way to read a file's own rows: for whom the file itself is visible.
ACCESS_LOG = """
CREATE FUNCTION access_log(kind text, record_id uuid) RETURNS SETOF audit_event
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT * FROM audit_event WHERE subject_type = kind AND subject_id = record_id AND (
        quipu_kind() IN ('system', 'owner')
        OR (kind = 'person' AND EXISTS (
            SELECT FROM person WHERE id = record_id AND scope_id = ANY (quipu_ids('quipu.person_scopes'))))
        OR (kind = 'case' AND EXISTS (
            SELECT FROM "case" WHERE id = record_id AND scope_id = ANY (quipu_ids('quipu.case_scopes')))))
$$"""


def upgrade() -> None:
    _say_which_transaction_wrote_a_row()
    _make_seals()
    _make_alerts()
    _build_walls()


def _build_walls() -> None:
    op.execute("ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE audit_event FORCE ROW LEVEL SECURITY")
    op.execute("CREATE POLICY owner ON audit_event TO CURRENT_USER USING ((SELECT quipu_kind()) = 'owner')")
    op.execute("CREATE POLICY job ON audit_event FOR SELECT TO app_job USING ((SELECT quipu_kind()) = 'system')")
    op.execute("CREATE POLICY seal ON audit_event FOR SELECT TO app_audit USING (true)")
    op.execute(f"CREATE POLICY read ON audit_event FOR SELECT TO app_rw USING ({READ_BY_FOCAL_POINTS})")
    # Everybody's deeds are written down, also before it is known who they are.
    op.execute(f"CREATE POLICY add ON audit_event FOR INSERT TO app_rw, app_job WITH CHECK ({KNOWN})")
    show_to_gate("audit_event")
    with as_gate():
        op.execute(ACCESS_LOG)
    protect("audit_alert", read=READ_BY_FOCAL_POINTS, write=READ_BY_FOCAL_POINTS)


def _tear_down_walls() -> None:
    unprotect("audit_alert")
    with as_gate():
        op.execute("DROP FUNCTION access_log(text, uuid)")
    hide_from_gate("audit_event")
    for policy in ("add", "read", "seal", "job", "owner"):
        op.execute(f"DROP POLICY {policy} ON audit_event")
    op.execute("ALTER TABLE audit_event NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE audit_event DISABLE ROW LEVEL SECURITY")


def _say_which_transaction_wrote_a_row() -> None:
    # Constants first, then the lasting defaults: no row of the former version is rewritten; they are era 0.
    op.execute(
        "ALTER TABLE audit_event ADD COLUMN transaction_id bigint NOT NULL DEFAULT 0, ADD COLUMN era integer NOT NULL DEFAULT 0"
    )
    op.execute(
        """ALTER TABLE audit_event ALTER COLUMN transaction_id SET DEFAULT pg_current_xact_id()::text::bigint,
        ALTER COLUMN era SET DEFAULT 1"""
    )
    op.create_index("ix_audit_event_transaction", "audit_event", ["era", "transaction_id"])
    op.execute("REVOKE INSERT ON audit_event FROM app_rw, app_job")
    op.execute(f"GRANT INSERT ({WRITTEN_BY_THE_APPLICATION}) ON audit_event TO app_rw, app_job")


def _make_seals() -> None:
    op.create_table(
        "audit_seal",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("cluster", sa.Text(), nullable=False),
        sa.Column("era", sa.Integer(), nullable=False),
        sa.Column("from_transaction", sa.BigInteger(), nullable=False),
        sa.Column("to_transaction", sa.BigInteger(), nullable=False),
        sa.Column("next_transaction", sa.BigInteger(), nullable=False),
        sa.Column("row_count", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("from_transaction <= to_transaction", name=op.f("ck_audit_seal_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seal")),
        sa.UniqueConstraint("number", name=op.f("uq_audit_seal_number")),
    )
    op.execute("REVOKE ALL ON audit_seal FROM app_rw, app_job")
    op.execute("GRANT SELECT, INSERT ON audit_seal TO app_audit")
    op.execute(
        """CREATE TRIGGER audit_seal_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"""
    )


def _make_alerts() -> None:
    op.create_table(
        "audit_alert",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("actor_id", sa.UUID(), nullable=False),
        sa.Column("office_id", sa.UUID(), nullable=True),
        sa.Column("window_started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mail_attempted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.UUID(), nullable=True),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("review", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('many_files', 'refused_sign_ins', 'refused_records')", name=op.f("ck_audit_alert_kind")),
        sa.CheckConstraint("outcome IN ('explained', 'followed_up')", name=op.f("ck_audit_alert_outcome")),
        sa.CheckConstraint(
            "num_nonnulls(reviewed_at, reviewed_by, outcome, review) IN (0, 4)", name=op.f("ck_audit_alert_reviewed_whole")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_alert")),
    )
    # One alert for one actor and one window, however many jobs look at once.
    op.execute(
        """ALTER TABLE audit_alert ADD CONSTRAINT ex_audit_alert_window EXCLUDE USING gist
        (kind WITH =, actor_id WITH =, tstzrange(window_started_at, window_ended_at) WITH &&)"""
    )
    op.create_index("ix_audit_alert_open", "audit_alert", ["raised_at"], postgresql_where=sa.text("reviewed_at IS NULL"))
    op.execute("REVOKE DELETE, TRUNCATE ON audit_alert FROM app_rw, app_job")


def downgrade() -> None:
    _tear_down_walls()
    op.execute("DROP TABLE audit_alert")
    op.execute("DROP TABLE audit_seal")
    op.execute("DROP INDEX ix_audit_event_transaction")
    op.execute(f"REVOKE INSERT ({WRITTEN_BY_THE_APPLICATION}) ON audit_event FROM app_rw, app_job")
    op.execute("GRANT INSERT ON audit_event TO app_rw, app_job")
    op.execute("ALTER TABLE audit_event DROP COLUMN era, DROP COLUMN transaction_id")
