"""The first tables, and the triggers that make the log append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _text(name: str, primary: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, primary_key=primary)


def _blob(name: str, primary: bool = False, null: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=null, primary_key=primary)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _yes_no(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False)


def upgrade() -> None:
    """Make the tables of version 0001."""
    op.create_table("vault_meta", _text("name", True), _text("value"))
    op.create_table("vault_key", _text("name", True), _blob("wrapped"))
    _people()
    _documents()
    op.create_table(
        "log", sa.Column("n", sa.Integer, primary_key=True, autoincrement=False), _text("entry"), _blob("hash")
    )
    _append_only()


def _people() -> None:
    op.create_table(
        "entity",
        _text("id", True),
        _text("label"),
        _whole("number"),
        _text("status"),
        _text("merged_into"),
        _blob("wrapped", null=True),
        _blob("forms", null=True),
    )
    op.create_table("entity_form", _text("entity", True), _blob("mark", True))
    op.create_index("ix_entity_form_mark", "entity_form", ["mark"])
    op.create_table(
        "tombstone", _blob("mark", True), _text("entity", True), _text("label"), _whole("words"), _yes_no("whole")
    )
    op.create_table(
        "ruling",
        sa.Column("id", sa.Integer, primary_key=True),
        *(_text(name) for name in ("made_at", "actor", "kind", "entity", "other", "label")),
        _blob("mark", null=True),
        _blob("sealed", null=True),
        _text("applied_at"),
    )
    op.create_table("roster", _blob("person", True), _blob("sealed"))
    op.create_table("roster_name", _blob("person", True), _blob("mark", True))
    op.create_index("ix_roster_name_mark", "roster_name", ["mark"])
    op.create_table(
        "participant",
        _blob("mark", True),
        _text("prefix"),
        sa.Column("code", sa.Text, nullable=False, unique=True),
        _blob("sealed", null=True),
    )


def _documents() -> None:
    op.create_table("document", _text("id", True), _text("input_hash"), _blob("wrapped"), _blob("sealed"))
    op.create_table(
        "slot",
        _text("document", True),
        sa.Column("ordinal", sa.Integer, nullable=False, primary_key=True, autoincrement=False),
        _whole("start"),
        _whole("end"),
        _text("label"),
        _text("entity"),
        _yes_no("doubtful"),
        _text("reasons"),
        _blob("sealed", null=True),
    )
    op.create_index("ix_slot_entity", "slot", ["entity"])
    op.create_index("ix_slot_doubtful", "slot", ["doubtful"])
    op.create_table("detection", _text("document", True), _text("version", True), _text("input_hash"), _blob("sealed"))
    op.create_table("source", _text("document", True), _blob("sealed"))


def _append_only() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER log_no_{act.lower()} BEFORE {act} ON log "
                "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION log_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER log_no_change BEFORE UPDATE OR DELETE ON log FOR EACH ROW EXECUTE FUNCTION log_append_only()"
    )
    op.execute(
        "CREATE TRIGGER log_no_truncate BEFORE TRUNCATE ON log FOR EACH STATEMENT EXECUTE FUNCTION log_append_only()"
    )
