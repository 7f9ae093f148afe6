"""The ledger of the shipped corpus, of documents written for the purpose, and its command."""

import csv
import io
import json
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import chunking
from assistant.cli import main
from assistant.encoder import Encoder
from assistant.errors import CorpusError
from assistant.ledger import Cell, Ledger, extract, named, values
from assistant.ledger.export import as_csv, as_json, as_text, as_xlsx
from assistant.pipeline import Assistant, rebuild
from assistant.store.ledger import Statement
from assistant.types import Document, Metadata
from assistant.verdicts import Compare

SHIPPED = Path(__file__).parents[1] / "corpus"
GOLD = tomllib.loads(
    Path(__file__).with_name("data").joinpath("ledger_seeds.toml").read_text("utf-8")
)["cell"]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Assistant, Path]]:
    index = tmp_path_factory.mktemp("ledger")
    rebuild(SHIPPED, index)
    assistant = Assistant.open(SHIPPED, index)
    yield assistant, index
    assistant.close()


def read(
    text: str,
    language: str = "en",
    countries: tuple[str, ...] = ("MLI",),
    compare: Compare | None = None,
) -> list[Statement]:
    about = Metadata("Profile of Mali", as_of="2020", language=language, countries=countries)
    document = Document("mali/profile.md", text, "0" * 64, about, markup="markdown")
    return list(extract.statements(document, chunking.split(document), compare))


def said(text: str, language: str = "en") -> list[tuple[str, str, str | None]]:
    return [(each.label, each.status, each.value) for each in read(text, language)]


def ledger_of(tmp_path: Path, files: dict[str, str]) -> Ledger:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    for name, text in files.items():
        (corpus / name).parent.mkdir(parents=True, exist_ok=True)
        (corpus / name).write_text(text, encoding="utf-8")
    rebuild(corpus, index)
    assistant = Assistant.open(corpus, index)
    try:
        return assistant.ledger()
    finally:
        assistant.close()


def profile(country: str, body: str, year: int = 2020, publisher: str = "Survey") -> str:
    head = f'---\ntitle: "{country}: profile"\npublisher: {publisher}\nas_of: "{year}"\n---\n'
    return f"{head}\n# {country}: profile\n\n{body}\n"


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: f"{gold['section']}: {gold['indicator']}")
def test_a_cell_says_what_its_source_says(
    shipped: tuple[Assistant, Path], gold: dict[str, object]
) -> None:
    cells = shipped[0].ledger().of("MLI", str(gold["indicator"]))

    assert cells[0].status == gold["status"]
    assert [cell.status for cell in cells][: len(gold.get("statements", []))] == gold.get(
        "statements", []
    )
    assert cells[0].value == gold.get("value")
    assert cells[0].unit == gold.get("unit")
    assert cells[0].as_of == gold.get("as_of", cells[0].as_of)
    assert cells[0].hedged or not gold.get("hedged")


def test_every_quote_stands_at_its_place(shipped: tuple[Assistant, Path]) -> None:
    assistant, _ = shipped
    cells = assistant.ledger().cells

    assert len(cells) > len(GOLD)
    for cell in cells:
        document = assistant.source(cell.document)
        assert document.text[cell.start : cell.end] == cell.quote
        assert document.sha256 == cell.sha256


def test_a_yes_or_no_question_and_its_cell_agree(shipped: tuple[Assistant, Path]) -> None:
    assistant, _ = shipped
    ledger = assistant.ledger()
    for question, indicator in (
        ("Does Mali have a national CIRT?", "cirt"),
        ("Le Mali a-t-il adhéré à la Convention relative aux droits de l'enfant ?",
         "rights-of-the-child-convention"),
        ("Does Mali have a governance roadmap for cybersecurity?", "governance-roadmap"),
        ("Is extradition possible for all SEC-related offences in Mali?", "extradition"),
    ):  # fmt: skip
        answer, cell = assistant.ask(question), ledger.of("MLI", indicator)[0]
        assert (answer.verdict or answer.outcome) == cell.status, question
        assert answer.citations[0].start <= cell.start < answer.citations[0].end


def test_labels_that_nobody_named_are_listed(shipped: tuple[Assistant, Path]) -> None:
    ledger = shipped[0].ledger()

    assert "penal-code" in ledger.unaligned
    assert "cirt" not in ledger.unaligned
    cells = (*ledger.cells, *ledger.empty)
    assert {cell.indicator for cell in cells} == {each.key for each in ledger.indicators}


