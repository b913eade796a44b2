"""Erasing a person: the mark on the file, the requests with their second pair of eyes, and names that nobody has any more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.row_security import KNOWN, as_gate, either, in_list, in_scope, protect, unprotect

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KINDS = "kind IN ('person_file', 'person_without_case', 'case_words', 'restricted_words')"
ONCE_AT_A_TIME = "state IN ('requested', 'approved', 'done')"
EMPTY_WHEN_ERASED = "given_names, surname_1, surname_2, gender_identity, birth_year, stated_age, area_code, phone_index"
ITS_READERS = either(in_scope("person"), in_list("office_id", "quipu.audited_offices"))
"""Those who work with the person, and the data-protection focal point of the office, who sees no file."""

# Reads all names for a word that nobody else has: a second at a million people, in a job that runs a few times a month.
FORGET_NAME_WORDS = """
CREATE FUNCTION quipu_forget_name_words(names text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public
BEGIN ATOMIC
    DELETE FROM name_word
    WHERE word IN (SELECT string_to_table(quipu_name_words(names), ' '))
        AND NOT EXISTS (
            SELECT FROM person WHERE name_word.word = ANY (string_to_array(
                quipu_name_words(concat_ws(' ', person.given_names, person.surname_1, person.surname_2)), ' ')));
END"""


# Who cares for an office's data protection reads no file; a hold needs only whose it is.
FILE_TO_HOLD = """
CREATE FUNCTION quipu_file_to_hold(wanted text) RETURNS TABLE (person_id uuid, scope_id uuid, office_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
BEGIN ATOMIC
    SELECT person.id, person.scope_id, person.office_id FROM person
    WHERE person.code = wanted AND person.erased_at IS NULL AND person.office_id = ANY (quipu_ids('quipu.audited_offices'));
END"""


def upgrade() -> None:
    op.add_column("person", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_constraint(op.f("ck_person_has_a_name"), "person")
    op.create_check_constraint(
        op.f("ck_person_has_a_name"), "person", "erased_at IS NOT NULL OR num_nonnulls(given_names, surname_1, surname_2) > 0"
    )
    op.create_check_constraint(
        op.f("ck_person_erased_stays_empty"), "person", f"erased_at IS NULL OR num_nonnulls({EMPTY_WHEN_ERASED}) = 0"
    )
    _make_requests()
    _make_corrections()
    _make_schedule()
    # Only the job that erases empties the words of an emergency access.
    op.execute("GRANT UPDATE (reason_sealed, verdict_words_sealed) ON break_glass TO app_job")
    op.execute("GRANT DELETE ON name_word TO quipu_gate")
    with as_gate():
        op.execute(FORGET_NAME_WORDS)
        op.execute("REVOKE EXECUTE ON FUNCTION quipu_forget_name_words(text) FROM PUBLIC")
        op.execute("GRANT EXECUTE ON FUNCTION quipu_forget_name_words(text) TO app_job, SESSION_USER")
        op.execute(FILE_TO_HOLD)
        op.execute("REVOKE EXECUTE ON FUNCTION quipu_file_to_hold(text) FROM PUBLIC")
        op.execute("GRANT EXECUTE ON FUNCTION quipu_file_to_hold(text) TO app_rw, SESSION_USER")


def downgrade() -> None:
    _refuse_to_show_erased_files()
    with as_gate():
        op.execute("DROP FUNCTION quipu_forget_name_words(text)")
        op.execute("DROP FUNCTION quipu_file_to_hold(text)")
    op.execute("REVOKE DELETE ON name_word FROM quipu_gate")
    op.execute("REVOKE UPDATE (reason_sealed, verdict_words_sealed) ON break_glass FROM app_job")
    for table in ("scheduled_erasure", "retention_hold", "retention_period"):
        unprotect(table)
        op.drop_table(table)
    op.drop_column("case", "erased_at")
    unprotect("person_change")
    op.drop_table("person_change")
    unprotect("erasure_request")
    op.drop_table("erasure_request")
    op.drop_constraint(op.f("ck_person_erased_stays_empty"), "person")
    op.drop_constraint(op.f("ck_person_has_a_name"), "person")
    op.create_check_constraint(op.f("ck_person_has_a_name"), "person", "num_nonnulls(given_names, surname_1, surname_2) > 0")
    op.drop_column("person", "erased_at")


def _make_requests() -> None:
    op.create_table(
        "erasure_request",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("scope_id", sa.UUID(), nullable=False),
        sa.Column("person_code", sa.Text(), nullable=False),
        sa.Column("office_id", sa.UUID(), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("referrals", sa.Integer(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("attachments", sa.Integer(), nullable=False),
        sa.Column("requested_by", sa.UUID(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.UUID(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reason IN ('asked', 'mistake', 'no_longer_needed')", name=op.f("ck_erasure_request_reason")),
        sa.CheckConstraint(
            "state IN ('requested', 'approved', 'refused', 'stopped', 'done')", name=op.f("ck_erasure_request_state")
        ),
        sa.CheckConstraint("decided_by <> requested_by", name=op.f("ck_erasure_request_two_people")),
        sa.CheckConstraint(
            "num_nonnulls(decided_by, decided_at) = CASE state WHEN 'requested' THEN 0 ELSE 2 END",
            name=op.f("ck_erasure_request_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (state IN ('requested', 'approved', 'refused'))", name=op.f("ck_erasure_request_settled")
        ),
        _key_of_person("erasure_request"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_erasure_request_office_id")),
        sa.ForeignKeyConstraint(["requested_by"], ["user.id"], name=op.f("fk_erasure_request_requested_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_erasure_request_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_request")),
    )
    op.create_index(
        "uq_erasure_request_once", "erasure_request", ["person_id"], unique=True, postgresql_where=sa.text(ONCE_AT_A_TIME)
    )
    op.create_index("ix_erasure_request_person_id", "erasure_request", ["person_id"])
    op.create_index("ix_erasure_request_office", "erasure_request", ["office_id", "requested_at"])
    _fill_scope("erasure_request")
    protect("erasure_request", read=ITS_READERS, write=ITS_READERS)


def _make_corrections() -> None:
    op.create_table(
        "person_change",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("scope_id", sa.UUID(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("after_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("changed_by", sa.UUID(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        _key_of_person("person_change"),
        sa.ForeignKeyConstraint(["changed_by"], ["user.id"], name=op.f("fk_person_change_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_change")),
    )
    op.create_index("ix_person_change_person_changed", "person_change", ["person_id", "changed_at"])
    _fill_scope("person_change")
    protect("person_change", read=in_scope("person"), write=in_scope("person"))
    # A trail that could be written anew would be none.
    op.execute("REVOKE UPDATE, DELETE, TRUNCATE ON person_change FROM app_rw, app_job")


def _make_schedule() -> None:
    op.add_column("case", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    _make_periods()
    _make_holds()
    _make_plan()
    audited = in_list("office_id", "quipu.audited_offices")
    protect("retention_period", read=KNOWN, write="(SELECT quipu_kind()) = 'staff'")
    protect("retention_hold", read=ITS_READERS, write=audited)
    protect("scheduled_erasure", read=audited, write="false")
    op.execute("REVOKE DELETE, TRUNCATE ON retention_hold, retention_period FROM app_rw, app_job")


def _make_periods() -> None:
    op.create_table(
        "retention_period",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.UUID(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_retention_period_kind")),
        sa.CheckConstraint("months BETWEEN 12 AND 600", name=op.f("ck_retention_period_months_are_plausible")),
        sa.ForeignKeyConstraint(["set_by"], ["user.id"], name=op.f("fk_retention_period_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_period")),
        sa.UniqueConstraint("country", "kind", name=op.f("uq_retention_period_country_kind")),
    )


def _make_holds() -> None:
    op.create_table(
        "retention_hold",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("scope_id", sa.UUID(), nullable=False),
        sa.Column("person_code", sa.Text(), nullable=False),
        sa.Column("office_id", sa.UUID(), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("held_until", sa.Date(), nullable=False),
        sa.Column("set_by", sa.UUID(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.UUID(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reason IN ('complaint', 'court', 'inquiry', 'asked')", name=op.f("ck_retention_hold_reason")),
        sa.CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name=op.f("ck_retention_hold_lifted_by_somebody")),
        _key_of_person("retention_hold"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_retention_hold_office_id")),
        sa.ForeignKeyConstraint(["set_by"], ["user.id"], name=op.f("fk_retention_hold_set_by")),
        sa.ForeignKeyConstraint(["lifted_by"], ["user.id"], name=op.f("fk_retention_hold_lifted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_hold")),
    )
    in_force = sa.text("lifted_at IS NULL")
    op.create_index("uq_retention_hold_once", "retention_hold", ["person_id", "reason"], unique=True, postgresql_where=in_force)
    op.create_index("ix_retention_hold_office_id", "retention_hold", ["office_id"])
    _fill_scope("retention_hold")


def _make_plan() -> None:
    op.create_table(
        "scheduled_erasure",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        *(sa.Column(name, sa.UUID(), nullable=False) for name in ("record_id", "person_id", "office_id")),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("person_code", sa.Text(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("due_on", "planned_on", "erase_on")),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(KINDS, name=op.f("ck_scheduled_erasure_kind")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_scheduled_erasure_person_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_scheduled_erasure_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_erasure")),
        sa.UniqueConstraint("kind", "record_id", name=op.f("uq_scheduled_erasure_kind_record_id")),
    )
    to_do = sa.text("settled_at IS NULL")
    op.create_index("ix_scheduled_erasure_to_do", "scheduled_erasure", ["erase_on"], postgresql_where=to_do)
    op.create_index("ix_scheduled_erasure_office_id", "scheduled_erasure", ["office_id", "erase_on"])
    op.create_index(op.f("ix_scheduled_erasure_person_id"), "scheduled_erasure", ["person_id"])


def _key_of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["person_id", "scope_id"],
        ["person.id", "person.scope_id"],
        name=op.f(f"fk_{table}_person_id_scope_id"),
        onupdate="CASCADE",
    )


def _fill_scope(table: str) -> None:
    op.execute(
        f"""CREATE TRIGGER {table}_has_scope BEFORE INSERT ON {table} FOR EACH ROW WHEN (NEW.scope_id IS NULL)
        EXECUTE FUNCTION fill_scope_of_person()"""
    )


def _refuse_to_show_erased_files() -> None:
    op.execute(
        """DO $$ BEGIN
            IF EXISTS (SELECT FROM person WHERE erased_at IS NOT NULL) THEN
                RAISE EXCEPTION 'Erased files exist: the version before has no way to show somebody without a name.';
            END IF;
        END $$"""
    )
