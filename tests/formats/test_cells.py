"""The content of single cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reciprocity_cli.errors import UsageError
from reciprocity_cli.formats.cells import emails_of, links_of, plain, tags_of, text_of


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("'=1+1", "=1+1"),
        ("'-5", "-5"),
        ("'@ana", "@ana"),
        ("''+x", "'+x"),
        ("'tis", "'tis"),
        ("'", "'"),
        ("=1+1", "=1+1"),
    ],
)
def test_our_apostrophe_is_taken_off(cell: str, text: str) -> None:
    """One apostrophe goes where a spreadsheet would otherwise see a formula, and only there."""
    assert plain(cell) == text


@given(st.text(alphabet="'=+-@a ", max_size=6))
def test_what_is_written_by_the_same_rule_comes_back(text: str) -> None:
    """An apostrophe added before a formula, apostrophes of its own included, is one taken off."""
    risky = text.lstrip("'").startswith(("=", "+", "-", "@"))
    assert plain("'" + text if risky else text) == text


def test_text_is_stored_as_notes_are() -> None:
    """Line ends become one form, accents one character, white space around it goes."""
    assert text_of(" e\u0301\r\nb ") == "é\nb"


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("", ()),
        ("N/A", ()),
        ("-", ()),
        ("ana@acme.example", ("ana@acme.example",)),
        ("mailto:ana@acme.example", ("ana@acme.example",)),
        ("Ana <a@x.example>; b@x.example a@x.example", ("a@x.example", "b@x.example")),
    ],
)
def test_emails(cell: str, found: tuple[str, ...]) -> None:
    """Addresses are found among names and delimiters; words for nothing are none."""
    assert emails_of(cell) == found


def test_links() -> None:
    """Links are parted by white space; a word without a dot is none."""
    assert links_of("https://a.example/x?a=1,2; b.example") == (
        "https://a.example/x?a=1,2",
        "b.example",
    )
    with pytest.raises(UsageError, match="'acme' is not a link"):
        links_of("acme")


def test_tags() -> None:
    """Tags are single words in lower case, each once."""
    assert tags_of("#Work, big  client; @work|  ,#") == ("work", "big-client")


@pytest.mark.parametrize("read", [emails_of, links_of, tags_of])
def test_values_are_bounded(read: object) -> None:
    """What the ledger would refuse for its length is refused here."""
    with pytest.raises(UsageError, match="is longer than 1,000 characters"):
        read("a" * 990 + "@x.example.org")  # type: ignore[operator]