def test_a_field_of_one_word_is_a_yes_and_a_no() -> None:
    assert said("## Cybersecurity\n\nNational CIRT: Yes, since 2008\nCybercrime law: None\n") == [
        ("National CIRT", "yes", None),
        ("Cybercrime law", "no", None),
    ]


def test_an_empty_field_is_listed_and_is_no_cell(tmp_path: Path) -> None:
    body = "## Contact\n\nTelephone: 12 34 56\nAddress: —\n"
    ledger = ledger_of(tmp_path, {"mali/a.md": profile("Mali", body)})

    assert [(cell.label, cell.status) for cell in ledger.cells] == [("Telephone", "value")]
    assert [(cell.label, cell.status) for cell in ledger.empty] == [("Address", "empty")]
    assert ledger.of("MLI", "address") == ()
    assert "Left empty (1): Address (mali/a.md)" in as_text(ledger)
    assert [each["label"] for each in as_json(ledger)["empty"]] == ["Address"]


def test_a_sentence_that_states_nothing_of_the_matter_is_no_cell(tmp_path: Path) -> None:
    body = (
        "### National CIRT\n\nInternet cafés in the capital are cheaper than elsewhere.\n"
        "\n### Median age\n\nWomen are on the whole older than men in Mali.\n"
        "\n### Working hours\n\nThe office of the regulator opens early in the morning.\n"
    )
    ledger = ledger_of(tmp_path, {"mali/a.md": profile("Mali", body)})

    assert [(cell.label, cell.status) for cell in ledger.cells] == [("Working hours", "value")]


@pytest.mark.parametrize(
    "text",
    [
        "The handling of incidents fell outside the time available to the assessors.",
        "Whether a national CIRT is at work was among the questions left for the next mission.",
    ],
)
def test_what_a_review_did_not_reach_is_neither_a_yes_nor_a_no(text: str) -> None:
    assert {status for _, status, _ in said(f"### National CIRT\n\n{text}\n")}.isdisjoint(
        {"yes", "no"}
    )


@pytest.mark.parametrize(
    ("label", "text", "language", "status"),
    [
        (
            "Computer emergency team",
            "It relies on a neighbour's and has none of its own.",
            "en",
            "no",
        ),
        ("Data protection authority", "The post was provided for but never filled.", "en", "no"),
        ("Child helpline", "A free number, 116, takes calls at any hour.", "en", "yes"),
        ("Financial intelligence unit", "At work since 2003 under the central bank.", "en", "yes"),
        ("Autorité de protection des données", "Le pays en est encore démuni.", "fr", "no"),
        ("Convention 108", "Mali walked away from Convention 108 in 2015.", "en", "no"),
        # A field's short value is no yes merely because it is there.
        ("Cybercrime law", "Views differ on it", "en", "unclear"),
        ("Cybercrime law", "Left for the next edition", "en", "not_assessed"),
        ("Agence de cybersécurité", "Promesse sans lendemain", "fr", "no"),
        ("Agence de cybersécurité", "Chose faite", "fr", "yes"),
        ("Population", "Nobody has counted the people of Mali yet.", "en", "not_assessed"),
    ],
)
def test_a_sentence_without_a_cue_is_read_together_with_its_label(
    encoder: Encoder, label: str, text: str, language: str, status: str
) -> None:
    found = read(f"### {label}\n\n{text}\n", language, compare=encoder.compare)

    assert [each.status for each in found] == [status]


@pytest.mark.parametrize(
    ("label", "text", "language"),
    [
        ("Child helpline", "The regulator of telecommunications has forty staff.", "en"),
        ("Ombudsperson for children", "The minister gave a speech on children in 2015.", "en"),
        ("Médiateur des enfants", "Le ministre a parlé de la parole des enfants en 2001.", "fr"),
    ],
)
def test_what_says_nothing_of_its_label_is_no_cell_even_if_it_affirms(
    encoder: Encoder, label: str, text: str, language: str
) -> None:
    found = read(f"### {label}\n\n{text}\n", language, compare=encoder.compare)

    assert [each for each in found if not extract.is_beside(each)] == []


