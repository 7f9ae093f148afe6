"""Real answers hold; whatever is done to one of them, or to its sources, is found and named."""

import copy
import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import cli, verify
from assistant.verify.shape import ANSWER, CITATION

pytest_plugins = ["projects"]

ROOT = Path(__file__).parent.parent

PROFILE = """---
title: "Digital profile: Mali"
publisher: Office of Examples
url: https://example.org/mali
as_of: "2014-08-12"
countries: [MLI]
restated: true
---

# Digital profile: Mali

## 1 Internet

### 1.1 Use

Internet users, percentage of population: 2.30%

(data source: [Statistics Office](#), December 2013)

### 1.2 Response team

Mali has no national computer incident response team (CIRT). A law of 2012 asks for one.

### 1.3 Strategy

It is unclear whether Mali has adopted a national cybersecurity strategy.

## 2 Children

### 2.1 Age of consent

Not yet assessed.

### 2.2 Helpline

- Telephone: +223 20 00 00 00
- Address: —
"""
SURVEY = """---
title: "Household survey: Mali"
publisher: Bureau of Surveys
as_of: "2023"
countries: [MLI]
---

# Household survey: Mali

## Internet

Internet users, percentage of population: 35%
"""
NIGER = """Digital profile of Niger

Last updated: 3 March 2019

1.2 Response team

Niger has a national computer incident response team (CIRT).

It was set up in 2015.
"""
CORPUS = {"mali/profile.md": PROFILE, "mali/survey.md": SURVEY, "niger/profile.txt": NIGER}

MALI, NIGERIEN = "Does Mali have a national CIRT?", "Does Niger have a national CIRT?"
CHAD = "Does Chad have a national CIRT?"
TODAY = "Does Mali have a national CIRT today?"
USERS = "What percentage of the population of Mali are internet users?"
THREE = "Do Mali, Niger and Chad have a national CIRT?"
ADDRESS, CONSENT = (
    "What is the address of the helpline in Mali?",
    "What is the age of consent in Mali?",
)
GDP = "What is the GDP of Mali?"
ENGLISH = {
    MALI: "answered",
    NIGERIEN: "answered",
    CHAD: "no_source",
    TODAY: "answered",
    USERS: "answered",
    THREE: "answered",
    ADDRESS: "silent",
    CONSENT: "not_assessed",
    GDP: "silent",
    "Has Mali adopted a national cybersecurity strategy?": "unclear",
    "Since when has Mali had a CIRT?": "answered",
}
FRENCH = {
    "Le Mali a-t-il un CIRT national ?": "answered",
    "Le Niger a-t-il un CIRT national ?": "answered",
    "Le Tchad a-t-il un CIRT national ?": "no_source",
    "Le Mali a-t-il un CIRT national aujourd’hui ?": "answered",
    "Quel pourcentage de la population du Mali utilise Internet ?": "answered",
    "Le Mali, le Niger et le Tchad ont-ils un CIRT national ?": "answered",
    "Quelle est l’adresse de la ligne d’assistance au Mali ?": "silent",
    "Quel est l’âge du consentement au Mali ?": "not_assessed",
    "Quel est le PIB du Mali ?": "silent",
    "Le Mali a-t-il adopté une stratégie nationale de cybersécurité ?": "unclear",
}
QUESTIONS = ENGLISH | FRENCH


