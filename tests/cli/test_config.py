"""Settings: flag over environment over file over default, and changing them."""

from __future__ import annotations

import pytest
from people import add_people
from refusing import assert_refused


@pytest.fixture
def config(home, path):
    """Write config.toml and return where it lies."""
    file = home / "config" / "recip" / "config.toml"

    def write(text):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return write


def settings(recip, *words):
    """Each setting's value and where it comes from."""
    rows = recip("config", "list", "--json", *words).json()["rows"]
    return {row["key"]: (row["value"], row["source"]) for row in rows}


def test_the_defaults(recip, path, monkeypatch):
    """Without a file and an environment every setting has a good default."""
    monkeypatch.delenv("RECIP_LEDGER")
    monkeypatch.delenv("RECIP_TODAY")
    default = str(path.parent / "data" / "recip" / "ledger.db")
    assert settings(recip) == {
        "ledger": (default, "default"),
        "half_life": ("365", "default"),
        "capacity": ("5", "default"),
        "cadence": ("3m", "default"),
        "birthday_feb29": ("feb28", "default"),
        "date_order": (None, "default"),
        "color": ("auto", "default"),
        "today": (None, "default"),
    }


def test_flag_environment_file_default(recip, config, monkeypatch):
    """The nearer one wins: flag, then environment, then file."""
    file = config('color = "never"\ncapacity = 7\nhalf_life = "off"\n')
    assert settings(recip)["color"] == ("never", str(file))
    assert settings(recip)["capacity"] == ("7", str(file))
    assert settings(recip)["half_life"] == ("off", str(file))
    monkeypatch.setenv("RECIP_COLOR", "always")
    monkeypatch.setenv("RECIP_CAPACITY", "9")
    assert settings(recip)["color"] == ("always", "environment")
    assert settings(recip, "--color", "auto")["color"] == ("auto", "flag")
    monkeypatch.setenv("RECIP_CAPACITY", "")
    assert settings(recip)["capacity"] == ("7", str(file))


def test_the_ledger_by_flag_environment_and_file(recip, config, path, home, monkeypatch):
    """--ledger goes before RECIP_LEDGER, that before the file; ~ is the home."""
    config('ledger = "~/of the file.db"\n')
    assert recip("ledger", "path").out == f"{path}\n"
    assert recip("ledger", "path", "--ledger", "~/x.db").out == f"{home}/x.db\n"
    monkeypatch.delenv("RECIP_LEDGER")
    assert recip("ledger", "path").out == f"{home}/of the file.db\n"
    assert not (home / "of the file.db").exists()


def test_settings_do_what_they_say(recip, config, path):
    """Half-life, capacity, cadences and the order of dates reach the reports."""
    ana, bo = {"name": "Ana", "roles": ("mentor",)}, {"name": "Bo", "tags": ("acme",)}
    add_people(path, ana, bo, "Cai")
    config(
        'half_life = "off"\ncapacity = 1\ndate_order = "dmy"\n'
        '[cadence]\ndefault = "2m"\nmentor = "1m"\nACME = "1w"\n'
    )
    recip("log", "ana", "bo", "cai", "-g", "adv", "--on", "1/4/2026")
    rows = recip("person", "list", "--json").json()["rows"]
    assert [row["cadence"] for row in rows] == ["1m", "1w", "2m"]
    assert [row["last_contact_on"] for row in rows] == ["2026-04-01"] * 3
    assert recip("balance", "ana", "--all", "--json").json()["rows"][0]["gave"] == 2.0
    found = recip("due", "--json").json()
    assert ([row["name"] for row in found["rows"]], found["waiting"]) == (["Bo"], 2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("capacty = 5", "there is no setting 'capacty'; did you mean capacity?"),
        ("capacity = 0", "capacity must be a whole number from 1 to 1000, not '0'"),
        ("capacity = -1", "capacity must be a whole number from 1 to 1000, not '-1'"),
        ("capacity = true", "capacity must be a whole number from 1 to 1000, not 'true'"),
        ("half_life = 29", "half_life must be days from 30 up, or off, not '29'"),
        ("half_life = 36.5", "half_life must be days from 30 up, or off, not '36.5'"),
        ('cadence = "often"', "cadence must be such as 2w, 3m, 1y, or none, not 'often'"),
        ("cadence = 3", "cadence must be such as '3m', or a [cadence] table"),
        ('[cadence]\nmentor = "0d"', "cadence.mentor must be such as 2w, 3m, 1y, or none"),
        ('color = "red"', "color must be one of auto, always, never, not 'red'"),
        ('date_order = "ymd"', "date_order must be one of dmy, mdy, not 'ymd'"),
        ('birthday_feb29 = "mar2"', "birthday_feb29 must be one of feb28, mar1, not 'mar2'"),
        ('today = "2026-02-30"', "today must be a day such as 2026-11-20, not '2026-02-30'"),
        ('ledger = ""', "ledger must be a path, not ''"),
        ('ledger = "~nobody-of-that-name/x"', "ledger must be a path, and there is no such home"),
        ("[reports]\nwidth = 3", "there is no setting 'reports'"),
        ("capacity = ", "is not TOML"),
        (f"capacity = {'[' * 5000}", "is not TOML: too many brackets in one another"),
    ],
)
def test_a_bad_file_is_named(recip, path, config, text, said):
    """The error names the file and the key, whatever the command."""
    file = config(f"{text}\n")
    assert_refused(recip, path, ("due",), 2, said)
    assert str(file) in recip("log", "ana").err