def test_documents_with_titles_of_their_own_are_of_a_kind_by_what_they_tell(tmp_path: Path) -> None:
    shared = "".join(f"## Item {n}\n\nYes\n\n" for n in ("alpha", "beta", "gamma"))
    ledger = ledger_of(
        tmp_path,
        {
            "chad/a.md": profile("Chad", shared + "## Number of school libraries\n\n3\n"),
            "mali/a.md": profile("Mali", shared + "## Number of libraries in schools\n\n4\n"),
        },
    )

    assert [len(ledger.of(code, "number-of-school-libraries")) for code in ("TCD", "MLI")] == [1, 1]


def test_a_rule_between_sentences_is_no_empty_field() -> None:
    assert said("### National CIRT\n\nMali has no national CIRT.\n\n—\n") == [
        ("National CIRT", "no", None)
    ]


def test_groups_have_names_in_both_languages(tmp_path: Path) -> None:
    english = "# Chad: profile\n\n## Legal framework\n\n### Cybercrime law\n\nYes\n"
    french = (
        "# Mali : profil\n\n## Cadre juridique\n\n### Loi sur la cybercriminalité\n\nOui\n"
        "\n### Loi sur la signature électronique\n\nNon\n"
    )
    names = """
    [groups]
    "Technical measures" = "Mesures techniques"

    [[indicator]]
    en = "National CIRT"
    group = "Technical measures"
    """
    ledger = ledger_of(
        tmp_path, {"chad/a.md": english, "mali/a.md": french, "indicators.toml": names}
    )

    assert {(each.group, each.group_fr) for each in ledger.indicators} == {
        ("Technical measures", "Mesures techniques"),
        ("Legal framework", "Cadre juridique"),
    }


def test_a_group_without_a_french_name_is_an_error_that_helps() -> None:
    with pytest.raises(CorpusError, match="must name groups in French: 'Legal'"):
        named.read(b"[groups]\nLegal = 3\n", "indicators.toml")


def test_a_date_in_the_statement_beats_the_documents() -> None:
    (users,) = read("## Figures\n\nInternet users: 35% (2013)\n")

    assert (users.value, users.unit, users.as_of) == ("35", "%", "2013")


def test_several_dates_of_one_indicator_are_several_statements() -> None:
    text = "## Economy\n\nReal GDP: $33.2 billion (2024 est.); $31.6 billion (2023 est.)\n"

    assert [(each.value, each.unit, each.as_of) for each in read(text)] == [
        ("33.2", "$ billion", "2024"),
        ("31.6", "$ billion", "2023"),
    ]


def test_a_column_of_a_year_dates_its_cells() -> None:
    text = (
        "## Figures\n\n| Indicator | 2010 | 2020 |\n|---|---|---|\n| Internet users | 2% | 30% |\n"
    )

    assert [(each.value, each.as_of) for each in read(text)] == [("2", "2010"), ("30", "2020")]


def test_what_is_said_beside_the_point_is_no_status() -> None:
    aside = "A regional seminar on computer incidents was held in 2012."

    assert said(f"### National CIRT\n\n{aside}\n") == []
    assert said(f"### National CIRT\n\n{aside} Mali has no national CIRT.\n") == [
        ("National CIRT", "no", None)
    ]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Mali is a party to the Budapest Convention.", "yes"),
        ("Mali signed the Budapest Convention in 2003 but has not ratified it.", "no"),
        ("Mali acceded to the Budapest Convention without reservations.", "yes"),
        ("It is unclear whether Mali is a party to the Budapest Convention.", "unclear"),
        ("Not yet assessed.", "not_assessed"),
    ],
)
def test_a_treaty_is_read_for_being_bound_by_it(text: str, status: str) -> None:
    assert [each[1] for each in said(f"### Budapest Convention\n\n{text}\n")] == [status]


@pytest.mark.parametrize(
    ("heading", "line", "language", "status", "value"),
    [
        ("National CIRT", "Good news: there is now a national CIRT in Mali.", "en", "yes", None),
        ("CIRT national", "Un doute subsiste : on ne sait pas si le Mali a un CIRT national.", "fr",
         "unclear", None),
        ("Convention 108", "Ratification: 2005", "en", "yes", None),
        ("Population", "Année 2012 : 16 319 000", "fr", "value", "16 319 000"),
        ("National CIRT", "Mali: not surveyed.", "en", "not_assessed", None),
        ("CIRT national", "Informations manquantes : la collecte est en cours.", "fr",
         "not_assessed", None),
        ("National CIRT", "Open question: whether Mali has one.", "en", "unclear", None),
        ("Partenaires", "Le Mali cite les partenaires suivants : Interpol et l'UNICEF.", "fr",
         "value", "Interpol et l'UNICEF"),
        ("Partners in cybersecurity", "Partners of Mali in cybersecurity: Interpol.", "en",
         "value", "Interpol"),
    ],
)  # fmt: skip
def test_what_stands_before_a_colon_is_no_label_where_it_names_nothing(
    heading: str, line: str, language: str, status: str, value: str | None
) -> None:
    assert said(f"### {heading}\n\n{line}\n", language) == [(heading, status, value)]


