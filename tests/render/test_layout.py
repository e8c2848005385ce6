"""The layout of a table: widths, alignment, what gives way on a narrow terminal."""

from __future__ import annotations

from report_samples import HOSTILE, rendered

from reciprocity_cli.domain.text import cell_width
from reciprocity_cli.render.lines import fit
from reciprocity_cli.reports.body import Column, Paragraph, Row, Section, Span
from reciprocity_cli.reports.report import Report


def report(columns, rows, *more, title="Title · rest", headings=("",)) -> Report:
    """Return a report of one section, or of one a heading."""
    sections = [Section(heading, rows) for heading in headings]
    return Report("x", title, (), [], columns=columns, body=(*sections, *more))


def lines(text: str) -> list[str]:
    return text.split("\n")[2:-1]


def test_columns_are_as_wide_as_their_widest_cell_with_two_blanks_between():
    """Cells stand two blanks apart, indented by two."""
    made = report([Column(), Column()], [Row(("a", "b")), Row(("long", "c"))])
    assert rendered(made) == "Title · rest\n\n  a     b\n  long  c\n"


def test_numbers_align_right_and_titles_with_them():
    """A right-aligned column ends at one edge, its title too."""
    columns = [Column("who"), Column("sum", "right")]
    made = report(columns, [Row(("Ana", "9")), Row(("Bo", "1,000"))])
    assert lines(rendered(made)) == ["  who    sum", "  Ana      9", "  Bo   1,000"]


def test_a_centred_cell_stands_in_the_middle():
    """A centred cell has as much before as behind it."""
    made = report([Column("wide one", "center"), Column()], [Row(("ab", "x"))])
    assert lines(rendered(made)) == ["  wide one", "     ab     x"]


def test_an_empty_column_is_left_out_with_its_title():
    """A column without contents takes no room, whatever its title."""
    columns = [Column("a"), Column("nothing"), Column("c")]
    made = report(columns, [Row(("1", "", "3")), Row(("4", "", "6"))])
    assert lines(rendered(made)) == ["  a  c", "  1  3", "  4  6"]


def test_no_line_ends_in_a_blank():
    """What follows the last contents of a row is not written."""
    made = report([Column(), Column(), Column()], [Row(("a", "b ", "")), Row(("", "", "ccc"))])
    assert lines(rendered(made)) == ["  a  b", "         ccc"]


def test_wide_characters_take_two_cells():
    """A Chinese name keeps the column after it aligned."""
    made = report([Column(), Column()], [Row(("王芳", "x")), Row(("Anna", "y"))])
    assert lines(rendered(made)) == ["  王芳  x", "  Anna  y"]


def test_sections_share_their_columns():
    """The rows of all sections align, and their headings stand out at the edge."""
    body = (
        Section("One", [Row(("a", "1"))]),
        Section("None", []),
        Section("Two", [Row(("long", "2"))]),
    )
    made = Report("x", "T", (), [], columns=[Column("n"), Column("v")], body=body)
    assert lines(rendered(made)) == [
        "  n     v",
        "One",
        "  a     1",
        "Two",
        "  long  2",
    ]


def test_blocks_without_column_titles_stand_apart():
    """Where there are no column titles a blank line parts the sections."""
    made = report([Column()], [Row(("a",))], headings=("One", "Two"))
    assert lines(rendered(made)) == ["One", "  a", "", "Two", "  a"]


def test_lines_below_a_row_hang_under_its_second_cell():
    """What is below a row begins where its second column does."""
    row = Row(("Ana", "late"), ("→ say hello",))
    assert lines(rendered(report([Column(), Column()], [row]))) == [
        "  Ana  late",
        "       → say hello",
    ]


def test_lines_below_a_row_move_under_its_first_cell_where_there_is_little_room():
    """With less than 24 cells beside the first column they begin further to the left."""
    made = report(
        [Column(), Column(wrap=True)], [Row(("Ana Ruiz", "late"), ("→ say hello again",))]
    )
    assert lines(rendered(made, width=36))[1] == "            → say hello again"
    assert lines(rendered(made, width=35))[1] == "    → say hello again"


def test_a_line_across_makes_no_column_wider():
    """It begins where rows begin, runs over all columns, and goes on hung in."""
    across = Row(
        ("no need is without an offer", ""), ("→ say what you would find out",), across=True
    )
    made = report([Column(shrink=True), Column(wrap=True)], [across, Row(("Ana", "late"))])
    assert lines(rendered(made)) == [
        "  no need is without an offer",
        "    → say what you would find out",
        "  Ana  late",
    ]
    assert lines(rendered(made, width=20)) == [
        "  no need is without",
        "    an offer",
        "    → say what you",
        "      would find out",
        "  Ana  late",
    ]


