"""The store that several machines share: what only a database can do, or do wrong."""

import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import psycopg
import pytest
from builds import ENVIRONMENT, GUIDE, MALI, put
from servers import GUARDED, free_port

from assistant import cli, feedback, indexer, pipeline
from assistant.app.library import Library
from assistant.corpus import Corpus
from assistant.errors import (
    DatabaseError,
    MissingIndexError,
    PrunedIndexError,
    StaleIndexError,
    StoreError,
)
from assistant.render import to_json
from assistant.store import places
from assistant.store.location import Database, location
from assistant.store.postgres import connection, graph, migrations, search
from assistant.store.postgres.builder import Builder
from assistant.store.protocol import Wanted

KILLS = min(10, int(os.environ.get("ASSISTANT_KILLS", "1")))  # benchmarks/postgres.py: 50
BUILDER = Path(__file__).with_name("build_shared.py")


@pytest.fixture
def shared(database, folder, remembering):
    """The corpus, built into a database."""
    place = location(database)
    indexer.build(Corpus(folder), place, remembering, identity=remembering.name)
    return place


@pytest.fixture
def rebuild(folder, remembering):
    def run(place):
        return indexer.build(Corpus(folder), place, remembering, identity=remembering.name)

    return run


def run(place, statement):
    with psycopg.connect(place.url, autocommit=True) as found:
        rows = found.execute(statement)
        return rows.fetchall() if rows.description else []


def wanted(vector, terms=(), countries=None, k=10):
    return Wanted(
        vector=vector, terms=list(terms), countries=countries, k=k, depth=50,
        words_weight=0.15, units_weight=1.0,
    )  # fmt: skip


# Addresses


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://ann:secret@db.example.org/kb", "postgresql://ann@db.example.org/kb"),
        ("postgres://ann:s%40crt@a:1,b:2/kb?sslmode=require&password=hidden",
         "postgres://ann@a:1,b:2/kb?sslmode=require"),
        ("postgresql:///kb", "postgresql:///kb"),
        ("postgresql://db/kb?sslpassword=hidden", "postgresql://db/kb"),
    ],
)  # fmt: skip
def test_an_address_is_shown_without_its_passwords(url, shown):
    place = location(url)

    assert str(place) == shown
    assert "secret" not in repr(place)
    told = place.without_secrets("it said s@crt, s%40crt, hidden and secret")
    passwords = [word for word in ("s@crt", "s%40crt", "hidden", "secret") if word in url]
    assert not any(word in told for word in passwords if word != "s@crt")
    assert "s@crt" not in told or "s%40crt" not in url


def test_a_folder_stays_a_folder():
    assert location("some/index") == Path("some/index")
    assert location("postgres") == Path("postgres")


# What can be wrong


def test_no_server_is_told_with_the_address(folder):
    place = location(f"postgresql://ann:secret-word@127.0.0.1:{free_port()}/kb")

    with pytest.raises(DatabaseError, match=r"ann@127.0.0.1.*no server answers there") as told:
        places.open_index(place)
    assert "secret-word" not in str(told.value)


@pytest.mark.parametrize("password", ["owl and lamp/7", "se?cret", "a@b:c", "1%zz"])
def test_an_address_that_makes_no_sense_is_told_without_its_password(password):
    place = location(f"postgresql://ann:{password}@127.0.0.1:{free_port()}/kb")

    with pytest.raises(DatabaseError, match=r"ann@127\.0\.0\.1") as told:
        places.open_index(place)
    assert not any(part in str(told.value) for part in ("owl", "lamp", "cret", "b:c", "zz"))


def test_a_wrong_password_is_told_and_never_shown(server, database):
    server.run(f"DROP ROLE IF EXISTS {GUARDED}")
    server.run(f"CREATE ROLE {GUARDED} LOGIN PASSWORD 'another'")
    url = database.replace("postgres@", f"{GUARDED}:not-{'it'}@")

    with pytest.raises(DatabaseError, match="refuses the user or the password") as told:
        places.open_index(location(url))
    assert "not-it" not in str(told.value)