def write(corpus, documents):
    for path, text in documents.items():
        (corpus / path).parent.mkdir(parents=True, exist_ok=True)
        (corpus / path).write_bytes(text.encode("utf-8"))
    return corpus


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """What the command line says to all the questions: a line of JSON each."""
    folder = tmp_path_factory.mktemp("asked")
    where = [
        f"--corpus={write(folder / 'corpus', CORPUS)}",
        f"--index={folder / 'index'}",
    ]
    asked = folder / "questions.jsonl"
    asked.write_text("\n".join(json.dumps({"question": q}) for q in QUESTIONS), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        printed = io.TextIOWrapper(io.BytesIO(), "utf-8")
        patch.setattr(sys, "stdout", printed)
        assert cli.main(["index", *where]) == 0
        start = printed.buffer.tell()
        assert cli.main(["ask", "--batch", str(asked), *where]) == 0
    return printed.buffer.getvalue()[start:]


@pytest.fixture
def answers(batch):
    """The answers by question, to be changed at will."""
    return {answer["question"]: answer for answer in map(json.loads, batch.splitlines())}


@pytest.fixture
def corpus(tmp_path):
    """The sources, to be changed at will."""
    return write(tmp_path / "corpus", CORPUS)


def failures(answer, corpus):
    """Check an answer as it would be read from a file."""
    [(_, parsed)] = verify.answers(io.BytesIO(json.dumps(answer).encode()))
    return verify.check(parsed, corpus, corpus.parent / "index")


def assert_found(answer, corpus, check, *words, marker=None):
    """Assert that a failure of this check says all the words, and is shown on one line."""
    found = failures(answer, corpus)
    named = [each for each in found if each.check == check and marker in (None, each.marker)]
    lines = [str(each) for each in named]
    assert any(all(word in line for word in words) for line in lines), found
    assert all(len(line.splitlines()) == 1 for line in lines)


# Answers that hold


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_real_answer_holds(answers, corpus, question):
    assert failures(answers[question], corpus) == ()


@pytest.mark.parametrize("asked", [ENGLISH, FRENCH], ids=["English", "French"])
def test_every_outcome_is_among_the_answers(answers, asked):
    assert {question: answers[question]["outcome"] for question in asked} == asked
    assert {"answered", "not_assessed", "unclear", "silent", "no_source"} == set(asked.values())
    assert {answers[question]["verdict"] for question in asked} == {"yes", "no", None}


def test_answers_from_the_shipped_sources_hold(project, capsys):
    for question in (MALI, "Quel est l'âge du consentement au Mali ?", NIGERIEN, GDP):
        cli.main(["ask", "--json", question])
        assert failures(json.loads(capsys.readouterr().out), project / "corpus") == ()


def test_it_imports_nothing_of_what_makes_answers():
    code = "import assistant.verify, sys; print(*(m for m in sys.modules if 'assistant.' in m))"

    printed = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True)

    packages = {module.split(".")[1] for module in printed.split()}
    assert packages == {"countries", "errors", "types", "verify"}


# Answers that were tampered with

TAMPERINGS = []
NO = "Mali has no national computer incident response team (CIRT)."


def tampering(question, check, *words, marker=None):
    """Enter a change to the answer to ``question`` with the check and words that tell of it."""

    def enter(change):
        name = change.__name__.replace("_", " ")
        TAMPERINGS.append(pytest.param(question, change, check, words, marker, id=name))
        return change

    return enter


def reword(answer, old, new):
    """Replace words wherever they stand in the answer's texts and quotes."""
    for part in (answer, *answer["by_country"], *answer["citations"]):
        for key in part.keys() & {"text", "quote"}:
            part[key] = part[key].replace(old, new)


def redate(answer, old, new):
    """Replace the date of an answer with one citation, wherever it stands."""
    answer["as_of"] = answer["citations"][0]["as_of"] = new
    reword(answer, old, new)


@tampering(MALI, "frames", "yes, quote for answered, yes", "found no, quote")
def the_verdict_is_flipped(answer):
    answer["verdict"] = "yes"


@tampering(MALI, "frames", "no, quote for answered, no", "found yes, quote")
def the_word_for_the_verdict_is_flipped(answer):
    reword(answer, "No.", "Yes.")


@tampering(MALI, "frames", "found no, quote")
def the_verdict_is_left_out(answer):
    answer["verdict"] = None


@tampering(CONSENT, "verdict", "null", "found no", marker=0)
def what_was_not_assessed_gets_a_verdict(answer):
    answer["verdict"] = "no"


@tampering(CONSENT, "frames", "quote for answered", "found not_assessed, quote")
def what_was_not_assessed_becomes_an_answer(answer):
    answer["outcome"] = "answered"


@tampering(GDP, "outcome", "1 to 5,000 citations for answered", "found 0", marker=0)
def silence_becomes_an_answer(answer):
    answer["outcome"] = "answered"


@tampering(GDP, "hedged", "false", marker=0)
def silence_is_hedged(answer):
    answer["hedged"] = True


@tampering(MALI, "outcome", "0 to 0 citations for no_source", marker=0)
def an_answer_becomes_no_source(answer):
    answer["outcome"], answer["verdict"] = "no_source", None


@tampering(MALI, "quote", "Mali has no nat", "Mali has no Nat", "nowhere", marker=1)
def a_quote_is_edited_by_one_character(answer):
    reword(answer, "no national", "no National")


@tampering(MALI, "quote", "A law of 2012 asks for one.", "stands at", marker=1)
def the_quote_is_another_sentence_than_at_its_offsets(answer):
    quote = answer["citations"][0]
    quote["start"], quote["end"] = quote["end"] + 1, quote["end"] + 28


@tampering(MALI, "quote", "stands at", marker=1)
def the_offsets_are_shifted_by_one(answer):
    answer["citations"][0]["start"] += 1
    answer["citations"][0]["end"] += 1


