"""The same people as other programs would write them: a file of each format that is read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple


class Entry(NamedTuple):
    """What one card or row says of a person."""

    given: str
    family: str
    email: str = ""
    phone: str = ""
    organisation: str = ""
    title: str = ""
    birthday: str = ""
    tag: str = ""
    note: str = ""
    uid: str = ""


class Other(NamedTuple):
    """Another program's format: how it writes people, and the fields it has."""

    write: Callable[[Sequence[Entry]], str]
    fields: frozenset[str]


def _vcard(version: str) -> Callable[[Sequence[Entry]], str]:
    names = {
        "email": "EMAIL",
        "phone": "TEL",
        "organisation": "ORG",
        "title": "TITLE",
        "birthday": "BDAY",
        "tag": "CATEGORIES",
        "note": "NOTE",
        "uid": "UID",
    }

    def write(entries: Sequence[Entry]) -> str:
        cards = []
        for entry in entries:
            lines = ["BEGIN:VCARD", f"VERSION:{version}", f"FN:{entry.given} {entry.family}"]
            lines.append(f"N:{entry.family};{entry.given};;;")
            values = entry._asdict()
            lines += [f"{word}:{values[name]}" for name, word in names.items() if values[name]]
            cards.append("\r\n".join([*lines, "END:VCARD", ""]))
        return "".join(cards)

    return write


def _table(columns: dict[str, str], **fixed: str) -> Callable[[Sequence[Entry]], str]:
    """Return what writes a CSV, each column with what it holds of an entry."""

    def write(entries: Sequence[Entry]) -> str:
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow([*columns, *fixed])
        for entry in entries:
            values = entry._asdict()
            year, month, day = (entry.birthday or "--").split("-")
            values |= {"name": f"{entry.given} {entry.family}"}
            values |= {"year": year, "month": month, "day": day}
            writer.writerow([*(values[field] for field in columns.values()), *fixed.values()])
        return text.getvalue()

    return write


def _monica(entries: Sequence[Entry]) -> str:
    contacts = []
    for entry in entries:
        properties = {"first_name": entry.given, "last_name": entry.family}
        properties |= {"company": entry.organisation, "job": entry.title}
        properties |= {"description": entry.note, "tags": [entry.tag] if entry.tag else []}
        if entry.birthday:
            properties["birthdate"] = {"date": entry.birthday}
        ways = [{"properties": {"data": each}} for each in (entry.email, entry.phone) if each]
        data = [{"type": "contact_field", "values": ways}]
        contacts.append({"uuid": entry.uid, "properties": properties, "data": data})
    account = {"data": [{"type": "contact", "values": contacts}]}
    return json.dumps({"version": "1.0", "account": account})


def _friends(entries: Sequence[Entry]) -> str:
    lines = [
        f"- {entry.given} {entry.family}" + (f" @{entry.tag}" if entry.tag else "")
        for entry in entries
    ]
    return "\n".join(("### Friends:", *lines, ""))


_PERSON = {"First Name": "given", "Last Name": "family"}
_OUTLOOK = {
    **_PERSON,
    "Company": "organisation",
    "Job Title": "title",
    "Mobile Phone": "phone",
    "E-mail Address": "email",
    "Birthday": "birthday",
    "Categories": "tag",
    "Notes": "note",
}
_THUNDERBIRD = {
    **_PERSON,
    "Primary Email": "email",
    "Work Phone": "phone",
    "Job Title": "title",
    "Organization": "organisation",
    "Birth Year": "year",
    "Birth Month": "month",
    "Birth Day": "day",
    "Notes": "note",
}
_GOOGLE = {
    **_PERSON,
    "Organization Name": "organisation",
    "Organization Title": "title",
    "Birthday": "birthday",
    "Notes": "note",
    "Labels": "tag",
    "E-mail 1 - Value": "email",
    "Phone 1 - Value": "phone",
}
_LINKEDIN = {
    **_PERSON,
    "Email Address": "email",
    "Company": "organisation",
    "Position": "title",
}
_OWN = {
    "name": "name",
    "email": "email",
    "organisation": "organisation",
    "title": "title",
    "tags": "tag",
    "note": "note",
    "uid": "uid",
}
_REST = ("link", "role", "date", "direction", "category", "kind", "weight", "via")
_PLAIN = {
    "name": "name",
    "email": "email",
    "phone": "phone",
    "organisation": "organisation",
    "title": "title",
    "birthday": "birthday",
    "tags": "tag",
    "note": "note",
}


def _fields(columns: Iterable[str]) -> frozenset[str]:
    found = {*columns} & {*Entry._fields} - {"given", "family"}
    return frozenset(found | ({"birthday"} if "month" in columns else set()))


_ALL = _fields(Entry._fields)
OTHERS = {
    "vCard 2.1": Other(_vcard("2.1"), _ALL),
    "vCard 3.0": Other(_vcard("3.0"), _ALL),
    "vCard 4.0": Other(_vcard("4.0"), _ALL),
    "Google": Other(_table(_GOOGLE), _fields(_GOOGLE.values())),
    "LinkedIn": Other(
        _table(_LINKEDIN, **{"Connected On": "01 Jan 2024"}), _fields(_LINKEDIN.values())
    ),
    "Outlook": Other(_table(_OUTLOOK), _fields(_OUTLOOK.values())),
    "Thunderbird": Other(_table(_THUNDERBIRD), _fields(_THUNDERBIRD.values())),
    "CSV": Other(_table(_PLAIN), _fields(_PLAIN.values())),
    "recip's CSV": Other(_table(_OWN, **dict.fromkeys(_REST, "")), _fields(_OWN.values())),
    "Monica": Other(_monica, _ALL),
    "friends.md": Other(_friends, frozenset({"tag"})),
}
"""By the name of the program or format."""

WITH_ADDRESSES = sorted(name for name, other in OTHERS.items() if "email" in other.fields)