def test_what_stands_before_a_colon_is_a_label_where_it_names_something() -> None:
    found = said("### Legislation\n\nCybercrime: Mali has a law on cybercrime.\n")

    assert found == [("Cybercrime", "yes", None)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Le point focal pour la cybersécurité s'appelle Mei Tanaka.", "Mei Tanaka"),
        ("C'est Mei Tanaka qui sert de point focal.", "Mei Tanaka"),
        ("Le Comité peut s'adresser au point focal du Mali, Mei Tanaka.", "Mei Tanaka"),
        ("The Government informed the Committee that it was Mei Tanaka.", "Mei Tanaka"),
        ("Mei Tanaka assure, au nom du Mali, ce rôle.", "Mei Tanaka"),
        ("Le Mali travaille avec la Banque mondiale, Interpol et l'UNICEF.",
         "la Banque mondiale, Interpol et l'UNICEF"),
        ("Le siège est à Bamako.", "Bamako"),
    ],
)  # fmt: skip
def test_a_name_is_found_beside_who_tells_it(text: str, name: str) -> None:
    found = values.in_sentence(text, "name")

    assert found is not None
    assert found.text == name


def test_names_are_a_value_however_many() -> None:
    names = "le Conseil de l'Europe, le Commonwealth et la Banque mondiale"

    assert said(f"### Partenaires\n\n{names}\n", "fr") == [("Partenaires", "value", names)]


def test_a_question_in_a_source_is_no_cell_but_its_answer_is() -> None:
    found = read("### Médiateur\n\nUn médiateur des enfants ? Le Mali n'en a pas.\n", "fr")

    assert [(each.status, each.quote) for each in found] == [("no", "Le Mali n'en a pas.")]


def test_a_report_that_gives_the_figure_asked_for_is_no_aside() -> None:
    text = "### Internet users\n\nThe report of the State puts internet users at 42.1% for 2012.\n"

    assert [each[1:] for each in said(text)] == [("value", "42.1")]


def test_a_french_profile_is_read_like_an_english_one() -> None:
    text = "### Enregistrement des cartes SIM\n\nL'enregistrement des cartes SIM est facultatif.\n"

    assert said(text, "fr") == [("Enregistrement des cartes SIM", "no", None)]


def test_labels_of_two_languages_are_one_indicator(tmp_path: Path) -> None:
    english = (
        "## National CIRT\n\nYes\n\n## Age of consent\n\n16 years\n\n## Cybercrime law\n\nNo\n"
    )
    french = "## CIRT national\n\nNon\n\n## Âge du consentement\n\n15 ans\n\n"
    ledger = ledger_of(
        tmp_path,
        {
            "chad/a.md": profile("Chad", english),
            "mali/a.md": profile("Mali", french + "## Loi sur la cybercriminalité\n\nOui\n"),
        },
    )

    assert [(each.name_en, each.name_fr) for each in ledger.indicators] == [
        ("National CIRT", "CIRT national"),
        ("Age of consent", "Âge du consentement"),
        ("Cybercrime law", "Loi sur la cybercriminalité"),
    ]
    assert [cell.status for cell in ledger.cells] == ["no", "value", "yes", "yes", "value", "no"]
    assert ledger.unaligned == ()


def test_labels_side_by_side_in_a_document_stay_apart(tmp_path: Path) -> None:
    body = "## Cybercrime law\n\nYes\n\n## Law on cybercrime\n\nNo\n"
    ledger = ledger_of(
        tmp_path, {"chad/a.md": profile("Chad", body), "mali/a.md": profile("Mali", body)}
    )

    assert [each.key for each in ledger.indicators] == ["cybercrime-law", "law-on-cybercrime"]