def test_a_file_that_cannot_be_read(recip, path, config):
    """A file in another encoding, and a directory in its place, are named."""
    file = config("")
    file.write_bytes(b"color = 'n\xff'")
    assert_refused(recip, path, ("due",), 2, f"{file} is not TOML")
    file.unlink()
    file.mkdir()
    assert_refused(recip, path, ("due",), 2, f"{file} cannot be read: is a directory")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("RECIP_CAPACITY", "many", "RECIP_CAPACITY must be a whole number from 1 to 1000"),
        ("RECIP_TODAY", "tomorrow", "RECIP_TODAY must be a day such as 2026-11-20"),
        ("RECIP_HALF_LIFE", "1", "RECIP_HALF_LIFE must be days from 30 up"),
    ],
)
def test_a_bad_environment_is_named(recip, path, monkeypatch, name, value, said):
    """The error names the variable."""
    monkeypatch.setenv(name, value)
    assert_refused(recip, path, ("due",), 2, said)


def test_a_bad_flag_is_named(recip, path):
    """The error names the option."""
    assert_refused(recip, path, ("due", "--color", "red"), 2, "--color must be one of auto")
    assert_refused(recip, path, ("due", "--today", "soon"), 2, "--today must be a day such as")


def test_set_keeps_comments(recip, config):
    """A value is written among the comments; an empty one takes it out."""
    file = config("# mine\ncapacity = 3 # a few\n\n[cadence]\n# slow\nmentor = '2m'\n")
    ran = recip("config", "set", "capacity", "8")
    assert ran == (0, f"capacity is 8 in {file}\n", "")
    recip("config", "set", "cadence.mentor", "1m")
    recip("config", "set", "cadence.ACME", "2w")
    recip("config", "set", "half_life", "off")
    text = file.read_text()
    assert "# mine\ncapacity = 8 # a few\n" in text
    assert "[cadence]\n# slow\nmentor = " in text
    found = settings(recip)
    assert (found["capacity"][0], found["half_life"][0]) == ("8", "off")
    assert (found["cadence.mentor"][0], found["cadence.acme"][0]) == ("1m", "2w")
    recip("config", "set", "cadence.mentor", "")
    assert "cadence.mentor" not in settings(recip)
    assert "# mine" in file.read_text()


def test_the_default_cadence_moves_into_its_table(recip, config):
    """A plain cadence and one for a role can both be set, in either order."""
    config('cadence = "6m"\n')
    recip("config", "set", "cadence.peer", "1m")
    assert settings(recip)["cadence"][0] == "6m"
    recip("config", "set", "cadence", "4m")
    found = settings(recip)
    assert (found["cadence"][0], found["cadence.peer"][0]) == ("4m", "1m")


