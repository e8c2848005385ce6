"""Every kind of record, declared once; its columns are derived from its record type.

Tables, readers, recip's own JSON, merging, erasing and searching ask here what a kind is made of.
A field of `records.py` becomes a column by its annotation; below stands what that does not say.
Columns are derived at their first use: a daily command needs those of one or two kinds.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from enum import Enum
from functools import cached_property
from types import NoneType
from typing import Any, Generic, NamedTuple, TypeVar, get_args, get_origin

from reciprocity_cli.domain import records as r

Record = TypeVar("Record", bound=tuple[Any, ...])

REQUIRED: Any = object()
"""The default of a column that must be given."""

LISTS = {
    "aliases": r.DetailKind.ALIAS,
    "roles": r.DetailKind.ROLE,
    "tags": r.DetailKind.TAG,
    "specialities": r.DetailKind.SPECIALITY,
    "emails": r.DetailKind.EMAIL,
    "phones": r.DetailKind.PHONE,
    "links": r.DetailKind.LINK,
}
"""The lists of a person, and the kind under which each stands in `detail`."""

HEAD = ("id", "uid", "changed")
"""The columns that every record begins with; of a part, the id alone."""


_READ: dict[Any, Callable[[Any], Any]] = {
    date: date.fromisoformat,
    bool: bool,
    tuple: lambda words: tuple(words.split()),
    r.Birthday: r.Birthday.stored,
}


class Column(NamedTuple):
    """A column of a table; `type` is what the record holds: `tuple` for words with blanks between.

    `default` is REQUIRED, or what is stored where nothing is said. `refers_to` is the
    kind that an id is of; the record `goes_along` with that one, where it does not
    merely let go of it. What is `beside` the record is kept by the ledger for itself.
    """

    name: str
    type: Any
    nullable: bool = False
    default: Any = REQUIRED
    refers_to: str = ""
    goes_along: bool = False
    beside: bool = False

    @property
    def stored_default(self) -> Any:
        """What stands in the table where nothing is said; None for nothing, and what is needed."""
        if self.default is REQUIRED:
            return None
        default = self.default.value if isinstance(self.default, Enum) else self.default
        return int(default) if isinstance(default, bool) else default

    @property
    def read(self) -> Callable[[Any], Any] | None:
        """What turns a stored value into the record's; None where it is the same."""
        return self.type if issubclass(self.type, Enum) else _READ.get(self.type)


class Kind(Generic[Record]):
    """One kind of record: its table, and what its type does not say of its columns.

    `moved` names the column behind which one stands in the table, where that is not the
    one before it in the record. `refers` says of which kind an id is, where its name
    does not; with the records in `goes_along` this one goes too, although it can be
    without. `names` are texts that say who somebody is; all other text is free. A part
    belongs to a record, nested in it as `nested`.
    """

    def __init__(
        self,
        record: type[Record],
        table: str = "",
        *,
        called: str = "",
        listed_by: str = "",
        edited_by: str | None = None,
        part_of: str = "",
        nested: str = "",
        moved: Mapping[str, str] = {},
        refers: Mapping[str, str] = {},
        goes_along: tuple[str, ...] = (),
        names: tuple[str, ...] = (),
        unsearched: tuple[str, ...] = (),
        in_parts: Collection[str] = (),
        beside: Mapping[str, Any] = {},
    ) -> None:
        self.record = record
        self.table = table or record.__name__.lower()
        article = "an" if self.table[0] in "aeiou" else "a"
        self.called = called or f"{article} {self.table}"
        self.listed_by = listed_by or f"recip {self.table} list --all"
        self.edited_by = f"recip {self.table} edit" if edited_by is None else edited_by
        self.part_of = part_of
        self.nested = nested
        self._moved = moved
        self._refers = refers
        self._goes_along = goes_along
        self._names = names
        self._unsearched = unsearched
        self._in_parts = in_parts
        self._beside = beside

    @cached_property
    def fields(self) -> dict[str, Column]:
        """The columns by the fields of the record that are one, in field order."""
        defaults = self.record._field_defaults  # type: ignore[attr-defined]
        return {
            field: self._column("date" if field == "on" else field, annotation, defaults.get(field))
            for field, annotation in self.record.__annotations__.items()
            if field not in self._in_parts and _is_one_value(annotation)
        }

    def _column(self, name: str, annotation: Any, default: Any = None) -> Column:
        types = [one for one in get_args(annotation) if one is not NoneType]
        nullable = NoneType in get_args(annotation)
        kind = tuple if get_origin(annotation) is tuple else types[0] if nullable else annotation
        refers_to = self._refers.get(name, name[:-3]) if name.endswith("_id") else ""
        if default == ():
            default = ""
        return Column(
            name,
            kind,
            nullable,
            REQUIRED if default is None and not nullable else default,
            refers_to,
            bool(refers_to) and (not nullable or name in self._goes_along),
        )

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Every column but id, uid and change time, in the order of the table."""
        kept = [self._column(name, of)._replace(beside=True) for name, of in self._beside.items()]
        found = {one.name: one for one in (*self.fields.values(), *kept) if one.name not in HEAD}
        names = [name for name in found if name not in self._moved]
        for name, before in self._moved.items():
            names.insert(names.index(before) + 1, name)
        return tuple(found[name] for name in names)

    @cached_property
    def said(self) -> tuple[Column, ...]:
        """What the record says, as a file that holds it does: not its owner, nothing beside."""
        return tuple(one for one in self.columns if not one.beside and one.name != self.owner)

    @property
    def owner(self) -> str:
        """The column of a part that names its record; "" for what is no part."""
        return f"{self.part_of}_id" if self.part_of else ""

    @cached_property
    def read_columns(self) -> tuple[str, ...]:
        """The names of the columns the record is made from, in field order."""
        return tuple(column.name for column in self.fields.values())

    @cached_property
    def _readers(self) -> list[Callable[[Any], Any] | None]:
        return [column.read for column in self.fields.values()]

    def made(self, row: tuple[Any, ...]) -> Record:
        """Return the record of one row of its `read_columns`."""
        return self.record(
            *(
                value if reader is None or value is None else reader(value)
                for value, reader in zip(row, self._readers, strict=True)
            )
        )

    @property
    def references(self) -> dict[str, str]:
        """The columns that name another record, and of which kind that is."""
        return {one.name: one.refers_to for one in self.columns if one.refers_to}

    @property
    def needed(self) -> tuple[str, ...]:
        """The references a record is nothing without; of the others it can let go."""
        return tuple(column.name for column in self.columns if column.goes_along)

    @property
    def free_text(self) -> tuple[str, ...]:
        """The columns with words of the owner's, in which somebody may be mentioned."""
        return tuple(
            column.name
            for column in self.said
            if column.type is str and not column.nullable and column.name not in self._names
        )

    @property
    def words(self) -> tuple[str, ...]:
        """The columns with single words of the owner's, tags."""
        return tuple(column.name for column in self.columns if column.type is tuple)

    @property
    def searched(self) -> tuple[str, ...]:
        """The columns that `search` looks in."""
        free = {*self.free_text, *self.words}.difference(self._unsearched)
        return tuple(column.name for column in self.columns if column.name in free)

    @property
    def day(self) -> str:
        """The column that says when it was; "" where a record has no day."""
        return next((one.name for one in self.said if one.type is date and not one.nullable), "")


