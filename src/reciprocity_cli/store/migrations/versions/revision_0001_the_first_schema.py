"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one schema version up."""
    op.create_table(
        "interaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("started", sa.String(), nullable=True),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint(
            "channel = 'coffee' OR channel = 'meal' OR channel = 'call' OR channel = 'video' OR channel = 'email' OR channel = 'message' OR channel = 'meeting' OR channel = 'event' OR channel = 'letter' OR channel = 'other'",
            name="channel_is_known",
        ),
        sa.CheckConstraint("date IS date(date, '+0 days')", name="date_is_a_date"),
        sa.CheckConstraint(
            "uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'",
            name="uid_is_hex",
        ),
        sa.CheckConstraint(
            "started = 'me' OR started = 'them' OR started = 'both'", name="started_is_known"
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("id", "date"),
        sa.UniqueConstraint("uid"),
    )
    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_change", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("operation_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("id = 1", name="only_one_row"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("tags", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("angle", sa.String(), nullable=True),
        sa.CheckConstraint(
            "angle = 'generational' OR angle = 'technical' OR angle = 'market' OR angle = 'cultural' OR angle = 'cross-industry'",
            name="angle_is_known",
        ),
        sa.CheckConstraint(
            "category = 'knowledge' OR category = 'advice' OR category = 'introductions' OR category = 'opportunities' OR category = 'recognition'",
            name="category_is_known",
        ),
        sa.CheckConstraint(
            "uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'",
            name="uid_is_hex",
        ),
        sa.CheckConstraint("tags = trim(tags) AND instr(tags, '  ') = 0", name="tags_are_words"),
        sa.CheckConstraint("trim(text) <> '' AND length(text) <= 10000", name="text_is_not_blank"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    op.create_table(
        "operation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("kind", sa.String(), server_default=sa.text("'do'"), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("undone", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("sealed", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("kind = 'do' OR kind = 'undo' OR kind = 'redo'", name="kind_is_known"),
        sa.CheckConstraint("sealed IN (0, 1)", name="sealed_is_a_flag"),
        sa.CheckConstraint("undone IN (0, 1)", name="undone_is_a_flag"),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "opportunity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("tags", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "category = 'knowledge' OR category = 'advice' OR category = 'introductions' OR category = 'opportunities' OR category = 'recognition'",
            name="category_is_known",
        ),
        sa.CheckConstraint(
            "expires_on IS date(expires_on, '+0 days')", name="expires_on_is_a_date"
        ),
        sa.CheckConstraint(
            "uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'",
            name="uid_is_hex",
        ),
        sa.CheckConstraint("tags = trim(tags) AND instr(tags, '  ') = 0", name="tags_are_words"),
        sa.CheckConstraint("trim(text) <> '' AND length(text) <= 10000", name="text_is_not_blank"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("title", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("birthday", sa.String(), nullable=True),
        sa.Column("why", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("route", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("notes", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("met_through_id", sa.Integer(), nullable=True),
        sa.Column("cadence", sa.String(), nullable=True),
        sa.Column("imported", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("expect", sa.String(), nullable=True),
        sa.Column("archived", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("paused", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("snoozed_on", sa.Date(), nullable=True),
        sa.Column("start_phase", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "birthday IS date(birthday, '+0 days') OR (birthday GLOB '--[0-9][0-9]-[0-9][0-9]' AND '2000' || substr(birthday, 2) IS date('2000' || substr(birthday, 2), '+0 days'))",
            name="birthday_is_a_day",
        ),
        sa.CheckConstraint(
            "cadence = 'none' OR cadence GLOB '[1-9]*[dwmy]'", name="cadence_is_known"
        ),
        sa.CheckConstraint(
            "created_on IS date(created_on, '+0 days')", name="created_on_is_a_date"
        ),
        sa.CheckConstraint(
            "expect = 'give' OR expect = 'even' OR expect = 'receive' OR expect = 'off'",
            name="expect_is_known",
        ),
        sa.CheckConstraint(
            "handle NOT GLOB '*[^a-z0-9-]*' AND handle <> ''", name="handle_is_plain"
        ),
        sa.CheckConstraint(
            "uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'",
            name="uid_is_hex",
        ),
        sa.CheckConstraint(
            "snoozed_on IS date(snoozed_on, '+0 days')", name="snoozed_on_is_a_date"
        ),
        sa.CheckConstraint(
            "snoozed_until IS date(snoozed_until, '+0 days')", name="snoozed_until_is_a_date"
        ),
        sa.CheckConstraint("trim(name) <> '' AND length(name) <= 200", name="name_is_not_blank"),
        sa.CheckConstraint("archived IN (0, 1)", name="archived_is_a_flag"),
        sa.CheckConstraint("imported IN (0, 1)", name="imported_is_a_flag"),
        sa.CheckConstraint("met_through_id <> id", name="met_through_somebody_else"),
        sa.CheckConstraint("paused IN (0, 1)", name="paused_is_a_flag"),
        sa.CheckConstraint("start_phase BETWEEN 1 AND 5", name="start_phase_is_known"),
        sa.ForeignKeyConstraint(["met_through_id"], ["person.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("handle"),
        sa.UniqueConstraint("uid"),
    )
    op.create_index(op.f("ix_person_folded"), "person", ["folded"], unique=False)
    op.create_index(op.f("ix_person_met_through_id"), "person", ["met_through_id"], unique=False)
    op.create_table(
        "ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("respond_by", sa.Date(), nullable=True),
        sa.Column("easy", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("answer", sa.String(), server_default=sa.text("'open'"), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("thanked_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "answer = 'open' OR answer = 'yes' OR answer = 'no' OR answer = 'none'",
            name="answer_is_known",
        ),
        sa.CheckConstraint(
            "answered_on IS date(answered_on, '+0 days')", name="answered_on_is_a_date"
        ),
        sa.CheckConstraint("asked_on IS date(asked_on, '+0 days')", name="asked_on_is_a_date"),
        sa.CheckConstraint(
            "uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'",
            name="uid_is_hex",
        ),
        sa.CheckConstraint(
            "respond_by IS date(respond_by, '+0 days')", name="respond_by_is_a_date"
        ),
        sa.CheckConstraint(
            "thanked_on IS date(thanked_on, '+0 days')", name="thanked_on_is_a_date"
        ),
        sa.CheckConstraint("trim(what) <> '' AND length(what) <= 10000", name="what_is_not_blank"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    op.create_index(op.f("ix_ask_person_id"), "ask", ["person_id"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interaction_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column(
            "day",
            sa.Integer(),
            sa.Computed("CAST(julianday(date) - 1721424.5 AS INTEGER)", persisted=True),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["interaction_id", "date"],
            ["interaction.id", "interaction.date"],
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("interaction_id", "person_id", "date"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_attendance_person_day", "attendance", ["person_id", "day"], unique=False)
    op.create_table(
        "detail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'role' OR value = 'mentor' OR value = 'coach' OR value = 'connector' OR value = 'sponsor' OR value = 'peer'",
            name="value_is_a_known_role",
        ),
        sa.CheckConstraint(
            "kind = 'alias' OR kind = 'role' OR kind = 'tag' OR kind = 'speciality' OR kind = 'email' OR kind = 'phone' OR kind = 'link'",
            name="kind_is_known",
        ),
        sa.CheckConstraint(
            "trim(value) <> '' AND length(value) <= 1000", name="value_is_not_blank"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id", "kind", "folded"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_detail_kind_folded", "detail", ["kind", "folded"], unique=False)
    op.create_table(
        "idea",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("size", sa.String(), server_default=sa.text("'medium'"), nullable=False),
        sa.CheckConstraint(
            "category = 'knowledge' OR category = 'advice' OR category = 'introductions' OR category = 'opportunities' OR category = 'recognition'",
            name="category_is_known",
        ),
        sa.CheckConstraint(
            "uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'",
            name="uid_is_hex",
        ),
        sa.CheckConstraint(
            "size = 'small' OR size = 'medium' OR size = 'large'", name="size_is_known"
        ),
        sa.CheckConstraint("trim(text) <> '' AND length(text) <= 10000", name="text_is_not_blank"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    op.create_index(op.f("ix_idea_person_id"), "idea", ["person_id"], unique=False)
    op.create_table(
        "image",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("c1", sa.LargeBinary(), nullable=True),
        sa.Column("c2", sa.LargeBinary(), nullable=True),
        sa.Column("c3", sa.LargeBinary(), nullable=True),
        sa.Column("c4", sa.LargeBinary(), nullable=True),
        sa.Column("c5", sa.LargeBinary(), nullable=True),
        sa.Column("c6", sa.LargeBinary(), nullable=True),
        sa.Column("c7", sa.LargeBinary(), nullable=True),
        sa.Column("c8", sa.LargeBinary(), nullable=True),
        sa.Column("c9", sa.LargeBinary(), nullable=True),
        sa.Column("c10", sa.LargeBinary(), nullable=True),
        sa.Column("c11", sa.LargeBinary(), nullable=True),
        sa.Column("c12", sa.LargeBinary(), nullable=True),
        sa.Column("c13", sa.LargeBinary(), nullable=True),
        sa.Column("c14", sa.LargeBinary(), nullable=True),
        sa.Column("c15", sa.LargeBinary(), nullable=True),
        sa.Column("c16", sa.LargeBinary(), nullable=True),
        sa.Column("c17", sa.LargeBinary(), nullable=True),
        sa.Column("c18", sa.LargeBinary(), nullable=True),
        sa.Column("c19", sa.LargeBinary(), nullable=True),
        sa.Column("c20", sa.LargeBinary(), nullable=True),
        sa.Column("c21", sa.LargeBinary(), nullable=True),
        sa.Column("c22", sa.LargeBinary(), nullable=True),
        sa.Column("c23", sa.LargeBinary(), nullable=True),
        sa.Column("c24", sa.LargeBinary(), nullable=True),
        sa.Column("c25", sa.LargeBinary(), nullable=True),
        sa.Column("c26", sa.LargeBinary(), nullable=True),
        sa.Column("c27", sa.LargeBinary(), nullable=True),
        sa.Column("c28", sa.LargeBinary(), nullable=True),
        sa.Column("c29", sa.LargeBinary(), nullable=True),
        sa.Column("c30", sa.LargeBinary(), nullable=True),
        sa.Column("c31", sa.LargeBinary(), nullable=True),
        sa.Column("c32", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "action = 'insert' OR action = 'update' OR action = 'delete'", name="action_is_known"
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"],
            ["operation.id"],
        ),
        sa.PrimaryKeyConstraint("seq"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_image_operation_id"), "image", ["operation_id"], unique=False)
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("severity", sa.String(), server_default=sa.text("'minor'"), nullable=False),
        sa.Column("repaired_on", sa.Date(), nullable=True),
        sa.CheckConstraint("by = 'me' OR by = 'them'", name="by_is_known"),
        sa.CheckConstraint("date IS date(date, '+0 days')", name="date_is_a_date"),
        sa.CheckConstraint(
            "uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'",
            name="uid_is_hex",
        ),
        sa.CheckConstraint(
            "repaired_on IS date(repaired_on, '+0 days')", name="repaired_on_is_a_date"
        ),
        sa.CheckConstraint("severity = 'minor' OR severity = 'major'", name="severity_is_known"),
        sa.CheckConstraint("trim(what) <> '' AND length(what) <= 10000", name="what_is_not_blank"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    op.create_index(op.f("ix_incident_person_id"), "incident", ["person_id"], unique=False)
    op.create_table(
        "phase_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("date IS date(date, '+0 days')", name="date_is_a_date"),
        sa.CheckConstraint(
            "uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'",
            name="uid_is_hex",
        ),
        sa.CheckConstraint("phase BETWEEN 1 AND 5", name="phase_is_known"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    op.create_index(op.f("ix_phase_change_person_id"), "phase_change", ["person_id"], unique=False)
    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("wording", sa.String(), server_default=sa.text("'promise'"), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closing", sa.String(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("by = 'me' OR by = 'them'", name="by_is_known"),
        sa.CheckConstraint("closed_on IS date(closed_on, '+0 days')", name="closed_on_is_a_date"),
        sa.CheckConstraint(
            "closing = 'kept' OR closing = 'told' OR closing = 'late' OR closing = 'dropped' OR closing = 'released'",
            name="closing_is_known",
        ),
        sa.CheckConstraint("due_on IS date(due_on, '+0 days')", name="due_on_is_a_date"),
        sa.CheckConstraint(
            "uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'",
            name="uid_is_hex",
        ),
        sa.CheckConstraint("made_on IS date(made_on, '+0 days')", name="made_on_is_a_date"),
        sa.CheckConstraint("trim(what) <> '' AND length(what) <= 10000", name="what_is_not_blank"),
        sa.CheckConstraint("wording = 'try' OR wording = 'promise'", name="wording_is_known"),
        sa.CheckConstraint("(closing IS NULL) = (closed_on IS NULL)", name="closing_has_a_date"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    op.create_index(op.f("ix_promise_person_id"), "promise", ["person_id"], unique=False)
    op.create_table(
        "quiet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.CheckConstraint("first IS date(first, '+0 days')", name="first_is_a_date"),
        sa.CheckConstraint("last IS date(last, '+0 days')", name="last_is_a_date"),
        sa.CheckConstraint(
            "uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'",
            name="uid_is_hex",
        ),
        sa.CheckConstraint("first <= last", name="range_runs_forward"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    op.create_index(op.f("ix_quiet_person_id"), "quiet", ["person_id"], unique=False)
    op.create_table(
        "signal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("date IS date(date, '+0 days')", name="date_is_a_date"),
        sa.CheckConstraint(
            "kind = 'reached-out' OR kind = 'asked-advice' OR kind = 'introduced-me' OR kind = 'spoke-well' OR kind = 'invested-more' OR kind = 'replied-promptly' OR kind = 'accepted-meeting' OR kind = 'invited-me' OR kind = 'told-me-mistake' OR kind = 'value-recognised' OR kind = 'offered-help' OR kind = 'joint-work'",
            name="kind_is_known",
        ),
        sa.CheckConstraint(
            "uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'",
            name="uid_is_hex",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    op.create_index(op.f("ix_signal_person_id"), "signal", ["person_id"], unique=False)
    op.create_table(
        "exchange",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("tags", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("interaction_id", sa.Integer(), nullable=True),
        sa.Column("self_interest", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("landed", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("outcome", sa.String(), server_default=sa.text("'unknown'"), nullable=False),
        sa.Column("outcome_text", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("thanked_on", sa.Date(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("suggestion", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=True),
        sa.Column("other_person_id", sa.Integer(), nullable=True),
        sa.Column("intro_state", sa.String(), nullable=True),
        sa.Column("intro_for", sa.String(), nullable=True),
        sa.Column(
            "day",
            sa.Integer(),
            sa.Computed("CAST(julianday(date) - 1721424.5 AS INTEGER)", persisted=True),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(category = 'knowledge' AND (kind = 'trend' OR kind = 'competition' OR kind = 'technology' OR kind = 'customer' OR kind = 'internal')) OR (category = 'advice' AND (kind = 'technical' OR kind = 'process' OR kind = 'problem-solving' OR kind = 'training' OR kind = 'consulting' OR kind = 'feedback' OR kind = 'delivery' OR kind = 'support')) OR (category = 'introductions' AND (kind = 'strategic' OR kind = 'client' OR kind = 'talent' OR kind = 'partner' OR kind = 'investor')) OR (category = 'opportunities' AND (kind = 'job' OR kind = 'speaking' OR kind = 'board-seat' OR kind = 'investment' OR kind = 'project')) OR (category = 'recognition' AND (kind = 'credit' OR kind = 'amplification' OR kind = 'reference' OR kind = 'award' OR kind = 'press'))",
            name="kind_fits_category",
        ),
        sa.CheckConstraint(
            "category = 'introductions' OR (other_person_id IS NULL AND intro_state IS NULL AND intro_for IS NULL)",
            name="introductions_alone_have_another_person",
        ),
        sa.CheckConstraint(
            "category = 'knowledge' OR category = 'advice' OR category = 'introductions' OR category = 'opportunities' OR category = 'recognition'",
            name="category_is_known",
        ),
        sa.CheckConstraint("date IS date(date, '+0 days')", name="date_is_a_date"),
        sa.CheckConstraint("direction = 'gave' OR direction = 'got'", name="direction_is_known"),
        sa.CheckConstraint(
            "intro_for = 'person' OR intro_for = 'other' OR intro_for = 'both'",
            name="intro_for_is_known",
        ),
        sa.CheckConstraint(
            "intro_state = 'idea' OR intro_state = 'asked' OR intro_state = 'agreed' OR intro_state = 'made'",
            name="intro_state_is_known",
        ),
        sa.CheckConstraint(
            "uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'",
            name="uid_is_hex",
        ),
        sa.CheckConstraint(
            "outcome = 'unknown' OR outcome = 'nothing' OR outcome = 'helped' OR outcome = 'big'",
            name="outcome_is_known",
        ),
        sa.CheckConstraint(
            "outcome_on IS date(outcome_on, '+0 days')", name="outcome_on_is_a_date"
        ),
        sa.CheckConstraint(
            "reported_on IS date(reported_on, '+0 days')", name="reported_on_is_a_date"
        ),
        sa.CheckConstraint(
            "self_interest = 0 OR direction = 'gave'", name="self_interest_is_given"
        ),
        sa.CheckConstraint("tags = trim(tags) AND instr(tags, '  ') = 0", name="tags_are_words"),
        sa.CheckConstraint("thanked_on IS NULL OR direction = 'got'", name="thanks_are_for_gets"),
        sa.CheckConstraint(
            "thanked_on IS date(thanked_on, '+0 days')", name="thanked_on_is_a_date"
        ),
        sa.CheckConstraint("landed IN (0, 1)", name="landed_is_a_flag"),
        sa.CheckConstraint("other_person_id <> person_id", name="other_person_is_another"),
        sa.CheckConstraint("self_interest IN (0, 1)", name="self_interest_is_a_flag"),
        sa.CheckConstraint("weight > 0 AND weight <= 1000", name="weight_in_range"),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["interaction_id", "person_id", "date"],
            ["attendance.interaction_id", "attendance.person_id", "attendance.date"],
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["other_person_id"], ["person.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    op.create_index("ix_exchange_day", "exchange", ["day"], unique=False)
    op.create_index(
        "ix_exchange_idea_id",
        "exchange",
        ["idea_id"],
        unique=False,
        sqlite_where=sa.text("idea_id IS NOT NULL"),
    )
    op.create_index(
        "ix_exchange_interaction",
        "exchange",
        ["interaction_id", "person_id", "date"],
        unique=False,
        sqlite_where=sa.text("interaction_id IS NOT NULL"),
    )
    op.create_index(
        "ix_exchange_other_person_id",
        "exchange",
        ["other_person_id"],
        unique=False,
        sqlite_where=sa.text("other_person_id IS NOT NULL"),
    )
    op.create_index(
        "ix_exchange_person_day", "exchange", ["person_id", "day", "self_interest"], unique=False
    )
    op.create_index(
        "ix_exchange_sums",
        "exchange",
        ["person_id", "direction", "category", "self_interest", "day", "weight"],
        unique=False,
    )
    op.create_index(
        "ix_exchange_unthanked",
        "exchange",
        ["day", "person_id"],
        unique=False,
        sqlite_where=sa.text(
            "direction = 'got' AND thanked_on IS NULL AND (weight >= 4 OR category = 'introductions')"
        ),
    )
    op.create_table(
        "promise_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("promise_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("date IS date(date, '+0 days')", name="date_is_a_date"),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_promise_update_promise_id"), "promise_update", ["promise_id"], unique=False
    )
    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("seeking", sa.String(), server_default=sa.text("'need'"), nullable=False),
        sa.Column("tags", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("urgency", sa.String(), server_default=sa.text("'normal'"), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("met_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "category = 'knowledge' OR category = 'advice' OR category = 'introductions' OR category = 'opportunities' OR category = 'recognition'",
            name="category_is_known",
        ),
        sa.CheckConstraint(
            "uid GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'",
            name="uid_is_hex",
        ),
        sa.CheckConstraint("met_on IS date(met_on, '+0 days')", name="met_on_is_a_date"),
        sa.CheckConstraint("noted_on IS date(noted_on, '+0 days')", name="noted_on_is_a_date"),
        sa.CheckConstraint("seeking = 'need' OR seeking = 'interest'", name="seeking_is_known"),
        sa.CheckConstraint("tags = trim(tags) AND instr(tags, '  ') = 0", name="tags_are_words"),
        sa.CheckConstraint("trim(text) <> '' AND length(text) <= 10000", name="text_is_not_blank"),
        sa.CheckConstraint(
            "urgency = 'low' OR urgency = 'normal' OR urgency = 'high'", name="urgency_is_known"
        ),
        sa.ForeignKeyConstraint(["met_by_id"], ["exchange.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    op.create_index(op.f("ix_need_met_by_id"), "need", ["met_by_id"], unique=False)
    op.create_index(op.f("ix_need_person_id"), "need", ["person_id"], unique=False)
