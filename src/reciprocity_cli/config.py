"""Settings: flag over environment over configuration file over default; frozen once read."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from reciprocity_cli.domain.cadence import CadenceDefaults, parse_cadence
from reciprocity_cli.domain.records import Role
from reciprocity_cli.domain.text import quoted
from reciprocity_cli.errors import RecipError, SettingError, UsageError

if TYPE_CHECKING:
    from reciprocity_cli.domain.catalogue import CatalogueRow


PREFIX = "RECIP_"
SHORTEST_HALF_LIFE = 30
LONGEST_HALF_LIFE = 36_500


class Settings(NamedTuple):
    """Every setting, resolved; `cadence_by` maps a role or a tag to its cadence."""

    ledger: Path
    half_life: int | None = 365
    capacity: int = 5
    cadence: str = "3m"
    cadence_by: Mapping[str, str] = {}
    birthday_feb29: str = "feb28"
    date_order: str | None = None
    color: str = "auto"
    today: date | None = None
    sources: Mapping[str, str] = {}
    catalogue_off: tuple[str, ...] = ()
    catalogue_add: tuple[CatalogueRow, ...] = ()


def _ledger(text: str) -> Path:
    try:
        if not text or b"\x00" in os.fsencode(text):
            raise ValueError("a path")
        return Path(text).expanduser()
    except UnicodeEncodeError as error:
        raise ValueError("a path in letters of this locale") from error
    except RuntimeError as error:
        raise ValueError("a path, and there is no such home") from error


def _half_life(text: str) -> int | None:
    if text == "off":
        return None
    return _whole(text, SHORTEST_HALF_LIFE, LONGEST_HALF_LIFE, "days from 30 up, or off")


def _whole(text: str, least: int, most: int, wanted: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 9 and least <= int(text) <= most):
        raise ValueError(wanted)
    return int(text)


def _cadence(text: str) -> str:
    try:
        cadence = parse_cadence(text)
    except UsageError as error:
        raise ValueError("such as 2w, 3m, 1y, or none") from error
    return "none" if cadence is None else str(cadence)


def _choice(*words: str) -> Callable[[str], str]:
    def choose(text: str) -> str:
        if text not in words:
            raise ValueError("one of " + ", ".join(words))
        return text

    return choose


def _date_order(text: str) -> str | None:
    return _choice("dmy", "mdy")(text) if text else None


def _today(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ValueError("a day such as 2026-11-20") from error
    # Windows, fading and cadences look some decades back and ahead; no calendar ends there.
    if day is not None and not 1000 <= day.year < 9900:
        raise ValueError("a day of the years 1000 to 9899")
    return day


KEYS: dict[str, Callable[[str], Any]] = {
    "ledger": _ledger,
    "half_life": _half_life,
    "capacity": lambda text: _whole(text, 1, 1000, "a whole number from 1 to 1000"),
    "cadence": _cadence,
    "birthday_feb29": _choice("feb28", "mar1"),
    "date_order": _date_order,
    "color": _choice("auto", "always", "never"),
    "today": _today,
}
"""Each key of config.toml with the function that reads its value from text."""


def config_path(environment: Mapping[str, str]) -> Path:
    """Return where config.toml lies, whether or not it is there.

    Raises RecipError where there is no home directory to look in.
    """
    return _home(environment, "config") / "config.toml"


def default_ledger(environment: Mapping[str, str]) -> Path:
    """Return where the ledger lies when nobody named another place."""
    return _home(environment, "data") / "ledger.db"


_BELOW_HOME = {
    "linux": {"config": ".config", "data": ".local/share"},
    "darwin": dict.fromkeys(("config", "data"), "Library/Application Support"),
}


def _home(environment: Mapping[str, str], what: Literal["config", "data"]) -> Path:
    # The usual answers of platformdirs, without the 7 ms that loading it takes.
    named, home = environment.get(f"XDG_{what.upper()}_HOME", ""), environment.get("HOME", "")
    if named.startswith("/"):
        return Path(named) / "recip"
    if home.startswith("/") and not named and sys.platform in _BELOW_HOME:
        return Path(home) / _BELOW_HOME[sys.platform][what] / "recip"
    import platformdirs

    try:
        found: Path = getattr(platformdirs, f"user_{what}_path")("recip", appauthor=False)
        home_is_known = not str(found).startswith("~") and found.is_absolute()
    except (RuntimeError, KeyError):
        home_is_known = False
    if not home_is_known:
        raise RecipError(
            "there is no home directory to keep the ledger in",
            "set HOME, or name a file with --ledger or RECIP_LEDGER",
        )
    return found


def load(environment: Mapping[str, str], flags: Mapping[str, str | None]) -> Settings:
    """Resolve every setting. Raises SettingError naming the place of a key or value that is off."""
    return _resolved(_from_file(environment), environment, flags)


def load_in_spite(
    environment: Mapping[str, str], flags: Mapping[str, str | None]
) -> tuple[Settings, SettingError | None]:
    """Resolve every setting, of a file in which something is off none; return that error too.

    For the commands that say where the file is and mend it.
    """
    problem = None
    try:
        found = _from_file(environment)
    except SettingError as error:
        found, problem = _InFile({}, {}, {}), error
    return _resolved(found, environment, flags), problem


class _InFile(NamedTuple):
    """What config.toml sets, and where each value stands."""

    values: dict[str, Any]
    sources: dict[str, str]
    cadence_by: dict[str, str]


def _from_file(environment: Mapping[str, str]) -> _InFile:
    try:
        path = config_path(environment)
    except RecipError:
        return _InFile({}, {}, {})
    if not os.path.exists(path):
        return _InFile({}, {}, {})
    document = _read_file(path)
    found = _InFile({}, {}, _read_cadences(document, str(path)))
    _read_catalogue(found, document, str(path))
    _take(found, document, str(path))
    found.sources["cadence_by"] = str(path)
    return found


def _resolved(
    found: _InFile, environment: Mapping[str, str], flags: Mapping[str, str | None]
) -> Settings:
    named = {key: environment.get(PREFIX + key.upper()) for key in KEYS}
    _take(found, {k: v for k, v in named.items() if v}, "environment")
    _take(found, {k: v for k, v in flags.items() if v is not None}, "flag")
    if "ledger" not in found.values:
        found.values["ledger"] = default_ledger(environment)
    return Settings(**found.values, cadence_by=found.cadence_by, sources=found.sources)


def _read_file(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingError(f"{path} cannot be read: {(error.strerror or '').lower()}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"{path} is not TOML: {error}") from error
    except RecursionError as error:
        raise SettingError(f"{path} is not TOML: too many brackets in one another") from error


def _read_cadences(document: dict[str, Any], place: str) -> dict[str, str]:
    given = document.pop("cadence", None)
    if given is None:
        return {}
    if isinstance(given, str):
        document["cadence"] = given
        return {}
    if not isinstance(given, dict):
        raise SettingError(f"{place}: cadence must be such as '3m', or a [cadence] table")
    found = {}
    for name, text in given.items():
        try:
            found[name.casefold()] = _cadence(str(text))
        except ValueError as error:
            raise SettingError(f"{place}: cadence.{name} must be {error}") from error
    if "default" in found:
        document["cadence"] = found.pop("default")
    return found


def _read_catalogue(found: _InFile, document: dict[str, Any], place: str) -> None:
    """Read which rows of the catalogue of gives are off, and which the owner adds."""
    given = document.pop("catalogue", None)
    if given is None:
        return
    if not isinstance(given, dict) or not given.keys() <= {"off", "add"}:
        raise SettingError(f"{place}: catalogue must be a table with off and [[catalogue.add]]")
    from reciprocity_cli.domain.catalogue import KEYS, read_row

    rows = given.get("add", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SettingError(f"{place}: catalogue.add must be written as [[catalogue.add]] tables")
    added = []
    for number, row in enumerate(rows, 1):
        try:
            added.append(read_row(row))
        except UsageError as error:
            raise SettingError(
                f"{place}: catalogue.add {number}: {error.message}", error.hint
            ) from error
    known = {*KEYS, *(row.key for row in added)}
    if len(known) < len(KEYS) + len(added):
        raise SettingError(f"{place}: catalogue.add has the same key twice")
    off = given.get("off", [])
    if not isinstance(off, list) or not all(isinstance(key, str) for key in off):
        raise SettingError(f'{place}: catalogue.off must be a list such as ["mentor.view"]')
    unknown = [key for key in off if key not in known]
    if unknown:
        raise SettingError(
            f"{place}: catalogue.off has {quoted(unknown[0])}, which is no row of the catalogue",
            "docs/model.md, section 11, lists the keys",
        )
    found.values.update(catalogue_off=tuple(off), catalogue_add=tuple(added))
    found.sources["catalogue"] = place


def _take(found: _InFile, given: Mapping[str, Any], place: str) -> None:
    for key, value in given.items():
        found.values[key] = read_value(key, value, place)
        found.sources[key] = place


def read_value(key: str, value: Any, place: str) -> Any:
    """Return `value` of setting `key` as the program uses it; `place` is named in the error."""
    if key not in KEYS:
        from reciprocity_cli.domain.names import closest

        near = closest(key, [*KEYS, "cadence.<role or tag>"])
        hint = f"did you mean {near[0]}?" if near else "recip config list shows them all"
        raise SettingError(f"{place}: there is no setting {key!r}", hint)
    text = value if isinstance(value, str) else str(value).lower()
    try:
        return KEYS[key](text)
    except ValueError as error:
        named = {"environment": PREFIX + key.upper(), "flag": f"--{key}"}
        shown = named.get(place, f"{place}: {key}")
        raise SettingError(f"{shown} must be {error}, not {quoted(text)}") from error


def cadences_by_role_and_tag(settings: Settings) -> tuple[dict[str, str], dict[str, str]]:
    """Split `cadence_by` into what is set for roles and what is set for tags."""
    roles = {name: text for name, text in settings.cadence_by.items() if name in set(Role)}
    tags = {name: text for name, text in settings.cadence_by.items() if name not in roles}
    return roles, tags


def described(settings: Settings) -> list[tuple[str, str, str]]:
    """Return each setting as (key, value in words, where it comes from)."""
    found = []
    for key in KEYS:
        value = getattr(settings, key)
        if value is None:
            value = "off" if key == "half_life" else ""
        found.append((key, str(value), settings.sources.get(key, "default")))
        if key == "cadence":
            place = settings.sources.get("cadence_by", "config.toml")
            found += [
                (f"cadence.{name}", text, place) for name, text in settings.cadence_by.items()
            ]
    place = settings.sources.get("catalogue", "default")
    if settings.catalogue_off:
        found.append(("catalogue.off", ", ".join(settings.catalogue_off), place))
    for row in settings.catalogue_add:
        words = f"{row.text} ({row.role or 'anyone'}, {row.category}, {row.size}, {row.stage})"
        found.append((f"catalogue.add {row.key}", words, place))
    return found


def check_key(key: str, place: str) -> None:
    """Raise SettingError for a key that does not exist; `cadence.mentor` does."""
    table, _, name = key.partition(".")
    if table == "catalogue":
        raise SettingError(
            "the catalogue is not set from here", "write it into the file: recip config path"
        )
    if table == "cadence" and name and not any(sign in name for sign in " .,;@#"):
        return
    if key not in KEYS:
        read_value(key, "", place)


def check_value(key: str, value: str, place: str) -> None:
    """Raise SettingError for a key that does not exist or a value it cannot have."""
    check_key(key, place)
    read_value("cadence" if key.startswith("cadence.") else key, value, place)


def cadence_defaults(settings: Settings) -> CadenceDefaults:
    """Return the cadences that hold where a person has none of their own."""
    roles, tags = cadences_by_role_and_tag(settings)
    return CadenceDefaults(settings.cadence, roles, tags)
