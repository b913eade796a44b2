"""Keys by which the same person is found again, how common names are, what was decided about a pair, and asking an office.

People who stand already get their keys from the job ``people.fill_match_keys`` within minutes: working them out takes longer
than a migration may hold a table, and the same job heals what is missing later.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import other_names
from migrations.matching_functions import FUNCTIONS, SIGNATURES
from migrations.row_security import as_gate, either, in_scope, protect, unprotect

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

WITHOUT_KEYS = "match_keys IS NULL AND erased_at IS NULL"
ANSWER = ("answer", "person_code", "answered_by", "answered_at", "seen_at", "person_id")


def upgrade() -> None:
    op.add_column("person", sa.Column("match_keys", postgresql.ARRAY(sa.BigInteger()), nullable=True))
    op.create_check_constraint(op.f("ck_person_erased_has_no_keys"), "person", "erased_at IS NULL OR match_keys IS NULL")
    op.create_index(
        "ix_person_match_keys", "person", ["match_keys"], postgresql_using="gin", postgresql_with={"fastupdate": "off"}
    )
    op.create_index("ix_person_without_match_keys", "person", ["id"], postgresql_where=sa.text(WITHOUT_KEYS))
    make_frequency()
    make_decision()
    make_question()
    search_other_names()
    with as_gate():
        for statement in (*FUNCTIONS, *other_names.GATE_FUNCTIONS):
            op.execute(statement)
        for signature, callers in SIGNATURES.items():
            op.execute(f"REVOKE EXECUTE ON FUNCTION {signature} FROM PUBLIC")
            op.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO {callers}, SESSION_USER")
    op.execute("UPDATE person SET other_names = other_names WHERE other_names <> '{}' OR name_as_said IS NOT NULL")


def downgrade() -> None:
    with as_gate():
        for signature in SIGNATURES:
            op.execute(f"DROP FUNCTION {signature}")
        for statement in other_names.EARLIER_GATE_FUNCTIONS:
            op.execute(statement)
    keys_follow(other_names.KEYS_FOLLOWED, other_names.EARLIER_WRITE_SEARCH_KEYS)
    op.execute("UPDATE person SET given_names = given_names WHERE other_names <> '{}' OR name_as_said IS NOT NULL")
    op.execute(f"DROP FUNCTION {other_names.SIGNATURE}")
    for table in ("questioned_person", "office_question", "match_decision"):
        unprotect(table)
        op.drop_table(table)
    op.drop_table("name_frequency")
    op.drop_index("ix_person_without_match_keys", "person")
    op.drop_index("ix_person_match_keys", "person")
    op.drop_constraint(op.f("ck_person_erased_has_no_keys"), "person")
    op.drop_column("person", "match_keys")


def search_other_names() -> None:
    """Words of other names are learned and searched from now on; those written down already are written once more."""
    op.execute(other_names.ALL_NAMES)
    keys_follow(other_names.KEYS_FOLLOW, other_names.WRITE_SEARCH_KEYS)


def keys_follow(columns: str, function: str) -> None:
    op.execute(function)
    op.execute("DROP TRIGGER person_has_search_keys ON person")
    op.execute(
        f"""CREATE TRIGGER person_has_search_keys BEFORE INSERT OR UPDATE OF {columns} ON person
        FOR EACH ROW EXECUTE FUNCTION write_search_keys()"""
    )


def make_frequency() -> None:
    op.create_table(
        "name_frequency",
        *_columns(country=sa.String(2), kind=sa.String(8), value=sa.Text(), people=sa.Integer()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_frequency")),
        sa.UniqueConstraint("country", "kind", "value", name=op.f("uq_name_frequency_country_kind_value")),
    )
    op.execute("REVOKE ALL ON name_frequency FROM app_rw, app_job")
    op.execute("GRANT SELECT, INSERT, DELETE ON name_frequency TO quipu_gate")


def make_decision() -> None:
    op.create_table(
        "match_decision",
        *_columns(
            person_id=sa.UUID(), scope_id=sa.UUID(), other_id=sa.UUID(), other_scope_id=sa.UUID(), verdict=sa.String(40),
            decided_by=sa.UUID(), decided_at=sa.DateTime(timezone=True),
        ),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("verdict IN ('different', 'same')", name=op.f("ck_match_decision_verdict")),
        sa.CheckConstraint("person_id < other_id", name=op.f("ck_match_decision_in_order")),
        _of_person("match_decision", "person_id", "scope_id"),
        _of_person("match_decision", "other_id", "other_scope_id"),
        _key("match_decision", "decided_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_decision")),
        sa.UniqueConstraint("person_id", "other_id", name=op.f("uq_match_decision_person_id_other_id")),
    )  # fmt: skip
    op.create_index("ix_match_decision_other_id", "match_decision", ["other_id"])
    _fill_scope("match_decision")
    both = f"{in_scope('person')} AND {in_scope('person', 'other_scope_id')}"
    protect("match_decision", read=both, write=both)


def make_question() -> None:
    op.create_table(
        "office_question",
        *_columns(asking_office_id=sa.UUID(), asked_office_id=sa.UUID(), submission_id=sa.UUID()),
        sa.Column("person_id", sa.UUID(), nullable=True),
        *_columns(is_first=False, asked_by=sa.UUID(), asked_at=sa.DateTime(timezone=True)),
        sa.Column("answer", sa.String(40), nullable=True),
        sa.Column("person_code", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.UUID(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("asking_office_id <> asked_office_id", name=op.f("ck_office_question_of_another_office")),
        sa.CheckConstraint("answer IN ('known', 'not_known')", name=op.f("ck_office_question_answer")),
        sa.CheckConstraint(
            "num_nonnulls(answer, answered_by, answered_at) IN (0, 3)", name=op.f("ck_office_question_answer_is_whole")
        ),
        sa.CheckConstraint("person_code IS NULL OR answer = 'known'", name=op.f("ck_office_question_code_of_whom_they_know")),
        _key("office_question", "asking_office_id", "office"),
        _key("office_question", "asked_office_id", "office"),
        _key("office_question", "person_id", "person"),
        _key("office_question", "asked_by", "user"),
        _key("office_question", "answered_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_question")),
        sa.UniqueConstraint("submission_id", "asked_office_id", name=op.f("uq_office_question_submission_id_asked_office_id")),
    )
    op.create_index("ix_office_question_asking", "office_question", ["asking_office_id", "asked_at"])
    op.create_index("ix_office_question_asked", "office_question", ["asked_office_id", "asked_at"])
    op.create_index("ix_office_question_asked_by", "office_question", ["asked_by", "asked_at"])
    op.create_index(op.f("ix_office_question_person_id"), "office_question", ["person_id"])
    asks, is_asked = in_scope("person", "asking_office_id"), in_scope("person", "asked_office_id")
    protect("office_question", read=either(asks, is_asked), write=either(asks, is_asked))
    op.execute("REVOKE DELETE, TRUNCATE, UPDATE ON office_question FROM app_rw")
    op.execute(f"GRANT UPDATE ({', '.join(ANSWER)}) ON office_question TO app_rw")
    op.execute("GRANT SELECT ON office_question TO quipu_gate")
    op.execute("CREATE POLICY gate ON office_question FOR SELECT TO quipu_gate USING (true)")
    op.create_table(
        "questioned_person",
        *_columns(question_id=sa.UUID(), person_id=sa.UUID(), scope_id=sa.UUID()),
        sa.ForeignKeyConstraint(
            ["question_id"], ["office_question.id"], name=op.f("fk_questioned_person_question_id"), ondelete="CASCADE"
        ),
        _of_person("questioned_person", "person_id", "scope_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questioned_person")),
        sa.UniqueConstraint("question_id", "person_id", name=op.f("uq_questioned_person_question_id_person_id")),
    )
    op.create_index("ix_questioned_person_person_id", "questioned_person", ["person_id"])
    _fill_scope("questioned_person")
    protect("questioned_person", read=in_scope("person"), write="false")
    op.execute("GRANT SELECT, INSERT ON questioned_person TO quipu_gate")
    op.execute("CREATE POLICY gate ON questioned_person FOR SELECT TO quipu_gate USING (true)")
    op.execute("CREATE POLICY gate_add ON questioned_person FOR INSERT TO quipu_gate WITH CHECK (true)")


def _columns(*, is_first: bool = True, **types: sa.types.TypeEngine[object] | type) -> list[sa.Column[object]]:
    own_id = sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False)
    return [*([own_id] if is_first else []), *(sa.Column(name, kind, nullable=False) for name, kind in types.items())]


def _key(table: str, column: str, of: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}"))


def _of_person(table: str, column: str, scope: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{scope}")
    return sa.ForeignKeyConstraint([column, scope], ["person.id", "person.scope_id"], name=name, onupdate="CASCADE")


def _fill_scope(table: str) -> None:
    op.execute(
        f"""CREATE TRIGGER {table}_has_scope BEFORE INSERT ON "{table}" FOR EACH ROW WHEN (NEW.scope_id IS NULL)
        EXECUTE FUNCTION fill_scope_of_person()"""
    )