@tampering(MALI, "quote", "offsets within", marker=1)
def the_offsets_are_counted_from_the_end(answer):
    quote = answer["citations"][0]
    length = len(PROFILE)
    quote["start"], quote["end"] = quote["start"] - length, quote["end"] - length


@tampering(MALI, "quote", "whole sentences", "⟦national computer", marker=1)
def a_quote_loses_its_beginning_and_with_it_the_no(answer):
    answer["citations"][0]["start"] += len("Mali has no ")
    reword(answer, NO, NO.removeprefix("Mali has no "))


@tampering(MALI, "quote", "whole sentences", "team⟧ (CIRT)", marker=1)
def a_quote_loses_its_end(answer):
    answer["citations"][0]["end"] -= len(" (CIRT).")
    reword(answer, NO, NO.removesuffix(" (CIRT)."))


@tampering(MALI, "as_of", "2014-08-12, or a date in the quote", "2021", marker=1)
def the_date_is_another(answer):
    redate(answer, "2014-08-12", "2021-08-12")


@tampering(MALI, "as_of", "2014-08-12", marker=1)
def the_date_is_less_exact(answer):
    redate(answer, "2014-08-12", "2014-08")


@tampering(MALI, "as_of", "2014-08-12", "null", marker=1)
def the_date_is_left_out(answer):
    answer["as_of"] = answer["citations"][0]["as_of"] = None
    reword(answer, "as of 2014-08-12", "undated")


@tampering(NIGERIEN, "as_of", "a date that the text states", "2019-03-04", marker=1)
def a_date_told_by_the_text_is_another(answer):
    redate(answer, "2019-03-03", "2019-03-04")


@tampering(MALI, "as_of", "2014-08-12", "2023", marker=0)
def the_date_of_the_answer_is_not_that_of_its_quotes(answer):
    answer["as_of"] = "2023"


@tampering(TODAY, "as_of", "2014-08-12", "2024-08-12", marker=0)
def the_latest_evidence_is_said_to_be_newer(answer):
    reword(answer, "is from 2014", "is from 2024")


@tampering(MALI, "section", "above the quote", "2 Children", marker=1)
def the_section_comes_after_the_quote(answer):
    answer["citations"][0]["section"] = ["Digital profile: Mali", "2 Children"]


@tampering(MALI, "section", "1.2 Response team", "1.1 Use", marker=1)
def the_section_has_ended_before_the_quote(answer):
    answer["citations"][0]["section"][-1] = "1.1 Use"


@tampering(MALI, "section", "1.2 Response team", "1.1 Use", marker=1)
def the_section_has_a_parent_that_has_ended(answer):
    answer["citations"][0]["section"][1:2] = ["1.1 Use"]


@tampering(MALI, "section", "1.2 Response team", "1 Internet", marker=1)
def the_section_lacks_its_last_heading(answer):
    answer["citations"][0]["section"].pop()


@tampering(MALI, "section", "1.2 Response team", "none", marker=1)
def the_section_is_left_out(answer):
    answer["citations"][0]["section"] = []


@tampering(MALI, "section", "Laws", marker=1)
def the_section_has_an_invented_heading(answer):
    answer["citations"][0]["section"].insert(1, "Laws")


@tampering(MALI, "countries", "MLI", "NER", marker=1)
def the_quote_is_said_to_be_about_another_country(answer):
    answer["citations"][0]["countries"] = ["NER"]


@tampering(MALI, "countries", "MLI", "[]", marker=1)
def the_quote_is_said_to_be_about_no_country(answer):
    answer["citations"][0]["countries"] = []


@tampering(NIGERIEN, "countries", "NER", "MLI", marker=1)
def the_country_of_a_folder_is_another(answer):
    answer["citations"][0]["countries"] = answer["countries"] = ["MLI"]


@tampering(MALI, "countries", "NER", "MLI", marker=1)
def another_country_is_asked_about(answer):
    answer["countries"] = ["NER"]


@tampering(MALI, "countries", "ISO 3166", "XXX", marker=0)
def no_country_has_the_code(answer):
    answer["countries"] = ["XXX"]


@tampering(THREE, "countries", "NER", "MLI", marker=1)
def a_country_is_answered_with_the_sentence_of_another(answer):
    mali, niger, _ = answer["by_country"]
    mali["country"], niger["country"] = "NER", "MLI"


@tampering(THREE, "country", "NER", "Chad", marker=0)
def a_part_bears_the_name_of_another_country(answer):
    answer["by_country"][1]["text"] = answer["by_country"][1]["text"].replace("Niger:", "Chad:")


