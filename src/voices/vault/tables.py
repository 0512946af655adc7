"""The vault's tables: ids, numbers and labels stand in the clear, everything a person said or is called is sealed.

Every table of rows has a column `seal`, written and checked by `seals`.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str, *, primary: bool = False, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=primary, nullable=null)


def _blob(name: str, *, primary: bool = False, null: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, primary_key=primary, nullable=null)


def _seal() -> sa.Column[bytes]:
    # Null only between the migration that made the column and the first opening with a key.
    return sa.Column("seal", sa.LargeBinary, nullable=True)


meta = sa.Table("vault_meta", metadata, _text("name", primary=True), _text("value"))

keyring = sa.Table("vault_key", metadata, _text("name", primary=True), _blob("wrapped"))

entity = sa.Table(
    "entity",
    metadata,
    _text("id", primary=True),
    _text("label"),
    sa.Column("number", sa.Integer, nullable=False),
    _text("status"),
    _text("merged_into"),
    _blob("wrapped", null=True),
    _blob("forms", null=True),
    _seal(),
)

form = sa.Table("entity_form", metadata, _text("entity", primary=True), _blob("mark", primary=True), _seal())
sa.Index("ix_entity_form_mark", form.c.mark)

tombstone = sa.Table(
    "tombstone",
    metadata,
    _blob("mark", primary=True),
    _text("entity", primary=True),
    _text("label"),
    sa.Column("words", sa.Integer, nullable=False),
    sa.Column("whole", sa.Boolean, nullable=False),
    _seal(),
)

ruling = sa.Table(
    "ruling",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _text("made_at"),
    _text("actor"),
    _text("kind"),
    _text("entity"),
    _text("other"),
    _text("label"),
    _blob("mark", null=True),
    _blob("sealed", null=True),
    _text("applied_at"),
    _text("document", null=True),
    _seal(),
)

roster = sa.Table("roster", metadata, _blob("person", primary=True), _blob("sealed"), _seal())
roster_name = sa.Table("roster_name", metadata, _blob("person", primary=True), _blob("mark", primary=True), _seal())
sa.Index("ix_roster_name_mark", roster_name.c.mark)

participant = sa.Table(
    "participant",
    metadata,
    _blob("mark", primary=True),
    _text("prefix"),
    sa.Column("code", sa.Text, nullable=False, unique=True),
    _blob("sealed", null=True),
    _seal(),
)

document = sa.Table(
    "document", metadata, _text("id", primary=True), _text("input_hash"), _blob("wrapped"), _blob("sealed"), _seal()
)

slot = sa.Table(
    "slot",
    metadata,
    _text("document", primary=True),
    sa.Column("ordinal", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    _text("label"),
    _text("entity"),
    sa.Column("doubtful", sa.Boolean, nullable=False),
    _text("reasons"),
    _blob("sealed", null=True),
    _seal(),
)
sa.Index("ix_slot_entity", slot.c.entity)
sa.Index("ix_slot_doubtful", slot.c.doubtful)

detection = sa.Table(
    "detection",
    metadata,
    _text("document", primary=True),
    _text("version", primary=True),
    _text("input_hash"),
    _blob("sealed"),
    _seal(),
)

source = sa.Table("source", metadata, _text("document", primary=True), _blob("sealed"), _seal())

log = sa.Table(
    "log",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True, autoincrement=False),
    _text("entry"),
    _blob("hash"),
)
