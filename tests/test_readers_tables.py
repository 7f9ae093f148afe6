"""Spreadsheets and tables as text: each row a passage that carries its column names."""

import datetime

import openpyxl
import pytest

from assistant.chunking import split, units
from assistant.errors import CorpusError
from assistant.readers import csv, markdown, text, xlsx
from assistant.readers.content import Content
from assistant.readers.figures import figure
from assistant.types import Document, Metadata
from tests.formats import archive, changed, saved

FIGURES = "Country,Internet users,CIRT\nMali,2.30%,No\nChad,2.50%,Not assessed\n"
AS_TEXT = (
    "###### Mali\nInternet users: 2.30%\nCIRT: No\n\n"
    "###### Chad\nInternet users: 2.50%\nCIRT: Not assessed\n"
)


def read(table: str, encoding: str = "utf-8") -> str:
    return csv.read(table.encode(encoding)).text


def passages(content: Content):
    return split(Document("figures.csv", content.text, "", Metadata("Figures"), 0, "markdown"))


def test_each_row_is_a_passage_with_its_column_names():
    found = passages(csv.read(FIGURES.encode()))

    assert [passage.section for passage in found] == [("Mali",), ("Chad",)]
    assert [unit.text for unit in units(found[1])] == [
        "Internet users: 2.50%",
        "CIRT: Not assessed",
    ]


def test_a_row_speaks_of_the_country_that_it_names():
    assert [passage.countries for passage in passages(csv.read(FIGURES.encode()))] == [
        ("MLI",),
        ("TCD",),
    ]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_the_delimiter_is_told_from_the_rows(delimiter):
    assert read(FIGURES.replace(",", delimiter)) == AS_TEXT


def test_a_stated_delimiter_is_believed():
    assert read("sep=;\n" + FIGURES.replace(",", ";")) == AS_TEXT