@tampering(CHAD, "country", "TCD", "Mali", marker=0)
def another_country_is_refused(answer):
    reword(answer, "Chad", "Mali")


@tampering(MALI, "text", "frames.toml", "Mali is a safe place.", marker=0)
def a_sentence_is_added_to_the_text(answer):
    answer["text"] += "\nMali is a safe place."


@tampering(MALI, "text", "frames.toml", "Mali is a safe place", marker=0)
def a_sentence_is_added_with_the_marker_of_a_citation(answer):
    answer["text"] += "\nMali is a safe place [1]."


@tampering(MALI, "text", "no such line", marker=1)
def words_are_added_behind_a_quote(answer):
    answer["text"] += " It is a safe place."


@tampering(MALI, "text", "no such line", marker=1)
def a_quote_of_the_text_is_not_that_of_the_citation(answer):
    answer["text"] = answer["text"].replace("has no", "has a")


@tampering(MALI, "text", "no such line", marker=1)
def the_text_names_another_publisher(answer):
    answer["text"] = answer["text"].replace("Office of Examples", "United Nations")


@tampering(MALI, "text", "frames.toml", "Non.", marker=0)
def a_word_is_in_another_language(answer):
    reword(answer, "No.", "Non.")


@tampering(MALI, "frames", "found no, later, quote")
def a_remark_is_out_of_its_place(answer):
    later = "The latest evidence is from 2014-08-12; it may no longer hold."
    reword(answer, "No.", f"No.\n{later}")


@tampering(MALI, "frames", "found no, quote, hedged")
def a_reservation_is_added(answer):
    answer["text"] += "\nThe source puts this with reservations or conditions."


@tampering(MALI, "frames", "found no, quote, disagreement")
def the_sources_are_said_to_disagree(answer):
    answer["text"] += "\nThe sources disagree."


@tampering(MALI, "marker", "none for", "[7]", marker=7)
def a_marker_has_no_citation(answer):
    answer["text"] += "\nOffice of Examples, as of 2014: “It is so.” [7]"


@tampering(MALI, "marker", "[1]", "[2]", marker=0)
def the_markers_begin_at_two(answer):
    answer["citations"][0]["marker"] = 2
    reword(answer, "[1]", "[2]")


@tampering(MALI, "text", "no such line", marker=2)
def a_citation_is_not_in_the_text(answer):
    answer["citations"].append(answer["citations"][0] | {"marker": 2})


@tampering(USERS, "text", "out of turn", marker=1)
def the_citations_change_places(answer):
    one, two = (line for line in answer["text"].splitlines() if line.endswith("]"))
    answer["text"] = answer["text"].replace(f"{one}\n{two}", f"{two}\n{one}")


@tampering(THREE, "marker", "[1, 2]", marker=0)
def a_part_gives_up_its_citation(answer):
    answer["by_country"][0]["markers"] = []


@tampering(THREE, "text", "Mali", marker=0)
def the_text_is_not_that_of_its_parts(answer):
    answer["text"] = answer["text"].replace("No.", "Yes.")


@tampering(THREE, "outcome", "answered", "no_source", marker=0)
def the_outcome_is_not_that_of_its_parts(answer):
    answer["outcome"] = "no_source"


@tampering(THREE, "verdict", "null", "yes", marker=0)
def the_parts_have_no_such_verdict_in_common(answer):
    answer["verdict"] = "yes"


@tampering(THREE, "countries", "TCD", marker=0)
def a_part_is_about_a_country_that_was_not_asked_about(answer):
    answer["countries"].remove("TCD")


@tampering(MALI, "sha256", "has changed since", "stands where it did", marker=1)
def the_hash_is_another(answer):
    answer["citations"][0]["sha256"] = "0" * 64


@tampering(MALI, "document", "leads elsewhere", marker=1)
def the_document_is_outside_the_corpus(answer):
    answer["citations"][0]["document"] = "../corpus/mali/profile.md"


@tampering(MALI, "document", "leads elsewhere", marker=1)
def the_path_turns_back(answer):
    answer["citations"][0]["document"] = "mali/../mali/profile.md"


@tampering(MALI, "document", "leads elsewhere", marker=1)
def the_path_is_absolute(answer):
    answer["citations"][0]["document"] = "/etc/passwd"


@tampering(MALI, "document", "no file", marker=1)
def the_document_is_a_folder(answer):
    answer["citations"][0]["document"] = "mali"


@tampering(MALI, "document", "no file", marker=1)
def there_is_no_such_document(answer):
    answer["citations"][0]["document"] = "mali/laws.md"


@tampering(MALI, "document", "mali", marker=1)
def no_file_can_have_the_name(answer):
    answer["citations"][0]["document"] = "mali\0\ud800"


@tampering(MALI, "title", "Digital profile: Mali", "Laws", marker=1)
def the_title_is_another(answer):
    answer["citations"][0]["title"] = "Laws of Mali"


@tampering(NIGERIEN, "title", "words of niger/profile.txt", "Laws", marker=1)
def the_title_is_not_in_the_text(answer):
    answer["citations"][0]["title"] = "Laws of Niger"


@tampering(NIGERIEN, "publisher", "null", "United Nations", marker=1)
def a_publisher_is_made_up(answer):
    answer["citations"][0]["publisher"] = "United Nations"
    reword(answer, "Digital profile of Niger,", "United Nations,")


@tampering(MALI, "url", "example.org/mali", "example.org/mali/", marker=1)
def the_url_is_another(answer):
    answer["citations"][0]["url"] += "/"


@tampering(MALI, "restated", "true", "false", marker=1)
def our_own_wording_is_said_to_be_the_original(answer):
    answer["citations"][0]["restated"] = False


@pytest.mark.parametrize(("question", "change", "check", "words", "marker"), TAMPERINGS)
def test_a_tampering_is_found_and_named(answers, corpus, question, change, check, words, marker):
    answer = answers[question]
    assert failures(answer, corpus) == ()

    change(answer)

    assert_found(answer, corpus, check, *words, marker=marker)


def test_a_link_out_of_the_corpus_is_not_followed(answers, corpus, tmp_path):
    (corpus / "mali" / "profile.md").rename(tmp_path / "profile.md")
    (corpus / "mali" / "profile.md").symlink_to(tmp_path / "profile.md")

    assert_found(answers[MALI], corpus, "document", "a link that leads elsewhere", marker=1)


def leaves(value, path=()):
    """Yield the path to every single value of nested lists and objects."""
    if isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(each, (*path, key))
    else:
        yield path


# The question is not read, the others say how the answer was come by. A hedge in any quote hedges
# an answer, one in its best quote is put into words.
FREE = {"question", "confidence", "passages", "index", "elapsed_ms", "id", "hedged"}
CHANGED = {str: lambda v: v + "x", int: lambda v: v + 1, bool: lambda v: not v}


@pytest.mark.parametrize("question", [MALI, NIGERIEN, USERS, THREE, CHAD, GDP, CONSENT])
def test_no_value_can_be_changed_unnoticed(answers, corpus, question):
    answer = answers[question]
    unnoticed = []
    for path in leaves({key: answer[key] for key in answer.keys() - FREE}):
        changed = copy.deepcopy(answer)
        *inner, last = path
        place = changed
        for key in inner:
            place = place[key]
        place[last] = CHANGED.get(type(place[last]), lambda _: "2014")(place[last])
        if last != "hedged" and not failures(changed, corpus):
            unnoticed.append(path)

    assert unnoticed == []


# Sources that have changed since


def test_a_source_that_has_grown_is_told_from_one_that_no_longer_says_so(answers, corpus):
    write(corpus, {"mali/profile.md": PROFILE + "\n## 3 New\n"})

    assert [each.check for each in failures(answers[MALI], corpus)] == ["sha256"]
    assert_found(answers[MALI], corpus, "sha256", "has changed since", "stands where it did")


def test_a_quote_that_has_moved_is_said_to_stand_elsewhere(answers, corpus):
    text = PROFILE.replace("# Digital", "A new line.\n\n# Digital")
    write(corpus, {"mali/profile.md": text})
    start = text.index(NO)

    assert_found(answers[MALI], corpus, "sha256", f"stands at {start}-{start + len(NO)}")
    assert_found(answers[MALI], corpus, "quote", marker=1)


def test_a_quote_that_is_gone_is_said_to_be_gone(answers, corpus):
    write(corpus, {"mali/profile.md": PROFILE.replace("has no", "has a")})

    assert_found(answers[MALI], corpus, "sha256", "has changed since", "nowhere in it")


def test_a_source_that_is_gone_is_named(answers, corpus):
    (corpus / "mali" / "profile.md").unlink()

    assert_found(answers[MALI], corpus, "document", "mali/profile.md", marker=1)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"a\0b"])
def test_a_source_that_is_not_in_utf_8_needs_the_index(answers, corpus, data):
    (corpus / "mali" / "profile.md").write_bytes(data)

    assert_found(answers[MALI], corpus, "document", "mali/profile.md", "no index", marker=1)


# What sources may look like


def quoting(corpus, path, quote, **stated):
    """Make an answer that quotes a file, as one would be made by hand."""
    data = (corpus / path).read_bytes()
    start = data.decode("utf-8").index(quote)
    citation = {
        "marker": 1,
        "document": path,
        "sha256": hashlib.sha256(data).hexdigest(),
        "title": "Report",
        "publisher": None,
        "url": None,
        "as_of": None,
        "page": None,
        "section": [],
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "countries": [],
        "restated": False,
    } | stated
    dated = f"as of {citation['as_of']}" if citation["as_of"] else "undated"
    return {
        "question": "What does it say?",
        "language": "en",
        "countries": [],
        "outcome": "answered",
        "verdict": None,
        "hedged": False,
        "confidence": 0.9,
        "as_of": citation["as_of"],
        "text": f"{citation['publisher'] or citation['title']}, {dated}: “{quote}” [1]",
        "citations": [citation],
        "conflicts": [],
        "passages": [],
        "index": {},
        "elapsed_ms": {},
        "by_country": [],
        "summary": "",
    }


def checks(corpus, text, quote, **stated):
    """Name the checks that an answer fails which quotes a file of this text."""
    write(corpus, {"report.md": text})
    return [each.check for each in failures(quoting(corpus, "report.md", quote, **stated), corpus)]


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("It is so (2013 est.).", "2013"),
        ("It is so, as of December 2013.", "2013-12"),
        ("Au 1er août 2014, c'est ainsi.", "2014-08-01"),
        ("On August 12th, 2014 it was so.", "2014-08-12"),
        ("It was so on 2014-08-12.", "2014-08-12"),
        ("It was so on 12.08.2014.", "2014-08-12"),
        ("It is so.\n\nDernière mise à jour : 12 février 2014", "2014-02-12"),
        ("It is so.\n(source: [ITU](http://a.example/b), Sept. 2014)", "2014-09"),
    ],
)
def test_a_date_may_be_stated_in_any_of_these_ways(corpus, text, as_of):
    quote = text.splitlines()[0]
    year, *rest = as_of.split("-")
    other = "-".join([year, *(f"{int(part) + 1:02}" for part in rest)]) if rest else "2012"

    assert checks(corpus, f"# Report\n\n{text}\n", quote, as_of=as_of, section=["Report"]) == []
    assert checks(corpus, f"# Report\n\n{text}\n", quote, as_of=other, section=["Report"]) == [
        "as_of"
    ]


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("# Report\n\n## A\n\nB.\n\n## C\n\nIt is so.\n", ["Report", "C"]),
        ("# **Report** #\n\n### [C](x.html) d\n\nIt is so.\n", ["Report", "C d"]),
        ("# 1 Report\n\n# 1.1 A\n\n# 1.1.1 B\n\n# 1.1.2 C\n\nIt is so.\n",
         ["1 Report", "1.1 A", "1.1.2 C"]),
        ("# Report\n\n## C\n\n```\n# no heading\n```\n\nIt is so.\n", ["Report", "C"]),
        ("# Report\n\n## C\n\n<!--\n# no heading\n-->\n\nIt is so.\n", ["Report", "C"]),
        ("# Report\n\n## C\n\nD.\n\n---\n\nIt is so.\n", ["Report"]),
        ("Report\n======\n\n**C**\n\nIt is so.\n", ["Report", "C"]),
        ("---\n# a remark\ntitle: Report\n---\n\nIt is so.\n", []),
        ("# Report\r\n\r\n## C\r\rIt is so.\r\n", ["Report", "C"]),
    ],
)  # fmt: skip
def test_a_section_may_be_marked_in_any_of_these_ways(corpus, text, section):
    assert checks(corpus, text, "It is so.", section=section) == []


def test_a_heading_in_the_middle_of_a_section_is_missed(corpus):
    text = "# Report\n\n## A\n\nB.\n\n## C\n\nIt is so.\n"

    assert checks(corpus, text, "It is so.", section=["Report", "A"]) == ["section"]
    assert checks(corpus, text, "It is so.", section=["A", "C"]) == ["section"]
    assert checks(corpus, text, "It is so.", section=["C", "Report"]) == ["section"]


def test_a_heading_that_nothing_stands_under_is_quoted_in_the_section_above_it(corpus):
    text = "# Report\n\n## A\n\n### B\n\n### C\n\n## D\n"

    assert checks(corpus, text, "C", section=["Report", "A"]) == []
    assert checks(corpus, text, "D", section=["Report", "A"]) == ["section"]


