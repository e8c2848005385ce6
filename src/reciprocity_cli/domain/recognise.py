"""Recognising people: whether somebody whom a file describes is in the ledger already.

Keys, in this order: uid, profile link, e-mail, folded name with organisation. A name alone never
merges two people of a file of people; it is only worth a look by the owner.
Source: docs/interface.md, In and out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, Protocol

from reciprocity_cli.domain.links import host_of, profile_key
from reciprocity_cli.domain.names import fold
from reciprocity_cli.domain.records import Birthday, Person, Role