def _is_one_value(annotation: Any) -> bool:
    return get_origin(annotation) is not tuple or get_args(annotation)[0] is str


_KINDS: tuple[Kind[Any], ...] = (
    Kind(
        r.Person,
        edited_by="recip person edit",
        moved={"created_on": "start_phase", "folded": "name", "into_uid": "created_on"},
        refers={"met_through_id": "person"},
        names=("name", "handle"),
        in_parts=LISTS,
        # Who they became part of is set just before a merge removes them, for their tombstone.
        beside={"folded": str, "into_uid": str | None},
    ),
    Kind(r.Detail, part_of="person", nested="details", names=("value",), beside={"folded": str}),
    Kind(r.Quiet, called="a quiet range", goes_along=("person_id",)),
    Kind(r.Interaction, called="a contact", listed_by="recip history", edited_by="recip amend"),
    # The date follows the contact's, and its exchanges follow the attendance's.
    Kind(
        r.Attendance,
        part_of="interaction",
        nested="attendance",
        beside={"date": date, "day": int | None},
    ),
    Kind(
        r.Exchange,
        called="a give or get",
        listed_by="recip history",
        edited_by="recip amend",
        moved={"kind": "category", "day": "intro_for"},
        refers={"other_person_id": "person"},
        goes_along=("interaction_id",),
        unsearched=("suggestion",),
        beside={"day": int | None},
    ),
    Kind(r.Signal),
    Kind(r.PhaseChange, "phase_change", called="a move to a phase", edited_by=""),
    Kind(r.Need, moved={"noted_on": "urgency"}, refers={"met_by_id": "exchange"}),
    Kind(r.Offer),
    Kind(r.Opportunity),
    Kind(r.Promise, moved={"made_on": "wording"}),
    Kind(r.PromiseUpdate, "promise_update", part_of="promise", nested="updates"),
    Kind(r.Ask),
    Kind(r.Incident),
    Kind(r.Idea),
    Kind(
        r.Introduction,
        listed_by="recip intro list --all",
        edited_by="recip intro edit",
        refers={"other_person_id": "person"},
    ),
)

RECORDS = {kind.table: kind for kind in _KINDS if not kind.part_of}
"""The kinds whose rows bear an id from the one sequence, a uid and a change time, by table."""

PARTS = {kind.table: kind for kind in _KINDS if kind.part_of}
"""Those whose rows belong to a record and have keys of their own."""

PARTS_OF = {kind.part_of: kind for kind in PARTS.values()}
"""The parts of a kind, for those that have any."""

JOURNALED = {**RECORDS, **PARTS}
"""Everything that undo brings back and takes away."""

_BY_RECORD = {kind.record: kind for kind in _KINDS}


def kind_of(record: type[Record]) -> Kind[Record]:
    """Return the kind of a record type."""
    return _BY_RECORD[record]


def in_words(table: str) -> str:
    """Return what a table holds in words: "phase change"."""
    return table.replace("_", " ")