@pytest.mark.parametrize(
    "quote",
    [
        "Mali has “two” [2] teams [1].",
        "Report, undated: “No.” [1]",
        "{source} {quote} {marker} {country}",
        "Yes.",
        "Niger:",
        "One\n\nYes.\n\ntwo",
        "<b>Bold</b> & *more* \u202emirrored\u202c",
    ],
)
def test_what_a_quote_says_is_never_taken_for_words_of_the_answer(corpus, quote):
    assert checks(corpus, f"# Report\n\n{quote}\n\nEnd.\n", quote, section=["Report"]) == []


def test_a_treaty_may_answer_for_any_country_but_not_bear_a_name_it_does_not_have(corpus):
    text = "---\ntitle: Report\ncountries: []\n---\n\nIt is so.\n"

    write(corpus, {"report.md": text})
    answer = quoting(corpus, "report.md", "It is so.") | {"countries": ["NER"]}
    assert failures(answer, corpus) == ()
    assert checks(corpus, text, "It is so.", countries=["MLI"]) == ["countries"]


def test_a_part_of_a_text_may_be_about_the_country_of_its_heading(corpus):
    text = "---\ntitle: Report\ncountries: [MLI, NER]\n---\n\n# 1. Chad\n\nIt is so.\n"

    assert checks(corpus, text, "It is so.", countries=["TCD"], section=["1. Chad"]) == []
    assert checks(corpus, text, "It is so.", countries=["BFA"], section=["1. Chad"]) == [
        "countries"
    ]


# Conflicts


@pytest.fixture
def change(answers):
    """An answer that tells of two figures, the newest first."""
    answer = answers[USERS]
    assert [each["as_of"] for each in answer["citations"]] == ["2023", "2013-12"]
    answer["text"] = "\n".join(
        [line for line in answer["text"].splitlines() if line[-1] == "]"]
        + ["The sources give different dates; the newest comes first."]
    )
    answer["conflicts"] = [{"markers": [1, 2], "kind": "change"}]
    return answer


def test_a_change_is_told_with_the_newest_first(change, corpus):
    assert failures(change, corpus) == ()


def test_a_change_is_no_disagreement(change, corpus):
    change["conflicts"][0]["kind"] = "disagreement"
    reworded = "The sources give different dates; the newest comes first."
    change["text"] = change["text"].replace(reworded, "The sources disagree.")

    assert_found(change, corpus, "conflict", "change", "disagreement")


def test_a_change_is_not_told_with_the_oldest_first(change, corpus):
    for one, two in (("2013-12", "2023"), ("2023", "2013-12")):
        change["text"] = change["text"].replace(f"as of {one}", f"as of ~{two}")
    for citation in change["citations"]:
        citation["as_of"] = {"2013-12": "2023", "2023": "2013-12"}[citation["as_of"]]
    change["text"] = change["text"].replace("~", "")

    assert_found(change, corpus, "conflict", "newest first")


def test_a_conflict_is_told_in_the_text(change, corpus):
    change["text"] = change["text"].rpartition("\n")[0]

    assert_found(change, corpus, "frames", "change")


@pytest.mark.parametrize("markers", [[1], [], [1, 3]])
def test_a_conflict_is_between_citations(change, corpus, markers):
    change["conflicts"][0]["markers"] = markers

    assert_found(change, corpus, "conflict", str(markers))


# Anything at all


@pytest.mark.parametrize("key", ANSWER)
def test_a_missing_key_is_named(answers, corpus, key):
    del answers[MALI][key]

    assert_found(answers[MALI], corpus, "shape", key, "none")


@pytest.mark.parametrize("key", CITATION)
def test_a_missing_key_of_a_citation_is_named(answers, corpus, key):
    del answers[MALI]["citations"][0][key]

    assert_found(answers[MALI], corpus, "shape", f"citations[0].{key}")


@pytest.mark.parametrize("value", [7, -0.5, "text", True, [[]], [None], {"a": {}}, ["\ud800"]])
@pytest.mark.parametrize("key", ANSWER)
def test_a_value_of_any_kind_gives_no_crash(answers, corpus, key, value):
    found = failures(answers[MALI] | {key: value}, corpus)

    assert found or key in FREE or value == answers[MALI][key]


