"""The catalogue: gives that suit a role, with size and the stage they fit from.

Source: docs/model.md, section 11. Keys are stable: a give made from a row keeps its
key, and owners switch rows off by it. Owners add rows of their own in config.toml.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from reciprocity_cli.domain.phase import Stage
from reciprocity_cli.domain.records import Category, Role, Size
from reciprocity_cli.domain.text import clean_text
from reciprocity_cli.domain.vocabulary import parse_category, parse_kind, pick
from reciprocity_cli.errors import UsageError

STAGES: tuple[Stage, ...] = ("early", "developing", "mature")
ANYONE = "anyone"


class CatalogueRow(NamedTuple):
    """One give: for people of `role`, or anyone; `about`: the words it matches by."""

    key: str
    role: Role | None
    category: Category
    kind: str | None
    size: Size
    stage: Stage
    text: str
    about: str = ""


_KNO, _ADV, _INT, _OPP, _REC = Category
_S, _M, _L = Size
_EARLY, _DEVELOPING, _MATURE = STAGES

# fmt: off
CATALOGUE = (
    CatalogueRow("mentor.view", Role.MENTOR, _KNO, None, _S, _EARLY,
                 "tell what you see from where you stand", "market customers frontline"),
    CatalogueRow("mentor.junior", Role.MENTOR, _INT, "talent", _M, _DEVELOPING,
                 "introduce a junior colleague of promise", "junior talent successor protégé"),
    CatalogueRow("mentor.shift", Role.MENTOR, _ADV, None, _M, _DEVELOPING,
                 "explain a shift in technology, generation or culture",
                 "technology generation culture digital"),
    CatalogueRow("mentor.people", Role.MENTOR, _INT, None, _M, _EARLY,
                 "introduce people of your generation or corner of the field",
                 "generation network contacts introductions"),
    CatalogueRow("mentor.praise", Role.MENTOR, _REC, None, _S, _EARLY,
                 "speak well of their mentoring where others hear it", "reputation mentoring"),
    CatalogueRow("mentor.ground", Role.MENTOR, _KNO, "internal", _M, _DEVELOPING,
                 "report how a change they steer looks on the ground", "reorganisation"),
    CatalogueRow("coach.practice", Role.COACH, _ADV, "training", _S, _EARLY,
                 "be the one they can practise on", "practice exercise rehearsal"),
    CatalogueRow("coach.testimonial", Role.COACH, _REC, "reference", _M, _DEVELOPING,
                 "write a testimonial with what changed for you", "testimonial reference"),
    CatalogueRow("coach.client", Role.COACH, _INT, "client", _M, _DEVELOPING,
                 "refer a client to them", "client customer referral"),
    CatalogueRow("coach.material", Role.COACH, _OPP, "project", _M, _DEVELOPING,
                 "make an article, a talk or an exercise together", "article talk material course"),
    CatalogueRow("coach.field", Role.COACH, _KNO, "customer", _S, _EARLY,
                 "tell what people in your field look for in a coach", "coaching demand"),
    CatalogueRow("coach.expertise", Role.COACH, _ADV, "consulting", _M, _DEVELOPING,
                 "lend your expertise to another client of theirs", "expertise specialist"),
    CatalogueRow("connector.people", Role.CONNECTOR, _INT, None, _M, _EARLY,
                 "introduce somebody worth their knowing", "network contacts introductions"),
    CatalogueRow("connector.openings", Role.CONNECTOR, _OPP, None, _S, _EARLY,
                 "pass on an opening or an event where people meet", "event meetup opening"),
    CatalogueRow("connector.event", Role.CONNECTOR, _REC, "amplification", _S, _EARLY,
                 "spread the word about an event of theirs", "event host guests"),
    CatalogueRow("connector.report", Role.CONNECTOR, _KNO, None, _S, _EARLY,
                 "report what became of an introduction they made", ""),
    CatalogueRow("connector.writing", Role.CONNECTOR, _REC, "amplification", _S, _EARLY,
                 "pass on something they published", "newsletter article publication readers"),
    CatalogueRow("connector.service", Role.CONNECTOR, _INT, "client", _M, _DEVELOPING,
                 "recommend their service to somebody who needs it", "client customer referral"),
    CatalogueRow("sponsor.results", Role.SPONSOR, _ADV, "delivery", _L, _DEVELOPING,
                 "deliver a result that does them credit", "results delivery"),
    CatalogueRow("sponsor.initiative", Role.SPONSOR, _ADV, "delivery", _L, _DEVELOPING,
                 "carry an initiative of theirs through", "initiative programme"),
    CatalogueRow("sponsor.others", Role.SPONSOR, _ADV, "training", _M, _DEVELOPING,
                 "help somebody in their team to grow", "mentoring successor talent"),
    CatalogueRow("sponsor.market", Role.SPONSOR, _KNO, "competition", _M, _EARLY,
                 "bring them news of market and competitors", "market competition rivals"),
    CatalogueRow("sponsor.represent", Role.SPONSOR, _REC, None, _M, _DEVELOPING,
                 "represent them well outside", "conference representative"),
    CatalogueRow("sponsor.idea", Role.SPONSOR, _KNO, "trend", _M, _DEVELOPING,
                 "bring a new idea for a goal of theirs", "innovation goal"),
    CatalogueRow("anyone.relevant", None, _KNO, None, _S, _EARLY,
                 "send something relevant, with a line of your own", ""),
    CatalogueRow("anyone.together", None, _INT, None, _S, _MATURE,
                 "bring two of your people together, or invite them along", ""),
    CatalogueRow("peer.openings", Role.PEER, _OPP, None, _S, _EARLY,
                 "pass on an opening that fits them", "job position opening role"),
    CatalogueRow("peer.tools", Role.PEER, _KNO, "technology", _S, _EARLY,
                 "swap a tool, a template or a method", "tools templates methods"),
    CatalogueRow("peer.encourage", Role.PEER, _ADV, "support", _S, _EARLY,
                 "encourage them in a hard stretch", "encouragement"),
    CatalogueRow("peer.skill", Role.PEER, _ADV, "training", _M, _DEVELOPING,
                 "teach them a skill of yours", "teach training learning"),
    CatalogueRow("peer.introduce", Role.PEER, _INT, None, _M, _EARLY,
                 "introduce somebody who could help them on", "network contacts introductions"),
    CatalogueRow("peer.feedback", Role.PEER, _ADV, "feedback", _M, _DEVELOPING,
                 "give honest feedback on something they made", "feedback critique"),
)
# fmt: on
KEYS = frozenset(row.key for row in CATALOGUE)

_FIELDS = ("key", "role", "text", "category", "kind", "size", "stage")
_NEEDED = ("key", "text", "category")


def read_row(given: Mapping[str, Any]) -> CatalogueRow:
    """Return a row as an owner writes it in config.toml.

    `key`, `text` and `category` are needed; role anyone, size small, stage early are
    the defaults. Raises UsageError for whatever is off.
    """
    for name, value in given.items():
        if name not in _FIELDS:
            raise UsageError(f"a row has no {name!r}", f"it has {', '.join(_FIELDS)}")
        if not isinstance(value, str) or not clean_text(value).strip():
            raise UsageError(f"{name} must be a text in quotes")
    for name in _NEEDED:
        if name not in given:
            raise UsageError(f"{name} is missing", "a row needs " + ", ".join(_NEEDED))
    category = parse_category(given["category"])
    text = clean_text(given["text"]).strip()
    role = given.get("role", ANYONE)
    return CatalogueRow(
        key=_key(given["key"]),
        role=None if role.strip().lower() == ANYONE else pick(role, Role, "role"),
        category=category,
        kind=parse_kind(category, given["kind"]) if "kind" in given else None,
        size=pick(given.get("size", Size.SMALL), Size, "size"),
        stage=pick(given.get("stage", STAGES[0]), STAGES, "stage"),
        text=text,
        about=text,
    )


def rows_for(
    roles: Collection[Role],
    off: Collection[str] = (),
    added: Iterable[CatalogueRow] = (),
) -> list[CatalogueRow]:
    """Return the rows for somebody of these roles or for anyone, without those off."""
    return [
        row
        for row in (*CATALOGUE, *added)
        if row.key not in off and (row.role is None or row.role in roles)
    ]


def _key(text: str) -> str:
    key = text.strip()
    if not key.replace(".", "").replace("-", "").isalnum() or not key.isascii():
        raise UsageError("key must be letters, digits, points and hyphens, such as my.tour")
    if key in KEYS:
        raise UsageError(f"key {key} is taken", "name another; off = [...] switches that one off")
    return key
