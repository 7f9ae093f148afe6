"""Whatever holds of one kind of store holds of the other: a folder, and a PostgreSQL database."""

import json

import numpy as np
import pytest
from builds import GUIDE, MALI, NIGER, put

from assistant import builds, feedback, indexer, inventory, retriever, signing, upkeep
from assistant.corpus import Corpus
from assistant.errors import CorpusError, MissingIndexError, StaleIndexError, StoreError
from assistant.indexer import compare, shared, write
from assistant.store import places
from assistant.store.location import Database, location
from assistant.store.protocol import Wanted
from assistant.types import Turn

KINDS = ("folder", "database")
CAST = {"k": 10, "depth": 50, "words_weight": 0.15, "units_weight": 1.0}
QUESTIONS = (
    ("Does Mali have a law on cybercrime?", ["mali", "law", "cybercrim"]),
    ("Which convention did Niger accede to?", ["niger", "convent", "adher"]),
    ("What binds a state?", ["state", "bind", "treati"]),
    ("Nothing of this stands anywhere", ["zebra"]),
    ("CIRT", []),
)
WHOM = (None, ["MLI"], ["NER"], ["MLI", "NER"], ["TCD"])


@pytest.fixture(params=KINDS)
def place(request, tmp_path):
    """Where an index is to be built."""
    if request.param == "folder":
        return tmp_path / "index"
    return location(request.getfixturevalue("database"))


@pytest.fixture
def rebuilt(folder, remembering):
    """Builds the corpus into a place."""

    def run(place):
        remembering.asked.clear()
        return indexer.build(Corpus(folder), place, remembering, identity=remembering.name)

    run.asked = remembering.asked
    return run


def asked(remembering, question, terms=(), countries=None):
    (vector,) = remembering.encode_documents([question])
    return Wanted(vector=vector, terms=list(terms), countries=countries, **CAST)


def found(store, wanted):
    return [(hit.passage.document, hit.passage.start) for hit in store.search(wanted)]


def test_a_place_without_an_index_says_what_to_run(place):
    with pytest.raises(MissingIndexError, match="assistant index"):
        places.open_index(place)
    with pytest.raises(MissingIndexError, match="assistant index"):
        places.current(place)


def test_documents_are_given_as_they_were_read(place, rebuilt, folder):
    report = rebuilt(place)
    store = places.open_index(place)

    assert [each.path for each in store.documents()] == [
        "guide.md",
        "mali/profile.md",
        "niger/note.txt",
    ]
    assert list(store.records) == [each.path for each in store.documents()]
    assert store.records["mali/profile.md"].metadata.countries == ("MLI",)
    assert store.document("guide.md").text == GUIDE
    assert store.document("mali/profile.md").text == MALI.format(year=2013)
    assert store.info == report.info
    assert (report.info.documents, report.info.passages) == (3, 4)
    assert store.languages == ("en", "fr")
    assert set(store.countries) == {"", "MLI", "NER"}
    assert store.manifest.documents == Corpus(folder).scan().digests
    with pytest.raises(CorpusError, match=r"Did you mean: mali/profile\.md"):
        store.document("mali/profil.md")


def test_passages_are_spans_of_their_document_in_its_order(place, rebuilt):
    rebuilt(place)
    store = places.open_index(place)

    passages = store.passages_of("mali/profile.md")
    text = store.document("mali/profile.md").text
    assert [text[each.start : each.end] for each in passages] == [each.text for each in passages]
    assert [each.section[-1] for each in passages] == ["1.1 Criminal legislation", "1.2 CIRT"]
    assert {each.countries for each in passages} == {("MLI",)}
    with pytest.raises(CorpusError, match="no document 'mali'"):
        store.passages_of("mali")


def test_words_and_meaning_find_a_passage_within_the_wall_of_its_country(
    place, rebuilt, remembering
):
    rebuilt(place)
    store = places.open_index(place)

    assert found(store, asked(remembering, "Is there a CIRT?", ["cirt"]))[0][0] == "mali/profile.md"
    whom = {path for path, _ in found(store, asked(remembering, "CIRT", ["cirt"], ["NER"]))}
    assert whom == {"niger/note.txt", "guide.md"}
    assert found(store, asked(remembering, "CIRT", ["cirt"], ["TCD"])) == [("guide.md", 9)]
    first = store.search(asked(remembering, "Is there a CIRT?", ["cirt"]))[0]
    assert first.rank == 1
    assert 0 < first.score <= 1
    assert first.passage.text.startswith("Mali runs no national CIRT")


def test_a_rare_word_says_more_than_a_common_one(place, rebuilt):
    rebuilt(place)
    store = places.open_index(place)

    assert store.idf("cirt") > store.idf("mali") > 0
    assert store.idf("cirt") == pytest.approx(1.2039728)  # one of four passages
    assert store.idf("zebra") == pytest.approx(2.3025851)  # none