def test_an_indented_paragraph_goes_on_under_its_text():
    """What follows the first line stands in as far, and a little more."""
    said = Paragraph("     → tell them how it went", apart=False)
    assert lines(rendered(report([Column()], [Row(("a",))], said), width=20)) == [
        "  a",
        "     → tell them how",
        "       it went",
    ]


def test_a_paragraph_stands_apart_unless_it_is_told_not_to():
    """A blank line precedes a paragraph that is apart."""
    made = report([Column()], [Row(("a",))], Paragraph("near", apart=False), Paragraph("far"))
    assert lines(rendered(made)) == ["  a", "near", "", "far"]


def test_a_report_without_a_body_prints_nothing():
    """Nothing to show is nothing on stdout."""
    assert rendered(Report("x", "Title", ("id",), [])) == ""


def test_off_a_terminal_nothing_is_cut_or_wrapped():
    """A name of 300 letters and a long note stay whole in a pipe."""
    columns = [Column(shrink=True), Column(wrap=True, drop=1)]
    made = report(columns, [Row(("B" * 300, "word " * 100 + "end"))], Paragraph("x " * 200 + "y"))
    row, _, paragraph = lines(rendered(made))
    assert row == "  " + "B" * 300 + "  " + "word " * 100 + "end"
    assert paragraph == "x " * 200 + "y"


def test_on_a_terminal_a_shrinking_column_is_cut_with_an_ellipsis():
    """The long name is cut so that the row fits."""
    made = report([Column(shrink=True), Column()], [Row(("B" * 300, "here"))])
    assert lines(rendered(made, width=40)) == ["  " + "B" * 31 + "…  here"]


def test_on_a_terminal_a_wrapping_column_runs_over_in_its_own_place():
    """The words go on in the next line, under where they began."""
    made = report(
        [Column(), Column(wrap=True)],
        [Row(("Ana", "fine while you are happy to; else ask, or rest"))],
    )
    assert lines(rendered(made, width=40)) == [
        "  Ana  fine while you are happy to; else",
        "       ask, or rest",
    ]


def test_one_long_name_does_not_push_the_rest_into_a_corner():
    """A cut column gives way first, down to a comfortable width."""
    made = report([Column(shrink=True), Column(wrap=True)], [Row(("B" * 300, "word " * 12 + "x"))])
    assert lines(rendered(made, width=89)) == ["  " + "B" * 23 + "…  " + ("word " * 12 + "x")]


def test_columns_are_dropped_highest_number_first_when_shrinking_does_not_do():
    """The column with the highest drop goes, then the next; those without stay."""
    columns = [Column(), Column(drop=1), Column(drop=2), Column()]
    made = report(columns, [Row(("a" * 10, "b" * 10, "c" * 10, "d" * 10))])
    assert lines(rendered(made, width=48)) == [f"  {'a' * 10}  {'b' * 10}  {'c' * 10}  {'d' * 10}"]
    assert lines(rendered(made, width=47)) == [f"  {'a' * 10}  {'b' * 10}  {'d' * 10}"]
    assert lines(rendered(made, width=30)) == [f"  {'a' * 10}  {'d' * 10}"]


def test_what_cannot_be_left_out_is_cut_evenly_at_last():
    """On a terminal that is too narrow for what must stay, lines are no longer than it is."""
    made = report([Column(), Column()], [Row(("a" * 10, "d" * 10))])
    assert lines(rendered(made, width=20)) == [f"  {'a' * 7}…  {'d' * 7}…"]


def test_a_title_goes_short_before_a_cell_is_cut():
    """It keeps eight cells, or as many as the widest cell below it has."""
    columns = [Column(shrink=True), Column("12 months"), Column("a title", "right")]
    made = report(columns, [Row(("Katarzyna Nowak", "↑9  ↓2", "3"))])
    assert lines(rendered(made, width=36))[0] == "                   12 mont…  a title"
    assert lines(rendered(made, width=34)) == [
        "                 12 mont…  a title",
        "  Katarzyna No…  ↑9  ↓2          3",
    ]


def test_a_title_goes_short_before_a_long_name_does():
    """However long the names are, they keep what a shorter title leaves them."""
    made = report([Column(shrink=True), Column("12 months")], [Row(("B" * 30, "↑9"))])
    assert lines(rendered(made, width=42)) == [f"{' ' * 34}12 mont…", f"  {'B' * 30}  ↑9"]


