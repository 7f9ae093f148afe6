"""Labels → indicators: which labels of which documents mean the same.

    1  labels that are the same but for case, number, accents and country
    2  labels that a person has named as one (``named``)
    3  labels of like meaning (``likeness``), the surest first

Two labels that one document uses side by side are two indicators, unless a person says otherwise.
So are labels of which one is a figure and the other a thing.
"""

from collections.abc import Sequence

from assistant.ledger import labels, likeness, naming
from assistant.ledger.clusters import Cluster, Labelled, identity
from assistant.ledger.likeness import Vectors
from assistant.ledger.named import Named
from assistant.store.ledger import Indicator


def align(
    uses: Sequence[Labelled], named: Sequence[Named], vectors: Vectors
) -> tuple[list[Indicator], dict[tuple[str, str], str]]:
    """Give the indicators in order, and (normal label, family or "") → key of its indicator."""
    clusters = _merged(_same(uses, named), vectors)
    clusters.sort(key=lambda each: (each.named is None, each.place))
    found = naming.indicators(clusters)
    keys = {
        identity(use): made.key
        for cluster, made in zip(clusters, found, strict=True)
        for use in cluster.uses
    }
    return found, keys


def _same(uses: Sequence[Labelled], named: Sequence[Named]) -> list[Cluster]:
    """Join labels that are the same, or that are named as one."""
    clusters = [
        Cluster([labels.normal(n) for n in each.names], named=each, place=place)
        for place, each in enumerate(named)
    ]
    by_name = {normal: each for each in reversed(clusters) for normal in each.normals}
    by_identity: dict[tuple[str, str], Cluster] = {}
    for place, use in enumerate(uses):
        normal = labels.normal(use.about)
        found = by_name.get(normal) or by_name.get(labels.normal(use.label))
        if found is None:
            found = by_identity.get(identity(use))
        if found is None:
            found = by_identity[identity(use)] = Cluster([normal], place=place)
            clusters.append(found)
        found.add(use)
    return clusters


def _merged(clusters: list[Cluster], vectors: Vectors) -> list[Cluster]:
    """Join clusters of like meaning, the likest first; give what is left."""
    if not _may_merge(clusters):
        return clusters
    joined: dict[int, int] = {}

    def root(place: int) -> int:
        while place in joined:
            place = joined[place]
        return place

    pairs = likeness.pairs(clusters, vectors)
    kinships = likeness.kinships(clusters, pairs)
    for alike, a, b in pairs:
        first, second = sorted((root(a), root(b)))
        into, other = clusters[first], clusters[second]
        if first == second or _are_apart(into, other) or alike < kinships.least(into, other):
            continue
        into.join(other)
        joined[second] = first
    return [each for place, each in enumerate(clusters) if place not in joined]


def _may_merge(clusters: Sequence[Cluster]) -> bool:
    """Whether there is a label that nobody named, and one of elsewhere that it may be one with."""
    unnamed = [each for each in clusters if not each.named]
    documents = {document for each in clusters for document in each.documents}
    return bool(unnamed) and (len(documents) > 1 or len(unnamed) < len(clusters))


def _are_apart(a: Cluster, b: Cluster) -> bool:
    """Whether two clusters cannot mean the same."""
    if a.named and b.named:
        return True
    kinds = {a.kind, b.kind}
    different = len(kinds) == 2 and "open" not in kinds
    return different or not a.documents.isdisjoint(b.documents)
