"""Dates in English and French text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dates import dates, partial, stated_in, years_between


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 12<sup>th</sup> August 2014 in", ["2014-08-12"]),
        ("le 1er août 2014, et en décembre 2018", ["2014-08-01", "2018-12"]),
        ("August 12th, 2014; Aug. 2014; 3 sept. 2015", ["2014-08-12", "2014-08", "2015-09-03"]),
        ("2014-08-12, 2014-08 and 2014", ["2014-08-12", "2014-08", "2014"]),
        ("14/08/2014, 08/14/2014, 8/8/2014", ["2014-08-14", "2014-08-14", "2014-08-08"]),
        ("12.08.2014 and 14-02-2019", ["2014-08-12", "2019-02-14"]),
        ("either way: 03/04/2014", ["2014"]),
        ("31 February 2014", ["2014"]),
        ("(2023 est.), 2014–15, 2019.", ["2023", "2014", "2019"]),
        ("Law nº 2012-023, $2000, 12,000, 2,014 and 16 319 000", []),
        ("may or mars, no. 5", []),
    ],
)
def test_dates_are_found_in_either_language(text, found):
    assert [mention.iso for mention in dates(text)] == found


def test_a_date_knows_where_it_stands():
    (mention,) = dates("Updated 1er août 2014.")

    assert "Updated 1er août 2014."[mention.start : mention.end] == "1er août 2014"


@pytest.mark.parametrize(
    ("value", "is_date"),
    [
        *(("2014", True), ("2014-08", True), ("2014-02-28", True), ("2014-02-30", False)),
        *(("2014-13", False), ("14", False), ("0000", False), ("2014-8", False), ("٢٠١٤", False)),
    ],
)
def test_only_iso_dates_that_exist_count_as_written(value, is_date):
    assert partial(value) == (value if is_date else None)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("7 years (2017 est.)", "2017"),
        ("Internet users: 35% in 2023", "2023"),
        ("2,3 % des habitants en 2013", "2013"),
        ("(data source: [Statistics Division](#), December 2012)", "2012-12"),
        ("Penal Code, 2001 (status as of 2016)", "2016"),
        ("It was founded in December 2018 by former staff", None),
        ("A law was adopted in 2012.", None),
        ("Penal Code (2001)", None),
        ("chief of state: the president (since 7 June 2021)", None),
    ],
)
def test_the_date_a_statement_speaks_for_is_not_the_date_of_what_it_tells(text, stated):
    assert stated_in(text) == stated


def test_a_partial_date_stands_for_its_last_day():
    assert years_between("2014", "2014-12-31") == 0
    assert years_between("2014-02", "2014-03-01") == pytest.approx(1 / 365.25)
    assert years_between("2014-08-12", "2024-08-12") == pytest.approx(10, abs=0.01)


@given(st.text(max_size=200) | st.text("0123456789-/. 2019may", max_size=60))
def test_whatever_is_found_is_an_iso_date(text):
    assert all(partial(mention.iso) == mention.iso for mention in dates(text))