def test_a_person_names_merges_and_orders_indicators(tmp_path: Path) -> None:
    table = """
    [[indicator]]
    en = "Cybercrime legislation"
    fr = "Législation sur la cybercriminalité"
    group = "Legal measures"
    synonyms = ["Penal provisions"]
    """
    body = "## National CIRT\n\nYes\n\n## Penal provisions\n\nNo\n"
    ledger = ledger_of(tmp_path, {"mali/a.md": profile("Mali", body), "indicators.toml": table})

    first = ledger.indicators[0]
    assert (first.key, first.group, first.synonyms) == (
        "cybercrime-legislation",
        "Legal measures",
        ("Penal provisions",),
    )
    assert [cell.indicator for cell in ledger.cells] == ["cybercrime-legislation", "national-cirt"]
    assert ledger.unaligned == ("national-cirt",)


def test_the_table_of_names_alone_is_a_change(tmp_path: Path) -> None:
    files = {"mali/a.md": profile("Mali", "## National CIRT\n\nYes\n")}
    before = ledger_of(tmp_path, files)
    after = ledger_of(
        tmp_path, {"indicators.toml": '[[indicator]]\nkey = "cirt"\nen = "National CIRT"\n'}
    )
    report = rebuild(tmp_path / "corpus", tmp_path / "index")

    assert [each.key for each in before.indicators] == ["national-cirt"]
    assert [each.key for each in after.indicators] == ["cirt"]
    assert not report.written
    assert not report.skipped


def test_only_a_changed_document_changes_its_cells(tmp_path: Path) -> None:
    body = "## National CIRT\n\n{}\n"
    first = ledger_of(
        tmp_path,
        {
            n: profile(c, body.format("Yes"))
            for n, c in (("mali/a.md", "Mali"), ("chad/a.md", "Chad"))
        },
    )
    second = ledger_of(tmp_path, {"chad/a.md": profile("Chad", body.format("No"))})

    assert [cell.status for cell in first.cells] == ["yes", "yes"]
    assert [(cell.country, cell.status) for cell in second.cells] == [("MLI", "yes"), ("TCD", "no")]
    assert second.of("MLI", "national-cirt") == first.of("MLI", "national-cirt")


def test_sources_that_differ_stand_side_by_side_newest_first(tmp_path: Path) -> None:
    ledger = ledger_of(
        tmp_path,
        {
            "mali/old.md": profile("Mali", "## Internet users\n\n2.3% (2013)\n", 2014, "A"),
            "mali/new.md": profile("Mali", "## Internet users\n\n35% (2023)\n", 2024, "B"),
        },
    )

    (clash,) = ledger.conflicts()
    assert clash.kind == "change"
    assert [(cell.value, cell.as_of) for cell in clash.cells] == [("35", "2023"), ("2.3", "2013")]


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ("[[indicator]\n", "is no TOML"),
        ('[[indicator]]\nfr = ""\n', "fr must be text"),
        ('[[indicator]]\nen = "A"\nnames = []\n', "has 'names'"),
        ('[[indicator]]\nen = "A"\n\n[[indicator]]\nen = "a"\n', "names 'a' twice"),
        ("indicator = 3\n", "must hold [[indicator]] tables"),
    ],
)
def test_a_table_of_names_that_is_wrong_says_so(table: str, what: str) -> None:
    with pytest.raises(CorpusError, match=r"indicators\.toml") as error:
        named.read(table.encode(), "indicators.toml")
    assert what in str(error.value)


