"""What makes a build serve: what died is marked, words are counted, the pointer moves."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from assistant.errors import StoreError
from assistant.store.generations import KEPT
from assistant.store.manifest import Manifest
from assistant.store.postgres import graph, records, search
from assistant.store.postgres.ledger import LedgerDraft
from assistant.store.postgres.migrations import ALIVE
from assistant.types import PassageCounts

if TYPE_CHECKING:
    from assistant.store.postgres.connection import Connection

_ANALYZED = ("documents", "passages", "vectors", "units", "words", "lexemes", "statements")

_DIED = f"""
UPDATE documents SET died = %(g)s WHERE died = {ALIVE} AND born < %(g)s
AND path IN (SELECT path FROM work WHERE generation = %(g)s)
"""
_DIED_WITH = """
UPDATE {table} SET died = %(g)s FROM passages p JOIN documents d USING (version)
WHERE {table}.row = p.row AND d.died = %(g)s AND d.born < %(g)s
"""
_CHANGED_WORDS = """
CREATE TEMP TABLE changed ON COMMIT DROP AS
SELECT word, sum(ndoc)::bigint AS more FROM (
    SELECT word, ndoc FROM ts_stat('SELECT lexemes FROM assistant.words WHERE born = {g}')
    UNION ALL
    SELECT word, -ndoc FROM ts_stat('SELECT lexemes FROM assistant.words WHERE died = {g}')
) AS both_ways GROUP BY word HAVING sum(ndoc) <> 0
"""
_COUNT_WORDS = f"""
WITH closed AS (
    UPDATE lexemes SET died = %(g)s FROM changed
    WHERE lexeme = word AND died = {ALIVE} RETURNING lexeme, passages
)
INSERT INTO lexemes (lexeme, born, passages)
SELECT word, %(g)s, more + coalesce(passages, 0)
FROM changed LEFT JOIN closed ON lexeme = word WHERE more + coalesce(passages, 0) > 0
"""
_HOMES = """
SELECT json_object_agg(home, many) FROM
(SELECT home, count(*) AS many FROM vectors WHERE born <= %(g)s AND died > %(g)s GROUP BY home) h
"""
_CODES = f"""
SELECT array_agg(DISTINCT code ORDER BY code) FROM (
    SELECT home AS code FROM vectors
    WHERE born <= %(g)s AND died > %(g)s AND home <> '{graph.SEVERAL}'
    UNION SELECT unnest(countries) FROM vectors
    WHERE born <= %(g)s AND died > %(g)s AND home = '{graph.SEVERAL}'
    UNION SELECT ''
) AS codes
"""
_DIMENSION = "SELECT dimension FROM vectors WHERE born <= %(g)s AND died > %(g)s LIMIT 1"
_TOTALS = """
SELECT coalesce(sum(passages), 0)::bigint, coalesce(sum(words), 0)::bigint,
       coalesce(array_agg(DISTINCT metadata ->> 'language'), '{}')
FROM documents WHERE born <= %(g)s AND died > %(g)s
"""
_KEEP = """
UPDATE generations SET published = clock_timestamp(), manifest = %(manifest)s,
    languages = %(languages)s, codes = %(codes)s, countries = %(homes)s,
    documents = %(documents)s, passages = %(passages)s, words = %(words)s
WHERE ordinal = %(g)s
"""
_SERVE = """
INSERT INTO serving (generation) VALUES (%s)
ON CONFLICT (one) DO UPDATE SET generation = excluded.generation
"""
_COMPARED = """
WITH came AS (
    SELECT md5(p.section::text || E'\\n' || p.text) AS what, count(*) AS many
    FROM documents d JOIN passages p USING (version) WHERE d.born = %(g)s GROUP BY 1
), went AS (
    SELECT md5(p.section::text || E'\\n' || p.text) AS what, count(*) AS many
    FROM documents d JOIN passages p USING (version) WHERE d.died = %(g)s AND d.born < %(g)s
    GROUP BY 1
)
SELECT coalesce(sum(came.many), 0)::bigint, coalesce(sum(went.many), 0)::bigint,
       coalesce(sum(least(came.many, went.many))
                FILTER (WHERE came.what IS NOT NULL AND went.what IS NOT NULL), 0)::bigint
FROM came FULL JOIN went USING (what)
"""
_UNNEEDED = """
DELETE FROM {table} t WHERE died < %(alive)s AND NOT EXISTS
    (SELECT FROM generations g WHERE g.ordinal >= t.born AND g.ordinal < t.died)
"""
_UNREAD = """
DELETE FROM told WHERE by NOT IN
    (SELECT coalesce(manifest ->> 'ledger', '') FROM generations WHERE published IS NOT NULL)
