"""Which column holds what."""

from __future__ import annotations

import pytest

from reciprocity_cli.errors import UsageError
from reciprocity_cli.formats.table import Assignment, Layout, lay_out, parse_assignments


def laid_out(header: str, *mapping: str) -> Layout:
    return lay_out(header.split(","), parse_assignments(mapping))


def test_forms() -> None:
    """The first of = and : parts field and rest; other words for a field serve."""
    assert parse_assignments(["name=A:B", "note:a=b", "E-Mail = Work mail"]) == [
        Assignment("name", "A:B", "A:B"),
        Assignment("note", None, "a=b"),
        Assignment("email", "Work mail", "Work mail"),
    ]


@pytest.mark.parametrize("text", ["name", "name=", "", ":x", "=x"])
def test_other_forms_are_refused(text: str) -> None:
    """What is neither FIELD=COLUMN nor FIELD:VALUE is refused."""
    with pytest.raises(UsageError):
        parse_assignments([text])


def test_unknown_field() -> None:
    """A field that is spelled wrong is answered with the nearest and with all of them."""
    with pytest.raises(UsageError) as caught:
        parse_assignments(["catgory=X"])
    assert caught.value.message == "there is no field 'catgory'"
    assert caught.value.hint.startswith("did you mean 'category'? the fields are 'name', 'email'")


def test_unknown_column() -> None:
    """A column that is not there is answered with the nearest and with those that are."""
    with pytest.raises(UsageError) as caught:
        laid_out("Name,Firm", "organisation=Frim")
    assert str(caught.value) == (
        "there is no column 'Frim'; did you mean 'Firm'? the columns are 'Name', 'Firm'"
    )


def test_own_name_goes_before_another_word() -> None:
    """Of a column "company" and one "organisation" the second fills the field."""
    layout = laid_out("company,organisation,name")
    assert layout.places["organisation"] == (1,)
    assert tuple(layout.unread.values()) == ("company",)


def test_assignment_goes_before_a_header() -> None:
    """A mapped field is not filled by the column that bears its name."""
    layout = laid_out("name,note,remark", "note=remark")
    assert layout.places["note"] == (2,)


def test_case_matters_only_between_columns() -> None:
    """A column is found whatever its case, the exact one first."""
    assert laid_out("x,EMPLOYER", "name=X", "org=employer").places["organisation"] == (1,)
    assert laid_out("a,A", "name=A").places["name"] == (1,)


def test_fixed_values_stand_behind_the_row() -> None:
    """Fixed values follow the cells of the file, and after them the empty cell."""
    layout = laid_out("name", "tags:x", "role:peer")
    assert layout.tail == ["x", "peer", ""]
    assert (layout.places["tags"], layout.places["role"], layout.places["date"]) == (
        (1,),
        (2,),
        (3,),
    )


def test_two_columns_of_one_name() -> None:
    """For a single field two columns of that name are doubtful; for e-mails both count."""
    with pytest.raises(UsageError, match="2 columns are named 'x'"):
        laid_out("name,x,x", "title=x")
    assert laid_out("name,x,x", "email=x").places["email"] == (1, 2)


def test_single_field_mapped_twice() -> None:
    """A field with one value takes one column."""
    with pytest.raises(UsageError, match="title is mapped twice"):
        laid_out("name,a,b", "title=a", "title=b")


@pytest.mark.parametrize(
    ("header", "mapping", "missing"),
    [
        ("name,date,category", (), "direction"),
        ("name,direction,category", (), "date"),
        ("name,x", ("date=x",), "direction"),
        ("name,x", ("size=x",), "date"),
    ],
)
def test_half_an_exchange(header: str, mapping: tuple[str, ...], missing: str) -> None:
    """A file that seems to hold exchanges is asked for what is missing."""
    with pytest.raises(UsageError) as caught:
        laid_out(header, *mapping)
    assert caught.value.message == (
        f"exchanges need a date, a direction and a category; there is no {missing}"
    )


def test_people_with_a_stray_date() -> None:
    """One column that could belong to an exchange does not make a file of exchanges."""
    layout = laid_out("name,date,kind")
    assert not layout.of_exchanges
    assert tuple(layout.unread.values()) == ("date", "kind")