@pytest.mark.parametrize("before", ["", "\x01", "\x0b"])
def test_a_document_cannot_write_a_formula_into_a_spreadsheet(tmp_path: Path, before: str) -> None:
    import openpyxl

    filler = "\n## Notes\n\n" + "What is long may hold a few control characters. " * 200
    written = profile("Mali", f"## Remark\n\n{before}=HYPERLINK(1)\n{filler}\n")
    ledger = ledger_of(tmp_path, {"mali/a.md": written})
    row = next(row for row in csv.DictReader(io.StringIO(as_csv(ledger))) if "HYP" in row["quote"])
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(ledger)))["Ledger"]

    assert "=HYPERLINK(1)" in row["quote"]
    assert not row["quote"].startswith("=")
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert any("=HYPERLINK(1)" in str(cell.value) for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def test_a_negative_figure_is_exported_as_it_is(tmp_path: Path) -> None:
    written = profile("Mali", "Population growth rate: -2.5%\n")
    ledger = ledger_of(tmp_path, {"mali/a.md": written})
    (row,) = csv.DictReader(io.StringIO(as_csv(ledger)))

    assert (row["value"], row["unit"]) == ("-2.5", "%")


def test_the_command_gives_the_same_cells_in_every_form(
    shipped: tuple[Assistant, Path], capfd: pytest.CaptureFixture[str]
) -> None:
    assistant, index = shipped
    asked = ["ledger", "--index", str(index), "--corpus", str(SHIPPED), "--country", "Mali"]
    told = {}
    for form in ("table", "csv", "json"):
        assert main([*asked, "--format", form]) == 0
        told[form] = capfd.readouterr().out
    cells = assistant.ledger().cells

    shapes = json.loads(told["json"])["cells"]
    assert [Cell(**{**c, "section": tuple(c["section"])}) for c in shapes] == list(cells)
    rows = list(csv.DictReader(io.StringIO(told["csv"])))
    assert [row["quote"].removeprefix("'") for row in rows] == [cell.quote for cell in cells]
    assert "National CIRT: no, as of 2014-08-12" in told["table"]
    assert "Not aligned (" in told["table"]


def test_an_unknown_indicator_is_an_error_that_helps(
    shipped: tuple[Assistant, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["ledger", "--index", str(shipped[1]), "--corpus", str(SHIPPED)]

    assert main([*asked, "--indicator", "nonsense"]) == 1
    assert "no indicator 'nonsense'" in capsys.readouterr().err


def test_damage_to_the_ledger_is_found(tmp_path: Path) -> None:
    from assistant import upkeep

    ledger_of(tmp_path, {"mali/a.md": profile("Mali", "## National CIRT\n\nYes\n")})
    (file,) = (tmp_path / "index" / "generations").glob("*/ledger.sqlite")
    data = file.read_bytes()
    file.write_bytes(data.replace(b"national-cirt", b"national-cert"))
    found = upkeep.check(tmp_path / "corpus", tmp_path / "index").findings

    assert any("ledger.sqlite: missing, unknown or altered" in each.what for each in found)


def test_a_generation_without_a_ledger_is_brought_up_to_date(tmp_path: Path) -> None:
    files = {"mali/a.md": profile("Mali", "## National CIRT\n\nYes\n")}
    ledger_of(tmp_path, files)
    (folder,) = (tmp_path / "index" / "generations").iterdir()
    manifest = json.loads((folder / "manifest.json").read_bytes())
    del manifest["ledger"], manifest["indicators"], manifest["files"]["ledger.sqlite"]
    (folder / "manifest.json").write_text(json.dumps({**manifest, "format": 2}), encoding="utf-8")
    (folder / "ledger.sqlite").unlink()
    report = rebuild(tmp_path / "corpus", tmp_path / "index")

    assert report.written
    assert report.encoded == 0
    assert len(ledger_of(tmp_path, files).cells) == 1


def test_the_ledger_is_as_ordered_whatever_was_built_before(tmp_path: Path) -> None:
    table = SHIPPED / "indicators.toml"
    shutil.copytree(SHIPPED, tmp_path / "a" / "corpus")
    whole = ledger_of(tmp_path / "a", {})
    ecpat = (SHIPPED / "mali" / "ecpat-country-page.md").read_text("utf-8")
    itu = (SHIPPED / "mali" / "itu-cyberwellness-profile.md").read_text("utf-8")
    names = {"indicators.toml": table.read_text("utf-8")}
    ledger_of(tmp_path / "b", {"mali/itu-cyberwellness-profile.md": itu, **names})
    parts = ledger_of(tmp_path / "b", {"mali/ecpat-country-page.md": ecpat})

    assert parts == whole


SCRAPS = (
    *("# ", "## ", "\n", "\n\n", "- ", "| a | b |\n|---|---|\n", "| ", " |\n", ": ", "()", "[]"),
    *(
        "[x][1]",
        "(2013)",
        "[2013-05]",
        "1.2.1 ",
        "**",
        "“",
        "No",
        "Yes",
        "n/a",
        "—",
        "2.30%",
        "\u202e",
    ),
    *(
        "Mali",
        "National CIRT",
        "not assessed",
        "ratified in 2002",
        "<b>",
        "javascript:x",
        "\0",
        " ",
    ),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(SCRAPS), max_size=14).map("".join))
def test_no_text_however_odd_stops_what_is_read_of_it(text: str):
    for each in read(text):
        assert text[each.start : each.end] == each.quote
