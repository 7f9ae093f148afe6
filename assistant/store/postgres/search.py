"""Both searches, by vector and by words, fused, as one statement.

Vectors: exactly where few passages come into question, all of a country or of a small index; else
by HNSW, a large country's own, or the one over all, in which a filter goes on until there are
enough. Words: a passage holds them where its tsvector says so, and scores by BM25, computed from
how often each stands in it, so that both kinds of store rank alike.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from pgvector import HalfVector, SparseVector

from assistant.store.postgres import graph
from assistant.store.postgres.migrations import DIMENSIONS

if TYPE_CHECKING:
    from assistant.store.postgres.records import Published
    from assistant.store.protocol import Wanted

EXACT = 10_000
"""Up to so many vectors of a small index are compared one by one. Of a share of a large one up to
√(so many · all): HNSW under a filter that keeps a share takes that much longer, and finds less."""

_SCANNED = 2_500
"""Up to so many passages are scored by words without looking for the words first."""

_FOUND = 300
"""Passages, about, that are looked up by words in a large index: those that hold the rarest ones,
which nearly always score highest; a commoner word adds to the score of what they find."""
_WIDER = 4
"""So many times as many, at most, where only some of them are of the countries asked about."""

TIMES = 8
"""So often a word counts, at most, in one passage; more would add less than 2 % of its score."""

_K1, _B = 1.5, 0.75  # of BM25, as in ``store.words``
_NEAREST = """
    SELECT v.row, -(v.vector <#> %(vector)s) AS cosine FROM vectors v
    WHERE v.dimension = {dimension} AND v.born <= %(g)s AND v.died > %(g)s {near}
    ORDER BY {nearest} LIMIT {depth}
"""
_STATEMENT = """
WITH dense AS MATERIALIZED ({dense}), lexical AS MATERIALIZED (
    SELECT row, score FROM (
        SELECT w.row, {bm25} AS score FROM words w
        WHERE {found} w.born <= %(g)s AND w.died > %(g)s {said}
        ORDER BY score DESC, w.row LIMIT 4 * {depth}
    ) AS scored WHERE score > 0
), fused AS MATERIALIZED (
    SELECT row, cosine, coalesce(best, cosine) AS best, coalesce(score, 0) AS score
    FROM (
        SELECT row, cosine FROM dense
        UNION ALL
        SELECT row, -(v.vector <#> %(vector)s)
        FROM (SELECT row FROM lexical ORDER BY score DESC, row LIMIT {depth}) AS said
        JOIN vectors v USING (row)
        WHERE row NOT IN (SELECT row FROM dense)
    ) AS candidates
    LEFT JOIN lexical USING (row)
    LEFT JOIN LATERAL (
        SELECT max(-(u.vector <#> %(vector)s)) AS best FROM units u WHERE u.row = candidates.row
    ) AS inside ON true
), best AS (
    SELECT row, cosine, (cosine + %(units)s * best + %(words)s * score) / %(total)s AS score
    FROM fused
    ORDER BY score DESC LIMIT {k} + 8
)
SELECT best.row, best.cosine,
       ARRAY(SELECT -(u.vector <#> %(vector)s) FROM units u WHERE u.row = best.row
             ORDER BY u.place) AS cosines, best.score,
       p.start, p.stop, p.text, p.section, p.countries, p.language, p.page,
       d.path, d.sha256, d.metadata, d.passages
FROM (SELECT 1 FROM generations WHERE ordinal = %(g)s AND name = %(name)s) AS alive
LEFT JOIN (best JOIN passages p USING (row) JOIN documents d USING (version)) ON true
ORDER BY best.score DESC, d.path COLLATE "C", p.place LIMIT {k}
"""


def statement(
    generation: "Published",
    wanted: "Wanted",
    holding: Mapping[str, int],
    graphs: Collection[str],
) -> tuple[str, dict[str, Any]]:
    """Give the statement and its parameters.

    ``holding``: word → passages that hold it, of the terms wanted. ``graphs``: homes of which
    there is an HNSW index.
    """
    homes = None if wanted.countries is None else ["", graph.SEVERAL, *wanted.countries]
    among = within(generation, homes)
    terms = [term for term in wanted.terms if holding.get(term)]
    is_scanned = among <= _SCANNED
    own = [home for home in dict.fromkeys(homes or ()) if home in graphs]
    others = None if homes is None else [home for home in homes if home not in own]
    parts = {
        "dense": _dense(generation, wanted, own, others, graphs),
        "depth": int(wanted.depth),
        "k": int(wanted.k),
        "said": _of_homes("w", "homes", by_home=is_scanned) if homes else "",
        "bm25": _BM25 if terms else "0.0",
        "found": _found(terms, is_scanned=is_scanned),
    }
    values = {
        "g": generation.ordinal,
        "name": generation.name,
        "vector": HalfVector(wanted.vector),
        "homes": homes,
        "others": others,
        "codes": list(wanted.countries or ()),
        "units": wanted.units_weight,
        "total": 1 + wanted.units_weight + wanted.words_weight,
        **_words(generation, wanted, terms, holding, among),
    }
    return _STATEMENT.format(**parts), values


def _dense(
    generation: "Published",
    wanted: "Wanted",
    own: Sequence[str],
    others: Sequence[str] | None,
    graphs: Collection[str],
) -> str:
    """Give the search by vector: each home that has an index of its own, then all others."""
    dimension = int(generation.fields["dimension"])
    by_graph = f"v.vector::halfvec({dimension}) <#> %(vector)s::halfvec({dimension})"
    among = within(generation, others)
    is_large = graph.ALL in graphs and among**2 > EXACT * generation.passages
    rest = "" if others is None else _of_homes("v", "others", by_home=not is_large)
    parts = [(f"AND v.home = '{home}'", by_graph) for home in own]
    parts.append((rest, by_graph if is_large else "cosine DESC, v.row"))
    depth = int(wanted.depth)
    found = [
        _NEAREST.format(dimension=dimension, near=near, nearest=nearest, depth=depth)
        for near, nearest in parts
    ]
    if len(found) == 1:
        return found[0]
    together = " UNION ALL ".join(f"({each})" for each in found)
    return f"SELECT row, cosine FROM ({together}) AS v ORDER BY cosine DESC, row LIMIT {depth}"


def idf(passages: int, holding: int) -> float:
    """How much a word says, as ``store.words`` has it."""
    return math.log1p((passages - holding + 0.5) / (holding + 0.5))


def counts(tokens: Mapping[str, int]) -> SparseVector:
    """Give how often each word stands in a passage, as ``words.counts`` holds it."""
    places = {slot(token) + min(count, TIMES) - 1: 1.0 for token, count in tokens.items()}
    return SparseVector(places, DIMENSIONS)


@lru_cache(maxsize=1 << 16)
def slot(token: str) -> int:
    """Give the first of a word's ``TIMES`` dimensions.

    By a hash of 26 bits: of a question's ten words and a passage's sixty, two fall together once
    in 100,000 pairs of such.
    """
    digest = blake2b(token.encode("utf-8", "replace"), digest_size=4).digest()
    return (int.from_bytes(digest, "big") >> 6) * TIMES


def _found(terms: Sequence[str], *, is_scanned: bool) -> str:
    if not terms:
        return "false AND"
    return "" if is_scanned else "w.lexemes @@ %(rare)s::tsquery AND"


def _of_homes(table: str, homes: str, *, by_home: bool) -> str:
    """Give the condition; ``IS TRUE`` keeps the planner from looking up homes for it."""
    return (
        f"AND ({table}.home = ANY(%({homes})s)){'' if by_home else ' IS TRUE'} "
        f"AND ({table}.home <> '{graph.SEVERAL}' OR {table}.countries && %(codes)s)"
    )


def within(generation: "Published", homes: Collection[str] | None) -> int:
    """Count the passages that come into question."""
    if homes is None:
        return generation.passages
    return sum(generation.countries.get(home, 0) for home in set(homes))


def _words(
    generation: "Published",
    wanted: "Wanted",
    terms: Sequence[str],
    holding: Mapping[str, int],
    among: int,
) -> dict[str, Any]:
    passages = generation.passages
    wide = _FOUND * min(_WIDER, passages / max(among, 1))
    weights = {term: idf(passages, holding[term]) for term in terms}
    highest = sum(idf(passages, holding.get(term, 0)) for term in wanted.terms) + 1e-9
    mean = generation.words / passages if generation.words else 1.0
    often = {
        f"times{n}": SparseVector({slot(t) + n - 1: w for t, w in weights.items()}, DIMENSIONS)
        for n in range(1, TIMES + 1)
    }
    return often | {
        "flat": _K1 * (1 - _B),
        "slope": _K1 * _B / mean,
        "words": wanted.words_weight / highest,
        "rare": " | ".join(map(quoted, _rarest(terms, holding, wide))),
    }


def _rarest(terms: Sequence[str], holding: Mapping[str, int], wide: float) -> list[str]:
    """Choose the rarest words, up to some ``wide`` passages that hold them; at least one."""
    chosen: list[str] = []
    together = 0
    for term in sorted(terms, key=lambda term: holding[term]):
        together += holding[term]
        if chosen and together > wide:
            break
        chosen.append(term)
    return chosen


def quoted(lexeme: str) -> str:
    """Write a word as a tsquery does."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _bm25(n: int = 1) -> str:
    """Give the score: of the words that stand n times in a passage, and of those more often."""
    score = f"{n} / ({n} + %(flat)s + %(slope)s * w.length) * -(w.counts <#> %(times{n})s)"
    if n == TIMES:
        return score
    return f"{score} + CASE WHEN w.most > {n} THEN {_bm25(n + 1)} ELSE 0 END"


_BM25 = _bm25()