def test_an_axis_is_not_cut_short():
    """A title that is drawn in pieces stays whole, where a word would not."""
    axis = (Span("got ◂──"), Span("┼"), Span("──▸ gave"))
    made = report([Column(shrink=True), Column(axis)], [Row(("B" * 30, "┼"))])
    assert lines(rendered(made, width=40)) == [
        " " * 24 + "got ◂──┼──▸ gave",
        f"  {'B' * 19}…  ┼",
    ]


def test_a_title_over_several_lines_ends_above_its_cells():
    """The titles beside one that wraps stand in its last line."""
    columns = [Column("who"), Column("what you could do", wrap=True)]
    made = report(columns, [Row(("Ana", "a " * 20 + "b"))])
    assert lines(rendered(made, width=22))[:3] == [
        "       what you could",
        "  who  do",
        "  Ana  a a a a a a a a",
    ]


def test_a_paragraph_wraps_at_the_width_of_the_terminal():
    """Running text breaks at blanks and hangs in."""
    made = Report("x", "T", (), [], body=(Paragraph("one two three four five"),))
    assert lines(rendered(made, width=12)) == ["one two", "  three four", "  five"]


def test_blanks_at_the_end_of_a_line_begin_no_other():
    """Text that fits but for blanks behind it is one line."""
    made = Report("x", "T", (), [], body=(Paragraph("one two      "), Paragraph("three")))
    assert lines(rendered(made, width=8)) == ["one two", "", "three"]


def test_a_word_wider_than_its_column_goes_on_below():
    """Nothing of a column that wraps is left out."""
    made = report([Column(), Column(wrap=True)], [Row(("Ana", "x" * 40))])
    assert lines(rendered(made, width=37)) == [f"  Ana  {'x' * 30}", f"       {'x' * 10}"]


def test_running_text_goes_no_further_than_a_hundred_columns():
    """On a wide terminal text stays in sight, in cells that wrap too."""
    rows = [Row(("Ana", "word " * 39 + "end"), ("step " * 39 + "end",))]
    made = report([Column(), Column(wrap=True)], rows, Paragraph("text " * 39 + "end"))
    first, *rest, blank, text, more = lines(rendered(made, width=220))
    assert first == "  Ana  " + "word " * 17 + "word"
    assert [len(line) for line in rest] == [96, 25, 96, 98, 27]
    assert (blank, len(text), len(more)) == ("", 99, 100)
    assert lines(rendered(made))[-1] == "text " * 39 + "end"


def test_a_word_wider_than_the_terminal_is_broken_and_not_lost():
    """An endless word goes on in the next line."""
    made = Report("x", "T", (), [], body=(Paragraph("王" * 5 + "end"),))
    assert "".join(part.strip() for part in lines(rendered(made, width=6))) == "王" * 5 + "end"
    assert all(cell_width(line) <= 6 for line in lines(rendered(made, width=6)))


def test_text_of_the_owners_is_shown_and_never_obeyed():
    """No control character, bidi override or line break of a name reaches the screen."""
    made = report([Column(shrink=True), Column()], [Row((name, "x")) for name in HOSTILE])
    for width in (None, 40, 80):
        for color in (False, True):
            text = rendered(made, width=width, color=color)
            # One line each, and the title and the blank one under it.
            assert len(lines(text)) == len(HOSTILE)
            assert "\u202e" not in text
            assert "\x1b[31m" not in text
            assert "\x00" not in text
            assert "\t" not in text


def test_markup_and_emoji_codes_are_printed_as_they_are():
    """Nothing in a cell is taken for markup."""
    made = report([Column()], [Row(("[red]x[/red] :smile: **b** <i>",))])
    assert lines(rendered(made, width=80, color=True)) == ["  [red]x[/red] :smile: **b** <i>"]


def test_every_line_fits_the_terminal():
    """No line is wider than the terminal, down to forty columns."""
    rows = [Row((name, Span("word " * 20)), ("→ " + "step " * 30,)) for name in HOSTILE]
    made = report([Column(shrink=True), Column(wrap=True)], rows, Paragraph("text " * 50))
    for width in (40, 60, 80, 100, 200):
        assert max(cell_width(line) for line in rendered(made, width=width).split("\n")) <= width


def test_text_that_wraps_ends_at_column_100():
    """However wide the terminal is; what stands behind it does so beyond."""
    columns = [Column(), Column(wrap=True), Column()]
    assert [one.width for one in fit(columns, [10, 300, 20], [0, 0, 0], 198)] == [10, 86, 20]
    two = [Column(wrap=True), Column(wrap=True)]
    assert [one.width for one in fit(two, [30, 300], [0, 0], 198)] == [30, 66]
    assert [one.width for one in fit(two, [60, 300], [0, 0], 198)] == [60, 60]
    assert [one.width for one in fit(columns, [10, 300, 20], [0, 0, 0], None)] == [10, 300, 20]
