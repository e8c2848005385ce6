"""The one declaration of the ledger's schema: every table, key, check and index.

Importing this module loads SQLModel (0.3 to 0.8 s), so daily commands never do; they speak SQL to
the standard library's sqlite3. For an owner's own scripts these classes are the public way to read
a ledger (docs/architecture.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Computed,
    Connection,
    Engine,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    UniqueConstraint,
    create_engine,
    event,
    text,
)
from sqlalchemy.engine import URL
from sqlalchemy.schema import DefaultClause
from sqlmodel import Field, SQLModel

from reciprocity_cli.domain import records as r
from reciprocity_cli.store.schema import IMAGE_WIDTH

DAY_NUMBER = "CAST(julianday(date) - 1721424.5 AS INTEGER)"
"""The proleptic ordinal of a date (as datetime.date.toordinal), for sums over ages."""

DETAIL_KINDS = ("alias", "role", "tag", "speciality", "email", "phone", "link")


def _is_among(column: str, words: Iterable[str]) -> str:
    # Not IN: SQLite builds the list of a check anew for each row, 2 us for three words or more.
    return " OR ".join(f"{column} = '{word}'" for word in words)


def _one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    return CheckConstraint(_is_among(column, words), name=f"{column}_is_known")


def _is_date(column: str) -> CheckConstraint:
    # date(x) alone lets 2024-02-30 pass; adding no days makes SQLite normalise it.
    return CheckConstraint(f"{column} IS date({column}, '+0 days')", name=f"{column}_is_a_date")


def _is_flag(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (0, 1)", name=f"{column}_is_a_flag")


def _not_blank(column: str, limit: int = 10_000) -> CheckConstraint:
    return CheckConstraint(
        f"trim({column}) <> '' AND length({column}) <= {limit}", name=f"{column}_is_not_blank"
    )


def _is_words(column: str) -> CheckConstraint:
    return CheckConstraint(
        f"{column} = trim({column}) AND instr({column}, '  ') = 0", name=f"{column}_are_words"
    )


_UID = CheckConstraint(f"uid GLOB '{'[0-9a-f]' * 32}'", name="uid_is_hex")


def _index_where_set(name: str, *columns: str) -> Index:
    return Index(name, *columns, sqlite_where=text(f"{columns[0]} IS NOT NULL"))


def _uid_check() -> CheckConstraint:
    return CheckConstraint(_UID.sqltext, name=_UID.name)


def _references(table: str, ondelete: str = "CASCADE") -> ForeignKey:
    return ForeignKey(f"{table}.id", ondelete=ondelete)


def _person_id(index: bool = True) -> Column[int]:
    return Column(Integer, _references("person"), nullable=False, index=index)


class Record(SQLModel):
    """What every record has: an id from the one sequence, a uid and a change time.

    `changed` counts milliseconds since 1970 and never falls from one operation to the next.
    """

    id: int = Field(primary_key=True)
    uid: str = Field(unique=True)
    changed: int


class Ledger(SQLModel, table=True):
    """The single row that holds the sequence of ids and the operation that is open."""

    __table_args__ = (CheckConstraint("id = 1", name="only_one_row"),)

    id: int = Field(primary_key=True)
    last_id: int = 0
    last_change: int = 0
    operation_id: int | None = None


class Operation(SQLModel, table=True):
    """One command that wrote: the unit of undo."""

    __table_args__ = (
        _one_of("kind", ("do", "undo", "redo")),
        _is_flag("undone"),
        _is_flag("sealed"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    at: str
    changed: int
    command: str
    summary: str = ""
    kind: str = "do"
    target_id: int | None = Field(default=None, foreign_key="operation.id")
    undone: bool = False
    sealed: bool = False


class Image(SQLModel, table=True):
    """A row as it stood before an operation changed it; filled by triggers.

    The values stand in columns of no affinity, in the order of their table, so that 0.1 + 0.2 comes
    back as it was. An insert needs no values, only the row's id.
    """

    __table_args__ = (
        _one_of("action", ("insert", "update", "delete")),
        {"sqlite_autoincrement": True},
    )

    seq: int | None = Field(default=None, primary_key=True)
    operation_id: int = Field(foreign_key="operation.id", index=True)
    relation: str
    action: str
    row_id: int


for _number in range(1, IMAGE_WIDTH + 1):
    Image.__table__.append_column(Column(f"c{_number}", LargeBinary))  # type: ignore[attr-defined]


class Person(Record, table=True):
    """One person; lists (roles, tags, e-mails ...) stand in `detail`."""

    __table_args__ = (
        _uid_check(),
        _not_blank("name", 200),
        _is_date("created_on"),
        _is_date("snoozed_until"),
        _is_date("snoozed_on"),
        CheckConstraint(
            "birthday IS date(birthday, '+0 days')"
            " OR (birthday GLOB '--[0-9][0-9]-[0-9][0-9]'"
            " AND '2000' || substr(birthday, 2) IS date('2000' || substr(birthday, 2), '+0 days'))",
            name="birthday_is_a_day",
        ),
        _one_of("expect", r.Expect),
        CheckConstraint("start_phase BETWEEN 1 AND 5", name="start_phase_is_known"),
        CheckConstraint("met_through_id <> id", name="met_through_somebody_else"),
        CheckConstraint("cadence = 'none' OR cadence GLOB '[1-9]*[dwmy]'", name="cadence_is_known"),
        CheckConstraint("handle NOT GLOB '*[^a-z0-9-]*' AND handle <> ''", name="handle_is_plain"),
        _is_flag("imported"),
        _is_flag("archived"),
        _is_flag("paused"),
    )

    name: str
    folded: str = Field(index=True)
    handle: str = Field(unique=True)
    organisation: str = ""
    title: str = ""
    birthday: str | None = None
    why: str = ""
    route: str = ""
    notes: str = ""
    met_through_id: int | None = Field(
        default=None, sa_column=Column(Integer, _references("person", "SET NULL"), index=True)
    )
    cadence: str | None = None
    imported: bool = False
    expect: str | None = None
    archived: bool = False
    paused: bool = False
    snoozed_until: dt.date | None = None
    snoozed_on: dt.date | None = None
    start_phase: int = 1
    created_on: dt.date
    # Set just before a merge removes somebody, so that their tombstone says who they are now.
    into_uid: str | None = None


class Detail(SQLModel, table=True):
    """One of several values of a person: an alias, a role, a tag, an e-mail ..."""

    __table_args__ = (
        _one_of("kind", DETAIL_KINDS),
        _not_blank("value", 1000),
        CheckConstraint(
            f"kind <> 'role' OR {_is_among('value', r.Role)}", name="value_is_a_known_role"
        ),
        UniqueConstraint("person_id", "kind", "folded"),
        Index("ix_detail_kind_folded", "kind", "folded"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(sa_column=_person_id(index=False))
    kind: str
    value: str
    folded: str


class Quiet(Record, table=True):
    """Days on which a person, or the owner (no person), is left in peace."""

    __table_args__ = (
        _uid_check(),
        _is_date("first"),
        _is_date("last"),
        CheckConstraint("first <= last", name="range_runs_forward"),
    )

    person_id: int | None = Field(
        default=None, sa_column=Column(Integer, _references("person"), index=True)
    )
    first: dt.date
    last: dt.date


class Interaction(Record, table=True):
    """One contact; who took part stands in `attendance`."""

    __table_args__ = (
        _uid_check(),
        _is_date("date"),
        _one_of("channel", r.Channel),
        _one_of("started", r.Started),
        UniqueConstraint("id", "date"),
    )

    date: dt.date
    channel: str | None = None
    started: str | None = None
    note: str = ""


class Attendance(SQLModel, table=True):
    """One person's part in an interaction; the date follows the interaction's."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["interaction_id", "date"],
            ["interaction.id", "interaction.date"],
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        UniqueConstraint("interaction_id", "person_id", "date"),
        Index("ix_attendance_person_day", "person_id", "day"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    interaction_id: int
    person_id: int = Field(sa_column=_person_id(index=False))
    date: dt.date
    day: int | None = Field(
        default=None, sa_column=Column(Integer, Computed(DAY_NUMBER, persisted=True))
    )


class Exchange(Record, table=True):
    """One give or get, of its own or within an interaction that its person attended."""

    __table_args__ = (
        _uid_check(),
        _is_date("date"),
        _one_of("direction", r.Direction),
        _one_of("category", r.Category),
        CheckConstraint(
            " OR ".join(
                f"(category = '{category}' AND ({_is_among('kind', kinds)}))"
                for category, kinds in r.KINDS.items()
            ),
            name="kind_fits_category",
        ),
        CheckConstraint("weight > 0 AND weight <= 1000", name="weight_in_range"),
        _is_words("tags"),
        _is_flag("self_interest"),
        _is_flag("landed"),
        CheckConstraint("self_interest = 0 OR direction = 'gave'", name="self_interest_is_given"),
        _one_of("outcome", r.Outcome),
        _is_date("outcome_on"),
        _is_date("thanked_on"),
        _is_date("reported_on"),
        CheckConstraint("thanked_on IS NULL OR direction = 'got'", name="thanks_are_for_gets"),
        CheckConstraint("other_person_id <> person_id", name="other_person_is_another"),
        CheckConstraint(
            "category = 'introductions'"
            " OR (other_person_id IS NULL AND intro_state IS NULL AND intro_for IS NULL)",
            name="introductions_alone_have_another_person",
        ),
        # What was given or got has happened; what is planned stands in `introduction`.
        _one_of("intro_state", (r.IntroState.MADE,)),
        _one_of("intro_for", r.IntroFor),
        ForeignKeyConstraint(
            ["interaction_id", "person_id", "date"],
            ["attendance.interaction_id", "attendance.person_id", "attendance.date"],
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        # Covers the sums of every balance; the second walks the days of one person in order.
        Index(
            "ix_exchange_sums",
            "person_id",
            "direction",
            "category",
            "self_interest",
            "day",
            "weight",
        ),
        Index("ix_exchange_person_day", "person_id", "day", "self_interest"),
        Index("ix_exchange_day", "day"),
        # What foreign keys look for; exchanges without them cost these indexes nothing.
        _index_where_set("ix_exchange_interaction", "interaction_id", "person_id", "date"),
        _index_where_set("ix_exchange_idea_id", "idea_id"),
        _index_where_set("ix_exchange_other_person_id", "other_person_id"),
    )

    person_id: int = Field(sa_column=_person_id(index=False))
    direction: str
    category: str
    kind: str | None = None
    weight: float
    date: dt.date
    note: str = ""
    tags: str = ""
    interaction_id: int | None = None
    self_interest: bool = False
    landed: bool = False
    outcome: str = "unknown"
    outcome_text: str = ""
    outcome_on: dt.date | None = None
    thanked_on: dt.date | None = None
    reported_on: dt.date | None = None
    suggestion: str = ""
    idea_id: int | None = Field(
        default=None, sa_column=Column(Integer, _references("idea", "SET NULL"))
    )
    other_person_id: int | None = Field(
        default=None, sa_column=Column(Integer, _references("person", "SET NULL"))
    )
    intro_state: str | None = None
    intro_for: str | None = None
    day: int | None = Field(
        default=None, sa_column=Column(Integer, Computed(DAY_NUMBER, persisted=True))
    )


_exchange = Exchange.__table__  # type: ignore[attr-defined]
Index(
    # Thanks that are due: few rows at any size of the ledger.
    "ix_exchange_unthanked",
    _exchange.c.day,
    _exchange.c.person_id,
    sqlite_where=(
        (_exchange.c.direction == "got")
        & _exchange.c.thanked_on.is_(None)
        & ((_exchange.c.weight >= 4) | (_exchange.c.category == "introductions"))
    ),
)

Index(
    # One seek a person finds the latest introduction of which no word was given back.
    "ix_exchange_introduced",
    _exchange.c.person_id,
    _exchange.c.day,
    _exchange.c.reported_on,
    sqlite_where=(_exchange.c.direction == "got") & (_exchange.c.category == "introductions"),
)


class Signal(Record, table=True):
    """Something a person did, by name."""

    __table_args__ = (_uid_check(), _is_date("date"), _one_of("kind", r.SignalKind))

    person_id: int = Field(sa_column=_person_id())
    kind: str
    date: dt.date
    note: str = ""


class PhaseChange(Record, table=True):
    """A phase the owner declared."""

    __tablename__ = "phase_change"
    __table_args__ = (
        _uid_check(),
        _is_date("date"),
        CheckConstraint("phase BETWEEN 1 AND 5", name="phase_is_known"),
    )

    person_id: int = Field(sa_column=_person_id())
    phase: int
    date: dt.date
    reason: str = ""


class Need(Record, table=True):
    """What a person looks for or takes an interest in."""

    __table_args__ = (
        _uid_check(),
        _not_blank("text"),
        _is_words("tags"),
        _is_date("noted_on"),
        _is_date("met_on"),
        _one_of("seeking", r.Seeking),
        _one_of("category", r.Category),
        _one_of("urgency", r.Urgency),
    )

    person_id: int = Field(sa_column=_person_id())
    text: str
    seeking: str = "need"
    tags: str = ""
    category: str | None = None
    urgency: str = "normal"
    noted_on: dt.date
    met_on: dt.date | None = None
    met_by_id: int | None = Field(
        default=None, sa_column=Column(Integer, _references("exchange", "SET NULL"), index=True)
    )


class Offer(Record, table=True):
    """Something the owner has to give."""

    __table_args__ = (
        _uid_check(),
        _not_blank("text"),
        _is_words("tags"),
        _one_of("category", r.Category),
        _one_of("angle", r.Angle),
    )

    text: str
    tags: str = ""
    category: str | None = None
    angle: str | None = None


class Opportunity(Record, table=True):
    """Something that came up."""

    __table_args__ = (
        _uid_check(),
        _not_blank("text"),
        _is_words("tags"),
        _one_of("category", r.Category),
        _is_date("expires_on"),
    )

    text: str
    tags: str = ""
    category: str | None = None
    expires_on: dt.date | None = None


class Promise(Record, table=True):
    """A promise by the owner or to the owner."""

    __table_args__ = (
        _uid_check(),
        _not_blank("what"),
        _one_of("by", r.By),
        _one_of("wording", r.Wording),
        _is_date("made_on"),
        _is_date("due_on"),
        _one_of("closing", r.Closing),
        _is_date("closed_on"),
        CheckConstraint("(closing IS NULL) = (closed_on IS NULL)", name="closing_has_a_date"),
    )

    person_id: int = Field(sa_column=_person_id())
    by: str
    what: str
    wording: str = "promise"
    made_on: dt.date
    due_on: dt.date | None = None
    closing: str | None = None
    closed_on: dt.date | None = None


class PromiseUpdate(SQLModel, table=True):
    """Word given about a promise before it was closed."""

    __tablename__ = "promise_update"
    __table_args__ = (_is_date("date"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    promise_id: int = Field(
        sa_column=Column(Integer, _references("promise"), nullable=False, index=True)
    )
    date: dt.date
    note: str = ""


class Ask(Record, table=True):
    """A request of the owner's."""

    __table_args__ = (
        _uid_check(),
        _not_blank("what"),
        _is_date("asked_on"),
        _is_date("respond_by"),
        _one_of("answer", r.Answer),
        _is_date("answered_on"),
        _is_date("thanked_on"),
    )

    person_id: int = Field(sa_column=_person_id())
    what: str
    asked_on: dt.date
    respond_by: dt.date | None = None
    easy: str = ""
    answer: str = "open"
    answered_on: dt.date | None = None
    thanked_on: dt.date | None = None


class Incident(Record, table=True):
    """Something that went wrong between the two."""

    __table_args__ = (
        _uid_check(),
        _not_blank("what"),
        _one_of("by", r.By),
        _is_date("date"),
        _one_of("severity", r.Severity),
        _is_date("repaired_on"),
    )

    person_id: int = Field(sa_column=_person_id())
    by: str
    what: str
    date: dt.date
    severity: str = "minor"
    repaired_on: dt.date | None = None


class Idea(Record, table=True):
    """A give the owner plans for a person."""

    __table_args__ = (
        _uid_check(),
        _not_blank("text"),
        _one_of("category", r.Category),
        _one_of("size", r.Size),
    )

    person_id: int = Field(sa_column=_person_id())
    text: str
    category: str | None = None
    size: str = "medium"


class Introduction(Record, table=True):
    """An introduction on its way: whom to whom, who agreed, and what became of it."""

    __table_args__ = (
        _uid_check(),
        CheckConstraint("other_person_id <> person_id", name="other_person_is_another"),
        _one_of("intro_for", r.IntroFor),
        _one_of("state", r.IntroState),
        _is_flag("person_agreed"),
        _is_flag("other_agreed"),
        _is_date("noted_on"),
        _is_date("asked_on"),
        _is_date("agreed_on"),
        _is_date("closed_on"),
        CheckConstraint(
            "(state = 'made' OR state = 'dropped') = (closed_on IS NOT NULL)",
            name="closing_has_a_date",
        ),
        _index_where_set("ix_introduction_need_id", "need_id"),
        _index_where_set("ix_introduction_exchange_id", "exchange_id"),
    )

    person_id: int = Field(sa_column=_person_id())
    other_person_id: int = Field(sa_column=_person_id())
    noted_on: dt.date
    intro_for: str = "both"
    state: str = "idea"
    text: str = ""
    need_id: int | None = Field(
        default=None, sa_column=Column(Integer, _references("need", "SET NULL"))
    )
    exchange_id: int | None = Field(
        default=None, sa_column=Column(Integer, _references("exchange", "SET NULL"))
    )
    person_agreed: bool = False
    other_agreed: bool = False
    asked_on: dt.date | None = None
    agreed_on: dt.date | None = None
    closed_on: dt.date | None = None


class Tombstone(SQLModel, table=True):
    """A record that was removed, and when: so that another ledger's copy of it does not return.

    `into_uid` is the person of whom a merged one became part. Filled by triggers.
    """

    uid: str = Field(primary_key=True)
    kind: str
    changed: int
    into_uid: str | None = None


class Aside(SQLModel, table=True):
    """A record as it came with another ledger, where it cannot stand so here.

    It names somebody who is removed or merged. `content` is JSON with uids in the place of ids.
    What can be shown of it stands in its table with the same change time; an edit there ends this.
    """

    uid: str = Field(primary_key=True)
    kind: str
    changed: int
    content: str
    operation_id: int


def _literal(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else str(int(value))  # type: ignore[call-overload]


def _give_defaults_to_the_database() -> None:
    # Rows are written by plain SQL too, which sees no Python default.
    for table in SQLModel.metadata.tables.values():
        for column in table.columns:
            value = getattr(column.default, "arg", None)
            if isinstance(value, str | int):
                column.server_default = DefaultClause(text(_literal(value)))


_give_defaults_to_the_database()

metadata = SQLModel.metadata
"""Every table above, as Alembic wants them."""


def open_engine(path: Path) -> Engine:
    """Return a read-only engine on the ledger at `path`, for an owner's own scripts.

    Writes are refused here; they belong to recip's commands, which keep the journal.
    """
    engine = create_engine(URL.create("sqlite", database=str(path)), hide_parameters=True)

    @event.listens_for(engine, "connect")
    def set_up(dbapi: Any, _record: object) -> None:
        # All that a session reads is one view of the ledger: its transaction is begun below.
        dbapi.isolation_level = None
        for pragma in ("trusted_schema=OFF", "foreign_keys=ON", "query_only=ON"):
            dbapi.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def open_transaction(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine
