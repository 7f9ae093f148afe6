"""Passages along a document's structure, and the units of evidence in them."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.chunking import Unit, split, units
from assistant.types import Document, Metadata, Passage

Names = tuple[str, ...]


def document(
    text: str, markup: str = "markdown", countries: tuple[str, ...] = ("MLI",)
) -> Document:
    return Document("d.md", text, "", Metadata("A title", countries=countries), 0, markup)


def passages(text: str, markup: str = "markdown") -> list[tuple[Names, str]]:
    return [(p.section, p.text) for p in split(document(text, markup))]


def units_of(text: str, markup: str = "markdown") -> list[Unit]:
    return [unit for passage in split(document(text, markup)) for unit in units(passage)]


PROFILE = """\
# Security profile

## MALI

### BACKGROUND

**Population:** 16 million

(data source: census office, December 2012)

## 1. SECURITY

### 1.1 LAWS

#### 1.1.1 CRIMINAL LAW

The following text applies:

-Criminal Code (Article 5)

## 1.2 CAPACITY

### 1.2.1 STANDARDS

Mali has none.

### **1.3 COOPERATION**

Mali cooperates.

## 2. CHILDREN

Nothing is known.

---

Last updated on 12 August 2014
"""


def test_a_heading_belongs_to_what_follows_it():
    assert passages("# A\n\nOne.\n\n## B\n\nTwo.\n") == [(("A",), "One."), (("A", "B"), "Two.")]


def test_numbered_headings_nest_by_number_where_their_levels_are_wrong():
    sections = [section for section, _ in passages(PROFILE)]

    assert sections == [
        ("Security profile", "MALI", "BACKGROUND"),
        ("Security profile", "1. SECURITY", "1.1 LAWS", "1.1.1 CRIMINAL LAW"),
        ("Security profile", "1. SECURITY", "1.2 CAPACITY", "1.2.1 STANDARDS"),
        ("Security profile", "1. SECURITY", "1.3 COOPERATION"),
        ("Security profile", "2. CHILDREN"),
        ("Security profile",),
    ]


def test_numbers_that_start_again_below_another_heading_stay_below_it():
    text = "# 3. Rights\n\n## 1. Voting\n\nYes.\n\n## 2. Speech\n\nYes.\n\n# 4. Duties\n\nNone.\n"

    assert [section for section, _ in passages(text)] == [
        ("3. Rights", "1. Voting"),
        ("3. Rights", "2. Speech"),
        ("4. Duties",),
    ]


def test_what_follows_the_last_rule_belongs_to_the_document_not_to_its_last_section():
    assert passages(PROFILE)[-1] == (("Security profile",), "Last updated on 12 August 2014")


def test_a_list_stays_with_the_sentence_that_leads_it_in():
    text = dict(passages(PROFILE))[
        ("Security profile", "1. SECURITY", "1.1 LAWS", "1.1.1 CRIMINAL LAW")
    ]

    assert text == "The following text applies:\n\n-Criminal Code (Article 5)"


def test_a_long_list_is_parted_between_its_items_only():
    items = [f"- The law number {i} of the republic, with all its amendments" for i in range(60)]
    found = passages("# Laws\n\nThese laws apply:\n\n" + "\n".join(items))

    assert found[0][1].startswith("These laws apply:\n\n- The law number 0 ")
    assert [line for _, text in found for line in text.split("\n")][2:] == items
    assert len(found) > 1
    assert all(len(text) <= 1200 for _, text in found)


def test_a_heading_without_text_below_it_is_a_passage():
    assert passages("# Page\n\n## News\n\n## Laws\n\nNone.\n\n## Contact\n") == [
        (("Page",), "News"),
        (("Page", "Laws"), "None."),
        (("Page",), "Contact"),
    ]


def test_underlined_and_bold_lines_are_headings():
    text = "Profile\n=======\n\nLaws\n----\n\n**Cyber law**\n\nThere is one.\n"

    assert passages(text) == [(("Profile", "Laws", "Cyber law"), "There is one.")]


def test_headings_are_clean_words():
    text = "## **The** [Law](http://x.y/z) of\tthe `land`  ##\n\nNone.\n"

    assert passages(text) == [(("The Law of the land",), "None.")]


LABELS = """\
Children's network
Mali – Country report

Year: 2017

News


Age of consent

Not yet assessed

Extradition


It is unclear whether offences are extraditable. A court decides.

Double criminality is required.

