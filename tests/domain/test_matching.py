"""Matching of what is looked for with what is at hand."""

from __future__ import annotations

import pytest

from reciprocity_cli.domain.needs import matching_words, matters
from reciprocity_cli.store.stems import stems


def words(looked_for, at_hand, tags=(), other_tags=()):
    """Return the words that a text and another share."""
    return matching_words(*matters([(looked_for, tags), (at_hand, other_tags)], stems))


@pytest.mark.parametrize(
    ("looked_for", "at_hand", "shared"),
    [
        ("a Rust reviewer", "code reviews in Rust", ("rust", "reviewer")),
        ("somebody to review contracts", "contract law", ("contracts",)),
        ("speakers for a panel", "a cook", ()),
        ("someone who can help with it", "people who can help with it", ()),
        ("un café à Porto", "CAFE", ("cafe",)),
        ("", "anything at all", ()),
        ("an AI reviewer", "talks on AI", ("ai",)),
        ("UX and HR advice", "hr, ux", ("ux", "hr")),
        ("plan B", "vitamin B", ()),
        ("pricing", "", ()),
        ('"pricing" AND NEAR(* %', "how to price; near misses", ("pricing", "near")),
    ],
)
def test_words_match_by_their_stems_and_are_told_as_written(looked_for, at_hand, shared):
    """Endings, case and accents do not matter; small words never match."""
    assert words(looked_for, at_hand) == shared


def test_a_tag_matches_a_tag_or_a_word():
    """A tag is told once, whichever way it matched."""
    assert words("a reviewer", "whatever", ["rust"], ["Rust"]) == ("rust",)
    assert words("a reviewer", "the Rust book", ["rust"]) == ("rust",)
    assert words("a Rust reviewer", "code", (), ["rust"]) == ("rust",)


def test_matching_is_the_same_both_ways():
    """Who looks for what does not decide whether there is a match."""
    assert bool(words("a reviewer", "reviews")) is bool(words("reviews", "a reviewer")) is True


def test_nothing_has_no_stems():
    """No text opens no database."""
    assert stems([]) == []
    assert stems(["", ""]) == [{}, {}]
