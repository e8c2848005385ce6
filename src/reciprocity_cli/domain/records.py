"""What a ledger holds: the model's vocabulary, one immutable record type per thing.

Records are NamedTuples: defining one costs 0.2 ms at start-up where a frozen dataclass
costs 1.7, and every daily command pays for it; so their annotations are not postponed,
for a NamedTuple compiles each that is. Dates are calendar dates without a time of day.
"""

from datetime import date
from enum import IntEnum, StrEnum
from typing import NamedTuple

SCHEMA_VERSION = 4
"""Of the ledger file; one more whenever a column or a kind of record is added below."""

LARGEST_ID = 10**15
"""Ids are typed, and the sequence goes on after the largest; nobody types more."""

LATEST_CHANGE = 253_402_300_799_999
"""The last millisecond of the year 9999, since 1970: no change time is later."""


class Direction(StrEnum):
    """Which way an exchange went, seen from the owner."""

    GAVE = "gave"
    GOT = "got"


class Category(StrEnum):
    """The five kinds of value; fixed, in the order of the reports."""

    KNOWLEDGE = "knowledge"
    ADVICE = "advice"
    INTRODUCTIONS = "introductions"
    OPPORTUNITIES = "opportunities"
    RECOGNITION = "recognition"


KINDS: dict[Category, tuple[str, ...]] = {
    Category.KNOWLEDGE: ("trend", "competition", "technology", "customer", "internal"),
    Category.ADVICE: (
        *("technical", "process", "problem-solving", "training"),
        *("consulting", "feedback", "delivery", "support"),
    ),
    Category.INTRODUCTIONS: ("strategic", "client", "talent", "partner", "investor"),
    Category.OPPORTUNITIES: ("job", "speaking", "board-seat", "investment", "project"),
    Category.RECOGNITION: ("credit", "amplification", "reference", "award", "press"),
}
"""The finer kinds that a category may name; an exchange needs none."""


class Size(StrEnum):
    """How much an exchange helped the one who received it."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


WEIGHT_OF: dict[Size, float] = {Size.SMALL: 1.0, Size.MEDIUM: 2.0, Size.LARGE: 4.0}
LARGEST_WEIGHT = 1000.0
"""A weight lies in (0, 1000]."""


def size_of(weight: float) -> Size | None:
    """Return the named size of a weight, or None for one of the rare rest."""
    return next((size for size, value in WEIGHT_OF.items() if value == weight), None)


class Channel(StrEnum):
    """How a contact took place."""

    COFFEE = "coffee"
    MEAL = "meal"
    CALL = "call"
    VIDEO = "video"
    EMAIL = "email"
    MESSAGE = "message"
    MEETING = "meeting"
    EVENT = "event"
    LETTER = "letter"
    OTHER = "other"


class Started(StrEnum):
    """Who started a contact."""

    ME = "me"
    THEM = "them"
    BOTH = "both"


class By(StrEnum):
    """Whose promise or whose incident it is."""

    ME = "me"
    THEM = "them"


class Role(StrEnum):
    """What a person is to the owner; any number of them, or none."""

    MENTOR = "mentor"
    COACH = "coach"
    CONNECTOR = "connector"
    SPONSOR = "sponsor"
    PEER = "peer"


class Expect(StrEnum):
    """Which tilt the owner holds for natural; OFF leaves the person out of every balance."""

    GIVE = "give"
    EVEN = "even"
    RECEIVE = "receive"
    OFF = "off"


class Phase(IntEnum):
    """The five phases of a relationship, in order."""

    IDENTIFYING = 1
    RELATING = 2
    NURTURING = 3
    SUSTAINING = 4
    CAPITALIZING = 5

    @property
    def word(self) -> str:
        """The phase as the owner types and reads it."""
        return self.name.lower()


class SignalKind(StrEnum):
    """What they did that tells how the relationship stands."""

    REACHED_OUT = "reached-out"
    ASKED_ADVICE = "asked-advice"
    INTRODUCED_ME = "introduced-me"
    SPOKE_WELL = "spoke-well"
    INVESTED_MORE = "invested-more"
    REPLIED_PROMPTLY = "replied-promptly"
    ACCEPTED_MEETING = "accepted-meeting"
    INVITED_ME = "invited-me"
    TOLD_ME_MISTAKE = "told-me-mistake"
    VALUE_RECOGNISED = "value-recognised"
    OFFERED_HELP = "offered-help"
    JOINT_WORK = "joint-work"


STRENGTH_SIGNS = (
    SignalKind.REACHED_OUT,
    SignalKind.ASKED_ADVICE,
    SignalKind.INTRODUCED_ME,
    SignalKind.SPOKE_WELL,
    SignalKind.INVESTED_MORE,
)
RESPONSE_SIGNALS = (
    SignalKind.REPLIED_PROMPTLY,
    SignalKind.ACCEPTED_MEETING,
    SignalKind.INVITED_ME,
)


class Outcome(StrEnum):
    """What came of an exchange."""

    UNKNOWN = "unknown"
    NOTHING = "nothing"
    HELPED = "helped"
    BIG = "big"


class IntroState(StrEnum):
    """How far an introduction has come (both sides are asked first)."""

    IDEA = "idea"
    ASKED = "asked"
    AGREED = "agreed"
    MADE = "made"
    DROPPED = "dropped"


class IntroFor(StrEnum):
    """Whom an introduction was meant to help."""

    PERSON = "person"
    OTHER = "other"
    BOTH = "both"


class Urgency(StrEnum):
    """How urgently a need is felt."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class Seeking(StrEnum):
    """Whether something is looked for, or only of interest."""

    NEED = "need"
    INTEREST = "interest"


