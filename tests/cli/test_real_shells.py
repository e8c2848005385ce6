"""Tab in real shells: what is offered, what is not, and that nothing runs."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

pexpect = pytest.importorskip("pexpect", reason="pexpect is not installed")

SHELLS = [
    pytest.param(
        name,
        marks=pytest.mark.skipif(shutil.which(name) is None, reason=f"{name} is not installed"),
    )
    for name in ("bash", "zsh", "fish")
]
HOSTILE = [
    "$(touch ran) Abe",
    "`touch ran` Bea",
    "Cy; touch ran",
    "Di && touch ran",
    "Ed | touch ran",
    "Flo > ran",
    "Gus < ran",
    "Hal & touch ran",
    "Ida 'quoted'",
    'Jo "quoted"',
    "Kim \\ back",
    "Lou * star",
    "Mo ? mark",
    "Ned [a] set",
    "Ona {a,b} brace",
    "Pam ~ home",
    "Quy ! bang",
    "Rob # hash",
    "Sue % percent",
    "Tom ^ caret",
    "Uma : colon",
    "Viv = equals",
    "Wes, comma",
    "--help Xia",
    "-rf Yan",
    "$HOME Zed",
    "<(touch ran) Ada",
    "$'\\x41' Bob",
    "\u202eright to left Cat",
    "\u200bunseen Dot",
]
PROMPT = "@@ "
START = {
    "bash": (["--norc", "--noprofile", "-i"], f"PS1='{PROMPT}'", 'eval "$(recip completion bash)"'),
    "zsh": (
        ["-f", "-i"],
        f"PS1='{PROMPT}'; unsetopt PROMPT_SP; autoload -Uz compinit; compinit -u -D",
        'eval "$(recip completion zsh)"',
    ),
    "fish": (
        ["--no-config", "-i"],
        f"function fish_prompt; printf '{PROMPT}'; end; set -g fish_greeting",
        "recip completion fish | source",
    ),
}


class Shell:
    """An interactive shell in which recip completes."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        arguments, prompt, script = START[name]
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "TERM": "dumb" if name != "fish" else "xterm",
        }
        self.child = pexpect.spawn(
            name, arguments, cwd=str(folder), env=environment, encoding="utf-8", timeout=30,
            dimensions=(50, 200),
        )  # fmt: skip
        self.folder = folder
        self.child.sendline(prompt)
        self.child.sendline(script)
        self.run("echo ready")

    def run(self, line: str) -> str:
        """Run a line, and return what it wrote to the file `out`."""
        out = self.folder / "out"
        done = self.folder / "done"
        done.unlink(missing_ok=True)
        self.child.sendline(f"{line} > out 2>&1; echo x > done")
        self._wait(done)
        return out.read_text()

    def completed(self, typed: str) -> str:
        """Type the beginning of a command behind `echo`, then Tab; return what stands there."""
        done, out = self.folder / "done", self.folder / "out"
        done.unlink(missing_ok=True)
        # As an assignment before it the line would be another command: so a function is recip.
        self.child.send(f"{typed}\t")
        self._settle()
        self.child.send("\x01")  # to the beginning of the line
        self.child.send("printf '%s\\n' ")
        self.child.send("\x05")
        self.child.sendline(" > out 2>&1; echo x > done")
        self._wait(done)
        return " ".join(out.read_text().split("\n")).strip()

    def _settle(self) -> None:
        import time

        time.sleep(1.2)

    def _wait(self, file: Path) -> None:
        import time

        until = time.monotonic() + 30
        while not file.exists():
            assert time.monotonic() < until, self.child.before
            try:
                self.child.expect(r".+", timeout=0.1)
            except pexpect.TIMEOUT:
                continue

    def close(self) -> None:
        """End the shell."""
        self.child.close(force=True)


@pytest.fixture(params=SHELLS)
def shell(request, recip, path):
    """Each shell, with people of every hostile name, and files that must not be offered."""
    for name in HOSTILE:
        assert recip("person", "add", "--", name).code == 0
    folder = path.parent / "here"
    folder.mkdir()
    for file in ("eva.csv", "advice.csv", "tag:a.csv", "role:file", "import.vcf"):
        (folder / file).write_text("")
    opened = Shell(request.param, folder)
    yield opened
    opened.close()


def test_tab_offers_what_belongs_there(shell, recip):
    """People, words and terms, and files only where a file belongs; nothing runs."""
    # "recip show ..." is only typed, behind printf: nothing of recip is run but the completion.
    handles = [one["handle"] for one in recip("export").json()["records"]]
    assert len(handles) == len(HOSTILE)
    assert all(handle.replace("-", "").isalnum() for handle in handles)
    said = {
        typed: shell.completed(typed)
        for typed in (
            "recip balance role:men",
            "recip show eva",
            "recip due tag:",
            "recip gave viv-equals adv",
            "recip import imp",
            "recip log viv-equ",
            "recip show nobody-at",
            "recip need add viv-equals tag:",
        )
    }
    assert said["recip balance role:men"] == "recip balance role:mentor"
    assert said["recip show eva"] == "recip show eva"
    assert said["recip due tag:"] == "recip due tag:"
    assert said["recip gave viv-equals adv"] == "recip gave viv-equals advice"
    assert said["recip import imp"] == "recip import import.vcf"
    assert said["recip log viv-equ"] == "recip log viv-equals"
    assert sorted(os.listdir(shell.folder)) == sorted(
        ["advice.csv", "done", "eva.csv", "import.vcf", "out", "role:file", "tag:a.csv"]
    )


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_other_commands_complete_as_before(recip, path):
    """The script leaves COMP_WORDBREAKS alone: behind a colon, bash finds a file as without it."""
    folder = path.parent / "here"
    (folder / "alpha_dir").mkdir(parents=True)
    bash = Shell("bash", folder)
    try:
        before = bash.run('printf %s "$COMP_WORDBREAKS"')
        assert ":" in before
        said = bash.completed(f"V=/usr:{folder}/alpha_d")
        assert said == f"V=/usr:{folder}/alpha_dir/"
    finally:
        bash.close()
