"""What is known of a person beyond the name: contact, arrival, languages, stay, functioning, needs (docs/adr/0023)."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.row_security import either, in_list, in_scope, protect, unprotect

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

EMPTY_BEFORE = "given_names, surname_1, surname_2, gender_identity, birth_year, stated_age, area_code, phone_index"
EMPTY_SINCE = (
    f"{EMPTY_BEFORE}, name_as_said, birth_country, ethnic_group, preferred_language, interpreter_need, contact_channel, "
    "place_country, arrival_year, entry"
)
ETHNIC_GROUPS = ("indigenous", "afro_descendant", "roma", "mestizo", "white", "other", "unknown", "declined")
INTERPRETER_NEEDS = ("needed", "not_needed", "unknown")
CHANNELS = ("whatsapp", "call", "sms", "email", "in_person", "through_someone", "no_contact", "unknown")
ENTRIES = ("regular", "irregular", "unknown", "declined")
POPULATIONS = ("in_destination", "in_transit", "pendular", "host_community", "returnee", "unknown")
STAYS = (
    "national", "permanent_residence", "temporary_residence", "temporary_protection_permit", "asylum_seeker", "refugee",
    "visitor", "in_process", "no_permit", "unknown", "declined",
)  # fmt: skip
STATES = ("held", "lost", "stolen", "withheld", "never_had", "cannot_obtain")
OBSTACLES = ("no_consulate", "cost", "requirements", "fear", "refused", "other", "unknown")
DOMAINS = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")
DIFFICULTIES = ("none", "some", "a_lot", "cannot", "unknown", "declined")
ANSWERED_BY = ("person", "somebody_for_them")

CODED = {
    "ethnic_group": ETHNIC_GROUPS, "interpreter_need": INTERPRETER_NEEDS, "contact_channel": CHANNELS, "entry": ENTRIES,
}  # fmt: skip
SEALED = ("ethnic_people", "contact_hours", "contact_answerer")
ARRIVAL_CHECKS = {
    "arrival_day_needs_month": "arrival_day IS NULL OR arrival_month IS NOT NULL",
    "arrival_month_needs_year": "arrival_month IS NULL OR arrival_year IS NOT NULL",
    "arrival_year_is_plausible": "arrival_year BETWEEN 1900 AND 2100",
    "arrival_month_is_a_month": "arrival_month BETWEEN 1 AND 12",
    "arrival_day_is_a_day": "arrival_day BETWEEN 1 AND 31",
    "area_lies_in_country": "left(area_code, 2) = place_country",
}
NEW_TABLES = ("person_language", "person_situation", "stay", "functioning", "person_need")
OF_FILE_READ = either(in_scope("person"), in_list("person_id", "quipu.person_files"))
# A file that is its own scope is restricted. The list is read once a statement; it follows the catalogue at once.
HIGHLY_SENSITIVE = "(SELECT coalesce(array_agg(id), '{}') FROM specific_need WHERE is_highly_sensitive)::uuid[]"
NEED_IN_SCOPE = f"{in_scope('person')} AND (scope_id = person_id OR need_id <> ALL ({HIGHLY_SENSITIVE}))"
READ_AND_WRITTEN = {
    "person_language": (OF_FILE_READ, in_scope("person")),
    "person_situation": (OF_FILE_READ, in_scope("person")),
    "stay": (OF_FILE_READ, in_scope("person")),
    # Narrative: not for who only reads in an emergency.
    "functioning": (in_scope("person"), in_scope("person")),
    "person_need": (NEED_IN_SCOPE, NEED_IN_SCOPE),
}
WRITTEN_ONCE = ("person_situation", "functioning")


def upgrade() -> None:
    _add_to_person()
    _add_to_documents()
    _make_languages()
    _make_situations()
    _make_stays()
    _make_functioning()
    _make_needs()
    for table, (read, write) in READ_AND_WRITTEN.items():
        op.execute(
            f"""CREATE TRIGGER {table}_has_scope BEFORE INSERT ON {table} FOR EACH ROW WHEN (NEW.scope_id IS NULL)
            EXECUTE FUNCTION fill_scope_of_person()"""
        )
        protect(table, read=read, write=write)
    op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {', '.join(WRITTEN_ONCE)} FROM app_rw")


def downgrade() -> None:
    for table in reversed(NEW_TABLES):
        unprotect(table)
        op.drop_table(table)
    for name in ("obstacle_only_where_unobtainable", "expires_after_issue"):
        op.drop_constraint(op.f(f"ck_identity_document_{name}"), "identity_document")
    for column in ("issued_on", "obstacle", "state"):
        op.drop_column("identity_document", column)
    _check_what_erased_files_lack(EMPTY_BEFORE)
    for name in ARRIVAL_CHECKS:
        op.drop_constraint(op.f(f"ck_person_{name}"), "person")
    for column in (
        "name_as_said", "other_names", "birth_country", "preferred_language", "leave_no_message", "place_country",
        "arrival_year", "arrival_month", "arrival_day", *CODED, *(f"{name}_sealed" for name in SEALED),
    ):  # fmt: skip
        op.drop_column("person", column)


def _add_to_person() -> None:
    op.add_column("person", sa.Column("name_as_said", sa.Text(), nullable=True))
    op.add_column("person", sa.Column("other_names", sa.ARRAY(sa.Text()), server_default="{}", nullable=False))
    op.add_column("person", sa.Column("leave_no_message", sa.Boolean(), server_default=sa.false(), nullable=False))
    for name, length in (("birth_country", 3), ("preferred_language", 3), ("place_country", 2)):
        op.add_column("person", sa.Column(name, sa.String(length), nullable=True))
    for name in ("arrival_year", "arrival_month", "arrival_day"):
        op.add_column("person", sa.Column(name, sa.SmallInteger(), nullable=True))
    for name in SEALED:
        op.add_column("person", sa.Column(f"{name}_sealed", sa.LargeBinary(), nullable=True))
    for name, words in CODED.items():
        op.add_column("person", sa.Column(name, sa.String(40), nullable=True))
        op.create_check_constraint(op.f(f"ck_person_{name}"), "person", _one_of(name, words))
    for name, condition in ARRIVAL_CHECKS.items():
        op.create_check_constraint(op.f(f"ck_person_{name}"), "person", condition)
    _check_what_erased_files_lack(EMPTY_SINCE, "AND other_names = '{}' AND NOT leave_no_message")


def _check_what_erased_files_lack(columns: str, more: str = "") -> None:
    name = op.f("ck_person_erased_stays_empty")
    op.drop_constraint(name, "person")
    op.create_check_constraint(name, "person", f"erased_at IS NULL OR num_nonnulls({columns}) = 0 {more}".strip())


def _add_to_documents() -> None:
    table = "identity_document"
    op.add_column(table, sa.Column("state", sa.String(40), server_default="held", nullable=False))
    op.add_column(table, sa.Column("obstacle", sa.String(40), nullable=True))
    op.add_column(table, sa.Column("issued_on", sa.Date(), nullable=True))
    for name, condition in {
        "state": _one_of("state", STATES),
        "obstacle": _one_of("obstacle", OBSTACLES),
        "obstacle_only_where_unobtainable": "obstacle IS NULL OR state = 'cannot_obtain'",
        "expires_after_issue": "expires_on >= issued_on",
    }.items():
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, condition)


def _make_languages() -> None:
    table = "person_language"
    op.create_table(
        table,
        *_of_person(table, ondelete="CASCADE"),
        sa.Column("language", sa.String(3), nullable=False),
        sa.UniqueConstraint("person_id", "language", name=op.f("uq_person_language_person_id_language")),
    )


def _make_situations() -> None:
    table = "person_situation"
    op.create_table(
        table,
        *_of_person(table),
        _coded("population_type"),
        sa.Column("since_on", sa.Date(), nullable=False),
        *_recorded(table),
        sa.CheckConstraint(_one_of("population_type", POPULATIONS), name=op.f(f"ck_{table}_population_type")),
    )
    op.create_index("ix_person_situation_person_since", table, ["person_id", "since_on"])


def _make_stays() -> None:
    op.create_table(
        "stay",
        *_of_person("stay"),
        _coded("kind"),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("document_type_id", sa.UUID(), nullable=True),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("valid_from", "valid_until", "ended_on")),
        *_recorded("stay"),
        sa.CheckConstraint(_one_of("kind", STAYS), name=op.f("ck_stay_kind")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_stay_validity_in_order")),
        sa.ForeignKeyConstraint(["document_type_id"], ["document_type.id"], name=op.f("fk_stay_document_type_id")),
    )
    op.create_index(op.f("ix_stay_person_id"), "stay", ["person_id"])


def _make_functioning() -> None:
    table = "functioning"
    op.create_table(
        table,
        *_of_person(table),
        *(_coded(domain) for domain in DOMAINS),
        _coded("answered_by"),
        sa.Column("answered_on", sa.Date(), nullable=False),
        *_recorded(table),
        *(sa.CheckConstraint(_one_of(domain, DIFFICULTIES), name=op.f(f"ck_{table}_{domain}")) for domain in DOMAINS),
        sa.CheckConstraint(_one_of("answered_by", ANSWERED_BY), name=op.f(f"ck_{table}_answered_by")),
    )
    op.create_index("ix_functioning_person_answered", table, ["person_id", "answered_on"])


def _make_needs() -> None:
    table = "person_need"
    op.create_table(
        table,
        *_of_person(table),
        sa.Column("need_id", sa.UUID(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        *_recorded(table),
        sa.CheckConstraint("ended_on >= since_on", name=op.f("ck_person_need_ends_after_beginning")),
        sa.ForeignKeyConstraint(["need_id"], ["specific_need.id"], name=op.f("fk_person_need_need_id")),
    )
    op.create_index(op.f("ix_person_need_person_id"), table, ["person_id"])


def _of_person(table: str, *, ondelete: str | None = None) -> Sequence[sa.schema.SchemaItem]:
    return (
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("scope_id", sa.UUID(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(
            ["person_id", "scope_id"],
            ["person.id", "person.scope_id"],
            name=op.f(f"fk_{table}_person_id_scope_id"),
            onupdate="CASCADE",
            ondelete=ondelete,
        ),
    )


def _recorded(table: str) -> Sequence[sa.schema.SchemaItem]:
    return (
        sa.Column("recorded_by", sa.UUID(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["user.id"], name=op.f(f"fk_{table}_recorded_by")),
    )


def _coded(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(40), nullable=False)


def _one_of(column: str, words: Sequence[str]) -> str:
    return f"{column} IN (" + ", ".join(f"'{word}'" for word in words) + ")"