class Angle(StrEnum):
    """What makes an offer of the owner's unlike anybody else's."""

    GENERATIONAL = "generational"
    TECHNICAL = "technical"
    MARKET = "market"
    CULTURAL = "cultural"
    CROSS_INDUSTRY = "cross-industry"


class Wording(StrEnum):
    """How a promise was put; both words are heard alike."""

    TRY = "try"
    PROMISE = "promise"


class Closing(StrEnum):
    """How a promise ended."""

    KEPT = "kept"
    TOLD = "told"
    LATE = "late"
    DROPPED = "dropped"
    RELEASED = "released"


class Answer(StrEnum):
    """What came back on an ask."""

    OPEN = "open"
    YES = "yes"
    NO = "no"
    NONE = "none"


class Severity(StrEnum):
    """How grave an incident was."""

    MINOR = "minor"
    MAJOR = "major"


class Birthday(NamedTuple):
    """A month and a day; the year may be unknown."""

    month: int
    day: int
    year: int | None = None

    @classmethod
    def stored(cls, text: str) -> "Birthday":
        """Return what a ledger holds: "1980-02-29", or "--02-29" without the year."""
        if text.startswith("--"):
            return cls(int(text[2:4]), int(text[5:7]))
        year, month, day = text.split("-")
        return cls(int(month), int(day), int(year))

    def __str__(self) -> str:
        year = "-" if self.year is None else f"{self.year:04d}"
        return f"{year}-{self.month:02d}-{self.day:02d}"


class QuietRange(NamedTuple):
    """Days, both included, on which nobody it covers is listed for lateness."""

    first: date
    last: date


class Person(NamedTuple):
    """One person; `cadence` None: the default holds, "none": there is to be none."""

    id: int
    name: str
    handle: str
    created_on: date
    uid: str = ""
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    tags: tuple[str, ...] = ()
    specialities: tuple[str, ...] = ()
    organisation: str = ""
    title: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    birthday: Birthday | None = None
    why: str = ""
    route: str = ""
    notes: str = ""
    met_through_id: int | None = None
    cadence: str | None = None
    imported: bool = False
    expect: Expect | None = None
    archived: bool = False
    paused: bool = False
    snoozed_until: date | None = None
    snoozed_on: date | None = None
    start_phase: Phase = Phase.IDENTIFYING
    quiet: tuple[QuietRange, ...] = ()


class DetailKind(StrEnum):
    """Of what a person may have several."""

    ALIAS = "alias"
    ROLE = "role"
    TAG = "tag"
    SPECIALITY = "speciality"
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"


class Detail(NamedTuple):
    """One of several values of a person."""

    person_id: int
    kind: DetailKind
    value: str


