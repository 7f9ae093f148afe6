"""What indicators and their groups are called: as a person has it or as most documents do."""

from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.ledger import labels
from assistant.ledger.clusters import Cluster
from assistant.store.ledger import Indicator


def indicators(clusters: Sequence[Cluster]) -> list[Indicator]:
    """Name what the clusters' labels are about, in their order."""
    taken: Counter[str] = Counter()
    groups = _groups(clusters)
    return [_indicator(*each, taken) for each in zip(clusters, groups, strict=True)]


def _indicator(cluster: Cluster, group: tuple[str, str], taken: Counter[str]) -> Indicator:
    named = cluster.named
    written = ((use.language, labels.general(use.about)) for use in cluster.uses)
    en, fr = _most_used(written)
    key = named.key if named else labels.slug(en or fr)
    taken[key] += 1
    stands_under = dict.fromkeys(labels.bare(use.label) for use in cluster.uses)
    return Indicator(
        key=key if taken[key] == 1 else f"{key}-{taken[key]}",
        name_en=named.en if named else en or fr,
        name_fr=named.fr if named else fr or en,
        synonyms=tuple(dict.fromkeys((*(named.synonyms if named else ()), *stands_under))),
        group=group[0],
        alone=named is None and len(cluster.documents) < 2,
        group_fr=group[1],
    )


def _groups(clusters: Sequence[Cluster]) -> list[tuple[str, str]]:
    """Name the groups in both languages.

    A group that documents name in one language has the other's name where they name both for some
    indicator.
    """
    named = [
        (each.named.group, each.named.group_fr)
        if each.named
        else _most_used((use.language, use.group) for use in each.uses if use.group)
        for each in clusters
    ]
    both = Counter(pair for pair in named if all(pair))
    in_french = {en: fr for (en, fr), _ in reversed(both.most_common())}
    in_english = {fr: en for (en, fr), _ in reversed(both.most_common())}
    return [(en or in_english.get(fr, fr), fr or in_french.get(en, en)) for en, fr in named]


def _most_used(written: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Give the commonest of some words in English and in French, each with its language; or ""."""
    counted: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for language, text in written:
        counted[language == "fr"][text] += 1
    return _capital(_commonest(counted[False])), _capital(_commonest(counted[True]))


def _commonest(counted: Counter[str]) -> str:
    return max(counted, key=lambda each: (counted[each], -len(each), each), default="")


def _capital(label: str) -> str:
    is_shouted = label.isupper() and len(label) > len("ACRONYM")
    return label.capitalize() if is_shouted else label[:1].upper() + label[1:]
