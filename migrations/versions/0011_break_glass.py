"""Restricted files with their reasons, and emergency access beyond one's offices (docs/adr/0020)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations import access_functions
from migrations.emergency_functions import GATE_FUNCTIONS, NEW_SIGNATURES
from migrations.row_security import as_gate, either, hide_from_gate, in_list, in_scope, protect, show_to_gate, unprotect

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OWN = in_list("user_id", "quipu.self")
REVIEWED = in_list("office_id", "quipu.reviewed_offices")
KNOWN = either(in_list("record_id", "quipu.person_scopes"), in_list("record_id", "quipu.case_scopes"))
TABLES = ("break_glass_notice", "break_glass_opening", "break_glass", "restriction")
REVIEW = ("closed_at", "closed_by", "verdict", "verdict_words_sealed", "reviewed_by", "reviewed_at")
GUARDED = {"person": "is_restricted", "case": "is_restricted, person_id"}


def upgrade() -> None:
    make_restriction()
    make_break_glass()
    make_openings_and_notices()
    protect("restriction", read=KNOWN, write=KNOWN)
    protect("break_glass", read=either(OWN, REVIEWED, in_scope("person")), write=either(OWN, REVIEWED))
    protect("break_glass_opening", read=either(OWN, REVIEWED), write=OWN)
    protect("break_glass_notice", read=OWN, write=OWN)
    # Nobody takes an access back, extends it, or writes its reason anew.
    op.execute(
        "REVOKE DELETE, TRUNCATE ON break_glass, break_glass_opening, break_glass_notice, restriction FROM app_rw, app_job"
    )
    op.execute("REVOKE UPDATE ON break_glass, break_glass_opening FROM app_rw, app_job")
    op.execute(f"GRANT UPDATE ({', '.join(REVIEW)}) ON break_glass TO app_rw")
    for table in ("break_glass", "break_glass_opening"):
        show_to_gate(table)
    op.execute("GRANT INSERT ON need_to_know TO quipu_gate")
    op.execute("CREATE POLICY gate_add ON need_to_know FOR INSERT TO quipu_gate WITH CHECK (true)")
    with as_gate():
        for statement in GATE_FUNCTIONS:
            op.execute(statement)
    for table, columns in GUARDED.items():
        op.execute(
            f"""CREATE TRIGGER {table}_keeps_restriction AFTER INSERT OR UPDATE OF {columns} ON "{table}"
            FOR EACH ROW EXECUTE FUNCTION refuse_open_case_of_restricted_person()"""
        )


def downgrade() -> None:
    for table in GUARDED:
        op.execute(f'DROP TRIGGER {table}_keeps_restriction ON "{table}"')
    with as_gate():
        op.execute(access_functions.ENTER.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1))
        for signature in NEW_SIGNATURES:
            op.execute(f"DROP FUNCTION {signature}")
    op.execute("DROP POLICY gate_add ON need_to_know")
    op.execute("REVOKE INSERT ON need_to_know FROM quipu_gate")
    for table in ("break_glass_opening", "break_glass"):
        hide_from_gate(table)
    for table in TABLES:
        unprotect(table)
        op.drop_table(table)


def make_restriction() -> None:
    op.create_table(
        "restriction",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("record_kind", sa.String(40), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("office_id", sa.UUID(), nullable=False),
        sa.Column("came_with", sa.UUID(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("why_few_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("restricted_by", sa.UUID(), nullable=True),
        sa.Column("restricted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.UUID(), nullable=True),
        sa.Column("end_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("record_kind IN ('person', 'case')", name=op.f("ck_restriction_record_kind")),
        sa.CheckConstraint("num_nonnulls(came_with, reason_sealed) = 1", name=op.f("ck_restriction_has_a_reason")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_restriction_ended_by_somebody")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_restriction_office_id")),
        sa.ForeignKeyConstraint(["came_with"], ["restriction.id"], name=op.f("fk_restriction_came_with")),
        sa.ForeignKeyConstraint(["restricted_by"], ["user.id"], name=op.f("fk_restriction_restricted_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["user.id"], name=op.f("fk_restriction_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restriction")),
    )
    in_force = sa.text("ended_at IS NULL")
    op.create_index("uq_restriction_in_force", "restriction", ["record_id"], unique=True, postgresql_where=in_force)
    op.create_index(op.f("ix_restriction_came_with"), "restriction", ["came_with"])


def make_break_glass() -> None:
    op.create_table(
        "break_glass",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("scope_id", sa.UUID(), nullable=False),
        sa.Column("office_id", sa.UUID(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.UUID(), nullable=True),
        sa.Column("review_due_on", sa.Date(), nullable=False),
        sa.Column("verdict", sa.String(40), nullable=True),
        sa.Column("verdict_words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reviewed_by", sa.UUID(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "expires_at > opened_at AND expires_at <= opened_at + interval '60 minutes'",
            name=op.f("ck_break_glass_lasts_an_hour_at_most"),
        ),
        sa.CheckConstraint("verdict IN ('justified', 'not_justified')", name=op.f("ck_break_glass_verdict")),
        sa.CheckConstraint(
            "num_nonnulls(verdict, verdict_words_sealed, reviewed_by, reviewed_at) IN (0, 4)",
            name=op.f("ck_break_glass_review_is_whole"),
        ),
        sa.CheckConstraint("reviewed_by <> user_id", name=op.f("ck_break_glass_nobody_reviews_themselves")),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("ck_break_glass_closed_by_somebody")),
        sa.ForeignKeyConstraint(
            ["person_id", "scope_id"],
            ["person.id", "person.scope_id"],
            name=op.f("fk_break_glass_person_id_scope_id"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_break_glass_office_id")),
        *(
            sa.ForeignKeyConstraint([column], ["user.id"], name=op.f(f"fk_break_glass_{column}"))
            for column in ("user_id", "closed_by", "reviewed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_break_glass")),
    )
    op.create_index("ix_break_glass_user_id_expires_at", "break_glass", ["user_id", "expires_at"])
    op.create_index("ix_break_glass_person_id", "break_glass", ["person_id"])
    op.create_index("ix_break_glass_office_id_opened_at", "break_glass", ["office_id", "opened_at"])


def make_openings_and_notices() -> None:
    op.create_table(
        "break_glass_opening",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("break_glass_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("office_id", sa.UUID(), nullable=False),
        sa.Column("subject_kind", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.UUID(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("subject_kind IN ('person', 'case')", name=op.f("ck_break_glass_opening_subject_kind")),
        sa.ForeignKeyConstraint(["break_glass_id"], ["break_glass.id"], name=op.f("fk_break_glass_opening_break_glass_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_break_glass_opening_user_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_break_glass_opening_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_break_glass_opening")),
    )
    op.create_index(op.f("ix_break_glass_opening_break_glass_id"), "break_glass_opening", ["break_glass_id"])
    op.create_table(
        "break_glass_notice",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("break_glass_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mail_attempted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["break_glass_id"], ["break_glass.id"], name=op.f("fk_break_glass_notice_break_glass_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_break_glass_notice_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_break_glass_notice")),
        sa.UniqueConstraint("break_glass_id", "user_id", name=op.f("uq_break_glass_notice_break_glass_id_user_id")),
    )
    op.create_index(op.f("ix_break_glass_notice_user_id"), "break_glass_notice", ["user_id"])