Police unit

Not yet assessed
"""


def test_a_short_line_is_the_label_of_the_value_below_it():
    top = ("Children's network", "Mali – Country report")

    assert passages(LABELS, "text") == [
        (top, "Year: 2017"),
        (top, "News"),
        ((*top, "Age of consent"), "Not yet assessed"),
        (
            (*top, "Extradition"),
            "It is unclear whether offences are extraditable. A court decides.\n\n"
            "Double criminality is required.",
        ),
        ((*top, "Police unit"), "Not yet assessed"),
    ]


def test_labels_and_unknown_values_take_turns():
    text = "Facts\n\nCapital\n\nBamako\n\nCurrency\n\nCFA franc\n\nCIRT\n\nNo\n"

    assert passages(text, "text") == [
        (("Facts", "Capital"), "Bamako"),
        (("Facts", "Currency"), "CFA franc"),
        (("Facts", "CIRT"), "No"),
    ]


@pytest.mark.parametrize(
    "value", ["Already exists", "Open question", "Still to be assessed", "Toujours absent"]
)
def test_a_status_is_no_label_by_its_first_word(value):
    text = (
        "Profile of Mali\n\nThe ministry took part in the survey of 2020.\n\n"
        f"Child protection\n\nChild helpline\n\n{value}\n\n"
        "Hotline for abuse material\n\nThe police have run it since 2011.\n"
    )

    assert (("Child helpline",), value) in [(s[-1:], said) for s, said in passages(text, "text")]


def test_what_a_document_says_twice_is_a_value_and_no_chapter():
    text = (
        "Profile of Mali\n\nThe ministry took part in the survey of 2020.\n\n"
        "Digital rights\n\nData protection authority\n\nWorking\n\n"
        "Hotline for abuse material\n\nThe police have run it since 2011.\n\n"
        "Broadband plan\n\nWorking\n\nStrategy\n\nIt was adopted in 2020.\n"
    )

    found = [(section[-1:], said) for section, said in passages(text, "text")]

    assert (("Data protection authority",), "Working") in found
    assert (("Broadband plan",), "Working") in found


NUMBERED = """\
Cyber profile: Mali

GENERAL INFORMATION

Capital

Bamako

1. LEGAL MEASURES

1.1 Cybercrime
Mali has a law on cybercrime.

1.2 Data protection
These texts apply:
- Law No. 5
- Decree No. 6
2. TECHNICAL MEASURES

2.1 CIRT

Not assessed

Contact point
Phone: 123
Email: none
"""


def test_plain_text_has_headings_by_number_capitals_and_place():
    top = "Cyber profile: Mali"

    assert passages(NUMBERED, "text") == [
        ((top, "GENERAL INFORMATION", "Capital"), "Bamako"),
        ((top, "1. LEGAL MEASURES", "1.1 Cybercrime"), "Mali has a law on cybercrime."),
        (
            (top, "1. LEGAL MEASURES", "1.2 Data protection"),
            "These texts apply:\n- Law No. 5\n- Decree No. 6",
        ),
        ((top, "2. TECHNICAL MEASURES", "2.1 CIRT"), "Not assessed"),
        ((top, "2. TECHNICAL MEASURES", "2.1 CIRT", "Contact point"), "Phone: 123\nEmail: none"),
    ]


PARTS = """\
Cyber checklist

PART A. LEGISLATION

Indicator 1. Offences. Rating: MET
   An act of 2004 punishes intrusion into computers, and interception of what
   they send.

Indicator 2. Parental control. Rating: NOT RATED
   Uptake unknown.

Chapter II

Indicator 3. Strategy. Rating: NOT MET
   A policy is promised in the plan. It remains unwritten.
