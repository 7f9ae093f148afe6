"""Tables → cells: every row of every table, under the names of its columns."""

import pytest

from assistant import chunking, countries
from assistant.ledger import extract
from assistant.types import Document, Metadata


def cells(text: str, *codes: str) -> list[tuple[str, str, str, str | None, str | None]]:
    """Give country, what is told, status, value and date of each cell."""
    about = Metadata("Profile", as_of="2020-05", language="en", countries=codes)
    document = Document("profile.md", text, "0" * 64, about, markup="markdown")
    return [
        (*each.countries, each.about, each.status, each.value, each.as_of)
        for each in extract.statements(document, chunking.split(document))
    ]


def test_a_row_whose_last_cell_is_empty_keeps_its_columns():
    table = """| Country | CIRT | Law | Remarks |
|---|---|---|---|
| Mali  | No  | Yes |  |
| Niger | Yes | No  | Since 2019 |
"""

    assert cells(table) == [
        ("MLI", "CIRT", "no", None, "2020-05"),
        ("MLI", "Law", "yes", None, "2020-05"),
        ("MLI", "Remarks", "empty", None, "2020-05"),
        ("NER", "CIRT", "yes", None, "2020-05"),
        ("NER", "Law", "no", None, "2020-05"),
        ("NER", "Remarks", "value", "Since 2019", "2020-05"),
    ]


def test_columns_of_years_under_an_empty_corner_date_their_figures():
    table = "|  | 2012 | 2022 |\n|---|---|---|\n| Internet users | 2.3% | 34.5% |\n"

    assert cells(table, "MLI") == [
        ("MLI", "Internet users", "value", "2.3", "2012"),
        ("MLI", "Internet users", "value", "34.5", "2022"),
    ]


def test_a_date_in_a_column_s_name_leaves_the_rest_of_the_name():
    table = """| Indicator | Urban (2020) | Rural (2020) |
|---|---|---|
| Access to water (rate) | 95% | 70% |
"""

    assert cells(table, "MLI") == [
        ("MLI", "Access to water (rate), Urban", "value", "95", "2020"),
        ("MLI", "Access to water (rate), Rural", "value", "70", "2020"),
    ]


def test_in_a_table_of_countries_a_region_is_no_country_and_a_footnote_no_part_of_a_name():
    table = """| Country | CIRT |
|---|---|
| Niger¹ | Yes |
| West Africa | No |
| Chad (2) | No |
"""

    assert [(each[0], each[2]) for each in cells(table, "MLI")] == [("NER", "yes"), ("TCD", "no")]


@pytest.mark.parametrize("number", [42, 200])
def test_a_table_longer_than_a_passage_keeps_its_columns_and_every_row(number):
    codes = [code for code in sorted(countries.codes()) if countries.is_country(code)][:number]
    rows = [f"| {countries.name(code, 'en')} | Yes | No | Yes |" for code in codes]
    table = "\n".join(["| Country | CIRT | Law | Plan |", "|---|---|---|---|", *rows, ""])

    found = cells(table)

    assert [each[0] for each in found[::3]] == codes
    assert {each[1:3] for each in found} == {("CIRT", "yes"), ("Law", "no"), ("Plan", "yes")}
