"""Labels → indicators: which labels of which documents mean the same.

    1  labels that are the same but for case, number, accents and country
    2  labels that a person has named as one (``named``)
    3  labels of like meaning: cosine of their vectors and share of common words in either
       language, the surest first

Two labels that one document uses side by side are two indicators, unless a person says otherwise.
So are labels of which one is a figure and the other a thing. Documents of the same kind (by title
or publisher, or with many labels in common) need less likeness than others.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assistant import countries
from assistant.ledger import labels, posing
from assistant.ledger.labels import Kind
from assistant.ledger.named import Named
from assistant.matching import stems
from assistant.store.ledger import Indicator

Floats = NDArray[np.float32]
Vectors = Callable[[Sequence[str]], Floats]
"""Labels → their vectors, float32[n, d], rows of length 1."""

WORDS = 0.3
"""Weight of the share of common words beside the cosine's 1."""

ACROSS, WITHIN, STRANGE = 1.09, 1.15, 1.25
"""Likeness from which labels are one, of [-1, 1.3]: in documents of one kind in two languages, or
in one; of different kinds. On labels of the synthetic profiles (benchmarks/ledger.py) the least of
36 translated pairs has 1.11, and the most alike of one language that mean different things 1.15,
but for those that stand side by side."""

_NEAREST = 6
"""Labels looked at for each, by cosine."""

_KINDRED = 0.3
"""Share of common labels that makes documents of a kind."""

_GENERAL = frozenset(
    [
        "address",
        "adresse",
        "annee",
        "autre",
        "autres",
        "background",
        "comments",
        "commentaires",
        "contact",
        "contacts",
        "contexte",
        "date",
        "description",
        "email",
        "general",
        "generalites",
        "introduction",
        "name",
        "nom",
        "note",
        "notes",
        "other",
        "overview",
        "phone",
        "presentation",
        "remarks",
        "remarques",
        "source",
        "sources",
        "status",
        "statut",
        "summary",
        "telephone",
        "title",
        "titre",
        "type",
        "url",
        "website",
        "year",
    ]
)
"""Labels that mean something else in every kind of document."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label in a document, once."""

    about: str
    label: str
    document: str
    family: str
    """What documents of a kind have in common: their title without the country."""
    language: str
    group: str
    """The outermost heading above."""


@dataclass(slots=True)
class _Cluster:
    """Labels that mean the same."""

    normals: list[str]
    uses: list[Labelled] = field(default_factory=list)
    named: Named | None = None
    place: int = 0

    @property
    def documents(self) -> set[str]:
        return {use.document for use in self.uses}

    @property
    def families(self) -> set[str]:
        return {use.family for use in self.uses}

    @property
    def languages(self) -> set[str]:
        return {use.language for use in self.uses}

    @property
    def kind(self) -> Kind:
        return labels.kind(self.uses[0].about if self.uses else self.normals[0])


def align(
    uses: Sequence[Labelled], named: Sequence[Named], vectors: Vectors
) -> tuple[list[Indicator], dict[tuple[str, str], str]]:
    """Give the indicators in order, and (normal label, family or "") → key of its indicator."""
    clusters = _same(uses, named)
    _merge(clusters, vectors)
    clusters.sort(key=lambda each: (each.named is None, each.place))
    indicators, keys = [], {}
    taken: Counter[str] = Counter()
    for cluster in clusters:
        made = _indicator(cluster, taken)
        indicators.append(made)
        for use in cluster.uses:
            keys[identity(use)] = made.key
    return indicators, keys


def identity(use: Labelled) -> tuple[str, str]:
    """Tell by what uses of a label are the same."""
    normal = labels.normal(use.about)
    return normal, use.family if normal in _GENERAL else ""


def family(title: str, publisher: str | None) -> str:
    """Tell documents of a kind by their title without the country, and their publisher."""
    return f"{labels.normal(title)}|{publisher or ''}"


def _same(uses: Sequence[Labelled], named: Sequence[Named]) -> list[_Cluster]:
    """Join labels that are the same, or that are named as one."""
    clusters = [
        _Cluster([labels.normal(n) for n in each.names], named=each, place=place)
        for place, each in enumerate(named)
    ]
    by_name = {normal: each for each in reversed(clusters) for normal in each.normals}
    by_identity: dict[tuple[str, str], _Cluster] = {}
    for place, use in enumerate(uses):
        normal = labels.normal(use.about)
        found = by_name.get(normal) or by_name.get(labels.normal(use.label))
        if found is None:
            found = by_identity.get(identity(use))
        if found is None:
            found = by_identity[identity(use)] = _Cluster([normal], place=place)
            clusters.append(found)
        found.uses.append(use)
    return clusters


def _merge(clusters: list[_Cluster], vectors: Vectors) -> None:
    """Join clusters of like meaning, the likest first; those joined are left out of the list."""
    if not _may_merge(clusters):
        return
    joined: dict[int, int] = {}
    kindred = _kindred(clusters)

    def root(place: int) -> int:
        while place in joined:
            place = joined[place]
        return place

    pairs = sorted(_alike(clusters, vectors), key=lambda pair: (-pair[0], pair[1], pair[2]))
    kin = kindred | _translated(clusters, pairs)
    for likeness, a, b in pairs:
        first, second = sorted((root(a), root(b)))
        if first == second or likeness < _least(clusters[first], clusters[second], kin):
            continue
        if _are_apart(clusters[first], clusters[second]):
            continue
        _join(clusters[first], clusters[second])
        joined[second] = first
    clusters[:] = [each for place, each in enumerate(clusters) if place not in joined]


def _may_merge(clusters: Sequence[_Cluster]) -> bool:
    """Whether there is a label that nobody named, and one of elsewhere that it may be one with."""
    unnamed = [each for each in clusters if not each.named]
    documents = {use.document for each in clusters for use in each.uses}
    return bool(unnamed) and (len(documents) > 1 or len(unnamed) < len(clusters))


def _join(into: _Cluster, other: _Cluster) -> None:
    into.named = into.named or other.named
    into.uses += other.uses
    into.normals += other.normals


def _are_apart(a: _Cluster, b: _Cluster) -> bool:
    """Whether two clusters cannot mean the same."""
    if a.named and b.named:
        return True
    kinds = {a.kind, b.kind}
    different = len(kinds) == 2 and "open" not in kinds
    return different or not a.documents.isdisjoint(b.documents)


def _least(a: _Cluster, b: _Cluster, kin: set[frozenset[str]]) -> float:
    """Give how alike labels must be to be one."""
    across = bool(a.languages and b.languages) and a.languages.isdisjoint(b.languages)
    if a.named or b.named:
        return ACROSS if across else WITHIN
    if any(x == y or frozenset((x, y)) in kin for x in a.families for y in b.families):
        return ACROSS if across else WITHIN
    return STRANGE


def _alike(clusters: Sequence[_Cluster], vectors: Vectors) -> Iterator[tuple[float, int, int]]:
    """Yield pairs of labels near in meaning, each with how alike they are."""
    names = [_name(each) for each in clusters]
    matrix = vectors(names)
    documents = [each.documents for each in clusters]
    seen = set()
    for start in range(0, len(names), 512):
        cosines = matrix[start : start + 512] @ matrix.T
        nearest = np.argsort(-cosines, axis=1, kind="stable")[:, : 20 * _NEAREST]
        for row, order in enumerate(nearest, start):
            others = (int(o) for o in order if o != row)
            free = (o for o in others if documents[row].isdisjoint(documents[o]))
            for _, other in zip(range(_NEAREST), free, strict=False):
                pair = (min(row, other), max(row, other))
                if pair not in seen:
                    seen.add(pair)
                    if cosines[row - start, other] + WORDS < ACROSS:
                        continue  # whatever words they share, they are not alike
                    shared = _shared(clusters[row], clusters[other])
                    yield float(cosines[row - start, other]) + WORDS * shared, *pair


def _shared(a: _Cluster, b: _Cluster) -> float:
    """Give the share of common words, in [0, 1], of the likest names of two clusters."""
    return max(_common(x, y) for x in _texts(a) for y in _texts(b))