AND NOT EXISTS (SELECT FROM generations WHERE published IS NULL)
"""
_UNUSED = """
DELETE FROM labels WHERE encoder NOT IN
    (SELECT manifest ->> 'encoder' FROM generations WHERE published IS NOT NULL)
"""


@dataclass(frozen=True, slots=True)
class Content:
    """What a generation holds, as far as its manifest tells."""

    name: str
    documents: Mapping[str, str]
    """Path → state."""
    refused: Mapping[str, tuple[str, str]]
    """Path → state and reason, of the files that this build found to be no documents."""
    dimension: int
    passages: int


Made: TypeAlias = Callable[[Content], Manifest]
Tell: TypeAlias = Callable[[LedgerDraft], None]


def publish(found: "Connection", generation: int, made: Made, tell: Tell | None) -> PassageCounts:
    """Let a build serve of which all documents are written; other builders wait meanwhile."""
    values = {"g": generation}
    _prepare(found, values)
    with found.transaction():
        row = found.execute(
            "SELECT name, published FROM generations WHERE ordinal = %(g)s FOR UPDATE", values
        ).fetchone()
        if row is None:
            raise StoreError("The build was given up by another builder. Run: assistant index")
        if row[1] is None:
            manifest = _publish(found, values, row[0], made)
            if tell and manifest.ledger:
                tell(LedgerDraft(found, generation, manifest.ledger))
        came, went, same = _one(found.execute(_COMPARED, values).fetchone())
        (total,) = _one(
            found.execute(
                "SELECT passages FROM generations WHERE ordinal = %(g)s", values
            ).fetchone()
        )
    prune(found)
    return PassageCounts(came - same, went - same, total - came + same)


def discard(found: "Connection", generation: int) -> None:
    """Remove what an unfinished build wrote."""
    found.execute("DELETE FROM documents WHERE born = %s", (generation,))
    found.execute("DELETE FROM generations WHERE ordinal = %s", (generation,))


def serve(found: "Connection", generation: int) -> None:
    """Let a generation serve."""
    found.execute(_SERVE, (generation,))


def prune(found: "Connection") -> None:
    """Remove the generations that are too old, and what only they held."""
    with found.transaction():
        found.execute(
            "DELETE FROM generations WHERE published IS NOT NULL AND ordinal NOT IN "
            "(SELECT ordinal FROM generations WHERE published IS NOT NULL "
            f"ORDER BY ordinal DESC LIMIT {KEPT}) "
            "AND ordinal NOT IN (SELECT generation FROM serving)"
        )
        for table in ("documents", "lexemes"):
            found.execute(_UNNEEDED.format(table=table), {"alive": ALIVE})
        found.execute(_UNREAD)
        found.execute(_UNUSED)


def _prepare(found: "Connection", values: Mapping[str, Any]) -> None:
    """Build what is too slow for the transaction, and let the planner know what there is."""
    row = found.execute(_DIMENSION, values).fetchone()
    if row:
        rows = found.execute("SELECT home, count(*) FROM vectors GROUP BY home").fetchall()
        many: dict[str, int] = dict(rows)
        if sum(many.values()) > search.EXACT:
            graph.build(found, row[0], many)
    for table in _ANALYZED:
        found.execute(f"ANALYZE {table}")


def _publish(found: "Connection", values: Mapping[str, Any], name: str, made: Made) -> Manifest:
    found.execute(_DIED, values)
    for table in ("vectors", "words"):
        found.execute(_DIED_WITH.format(table=table), values)
    found.execute(_CHANGED_WORDS.format(g=int(values["g"])))
    found.execute(_COUNT_WORDS, values)
    passages, words, languages = _one(found.execute(_TOTALS, values).fetchone())
    dimension = found.execute(_DIMENSION, values).fetchone()
    documents = found.execute(
        "SELECT path, state FROM documents WHERE born <= %(g)s AND died > %(g)s", values
    ).fetchall()
    refused = found.execute(
        "SELECT path, state, refused FROM work WHERE generation = %(g)s AND refused IS NOT NULL",
        values,
    ).fetchall()
    manifest = made(
        Content(
            name,
            dict(sorted(documents)),
            {path: (state, why) for path, state, why in sorted(refused)},
            dimension[0] if dimension else 1,
            passages,
        )
    )
    (homes,), (codes,) = (_one(found.execute(each, values).fetchone()) for each in (_HOMES, _CODES))
    kept = {"manifest": records.dumped(manifest), "languages": languages, "codes": codes}
    counted = {"documents": len(documents), "passages": passages, "words": words}
    found.execute(_KEEP, {**values, **kept, **counted, "homes": json.dumps(homes or {})})
    serve(found, values["g"])
    return manifest


def _one(row: tuple[Any, ...] | None) -> tuple[Any, ...]:
    if row is None:
        raise StoreError("The database gave no answer where there must be one. Run it again.")
    return row