def test_missing_packages_are_named():
    code = (
        "import sys; sys.modules['psycopg'] = None; from assistant import cli; "
        "sys.exit(cli.main(['generations', '--index', 'postgresql://ann:secret@db/kb']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert done.returncode == 1
    assert "pip install 'country-status-assistant[postgres]'" in done.stderr
    assert "secret" not in done.stderr


def test_a_missing_database_is_told(server):
    with pytest.raises(DatabaseError, match=r"no such database. Create it with: createdb"):
        places.open_index(location(server.url("nowhere")))


def test_a_user_who_may_only_read_can_ask_but_not_build(server, shared, rebuild, folder):
    name = shared.url.rsplit("/", 1)[1]
    server.run("DROP ROLE IF EXISTS reader")
    server.run("CREATE ROLE reader LOGIN")
    server.run("GRANT USAGE ON SCHEMA assistant TO reader", name)
    server.run("GRANT SELECT ON ALL TABLES IN SCHEMA assistant TO reader", name)
    reader = location(server.url(name, "reader"))

    assert places.open_index(reader).document("guide.md").text == GUIDE
    put(folder, "guide.md", "# Guide\n\nAnother sentence.\n")
    with pytest.raises(DatabaseError, match=r"permission denied.*grant"):
        rebuild(reader)
    server.run("DROP OWNED BY reader", name)


def test_a_database_without_the_extension_says_who_has_to_add_it(server, database, rebuild):
    name = database.rsplit("/", 1)[1]
    server.run("DROP ROLE IF EXISTS plain")
    server.run("CREATE ROLE plain LOGIN")
    server.run(f"GRANT CREATE ON DATABASE {name} TO plain")

    with pytest.raises(DatabaseError, match="CREATE EXTENSION vector"):
        rebuild(location(server.url(name, "plain")))
    server.run("DROP OWNED BY plain", name)


def test_tables_of_a_newer_version_are_refused(shared, rebuild):
    run(shared, f"INSERT INTO assistant.migrations VALUES ({len(migrations.MIGRATIONS) + 1})")

    for use in (places.open_index, rebuild):
        with pytest.raises(StaleIndexError, match=r"newer version.*Update the program"):
            use(shared)


def test_tables_are_brought_forward_once_however_many_try(database, monkeypatch):
    place = location(database)
    monkeypatch.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:1])
    Builder(place).close()
    with pytest.raises(MissingIndexError):
        places.open_index(place)
    monkeypatch.undo()
    with pytest.raises(MissingIndexError, match=f"tables 1 of {len(migrations.MIGRATIONS)}"):
        places.open_index(place)

    threads = [threading.Thread(target=lambda: Builder(place).close()) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = run(place, "SELECT number FROM assistant.migrations ORDER BY 1")
    assert [number for (number,) in numbers] == list(range(1, len(migrations.MIGRATIONS) + 1))


def test_what_a_database_cannot_hold_is_refused_by_document(database, folder, rebuild):
    put(folder, "mali/nul.html", b"<title>A\0B</title><p>A law \xed\xa0\x80 was passed&#0;.</p>")
    report = rebuild(location(database))

    assert {each.path for each in report.skipped} <= {"mali/nul.html"}
    assert report.info.documents + len(report.skipped) == 4


def test_damage_is_found(shared):
    assert places.open_index(shared).problems() == ()
    run(shared, "UPDATE assistant.passages SET text = 'other' WHERE row = 1")
    run(shared, "DELETE FROM assistant.words WHERE row = 2")
    run(shared, "UPDATE assistant.lexemes SET passages = 9 WHERE lexeme = 'cirt'")
    run(shared, "UPDATE assistant.statements SET quote = 'other'")

    found = "\n".join(places.open_index(shared).problems())
    assert "is not what stands there" in found
    assert "has no vector or no words" in found
    assert "word cirt" in found
    assert "mali/profile.md: the statement at" in found


# Connections that are lost


def test_a_lost_connection_is_replaced(shared):
    store = places.open_index(shared)
    for _ in range(3):
        name = shared.url.rsplit("/", 1)[1]
        admin = Database(shared.url.replace(name, "postgres"))
        run(
            admin,
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
        )
        assert store.document("guide.md").text == GUIDE


def test_a_lost_connection_costs_a_build_nothing_but_time(database, folder, remembering):
    place, struck = location(database), []

    def progress(step):
        if step.stage == "encode" and step.done == 0 and not struck:
            struck.append(
                run(place, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()")
            )  # fmt: skip

    report = indexer.build(
        Corpus(folder), place, remembering, identity=remembering.name, progress=progress
    )
    assert struck
    assert report.info.documents == 3
    assert places.open_index(place).problems() == ()


# Generations


def test_a_generation_that_is_gone_is_told_and_the_next_question_finds_a_newer_one(
    database, folder, encoder, remembering
):
    place = location(database)

    def build(year):
        put(folder, "mali/profile.md", MALI.format(year=year))
        indexer.build(Corpus(folder), place, remembering, identity=remembering.name)

    build(2010)
    store = places.open_index(place)
    assistant = pipeline.Assistant.open(folder, place)
    assert "2010" in assistant.ask("When was a bill on cybercrime tabled in Mali?").text
    for year in range(2011, 2015):
        build(year)

    with pytest.raises(PrunedIndexError, match="no longer keeps"):
        store.passages_of("guide.md")
    with pytest.raises(PrunedIndexError):
        store.search(wanted(np.ones(384, np.float32) / 384**0.5))
    answer = assistant.ask("When was a bill on cybercrime tabled in Mali?")
    assert "2014" in answer.text
    assert answer.index.generation == places.current(place)


def test_a_document_is_replaced_at_once_for_whoever_is_asking(database, folder, remembering):
    place = location(database)
    pages = {year: "\n\n".join(f"# Part {n}\n\nThe law of {year} binds." for n in range(8))
             for year in (2001, 2002)}  # fmt: skip

    def build(year):
        put(folder, "law.md", pages[year])
        indexer.build(Corpus(folder), place, remembering, identity=remembering.name)

    build(2001)
    (vector,) = remembering.encode_documents(["The law of 2001 binds."])
    stop, mixed, asked = threading.Event(), [], []

    def ask():
        while not stop.is_set():
            try:
                hits = places.open_index(place).search(wanted(vector, ["law", "bind"]))
            except PrunedIndexError:
                continue
            found = [hit.passage.text for hit in hits if hit.passage.document == "law.md"]
            years = {text[11:15] for text in found}
            asked.append(len(found))
            if len(years) != 1 or len(found) != 8:
                mixed.append(found)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(4):
        build(2002 - number % 2)
    stop.set()
    for thread in threads:
        thread.join()
    assert mixed == []
    assert len(asked) > 20


# A graph for large collections


def test_a_large_collection_is_searched_by_its_graph(server, tmp_path, monkeypatch):
    monkeypatch.setattr(search, "EXACT", 50)
    place = location(server.url(server.database()))
    vectors = fill(place, 600)

    exact_nearest = np.argsort(-(vectors @ vectors[7]), kind="stable")[:10]
    store = places.open_index(place)
    with psycopg.connect(place.url) as found:
        connection.prepare(found)
        assert graph.known(found, 64) == {graph.ALL}
    hits = store.search(wanted(vectors[7], k=10))
    assert len({hit.passage.start for hit in hits} & set(exact_nearest.tolist())) >= 9
    assert hits[0].passage.start == 7
    own = store.search(wanted(vectors[7], countries=["AAA"], k=10))
    among = [row for row in np.argsort(-(vectors @ vectors[7]), kind="stable") if row % 3 == 0]
    assert [hit.passage.start for hit in own][:9] == among[:9]
    assert {hit.passage.countries for hit in own} == {("AAA",)}
    monkeypatch.setattr(search, "EXACT", 10_000)
    exactly = store.search(wanted(vectors[7], k=10))
    assert [hit.passage.start for hit in exactly] == exact_nearest.tolist()


def test_a_large_country_is_searched_by_a_graph_of_its_own(server, tmp_path, monkeypatch):
    monkeypatch.setattr(search, "EXACT", 50)
    monkeypatch.setattr(graph, "LARGE", 150)
    place = location(server.url(server.database()))
    vectors = fill(place, 600)
    store = places.open_index(place)
    with psycopg.connect(place.url) as found:
        connection.prepare(found)
        assert graph.known(found, 64) == {graph.ALL, "AAA", "BBB", "CCC"}

    for codes, kept in ((["BBB"], {1}), (["BBB", "CCC"], {1, 2}), (["BBB", "ZZZ"], {1})):
        nearest = [row for row in np.argsort(-(vectors @ vectors[7])) if row % 3 in kept][:10]
        hits = store.search(wanted(vectors[7], countries=codes, k=10))
        assert len({hit.passage.start for hit in hits} & set(nearest)) >= 9
        asked, _ = search.statement(
            store._generation, wanted(vectors[7], countries=codes, k=10), {}, store._graphs
        )
        assert asked.count("v.home = 'BBB'") == 1


def fill(place, count):
    """Write passages 0 … count - 1, each as long as one letter, of countries AAA, BBB and CCC."""
    from assistant.store.manifest import Manifest
    from assistant.store.postgres.writing import Entry
    from assistant.types import Document, Metadata, Passage

    draw = np.random.default_rng(1).standard_normal((count, 64)).astype(np.float32)
    vectors = draw / np.linalg.norm(draw, axis=1, keepdims=True)
    builder = Builder(place)
    assert builder.join("wanted", "0" * 8, lambda _: {"letters.md": "state"})
    with builder.claim(1) as claimed:
        assert claimed == {"letters.md": "state"}
        document = Document("letters.md", "x" * count, "0" * 64, Metadata("Letters"), state="state")
        builder.add(
            document,
            [
                Entry(
                    Passage("letters.md", n, n + 1, "x", (), (("AAA", "BBB", "CCC")[n % 3],)),
                    n.to_bytes(8, "big"),
                    ["x"],
                    vectors[n : n + 1],
                )
                for n in range(count)
            ],
        )
    builder.publish(
        lambda content: Manifest(
            generation=content.name, built="2026-11-22T00:00:00", assistant="", encoder="none",
            dimension=content.dimension, chunking="", reading="", corpus="",
            documents=content.documents, refused={}, duplicates=(), passages=content.passages,
        )
    )  # fmt: skip
    builder.close()
    return vectors


# Several builders


def test_a_build_is_not_begun_again_when_another_has_just_ended(folder, database, remembering):
    late = Builder(location(database))
    assert late.serving() is None
    indexer.build(Corpus(folder), location(database), remembering, identity=remembering.name)

    assert not late.join("wanted", "0" * 8, lambda _: {"guide.md": "state"})
    assert late.serving() is not None
    assert late.join("wanted", "0" * 8, lambda _: {"guide.md": "state"})
    late.close()


def test_builders_share_the_documents_and_lose_none_when_one_is_killed(server, tmp_path):
    corpus = tmp_path / "corpus"
    for number in range(40):
        put(corpus, f"{number:02}.md", f"# Law {number}\n\nThe law of {number} was passed.\n")
    draw = random.Random(7)
    for _ in range(KILLS):
        url = server.url(server.database())
        builders = [started(corpus, url) for _ in range(3)]
        victim = draw.choice(builders)
        for _ in range(draw.randrange(1, 8)):
            victim.stdout.readline()  # a step further
        victim.kill()
        for each in builders:
            each.communicate(timeout=120)
        assert [each.returncode for each in builders if each is not victim] == [0, 0]

        found = run(location(url), "SELECT path, count(*) FROM assistant.documents GROUP BY path")
        assert sorted(found) == [(f"{number:02}.md", 1) for number in range(40)]
        assert places.open_index(location(url)).problems() == ()
        assert len(places.generations(location(url))) == 1
        connection.close_all()


def started(corpus, url):
    return subprocess.Popen(
        [sys.executable, BUILDER, corpus, url],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def test_an_unfinished_build_of_another_corpus_is_dropped(database, folder, remembering, rebuild):
    place = location(database)
    left = Builder(place)
    assert left.join("of another corpus", "0" * 8, lambda _: {"old.md": "state"})
    with pytest.raises(StoreError, match="Another build"):
        indexer.build(Corpus(folder), place, remembering, identity=remembering.name, wait=False)
    left.close()

    assert rebuild(place).info.documents == 3
    assert run(place, "SELECT count(*) FROM assistant.generations") == [(1,)]
    assert run(place, "SELECT count(*) FROM assistant.work WHERE path = 'old.md'") == [(0,)]


# The page and the command line


def test_a_page_asks_verifies_and_keeps_feedback(database, folder, encoder):
    put(folder, "mali/note.html", "<title>Note</title><h1>Note</h1><p>Mali signed it in 1999.</p>")
    place = location(database)
    pipeline.rebuild(folder, place)
    page = Library(folder, place, None)
    answer = to_json(page.ask("Has Mali signed it?"))
    assert [each["document"] for each in answer["citations"]] == ["mali/note.html"]
    assert page.verify(answer) == ()
    (citation,) = answer["citations"]
    altered = {**answer, "citations": [{**citation, "start": citation["start"] + 1}]}
    assert page.verify(altered) != ()
    page.note("right", "", answer)
    assert [each.kind for each in feedback.read(place)] == ["right"]
    assert page.passages(page.source("mali/note.html"))[0].text == "Mali signed it in 1999."


def test_every_command_takes_a_database(database, folder, capsys, encoder, monkeypatch):
    url = database.replace("postgres@", "postgres:hidden-word@")
    options = ["--corpus", str(folder), "--index", url]

    def told(*words, status=0):
        assert cli.main([*words, *options]) == status
        found = "".join(capsys.readouterr())
        assert "hidden-word" not in found
        return found

    assert "There is no index in postgresql://postgres@" in told("ask", "Anything?", status=1)
    assert "3 documents, 4 passages" in told("index")
    assert "is current" in told("index")
    assert "mali/profile.md" in told("ask", "Does Mali have a law on cybercrime?")
    assert "The index is current." in told("status")
    assert "Mali runs no national CIRT" in told("ledger", "--country", "Mali", "--format", "csv")
    assert "niger/note.txt" in told("list")
    assert "serves" in told("generations")
    assert "all is well" in told("doctor")
    assert "A treaty binds" in told("source", "guide.md")
    assert "Nobody has said anything" in told("feedback")
    put(folder, "guide.md", "# Guide\n\nAnother sentence.\n")
    assert "would be brought up to date" in told("index", "--dry-run")
    assert "1 added" in told("index")
    assert "serves now" in told("rollback")