@pytest.mark.parametrize("value", [None, 7, 10**400, -1, "text", True, [[]], {"a": {}}, "\ud800"])
@pytest.mark.parametrize("key", CITATION)
def test_a_value_of_any_kind_in_a_citation_is_found(answers, corpus, key, value):
    citation = answers[MALI]["citations"][0]
    same = (key, value) in (("page", None), ("restated", True))
    citation[key] = value

    assert bool(failures(answers[MALI], corpus)) != same


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "JSON in UTF-8"),
        (b"no JSON", "JSON in UTF-8"),
        (b"\xff\xfe", "JSON in UTF-8"),
        (b"[" * 200_000, "JSON in UTF-8"),
        (b'{"a":' * 200_000 + b"1" + b"}" * 200_000, "JSON in UTF-8"),
        (b'{"confidence": NaN}', "NaN"),
        (b'{"verdict": "no", "verdict": "yes"}', "a key twice"),
        (b"[]", "an object for the answer"),
        (b"null", "an object for the answer"),
        (b'{"id": 1, "error": "The question is empty."}', "The question is empty."),
        (b"1" * 5_000, "JSON in UTF-8"),
    ],
)
def test_what_is_no_answer_gives_a_message(corpus, data, words):
    [(line, parsed)] = verify.answers(io.BytesIO(data))

    assert line == 0
    assert any(words in str(failure) for failure in verify.check(parsed, corpus, corpus / "index"))


def test_an_infinite_confidence_is_found(answers, corpus):
    [(_, parsed)] = verify.answers(
        io.BytesIO(json.dumps(answers[MALI] | {"confidence": 7.0}).replace("7.0", "1e999").encode())
    )

    assert [str(each) for each in verify.check(parsed, corpus, corpus / "index")] == [
        "shape: expected a number from 0 to 1 for confidence; found Infinity"
    ]


def test_a_hostile_source_takes_no_time(corpus):
    text = "\n".join(["# Report", "[" * 2_000, "```", "<!--", "(" * 2_000, "[.]" * 2_000] * 50)

    assert checks(corpus, f"{text}\n\nIt is so.\n", "It is so.", section=["Report"]) == []


# The command


@pytest.fixture
def run(capsys):
    def run(*words):
        capsys.readouterr()
        status = cli.main(["verify", *map(str, words)])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def test_the_command_says_how_much_it_verified(answers, corpus, tmp_path, run):
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(answers[THREE], indent=2), "utf-8")

    assert run(file, "--corpus", corpus) == (0, "verified: 2 quotes, 1 answers\n", "")


def test_the_command_names_what_fails(answers, corpus, tmp_path, run):
    answers[MALI]["verdict"] = "yes"
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(answers[MALI]), "utf-8")

    status, printed, said = run(file, "--corpus", corpus)

    assert status == 1
    assert printed == "frames: expected yes, quote for answered, yes; found no, quote\n"
    assert said == "assistant: 1 of 1 answers failed to verify\n"


def test_the_command_takes_a_batch(batch, corpus, tmp_path, run):
    file = tmp_path / "answers.jsonl"
    file.write_bytes(batch)

    status, printed, _ = run(file, "--corpus", corpus)

    quotes = sum(len(json.loads(line)["citations"]) for line in batch.splitlines())
    assert (status, printed) == (0, f"verified: {quotes} quotes, {len(QUESTIONS)} answers\n")


def test_the_command_names_the_line_of_a_batch(answers, corpus, run, monkeypatch):
    answers[NIGERIEN]["citations"][0]["title"] = "Title"
    lines = [json.dumps(answers[question]) for question in (MALI, NIGERIEN)]
    given = io.TextIOWrapper(io.BytesIO("\n".join([*lines, "", "{}", ""]).encode()))
    monkeypatch.setattr(sys, "stdin", given)

    status, printed, said = run("-", "--corpus", corpus)

    assert status == 1
    assert 'line 2: [1] title: expected words of niger/profile.txt; found "Title"' in printed
    assert "line 4: shape: expected question; found none" in printed
    assert "line 1:" not in printed
    assert "2 of 3 answers" in said


def test_nothing_of_an_answer_reaches_the_terminal_as_a_command(answers, corpus, tmp_path, run):
    answers[MALI]["citations"][0]["title"] = "\x1b[31m\u202ered\n"
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(answers[MALI]), "utf-8")

    _, printed, _ = run(file, "--corpus", corpus)

    assert "red" in printed
    assert not {"\x1b", "\u202e"} & set(printed)


def test_a_file_or_folder_that_is_not_there_is_named(corpus, tmp_path, run):
    file = tmp_path / "answer.json"
    assert run(file, "--corpus", corpus)[0] == 1
    assert str(file) in run(file, "--corpus", corpus)[2]

    file.write_text("{}", "utf-8")
    status, _, said = run(file, "--corpus", tmp_path / "none")
    assert status == 1
    assert "none is no folder" in said
    assert "--corpus" in said