def test_a_first_setting_makes_a_private_file(recip, home):
    """config.toml is made 0600 in a directory 0700."""
    recip("config", "set", "capacity", "4")
    file = home / "config" / "recip" / "config.toml"
    assert recip("config", "path").out == f"{file}\n"
    assert file.read_text() == "capacity = 4\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_a_linked_file_stays_a_link(recip, config, home):
    """Where dotfiles are kept elsewhere, the file behind the link is written."""
    kept = home / "dotfiles.toml"
    kept.write_text("capacity = 3\n")
    file = config("")
    file.unlink()
    file.symlink_to(kept)
    assert recip("config", "set", "capacity", "6").code == 0
    assert file.is_symlink()
    assert kept.read_text() == "capacity = 6\n"


def test_a_file_that_cannot_be_set(recip, path, config):
    """Neither brackets without an end nor a link to itself bring `config set` down."""
    file = config(f"capacity = {'[' * 5000}\n")
    assert_refused(recip, path, ("config", "set", "capacity", "6"), 2, f"{file} is not TOML")
    file.unlink()
    file.symlink_to(file)
    said = f"{file} is a symbolic link; name the file itself"
    assert_refused(recip, path, ("config", "set", "capacity", "6"), 1, said)


def test_a_ledger_is_set_by_its_whole_path(recip, home, monkeypatch):
    """A relative path would be another ledger in every directory."""
    monkeypatch.chdir(home)
    monkeypatch.delenv("RECIP_LEDGER")
    recip("config", "set", "ledger", "mine.db")
    assert recip("config", "get", "ledger").out == f"{home}/mine.db\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("get", "nothing"), "there is no setting 'nothing'"),
        (("set", "half_lif", "300"), "did you mean half_life?"),
        (("set", "half_life", "20"), "half_life must be days from 30 up"),
        (("set", "half_life.x", "300"), "there is no setting 'half_life.x'"),
        (("set", "cadence.", "1m"), "there is no setting 'cadence.'"),
        (("set", "cadence.two words", "1m"), "there is no setting"),
        (("set", "cadence.mentor", "soon"), "must be such as 2w"),
        (("set", "capacity", ""), "capacity is not set"),
        (("set", "capacity"), "missing argument 'VALUE'"),
    ],
)
def test_refusals_change_nothing(recip, path, config, words, said):
    """A key or a value that is off is refused, and the file stays as it was."""
    file = config("# mine\n")
    assert_refused(recip, path, ("config", *words), 2, said)
    assert file.read_text() == "# mine\n"


def test_get_prints_the_value_alone(recip, config):
    """For scripts: the value and a line end, nothing for what is unset."""
    config("capacity = 3\n")
    assert recip("config", "get", "capacity").out == "3\n"
    assert recip("config", "get", "date_order").out == "\n"
    assert recip("config", "get", "cadence.mentor").out == "\n"


@pytest.mark.parametrize("text", ["capacity = ", "capacity = 0", "size = 3"])
def test_a_bad_file_can_be_found_and_mended(recip, path, config, text):
    """`config path` prints where it is, `config list` names what is off."""
    file = config(f"{text}\n")
    assert recip("config", "path").out == f"{file}\n"
    ran = recip("config", "list")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert ran.err.startswith(f"recip: {file}")
    assert "capacity        5" in ran.out
    assert_refused(recip, path, ("config", "get", "capacity"), 2, str(file))


def test_a_bad_value_is_mended_by_setting_it(recip, path, config):
    """What else stands in the file stays."""
    config('capacity = 0\ncolor = "never"\n')
    assert recip("config", "set", "capacity", "7").code == 0
    assert settings(recip)["capacity"][0] == "7"
    assert settings(recip)["color"][0] == "never"


def test_a_bad_flag_is_refused_where_the_file_is_bad_too(recip, path, config):
    """Only the file is passed over."""
    config("capacity = 0\n")
    assert_refused(recip, path, ("config", "path", "--today", "x"), 2, "--today must be a day")