def test_quoted_cells_keep_delimiters_and_line_breaks():
    assert read('Country,Law,Year of law\nMali,"Penal Code, Book ""II""\nof 2001",2001\n') == (
        '###### Mali\nLaw: Penal Code, Book "II" of 2001\nYear of law: 2001\n'
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16", "mac-roman", "iso8859-15"])
def test_accents_in_a_table_are_right(encoding):
    table = "Pays;Accès à l’électricité;Âge\nCôte d’Ivoire;25,6 %;fixé à 18 ans\n"
    table = table.replace("’", "'") if encoding == "iso8859-15" else table
    lines = read(table, encoding).replace("’", "'").splitlines()

    assert lines == [
        "###### Côte d'Ivoire",
        "Accès à l'électricité: 25,6 %",
        "Âge: fixé à 18 ans",
    ]


ROWS = [
    ("Country,Year,Users\nMali,2013,2%\nMali,2014,7%", "Users (2013): 2%", "Users (2014): 7%"),
    ("Country,Indicator,Year,Value\nMali,CIRT,2013,No\n", "CIRT (2013): No", "###### Mali"),
    ("Country,Series,2019,2020\nMali,Use,1,2\nChad,Use,3,", "Use (2019): 1", "Use (2020): 2"),
    ("Pays,2019\nMali,1\nTchad,2", "Value (2019): 1", "###### Tchad"),
    ("Indicator,Status,Note\nCIRT,No,none\nLaw,Yes,", "###### CIRT", "Note: —"),
    ("Question,Answer\nIs there a CIRT?,No", "Is there a CIRT: No", "No\n"),
    ("Capital,Bamako\nMotto,One people", "Capital: Bamako", "Motto: One people"),
    ("1,2,3\n4,5,6", "| 1 | 2 | 3 |", "| 4 | 5 | 6 |"),
    ("Source,ITU,,\n\nCountry,A,B,C\nMali,1,2,3", "Source: ITU", "###### Mali\nA: 1"),
    ("Country,A,B,C\nAfrica,,,\nMali,1,2,3", "##### Africa", "###### Mali\nA: 1"),
    ("Code,Name,Users\n1,Mali,2%\n2,Chad,3%", "###### Mali\nCode: 1", "###### Chad\nCode: 2"),
    ("Country,A,,C\nMali,1,2,3", "A: 1\nColumn 3: 2\nC: 3", "###### Mali"),
    ("Country,A: b?,C (d\nMali,1,2", "A: b: 1", "C d: 2"),
    ("Country,Note\nMali,# x", "Note: # x", "###### Mali"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "one", "other"), ROWS)
def test_a_table_is_read_by_what_its_columns_are(table, one, other):
    written = read(table)

    assert one in written
    assert other in written


def test_no_row_is_taken_for_the_title():
    from assistant import metadata

    described = metadata.describe("itu-figures.csv", csv.read(FIGURES.encode()))

    assert (described.title, described.countries) == ("Itu figures", ())


def test_a_date_above_the_table_is_that_of_the_file():
    from assistant import metadata

    table = "Data Source,World Bank,,\nLast Updated Date,2024-05-30,,\n\n" + (
        "Country,A,B,C\nMali,1,2,3\nChad,4,5,6\n"
    )

    assert metadata.describe("wb.csv", csv.read(table.encode())).as_of == "2024-05-30"


@pytest.mark.parametrize(
    "table",
    [
        b"",
        b"\n\n\n",
        b'"unclosed,a\nb,c',
        b"a",
        b"a,b",
        b",,,\n,,,",
        b"a\rb\rc",
        bytes(range(1, 256)),
        b"," * 100_000,
        b'"' * 9_999,
        ("=cmd|' /C calc'!A0,x\n" * 50).encode(),
        "\u202e,\ufeff\n".encode() * 50,
    ],
)
def test_odd_tables_give_text_or_a_reason(table):
    try:
        content = csv.read(table)
    except CorpusError as refused:
        content = Content(str(refused), "text")

    assert isinstance(content.text, str)


def test_a_table_of_other_bytes_is_refused():
    with pytest.raises(CorpusError, match="NUL"):
        csv.read(b"a,b\0\xff\xfe\n" * 10)


def workbook(*rows, form: str = "General") -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for row in made.active.iter_rows(min_row=2, min_col=2):
        for cell in row:
            cell.number_format = form
    return made


def book_text(made: openpyxl.Workbook) -> str:
    return xlsx.read(saved(made)).text


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (0.023, "0.00%", "2.30%"),
        (0.5, "0%", "50%"),
        (16319000, "#,##0", "16,319,000"),
        (1234567.891, "#,##0.0", "1,234,567.9"),
        (5, '0" years"', "5 years"),
        (5, '0 "in # of"', "5 in # of"),
        (-3, "#,##0;(#,##0)", "(3)"),
        (-3.5, "0.0", "-3.5"),
        (12.5, "0.##", "12.5"),
        (12, "0.##", "12"),
        (1200, "[$€-40C] #,##0.00", "€ 1,200.00"),
        (0.1 + 0.2, "General", "0.3"),
        (3.0, "General", "3"),
        (7, "@", "7"),
        (5, "0.0E+00", "5"),
        (1e300, "#,##0", "1e+300"),
        (0, "", "0"),
        (2.5, "0", "3"),
    ],
)
def test_figures_are_written_as_shown(value, form, shown):
    assert figure(value, form) == shown


def test_dates_are_iso_and_truths_are_words():
    day, moment = datetime.date(2014, 8, 12), datetime.datetime(2014, 8, 12, 9, 30)
    made = workbook(["Country", "Law", "At", "Open", "From"])
    made.active.append(["Mali", day, moment, True, datetime.time(8, 0)])

    assert book_text(made) == (
        "###### Mali\nLaw: 2014-08-12\nAt: 2014-08-12 09:30\nOpen: TRUE\nFrom: 08:00\n"
    )


def test_a_percentage_stored_as_a_fraction_reads_as_one():
    made = workbook(["Country", "Internet users"], ["Mali", 0.023], form="0.00%")

    assert book_text(made) == "###### Mali\nInternet users: 2.30%\n"


def test_sheets_are_headings_and_hidden_ones_are_left_out():
    made = workbook(["Country", "Users"], ["Mali", 1])
    made.active.title = "Figures"
    made.create_sheet("Contact").append(["Mail", "a@b.example"])
    made.create_sheet("Secret").append(["Password", "x"])
    made["Secret"].sheet_state = "hidden"

    assert (
        book_text(made)
        == "#### Figures\n\n###### Mali\nUsers: 1\n\n#### Contact\n\nMail: a@b.example\n"
    )


def test_hidden_rows_are_left_out():
    made = workbook(["Country", "Users"], ["Mali", 1], ["Chad", 2])
    made.active.row_dimensions[3].hidden = True

    assert "Chad" not in book_text(made)


