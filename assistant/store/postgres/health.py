"""Whether what a generation holds agrees with itself."""

from typing import TYPE_CHECKING

from assistant.store.postgres.records import Published

if TYPE_CHECKING:
    from assistant.store.postgres.connection import Connection

_TOLD = 10

_CHECKS = {
    "{path}: passage {place} is not what stands there": """
        SELECT d.path, p.place FROM documents d JOIN passages p USING (version)
        WHERE {of} AND substr(d.text, p.start + 1, p.stop - p.start) <> p.text
    """,
    "{path}: it has {place} passages and should have others": """
        SELECT d.path, count(p.row) FROM documents d LEFT JOIN passages p USING (version)
        WHERE {of} GROUP BY d.version HAVING count(p.row) <> d.passages
    """,
    "{path}: passage {place} has no vector or no words": """
        SELECT d.path, p.place FROM documents d JOIN passages p USING (version)
        LEFT JOIN vectors v ON v.row = p.row AND (v.born, v.died) = (d.born, d.died)
        LEFT JOIN words w ON w.row = p.row AND (w.born, w.died) = (d.born, d.died)
        WHERE {of} AND (v.row IS NULL OR w.row IS NULL)
    """,
    "{path}: the vector of passage {place} is not of length 1": """
        SELECT d.path, p.place FROM documents d JOIN passages p USING (version)
        JOIN vectors v USING (row)
        WHERE {of} AND (abs((v.vector <#> v.vector) + 1) < 0.01) IS NOT TRUE
    """,
    "word {path}: the number of passages that hold it is {place} and should be another": """
        SELECT word, coalesce(l.passages, 0) FROM ts_stat(
            'SELECT lexemes FROM assistant.words WHERE born <= {g} AND died > {g}') AS held
        FULL JOIN (SELECT * FROM lexemes WHERE born <= {g} AND died > {g}) l ON lexeme = word
        WHERE coalesce(ndoc, 0) <> coalesce(l.passages, 0)
    """,
    "{path}: the statement at {place} is not what stands there": """
        SELECT d.path, s.start FROM cells c JOIN statements s USING (told, number)
        JOIN told t ON t.number = c.told JOIN documents d USING (version)
        WHERE c.generation = {g} AND substr(d.text, s.start + 1, s.stop - s.start) <> s.quote
    """,
    "{path}: its statement at {place} is about no indicator": """
        SELECT d.path, s.start FROM cells c JOIN statements s USING (told, number)
        JOIN told t ON t.number = c.told JOIN documents d USING (version)
        WHERE c.generation = {g} AND c.indicator NOT IN
            (SELECT key FROM indicators WHERE generation = {g})
    """,
    "{path}: the generation has {place} passages and should have others": """
        SELECT name, passages FROM generations WHERE ordinal = {g} AND passages <>
            (SELECT count(*) FROM vectors WHERE born <= {g} AND died > {g})
    """,
}


def problems(found: "Connection", generation: Published) -> tuple[str, ...]:
    """Give what is wrong, a line each, the first of each kind; reads everything."""
    number = generation.ordinal
    of = f"d.born <= {number} AND d.died > {number}"
    lines = []
    for message, check in _CHECKS.items():
        asked = check.format(of=of, g=number) + f" ORDER BY 1, 2 LIMIT {_TOLD}"
        for path, place in found.execute(asked):
            lines.append(message.format(path=path, place=place))
    return tuple(lines)