def _texts(cluster: _Cluster) -> list[tuple[str, str]]:
    if cluster.named and not cluster.uses:
        named = cluster.named
        return [(named.en, "en"), (named.fr, "fr"), *((s, "en") for s in named.synonyms)]
    found = dict.fromkeys((labels.general(use.about), use.language) for use in cluster.uses)
    return list(found)[:3]


def _common(a: tuple[str, str], b: tuple[str, str]) -> float:
    there = posing.words(*a).met_by(stems(*b), b[1]).share()
    back = posing.words(*b).met_by(stems(*a), a[1]).share()
    return (there + back) / 2


def _kindred(clusters: Sequence[_Cluster]) -> set[frozenset[str]]:
    """Find the families that have many labels in common."""
    owned = defaultdict(set)
    for number, cluster in enumerate(clusters):
        for each in cluster.families:
            owned[each].add(number)
    shared: Counter[frozenset[str]] = Counter()
    for cluster in clusters:
        for a in cluster.families:
            shared.update(frozenset((a, b)) for b in cluster.families if a < b)
    return {pair for pair, count in shared.items() if count >= _KINDRED * _fewest(pair, owned)}


def _translated(
    clusters: Sequence[_Cluster], pairs: Sequence[tuple[float, int, int]]
) -> set[frozenset[str]]:
    """Find the families of which many labels have their like in the other, one each."""
    owned = defaultdict(set)
    for number, cluster in enumerate(clusters):
        for each in cluster.families:
            owned[each].add(number)
    shared: Counter[frozenset[str]] = Counter()
    used = set()
    for likeness, a, b in pairs:
        if likeness < ACROSS:
            break
        for x in clusters[a].families:
            for y in clusters[b].families:
                pair = frozenset((x, y))
                if x != y and (a, pair) not in used and (b, pair) not in used:
                    used |= {(a, pair), (b, pair)}
                    shared[pair] += 1
    return {pair for pair, count in shared.items() if count >= _KINDRED * _fewest(pair, owned)}


def _fewest(pair: frozenset[str], owned: Mapping[str, set[int]]) -> int:
    return min(len(owned[each]) for each in pair)


def _name(cluster: _Cluster) -> str:
    if cluster.named:
        return cluster.named.en
    counted = Counter(labels.general(use.about) for use in cluster.uses)
    return max(counted, key=lambda label: (counted[label], -len(label), label))


def _indicator(cluster: _Cluster, taken: Counter[str]) -> Indicator:
    """Name a cluster as a person does or, failing that, as most of its documents do."""
    named = cluster.named
    in_english = _most_used(cluster, "en") or _most_used(cluster, "fr") or _name(cluster)
    in_french = _most_used(cluster, "fr") or in_english
    key = named.key if named else labels.slug(in_english)
    taken[key] += 1
    written = dict.fromkeys(labels.bare(use.label) for use in cluster.uses)
    synonyms = dict.fromkeys((*(named.synonyms if named else ()), *written))
    groups = Counter(use.group for use in cluster.uses if use.group)
    alone = named is None and len(cluster.documents) < 2
    return Indicator(
        key=key if taken[key] == 1 else f"{key}-{taken[key]}",
        name_en=named.en if named else in_english,
        name_fr=named.fr if named else in_french,
        synonyms=tuple(synonyms),
        group=named.group if named else max(groups, key=groups.__getitem__, default=""),
        alone=alone,
    )


def _most_used(cluster: _Cluster, language: str) -> str:
    counted = Counter(
        labels.general(use.about)
        for use in cluster.uses
        if (use.language == "fr") == (language == "fr")
    )
    label = max(counted, key=lambda each: (counted[each], -len(each), each), default="")
    is_shouted = label.isupper() and len(label) > len("ACRONYM")
    return label.capitalize() if is_shouted else label[:1].upper() + label[1:]


def group_of(section: Sequence[str], label: str) -> str:
    """Give the outermost heading above a label, but one that only names the country."""
    for heading in section:
        if heading != label and countries.resolve(labels.bare(heading)) is None:
            return labels.bare(heading)
    return ""