def test_merged_cells_stand_in_every_row_and_a_merged_title_once():
    made = workbook(["ITU figures", None, None], ["Country", "Sex", "Users"], ["Mali", "m", 1])
    made.active.append([None, "f", 2])
    made.active.merge_cells("A1:C1")
    made.active.merge_cells("A3:A4")

    assert book_text(made) == (
        "##### ITU figures\n\n###### Mali\nSex: m\nUsers: 1\n\n###### Mali\nSex: f\nUsers: 2\n"
    )


def test_a_formula_gives_the_value_that_was_last_worked_out():
    made = workbook(["Country", "Users"], ["Mali", "=1+1"])
    data = changed(saved(made), "xl/worksheets/sheet1.xml", "<v></v>", "<v>2</v>")

    assert xlsx.read(data).text == "###### Mali\nUsers: 2\n"


def test_a_workbook_says_its_title_and_author():
    made = workbook(["Country", "Users"], ["Mali", 1])
    made.properties.title, made.properties.creator = "Figures of Mali", "Ministry of Posts"
    made.properties.modified = datetime.datetime(2021, 3, 4)
    fields = xlsx.read(saved(made)).fields

    assert (fields["title"], fields["publisher"]) == ("Figures of Mali", "Ministry of Posts")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0" + bytes(600),
        archive({"other.txt": "x"}),
        archive({"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<x/>"}),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_reason(data):
    with pytest.raises(CorpusError) as refused:
        xlsx.read(data)

    assert 20 < len(str(refused.value)) < 400


def test_entities_in_a_sheet_are_refused():
    data = saved(workbook(["Country", "Users"], ["Mali", 1]))
    bomb = "<!DOCTYPE x [<!ENTITY a 'ha'>]><worksheet"

    with pytest.raises(CorpusError, match="entities"):
        xlsx.read(changed(data, "xl/worksheets/sheet1.xml", "<worksheet", bomb))


def test_a_sheet_that_claims_to_be_endless_is_refused():
    made = workbook(["Country", "Users"], ["Mali", 1])
    made.active["XFD1048576"] = "x"

    with pytest.raises(CorpusError, match="Split it"):
        xlsx.read(saved(made))


def test_flipped_bytes_of_a_workbook_give_text_or_a_reason():
    data = saved(workbook(["Country", "Users"], ["Mali", 1]))
    for place in range(0, len(data), max(1, len(data) // 120)):
        broken = data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]
        try:
            content = xlsx.read(broken)
        except CorpusError:
            continue
        assert len(content.text) < 1000


FRENCH = "L'accès à l'école est garanti ; l'âge n'a pas été fixé. Où que ce soit, c'est ainsi.\n"


@pytest.mark.parametrize(
    "encoding", ["cp1252", "latin-1", "iso8859-15", "utf-16", "utf-16-le", "utf-16-be", "mac-roman"]
)
@pytest.mark.parametrize("reader", [text, markdown])
def test_a_text_in_another_encoding_is_read_and_remarked(reader, encoding):
    content = reader.read(FRENCH.encode(encoding))

    assert content.text == FRENCH
    assert content.remarks[0].startswith("Read as ")


def test_a_short_french_word_is_no_other_language():
    assert text.read("Été".encode("cp1252")).text == "Été"
    assert text.read("Âge : 18 ans – fixé\n".encode("cp1252")).text == "Âge : 18 ans – fixé\n"


def test_utf8_is_kept_character_by_character():
    content = text.read("\ufeffÂge\r\n18\r".encode())

    assert (content.text, content.remarks) == ("\ufeffÂge\r\n18\r", ())


@pytest.mark.parametrize("encoding", ["cp1251", "gb18030", "shift_jis"])
def test_other_scripts_are_told_apart(encoding):
    words = {
        "cp1251": "Все люди рождаются свободными и равными в своем достоинстве и правах. ",
        "gb18030": "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心。",
        "shift_jis": "すべての人間は、生まれながらにして自由であり、尊厳と権利について平等。",
    }[encoding]

    assert text.read((words * 3).encode(encoding)).text == words * 3


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, b"a\0b\0\xff" * 99])
def test_bytes_that_are_no_text_are_refused(data):
    with pytest.raises(CorpusError):
        text.read(data)
