"""The ledger as the board takes it."""

import datetime as dt
import json
import re

from assistant.app import cells, dossier
from assistant.ledger import Cell, Indicator, Ledger

TODAY = dt.date(2026, 11, 22)
CIRT = Indicator(
    "cirt", "National CIRT", "CIRT national", ("CIRT", "CERT"), "Technical", False, "Technique"
)
PEOPLE = Indicator("people", "Population", "Population", ("Population",), "")
ALONE = Indicator("seat", "Seat", "Siège", ("Seat",), "")


def stated(country: str, indicator: str, status: str, quote: str = "…", **other: object) -> Cell:
    fields = {"value": None, "unit": None, "as_of": None, "hedged": False, "document": "a.md"}
    fields |= {"sha256": "0" * 64, "start": 0, "end": len(quote), "section": (), "label": "Label"}
    return Cell(country, indicator, status, quote=quote, **{**fields, **other})


LEDGER = Ledger(
    (CIRT, PEOPLE, ALONE),
    (
        stated("MLI", "cirt", "yes", as_of="2025", document="b.md"),
        stated("MLI", "cirt", "no", as_of="2014"),
        stated("MLI", "people", "value", value="24 479 000", as_of="2025"),
        stated("TCD", "cirt", "unclear", as_of="2016-03", hedged=True),
        stated("TCD", "seat", "value", "Label: N'Djamena, by the \u202eriver"),
    ),
    ("seat",),
    (stated("NER", "seat", "empty", "Seat: —"),),
)


def shape() -> dict:
    return json.loads(cells.board("g1", LEDGER, ["NER"], TODAY).text)


def test_every_place_holds_its_newest_statement_by_number():
    table = shape()
    places = table["places"]

    assert [code for code, *_ in table["countries"]] == ["MLI", "NER", "TCD"]
    assert table["countries"][2] == ["TCD", "Chad", "Tchad"]
    assert places["c"] == [0, 0, 2, 2]
    assert places["i"] == [0, 1, 0, 2]
    assert places["s"] == "yvuv"
    assert [table["dates"][d] if d >= 0 else None for d in places["d"]] == [
        "2025",
        "2025",
        "2016-03",
        None,
    ]
    assert places["n"] == [2, 1, 1, 1]


def test_old_hedged_and_conflicting_places_are_flagged():
    assert shape()["places"]["f"] == [cells.CHANGE, 0, cells.HEDGED | cells.OLD, 0]


def test_a_place_shows_its_value_or_its_quote_without_the_label_and_inert():
    table = shape()

    assert [table["texts"][t] if t >= 0 else "" for t in table["places"]["t"]] == [
        "",
        "24 479 000",
        "",
        "N'Djamena, by the \\u202eriver",
    ]


def test_indicators_carry_both_names_their_group_and_whether_they_stand_alone():
    assert shape()["indicators"] == [
        ["cirt", "National CIRT", "CIRT national", "Technical", "CIRT · CERT", 0, "Technique"],
        ["people", "Population", "Population", "", "Population", 0, ""],
        ["seat", "Seat", "Siège", "", "Seat", 1, ""],
    ]


def test_a_long_value_is_cut_and_a_unit_follows_its_figure():
    long = stated("MLI", "people", "value", "word " * 60)
    assert len(cells.shown(long)) == 80
    assert cells.shown(long).endswith("word…")
    share = stated("MLI", "people", "value", value="2.3", unit="%")
    assert cells.shown(share) == "2.3 %"


def test_a_field_left_empty_is_no_place_but_stands_in_the_profile_as_such():
    made = cells.board("g1", LEDGER, ["NER"], TODAY)
    writer = dossier.Writer(library=None, documents={}, today=TODAY)

    assert json.loads(made.text)["places"]["c"] == [0, 0, 2, 2]
    assert re.findall(
        r'data-en="([^"]*)"[^<]*<[^<]*<span data-t="board.left_empty"',
        dossier.profile(writer, made, "NER"),
    ) == ["Seat"]


def test_a_group_is_named_in_both_languages_in_a_profile(monkeypatch):
    made = cells.board("g1", LEDGER, ["MLI"], TODAY)
    writer = dossier.Writer(library=None, documents={}, today=TODAY)
    monkeypatch.setattr(dossier.Writer, "pieces", lambda *_: "")

    assert 'data-en="Technical" data-fr="Technique"' in dossier.profile(writer, made, "MLI")


def test_an_empty_ledger_makes_an_empty_table():
    table = json.loads(cells.board("g1", Ledger((), (), ()), ["MLI"], TODAY).text)

    assert table["countries"] == [["MLI", "Mali", "Mali"]]
    assert table["places"]["c"] == []
    assert table["places"]["s"] == ""