class Quiet(NamedTuple):
    """Days on which a person is left in peace, or the owner where there is none."""

    id: int
    person_id: int | None
    first: date
    last: date


class Interaction(NamedTuple):
    """One contact with one or more people."""

    id: int
    on: date
    person_ids: tuple[int, ...]
    channel: Channel | None = None
    started: Started | None = None
    note: str = ""


class Attendance(NamedTuple):
    """One person's part in a contact."""

    interaction_id: int
    person_id: int


class Exchange(NamedTuple):
    """One give or one get; `weight` in (0, 1000]."""

    # No report shows intro_state, which is "made" or nothing; check and export read it.
    # Only an import of recip's JSON sets tags; search, erasing and export read them.

    id: int
    person_id: int
    direction: Direction
    category: Category
    weight: float
    on: date
    kind: str | None = None
    note: str = ""
    tags: tuple[str, ...] = ()
    interaction_id: int | None = None
    self_interest: bool = False
    landed: bool = False
    outcome: Outcome = Outcome.UNKNOWN
    outcome_text: str = ""
    outcome_on: date | None = None
    thanked_on: date | None = None
    reported_on: date | None = None
    suggestion: str = ""
    idea_id: int | None = None
    other_person_id: int | None = None
    intro_state: IntroState | None = None
    intro_for: IntroFor | None = None


class Signal(NamedTuple):
    """Something they did, by name."""

    id: int
    person_id: int
    kind: SignalKind
    on: date
    note: str = ""


class PhaseChange(NamedTuple):
    """A phase the owner declared."""

    id: int
    person_id: int
    phase: Phase
    on: date
    reason: str = ""


class Need(NamedTuple):
    """What a person looks for, or is interested in."""

    id: int
    person_id: int
    text: str
    noted_on: date
    seeking: Seeking = Seeking.NEED
    tags: tuple[str, ...] = ()
    category: Category | None = None
    urgency: Urgency = Urgency.NORMAL
    met_on: date | None = None
    met_by_id: int | None = None


class Offer(NamedTuple):
    """Something the owner has to give."""

    id: int
    text: str
    tags: tuple[str, ...] = ()
    category: Category | None = None
    angle: Angle | None = None
    noted_on: date | None = None


class Opportunity(NamedTuple):
    """Something that came up and could help somebody."""

    id: int
    text: str
    tags: tuple[str, ...] = ()
    category: Category | None = None
    expires_on: date | None = None
    noted_on: date | None = None


class Promise(NamedTuple):
    """A promise by the owner or to the owner; `updates` are the days on which word was given."""

    id: int
    person_id: int
    by: By
    what: str
    made_on: date
    wording: Wording = Wording.PROMISE
    due_on: date | None = None
    closing: Closing | None = None
    closed_on: date | None = None
    updates: tuple[date, ...] = ()


class PromiseUpdate(NamedTuple):
    """Word given about a promise before it was closed."""

    promise_id: int
    on: date
    note: str = ""


class Ask(NamedTuple):
    """A request of the owner's."""

    id: int
    person_id: int
    what: str
    asked_on: date
    respond_by: date | None = None
    easy: str = ""
    answer: Answer = Answer.OPEN
    answered_on: date | None = None
    thanked_on: date | None = None


class Incident(NamedTuple):
    """Something that went wrong between the two."""

    id: int
    person_id: int
    by: By
    what: str
    on: date
    severity: Severity = Severity.MINOR
    repaired_on: date | None = None


class Idea(NamedTuple):
    """A give the owner plans for a person."""

    id: int
    person_id: int
    text: str
    category: Category | None = None
    size: Size = Size.MEDIUM
    noted_on: date | None = None


class Introduction(NamedTuple):
    """An introduction of two people the owner knows, from the idea until it was made or dropped.

    Once made there is an exchange too, for what was given counts; what is only planned does not.
    """

    id: int
    person_id: int
    other_person_id: int
    noted_on: date
    intro_for: IntroFor = IntroFor.BOTH
    state: IntroState = IntroState.IDEA
    text: str = ""
    need_id: int | None = None
    exchange_id: int | None = None
    person_agreed: bool = False
    other_agreed: bool = False
    asked_on: date | None = None
    agreed_on: date | None = None
    closed_on: date | None = None