def test_a_changed_document_is_replaced_and_nothing_else_is_encoded(place, rebuilt, folder):
    rebuilt(place)
    put(folder, "mali/profile.md", MALI.format(year=2014))
    report = rebuilt(place)

    store = places.open_index(place)
    assert report.changes.changed == ("mali/profile.md",)
    assert report.changes.unchanged == ("guide.md", "niger/note.txt")
    assert (report.passages.added, report.passages.removed, report.passages.kept) == (1, 1, 3)
    assert report.encoded == 1
    assert "2014" in store.passages_of("mali/profile.md")[0].text
    assert store.problems() == ()
    assert store.idf("2013") > store.idf("2014")


def test_a_document_about_other_countries_is_found_under_those(place, rebuilt, folder, remembering):
    text = "---\ntitle: Pact\ncountries: [MLI, {}]\n---\nBoth states ratified it in 2001.\n"
    for other, gone in (("NER", "TCD"), ("TCD", "NER")):
        put(folder, "pact.md", text.format(other))
        encoded = rebuilt(place).encoded
        store = places.open_index(place)
        for code, is_found in ((other, True), ("MLI", True), (gone, False)):
            hits = found(store, asked(remembering, "Was it ratified?", ["ratifi"], [code]))
            assert ("pact.md" in {path for path, _ in hits}) is is_found
    assert encoded == 0


def test_a_removed_document_is_not_found_any_more(place, rebuilt, folder, remembering):
    rebuilt(place)
    (folder / "niger/note.txt").unlink()
    report = rebuilt(place)

    store = places.open_index(place)
    assert report.changes.removed == ("niger/note.txt",)
    assert report.encoded == 0
    assert set(store.countries) == {"", "MLI"}
    assert found(store, asked(remembering, "Niger", ["niger"], ["NER"])) == [("guide.md", 9)]
    with pytest.raises(CorpusError):
        store.passages_of("niger/note.txt")


def test_what_was_undone_needs_no_encoder(place, rebuilt, folder):
    rebuilt(place)
    put(folder, "guide.md", "# Guide\n\nAnother sentence.\n")
    rebuilt(place)
    put(folder, "guide.md", GUIDE)
    report = rebuilt(place)

    assert report.written
    assert places.open_index(place).document("guide.md").text == GUIDE
    if isinstance(place, Database):  # which remembers what older generations hold
        assert report.encoded == 0


def test_nothing_is_written_where_nothing_has_changed(place, rebuilt):
    first = rebuilt(place)
    again = rebuilt(place)

    assert not again.written
    assert again.info == first.info
    assert again.passages.kept == 4
    assert len(places.generations(place)) == 1


def test_an_open_index_answers_from_its_generation_while_newer_ones_are_built(
    place, rebuilt, folder
):
    rebuilt(place)
    store = places.open_index(place)
    put(folder, "guide.md", "# Guide\n\nAnother sentence.\n")
    rebuilt(place)

    assert store.document("guide.md").text == GUIDE
    assert store.passages_of("guide.md")[0].text.startswith("A treaty binds")
    assert places.open_index(place).passages_of("guide.md")[0].text == "Another sentence."


def test_an_older_generation_serves_again_and_the_newer_one_after(place, rebuilt, folder):
    first = rebuilt(place).info.generation
    put(folder, "guide.md", "# Guide\n\nAnother sentence.\n")
    second = rebuilt(place).info.generation

    listed = places.generations(place)
    assert [each.info.generation for each in listed] == [second, first]
    assert [each.current for each in listed] == [True, False]
    assert all(each.size > 0 for each in listed)

    assert places.rollback(place).generation == first
    assert places.current(place) == first
    assert places.open_index(place).document("guide.md").text == GUIDE
    with pytest.raises(StoreError, match="no generation older than"):
        places.rollback(place)
    with pytest.raises(StoreError, match="no generation '2020'"):
        places.rollback(place, "2020")
    assert places.rollback(place, second).generation == second
    assert places.open_index(place).document("guide.md").text != GUIDE


def test_a_build_after_a_rollback_holds_the_corpus_as_it_is(place, rebuilt, folder):
    rebuilt(place)
    put(folder, "guide.md", "# Guide\n\nAnother sentence.\n")
    rebuilt(place)
    places.rollback(place)
    put(folder, "niger/note.txt", "Le Niger a dénoncé la convention.\n")
    report = rebuilt(place)

    store = places.open_index(place)
    assert store.info == report.info
    assert store.document("guide.md").text.endswith("Another sentence.\n")
    assert "dénoncé" in store.document("niger/note.txt").text
    assert store.problems() == ()


def test_the_last_three_generations_are_kept(place, rebuilt, folder):
    names = []
    for year in range(2010, 2015):
        put(folder, "mali/profile.md", MALI.format(year=year))
        names.append(rebuilt(place).info.generation)

    assert [each.info.generation for each in places.generations(place)] == names[:1:-1]


def test_a_file_that_is_no_document_is_named_and_the_others_are_indexed(place, rebuilt, folder):
    put(folder, "mali/broken.pdf", b"%PDF-1.4 and no more")
    put(folder, "mali/twin.md", GUIDE)
    report = rebuilt(place)

    assert [each.path for each in report.skipped] == ["mali/broken.pdf"]
    assert report.duplicates == (("mali/twin.md", "guide.md"),)
    assert report.info.documents == 3
    assert not rebuilt(place).written
    states = {each.path: each.state for each in inventory.entries(folder, place)}
    assert states["mali/broken.pdf"] == "refused"
    assert states["mali/profile.md"] == "current"


def test_a_corpus_of_which_nothing_can_be_read_leaves_what_served(place, rebuilt, folder):
    first = rebuilt(place).info
    for path in ("mali/profile.md", "niger/note.txt", "guide.md"):
        (folder / path).unlink()
    put(folder, "mali/broken.pdf", b"%PDF-1.4 and no more")

    with pytest.raises(CorpusError, match="No document in"):
        rebuilt(place)
    assert places.open_index(place).info == first


def test_builds_tell_what_each_changed(place, rebuilt, folder):
    rebuilt(place)
    put(folder, "mali/profile.md", MALI.format(year=2014))
    rebuilt(place)

    newer, older = builds.builds(place)
    assert newer.since.documents.changed == ("mali/profile.md",)
    assert (newer.since.passages.added, newer.since.passages.removed) == (1, 1)
    assert older.since is None


def test_what_would_be_done_is_told_without_doing_it(place, rebuilt, folder):
    rebuilt(place)
    put(folder, "mali/profile.md", MALI.format(year=2014))

    plan = upkeep.plan(folder, place)
    assert plan.changes.changed == ("mali/profile.md",)
    assert len(places.generations(place)) == 1


def test_feedback_is_kept(place, rebuilt):
    rebuilt(place)
    answer = {"question": "Quoi ?", "outcome": "silent", "citations": []}
    said = [feedback.Feedback("2026-11-22T00:00:00+00:00", "wrong", note, answer) for note in "ab"]
    for each in said:
        feedback.add(place, each)

    assert list(feedback.read(place)) == said
    assert json.dumps(next(feedback.read(place)).answer) == json.dumps(answer)


def test_signed_answers_are_kept_signed_anew_and_withdrawn(place, rebuilt):
    rebuilt(place)
    answer = {"question": "Quoi ?", "text": "Ceci.", "outcome": "silent", "citations": []}
    history = [Turn("Où ?", "Là.")]
    first = signing.sign(place, answer, "2026-11-21T00:00:00+00:00", "A. B.", history=history)
    other = signing.sign(place, {**answer, "text": "Cela."}, "2026-11-20T00:00:00+00:00")
    assert signing.read(place) == [other, first]

    again = signing.sign(place, answer, "2026-11-22T00:00:00+00:00", "C. D.", history=history)
    assert again.id == first.id
    assert signing.read(place) == [other, again]
    signing.withdraw(place, other.id)
    assert signing.read(place) == [again]
    for unknown in (other.id, "../../guide"):
        with pytest.raises(StoreError, match="No signed answer has the ID"):
            signing.withdraw(place, unknown)


def test_more_answers_than_may_be_kept_are_not_signed(place, rebuilt, monkeypatch):
    rebuilt(place)
    monkeypatch.setattr(signing, "MOST", 1)
    answer = {"question": "Quoi ?", "text": "Ceci.", "outcome": "silent", "citations": []}
    first = signing.sign(place, answer, "2026-11-21T00:00:00+00:00")
    with pytest.raises(StoreError, match="the most that are kept"):
        signing.sign(place, {**answer, "text": "Cela."}, "2026-11-22T00:00:00+00:00")
    assert signing.read(place) == [first]
    signing.sign(place, answer, "2026-11-22T00:00:00+00:00")


def told(place):
    ledger = indexer.ledger_of(places.open_index(place))
    assert ledger.counts()[2] == sum(cell.status != "empty" for cell in ledger.cells())
    return ledger.indicators(), ledger.cells()