"""


def test_lines_that_number_parts_and_stand_out_before_their_text_are_headings():
    top = "Cyber checklist"
    part = "PART A. LEGISLATION"

    assert [(path, text.splitlines()[0]) for path, text in passages(PARTS, "text")] == [
        (
            (top, part, "Indicator 1. Offences. Rating: MET"),
            "An act of 2004 punishes intrusion into computers, and interception of what",
        ),
        ((top, part, "Indicator 2. Parental control. Rating: NOT RATED"), "Uptake unknown."),
        (
            (top, "Chapter II", "Indicator 3. Strategy. Rating: NOT MET"),
            "A policy is promised in the plan. It remains unwritten.",
        ),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Diallo, A. and Traore, B., The protection of children in the\n   Sahel, Bamako 2019.\n",
        "The council meets whenever its members\n   Ask for it.\n",
        "The law on cybercrime is in force\n   It was published in 2019.\n",
    ],
)
def test_a_first_line_that_was_only_broken_off_is_no_heading(text):
    assert passages(text, "text") == [((), text.strip())]


def test_ordinary_short_paragraphs_are_no_labels():
    text = "The king died in 1236.\n\nHis son ruled after him.\n\n(He was young.)\n\nand so on\n"

    assert passages(text, "text") == [((), text.strip())]


def test_a_figure_below_a_markdown_heading_is_no_heading():
    text = "## Fertility rate\n\n5.26 Children born per woman\n\n## Deaths\n\n-2.8 per 1,000\n"

    assert passages(text) == [
        (("Fertility rate",), "5.26 Children born per woman"),
        (("Deaths",), "-2.8 per 1,000"),
    ]


def test_paragraphs_of_some_length_stand_for_themselves_and_small_ones_join():
    long = "A sentence of an encyclopaedia about the history of the country. " * 8
    text = f"# History\n\n{long}\n\n{long}\n\nShort one.\n\nShort two.\n"

    assert [text for _, text in passages(text)] == [
        long.strip(),
        f"{long}\n\nShort one.\n\nShort two.",
    ]


def test_a_paragraph_that_is_too_long_is_cut_between_sentences_into_even_parts():
    sentence = "The country has a law on the matter, which was amended in 2.5 steps. "
    found = [text for _, text in passages(sentence * 50)]

    assert [len(text) for text in found] == [p * len(sentence) - 1 for p in (17, 17, 16)]
    assert all(text.endswith("steps.") for text in found)


def test_a_sentence_longer_than_the_limit_is_kept_whole():
    sentence = "The law " + "and the decree " * 200 + "apply."

    assert passages(f"Before.\n\n{sentence}\n\nAfter.") == [
        ((), "Before."),
        ((), sentence),
        ((), "After."),
    ]


def test_a_table_is_cut_between_rows_and_its_head_is_what_leads_them_in():
    rows = [f"| Indicator {i} of the second kind | not assessed in {i} |" for i in range(40)]
    text = "\n".join(["| Indicator | State |", "|---|---|", *rows])
    found = split(document(text))

    assert len(found) > 1
    assert [line for p in found for line in p.text.split("\n")][2:] == rows
    first = units(found[0])[0]
    assert (first.text, first.label) == (rows[0].strip("| "), "Indicator 0 of the second kind")
    assert text[first.value_start :].startswith("not assessed in 0 |")
    assert first.lead_in is not None
    assert text[slice(*first.lead_in)] == "Indicator | State"


def test_lines_with_tabs_are_rows():
    found = units_of("Users\t2.30%\nPhones\t90%\n", "text")

    assert [(u.label, u.text) for u in found] == [
        ("Users", "Users\t2.30%"),
        ("Phones", "Phones\t90%"),
    ]


def test_code_is_kept_whole_and_holds_no_headings():
    text = "# Use\n\nRun:\n\n```sh\n# not a heading\n\nmake run\n```\n\nDone.\n"

    assert passages(text) == [(("Use",), text[len("# Use\n\n") :].strip())]


def test_a_comment_is_markup_but_one_never_closed_is_text():
    assert passages("One.\n\n<!-- # no\nheading -->\n\nTwo.\n") == [
        ((), "One.\n\n<!-- # no\nheading -->\n\nTwo.")
    ]
    assert passages("<!-- a --> One.\n") == [((), "One.")]
    assert passages("<!-- never closed\n\n# A\n\nOne.\n") == [
        ((), "<!-- never closed"),
        (("A",), "One."),
    ]


def test_a_section_of_a_document_about_several_countries_is_about_the_one_in_its_heading():
    text = "# Region\n\nAll.\n\n## Mali\n\n### Laws\n\nOne.\n\n## 2. Niger\n\nTwo.\n"
    text += "\n## IT\n\nThree.\n"

    def about(*declared: str) -> list[Names]:
        return [p.countries for p in split(document(text, countries=declared))]

    assert about("MLI", "NER") == [("MLI", "NER"), ("MLI",), ("NER",), ("MLI", "NER")]
    assert about() == [(), ("MLI",), ("NER",), ()]
    assert about("TCD") == [("TCD",)] * 4


def test_passages_begin_after_the_front_matter():
    text = "---\ntitle: X\n---\nMali has none.\n"
    (passage,) = split(Document("d.md", text, "", Metadata("X"), len("---\ntitle: X\n---\n")))

    assert (passage.start, passage.text, passage.language) == (17, "Mali has none.", "en")


def test_a_field_has_a_label_and_a_value():
    text = (
        "**Internet users,** percentage of population: 2.30%\n\n(data source: statistics, 2013)\n\n"
        "land use: arable land: 6.8% (2023 est.)\nAddress: —\nFax:\nSource https://x.org: none\n"
    )
    found = units_of(text)

    assert [(u.label, text[u.value_start : u.end]) for u in found] == [
        ("Internet users, percentage of population", "2.30%"),
        ("", "(data source: statistics, 2013)"),
        ("land use: arable land", "6.8% (2023 est.)"),
        ("Address", "—"),
        ("Fax", ""),
        ("Source https://x.org", "none"),
    ]
    assert [text[slice(*u.note)] for u in found if u.note] == ["(data source: statistics, 2013)"]


def test_an_item_is_quoted_without_its_marker_and_knows_what_leads_it_in():
    text = "Mali has two laws:\n\n- Code (2001)\n- Decree:\n  1. Part A\n"
    text += "  2. Part B\n- Treaty\n\nNo more.\n"
    found = [(u.text, text[slice(*u.lead_in)] if u.lead_in else None) for u in units_of(text)]

    assert found == [
        ("Mali has two laws:", None),
        ("Code (2001)", "Mali has two laws:"),
        ("Decree:", "Mali has two laws:"),
        ("Part A", "Decree:"),
        ("Part B", "Decree:"),
        ("Treaty", "Mali has two laws:"),
        ("No more.", None),
    ]


def test_a_sentence_with_a_colon_is_one_unit():
    found = units_of("He named three things: law, order and peace. They were few.")

    assert [(u.text, u.label) for u in found] == [
        ("He named three things: law, order and peace.", "He named three things"),
        ("They were few.", "He named three things"),
    ]


PIECES = st.sampled_from(
    [
        *(
            "# A heading",
            "## 1.2 Part",
            "### **Bold**",
            "**1. Bold**",
            "#",
            "Title",
            "=====",
            "---",
        ),
        *("- item one", "-Code", "1. first", "a) letter", "  - nested:", "> quoted", "***", "```"),
        *(
            "| a | b |",
            "|---|---|",
            "x\ty",
            "z\tw",
            "Label: value",
            "Empty:",
            "These apply:",
            "~~~",
        ),
        *("Not yet assessed", "LEGAL MEASURES", "2.1 CIRT", "<!-- note -->", "<!--", "-->", "Mali"),
        *("The law of 2012 holds. It was amended.", "wrapped on", "(note)", "No. 5 of Art. 3."),
        *(
            "A long sentence that goes on and on, " * 4,
            "",
            "",
            "  ",
            "\u00a0\x0c",
            "\ufeff",
            "نص عربي.",
        ),
    ]
)
NEWLINES = st.sampled_from(["\n", "\n", "\r\n", "\r"])
STRUCTURED = st.lists(st.tuples(PIECES, NEWLINES), max_size=25).map(
    lambda lines: "".join(piece + newline for piece, newline in lines)
)
ARBITRARY = st.text(st.characters(codec="utf-8"), max_size=400)
MARKUP = st.sampled_from(["markdown", "text"])
LIMITS = st.sampled_from([40, 200, 1200])


def letters(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


@settings(max_examples=500, deadline=None)
@given(STRUCTURED | ARBITRARY, MARKUP, LIMITS)
def test_passages_are_verbatim_ordered_and_lose_no_word(text, markup, limit):
    found = split(document(text, markup), limit)

    assert all(p.text == text[p.start : p.end] == p.text.strip() != "" for p in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    titles = " ".join(title for p in found for title in p.section)
    comments = " ".join(re.findall(r"<!--.*?-->", text, re.DOTALL)) if markup == "markdown" else ""
    ends = [0, *(p.end for p in found)]
    starts = [*(p.start for p in found), len(text)]
    outside = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    lost = [word for gap in outside for word in letters(gap) if word not in titles + comments]
    assert lost == []


@settings(max_examples=500, deadline=None)
@given(STRUCTURED | ARBITRARY, MARKUP)
def test_units_are_verbatim_ordered_and_lose_no_word(text, markup):
    for passage in split(document(text, markup)):
        found = units(passage)

        assert found
        assert all(u.text == text[u.start : u.end] == u.text.strip() != "" for u in found)
        assert all(u.start <= u.value_start <= u.end for u in found)
        assert all(a.end <= b.start for a, b in pairwise(found))
        assert outside_of(found, passage) == []


def outside_of(found: tuple[Unit, ...], passage: Passage) -> list[str]:
    """Words of the passage in no unit, but for list markers, table heads and comments."""
    heads = [u.lead_in for u in found if u.lead_in]
    text = list(passage.text)
    for start, end in [*((u.start, u.end) for u in found), *heads]:
        text[start - passage.start : end - passage.start] = " " * (end - start)
    return [word for word in "".join(text).split() if letters(word) and not MARKER.fullmatch(word)]


MARKER = re.compile(r"\(?\w{1,4}[.)]")


@pytest.mark.parametrize(
    "hostile",
    [
        "```a\n" * 20_000,
        "<!--\n" * 20_000,
        "# " + " #" * 50_000 + "a",
        "# a" + " " * 100_000 + "b",
        "[" * 100_000,
        "- " * 50_000,
        "| " * 50_000,
        "a: " * 50_000,
        "\n" * 100_000 + "a",
        "*" * 100_000,
        "1." * 50_000 + " A",
        "A\n\n" * 20_000,
        "> " * 50_000 + "a",
        "A. " * 50_000,
    ],
    ids=lambda text: repr(text[:4]),
)
@pytest.mark.parametrize("markup", ["markdown", "text"])
def test_hostile_documents_take_no_more_than_linear_time(hostile, markup):
    started = time.process_time()

    for passage in split(document(hostile, markup)):
        units(passage)

    assert time.process_time() - started < 10


def test_an_emphasised_heading_within_its_paragraph_labels_all_of_it():
    text = "**Forced marriage.** Not a distinct offence. Prosecutors use other provisions."
    first, second = units_of(f"## Marriage\n\n{text}\n")

    assert (first.label, second.label) == ("Forced marriage", "Forced marriage")
    assert first.text == "**Forced marriage.** Not a distinct offence."
    assert first.text[first.value_start - first.start :] == "Not a distinct offence."
    assert second.text == "Prosecutors use other provisions."


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("*Is extradition available?* Only under treaty.", "Is extradition available"),
        ("__Attempt__. Punishable like the offence.", "Attempt"),
        ("**Courts refuse: no video.** They want oral evidence.", "Courts refuse: no video"),
        ("**Population:** 16 million", "Population"),
        ("**No one** may do so.", ""),
    ],
)  # fmt: skip
def test_what_is_emphasised_is_a_heading_where_it_ends_like_one(text, label):
    assert units_of(text)[0].label == label


def test_the_first_line_of_an_indented_paragraph_is_its_heading():
    text = (
        "Indicator 2. Compliance rules. Rating: NOT MET\n"
        "   The regulator has issued no binding rule on the\n   subject. None is planned.\n"
    )
    first, second = units_of(text, "text")

    assert first.label == second.label == "Indicator 2. Compliance rules. Rating: NOT MET"
    assert first.text.startswith("Indicator 2.")
    assert first.text.endswith("on the\n   subject.")
    assert second.text == "None is planned."


def test_a_wrapped_sentence_that_hangs_has_no_heading():
    text = "The regulator has issued a rule on the\n   subject, which is not binding.\n"

    assert [unit.label for unit in units_of(text, "text")] == [""]


def test_dots_lead_from_a_label_to_its_value():
    text = "Figures\n\nInternet users ......... 25.5 per cent (2016)\nSIM cards .... 12 million\n"
    found = [unit for unit in units_of(text, "text") if unit.label]

    assert [unit.label for unit in found] == ["Internet users", "SIM cards"]
    assert found[0].text[found[0].value_start - found[0].start :] == "25.5 per cent (2016)"


def test_a_field_that_tells_since_when_stands_below_its_heading():
    treaty = "Convention de Budapest\n\nRatification : 2007"
    text = f"Profil\n\nDroits\n\nLoi\n\nNon\n\nTraités\n\n{treaty}\n\nConvention 108\n\nNon\n"
    found = [section for section, told in passages(text, "text") if "Ratification" in told]

    assert [section[-1] for section in found] == ["Convention de Budapest"]
