"""A primary with two replicas: who is asked, and what becomes of questions when one dies."""

import threading

import psycopg
import pytest
from builds import MALI, put
from servers import Server

from assistant import indexer
from assistant.corpus import Corpus
from assistant.store import places
from assistant.store.location import Database, location
from assistant.store.postgres import connection
from assistant.store.protocol import Wanted


@pytest.fixture(scope="module")
def cluster(own_data):
    """A primary and two replicas; the last test leaves one of them."""
    primary = Server.made(synchronous_commit="on")
    replicas = [primary.replica() for _ in range(2)]
    yield primary, *replicas
    connection.close_all()
    for server in (primary, *replicas):
        server.remove()


def address(*servers):
    hosts = ",".join(f"127.0.0.1:{server.port}" for server in servers)
    return Database(f"postgresql://postgres@{hosts}/postgres")


def build(place, folder, remembering, year):
    put(folder, "mali/profile.md", MALI.format(year=year))
    return indexer.build(Corpus(folder), place, remembering, identity=remembering.name)


def wanted(vector):
    return Wanted(
        vector=vector, terms=["bill", "tabl"], countries=["MLI"], k=5, depth=50,
        words_weight=0.15, units_weight=1.0,
    )  # fmt: skip


def replayed(primary, replica):
    """Wait until the replica knows what the primary knows."""
    (position,) = primary.run("SELECT pg_current_wal_lsn()::text")[0]
    with psycopg.connect(replica.url(), autocommit=True) as found:
        caught_up = f"SELECT pg_last_wal_replay_lsn() >= '{position}'::pg_lsn"
        for _ in range(2_000):
            if found.execute(caught_up).fetchone()[0]:
                return
            found.execute("SELECT pg_sleep(0.01)")
    raise AssertionError("the replica does not follow")


def test_reads_go_to_replicas_and_writes_to_the_primary(cluster, folder, remembering):
    primary, *replicas = cluster
    place = address(*replicas, primary)
    build(place, folder, remembering, 2010)
    for replica in replicas:
        replayed(primary, replica)

    def port(found):
        return found.execute("SELECT inet_server_port()").fetchone()[0]

    assert connection.read(place, port) in {replica.port for replica in replicas}
    assert connection.write(place, port) == primary.port
    (vector,) = remembering.encode_documents(["When was a bill tabled?"])
    answers = [
        [
            (hit.passage, hit.score)
            for hit in places.open_index(location(each.url())).search(wanted(vector))
        ]
        for each in (primary, *replicas)
    ]
    assert answers[0] == answers[1] == answers[2]
    assert "2010" in answers[0][0][0].text


def test_a_server_that_starts_again_is_waited_for(cluster, folder, remembering):
    primary, *_ = cluster
    place = address(primary)
    build(place, folder, remembering, 2010)
    store = places.open_index(place)
    primary.stop("immediate")
    starting = threading.Thread(target=primary.start)
    starting.start()

    assert "2010" in store.passages_of("mali/profile.md")[0].text
    starting.join()


def test_a_failover_in_the_middle_of_questions_costs_retries_and_no_wrong_answers(
    cluster, folder, remembering
):
    primary, first, second = cluster
    place = address(primary, first, second)
    report = build(place, folder, remembering, 2010)
    for replica in (first, second):
        replayed(primary, replica)
    (vector,) = remembering.encode_documents(["When was a bill tabled?"])
    store = places.open_index(place)
    expected = [hit.passage for hit in store.search(wanted(vector))]
    stop, wrong, right = threading.Event(), [], []
    halfway, after = threading.Event(), threading.Event()

    def ask():
        while not stop.is_set():
            found = [hit.passage for hit in store.search(wanted(vector))]
            (right if found == expected else wrong).append(found)
            if len(right) > 20:
                halfway.set()
            if promoted.is_set():
                after.set()

    promoted = threading.Event()
    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert halfway.wait(60)
    primary.stop("immediate")
    second.stop("immediate")  # so that whoever reads from it has to find another, too
    first.promote()
    promoted.set()
    assert after.wait(60)
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []

    newer = build(place, folder, remembering, 2011)  # on the new primary
    assert newer.info.generation != report.info.generation
    assert "2011" in places.open_index(place).search(wanted(vector))[0].passage.text
    assert store.search(wanted(vector))[0].passage == expected[0]
    assert places.open_index(place).problems() == ()