def test_the_ledger_follows_the_documents_and_the_names(place, rebuilt, folder, tmp_path):
    rebuilt(place)
    before = told(place)
    assert any(
        (cell.document, cell.status) == ("mali/profile.md", "no") for cell in before[1]
    )  # no law on cybercrime
    put(folder, "mali/profile.md", MALI.format(year=2014) + "\n## Helpline\n\nMali runs one.\n")
    put(folder, "indicators.toml", '[[indicator]]\nen = "National CIRT"\nfr = "CIRT national"\n')
    rebuilt(place)
    after = told(place)
    assert {each.name_fr for each in after[0]} >= {"CIRT national"}
    assert [cell.quote for cell in after[1] if cell.label == "Helpline"] == ["Mali runs one."]
    assert not rebuilt(place).written

    scratch = tmp_path / "scratch"
    rebuilt(scratch)
    assert after == told(scratch)
    (folder / "indicators.toml").unlink()
    put(folder, "mali/profile.md", MALI.format(year=2013))
    assert rebuilt(place).written
    assert told(place) == before
    assert places.open_index(place).problems() == ()


def test_another_version_of_the_program_reads_the_ledger_anew(place, rebuilt, monkeypatch):
    first = rebuilt(place).info.generation
    before = told(place)
    for module in (compare, shared, write):
        monkeypatch.setattr(module, "telling", lambda: "another")
    with pytest.raises(StaleIndexError, match="Bring it up to date with: assistant index"):
        told(place)
    report = rebuilt(place)
    assert report.written
    assert report.encoded == 0
    assert told(place) == before
    places.rollback(place, first)
    with pytest.raises(StaleIndexError):
        told(place)
    monkeypatch.undo()
    assert told(place) == before


@pytest.fixture(scope="module")
def both(tmp_path_factory, server, remembering):
    """The same corpus in both kinds of store."""
    folder = tmp_path_factory.mktemp("corpus")
    put(folder, "mali/profile.md", MALI.format(year=2013))
    put(folder, "niger/note.txt", NIGER)
    put(folder, "guide.md", GUIDE)
    put(
        folder, "regional.md", "---\ncountries: [MLI, NER]\n---\nBoth states ratified it in 2001.\n"
    )
    put(folder, "twin.txt", "A treaty binds the states that have ratified it.\n")
    found = tmp_path_factory.mktemp("index"), location(server.url(server.database()))
    for each in found:
        indexer.build(Corpus(folder), each, remembering, identity=remembering.name)
    return [places.open_index(each) for each in found]


@pytest.mark.parametrize("whom", WHOM, ids=str)
@pytest.mark.parametrize(("question", "terms"), QUESTIONS, ids=lambda value: str(value)[:12])
def test_both_rank_alike(both, remembering, question, terms, whom):
    wanted = asked(remembering, question, terms, whom)
    folder_hits, shared_hits = (store.search(wanted) for store in both)

    assert [hit.passage for hit in shared_hits] == [hit.passage for hit in folder_hits]
    for one, other in zip(folder_hits, shared_hits, strict=True):
        assert one.rank == other.rank
        assert one.score == pytest.approx(other.score, abs=5e-4)
        assert one.similarity == pytest.approx(other.similarity, abs=5e-4)


def test_both_compare_units_alike(both, remembering):
    wanted = asked(remembering, "When was the bill tabled?", ["bill"])
    compared = [
        {
            hit.passage.start: store.unit_cosines(hit.row, wanted.vector)
            for hit in store.search(wanted)
            if hit.passage.document == "mali/profile.md"
        }
        for store in both
    ]
    assert compared[0].keys() == compared[1].keys()
    for start, cosines in compared[0].items():
        assert compared[1][start] == pytest.approx(cosines, abs=5e-4)
    assert max(map(len, compared[0].values())) == 2


def test_both_multiply_units_alike(both, remembering):
    wanted = asked(remembering, "When was the bill tabled?", ["bill"])
    directions = np.stack([wanted.vector, -3 * wanted.vector])
    products = []
    for store in both:
        hits = store.search(wanted)
        places = [(hit.passage.document, hit.passage.start) for hit in hits]
        found = store.unit_products([hit.row for hit in hits], directions)
        products.append(dict(zip(places, found, strict=True)))

    assert products[0].keys() == products[1].keys()
    for place, own in products[0].items():
        assert own.shape[1] == 2
        assert len(own) >= 1
        assert products[1][place] == pytest.approx(own, abs=2e-3)
        assert own[:, 1] == pytest.approx(-3 * own[:, 0], abs=1e-5)


def test_both_give_the_same_hits_through_the_retriever(both, remembering):
    (vector,) = remembering.encode_documents(["A treaty"])
    hits = [
        retriever.retrieve(store, vector, ["treati"], ["NER"], **{**CAST, "k": 3}) for store in both
    ]
    assert [hit.passage for hit in hits[0]] == [hit.passage for hit in hits[1]]
    assert len(hits[0]) == 3
