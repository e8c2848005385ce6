"""`completion`: the script that teaches a shell to complete recip."""

from __future__ import annotations

from typing import Annotated

from reciprocity_cli.cli import complete
from reciprocity_cli.cli.options import COMMON, argument, command
from reciprocity_cli.cli.session import Session
from reciprocity_cli.domain.vocabulary import pick

# The scripts are ours and not Typer's: its bash and zsh offer files where nothing fits, its zsh
# evaluates what comes back, and neither completes behind a colon. All ask as its fish does: the
# line up to the cursor goes in, lines of a word, a tab and a meaning come back.
_ASK = f"env {complete.VARIABLE}=complete_fish _TYPER_COMPLETE_FISH_ACTION=get-args"

_BASH = f"""\
_recip_completion() {{
    local word meaning typed="${{COMP_LINE:0:COMP_POINT}}" before=
    # Where bash takes the colon of a term for the end of a word, it wants what follows alone.
    [[ $COMP_WORDBREAKS == *:* ]] && before="${{typed##*[[:space:]]}}"
    before="${{before%"${{before##*:}}"}}"
    COMPREPLY=()
    while IFS=$'\\t' read -r word meaning; do
        # A tab in front of the meaning of an empty word is lost.
        [[ $word$meaning == *'{complete.FILES}' ]] && {{ compopt -o default; return; }}
        COMPREPLY+=("${{word#"$before"}}")
    done < <({_ASK} _TYPER_COMPLETE_ARGS="$typed" recip 2>/dev/null)
}}
complete -F _recip_completion recip
"""

_ZSH = f"""\
#compdef recip
_recip_completion() {{
    local line typed="${{(j: :)words[1,CURRENT]}}"
    local -a found
    for line in "${{(@f)$({_ASK} _TYPER_COMPLETE_ARGS="$typed" recip 2>/dev/null)}}"; do
        [[ $line == *'{complete.FILES}' ]] && {{ _files; return }}
        line="${{line%%$'\\t'*}}"
        [[ -n $line ]] && found+=("$line")
    done
    compadd -- "${{found[@]}}"
}}
compdef _recip_completion recip
"""

_FISH = f"""\
function __recip_completion
    set -l found ({_ASK} _TYPER_COMPLETE_ARGS=(commandline -cp | string collect) recip 2>/dev/null)
    if string match --quiet '*{complete.FILES}' -- $found
        __fish_complete_path (commandline -ct)
    else
        string join -- \\n $found
    end
end
complete --command recip --no-files --arguments '(__recip_completion)'
"""

SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}


@command("completion", COMMON)
def completion(
    session: Session,
    shell: Annotated[str, argument("SHELL", "bash, zsh or fish.", tuple(SCRIPTS))],
) -> None:
    """Print the script with which a shell completes commands, people and words.

    Example: eval "$(recip completion bash)"

    Put that line into ~/.bashrc; for zsh the same into ~/.zshrc; for fish:
    recip completion fish > ~/.config/fish/completions/recip.fish
    """
    print(SCRIPTS[pick(shell, tuple(SCRIPTS), "shell")], end="")
