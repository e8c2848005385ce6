"""`config`: the settings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from reciprocity_cli import config
from reciprocity_cli.cli.options import PLAIN_REPORT, argument, command, group
from reciprocity_cli.cli.output import write_beside
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.records import Role
from reciprocity_cli.drafts import make_folder
from reciprocity_cli.errors import SettingError, UsageError

Key = Annotated[
    str,
    argument(
        "KEY",
        "Such as half_life or cadence.mentor.",
        (*config.KEYS, *(f"cadence.{role}" for role in Role)),
    ),
]


group("config", "The settings: list, get, set, path.")


@command("config list", PLAIN_REPORT, in_spite=True)
def list_(session: Session) -> None:
    """Show each setting, its value and where it comes from.

    Example: recip config list

    Where something is off in config.toml, nothing of it holds, and an error says what it is.
    """
    from reciprocity_cli.reports.status import SettingLine, settings_report

    described = config.described(session.settings)
    session.show(settings_report([SettingLine(*line) for line in described]))
    if session.problem is not None:
        raise session.problem


@command("config get")
def get(session: Session, key: Key) -> None:
    """Print the value of one setting.

    Example: recip config get half_life
    """
    key = key.casefold()
    found = {name: value for name, value, _ in config.described(session.settings)}
    if key not in found:
        config.check_key(key, "config get")
        found[key] = ""
    session.value("config get", found[key], key=key, value=found[key] or None)


@command("config set", in_spite=True)
def set_(
    session: Session,
    key: Key,
    value: Annotated[str, argument("VALUE", "Or '' to take it out.")],
) -> None:
    """Write a setting to config.toml; comments in it stay. An empty value takes it out.

    Example: recip config set cadence.mentor 1m
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    target = config.config_path(os.environ)
    key = key.casefold()
    if value:
        config.check_value(key, value, "config set")
        if key == "ledger" and not value.startswith("~"):
            value = os.path.abspath(value)  # the same file, wherever recip is called from
    else:
        config.check_key(key, "config set")
    try:
        text = target.read_text(encoding="utf-8-sig") if target.exists() else ""
        document = tomlkit.parse(text)
    except (TOMLKitError, UnicodeDecodeError, RecursionError) as error:
        raise SettingError(f"{target} is not TOML: {error}") from error
    table, _, name = key.rpartition(".")
    place = document
    if table or (key == "cadence" and isinstance(document.get("cadence"), dict)):
        name = name if table else "default"
        old = document.get("cadence")
        if old is not None and not isinstance(old, dict):
            document.remove("cadence")
            document["cadence"] = {"default": old}
        place = document.setdefault("cadence", tomlkit.table())
    if value:
        place[name] = int(value) if value.isascii() and value.isdigit() else value
    elif name in place:
        place.remove(name)
    else:
        raise UsageError(f"{key} is not set in {target}", "nothing to take out")
    make_folder(target.parent)
    # Where dotfiles are kept elsewhere, config.toml is a link to them, and stays one.
    write_beside(Path(os.path.realpath(target)), tomlkit.dumps(document).encode())
    session.wrote(f"{key} is {value or 'unset'} in {target}", 0, [{"key": key, "value": value}])


@command("config path", in_spite=True)
def path(session: Session) -> None:
    """Print where config.toml lies.

    Example: recip config path
    """
    where = config.config_path(os.environ)
    session.value("config path", where, path=str(where))
