"""Labels that mean the same, and the documents that use them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant import countries
from assistant.ledger import labels
from assistant.ledger.labels import Kind
from assistant.ledger.named import Named

_GENERAL_WORDS = """
address adresse annee autre autres background comments commentaires contact contacts contexte
date description email general generalites introduction name nom note notes other overview
phone presentation remarks remarques source sources status statut summary telephone title titre
type url website year
"""
_GENERAL = frozenset(_GENERAL_WORDS.split())
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
class Cluster:
    """Labels that mean the same; ``add`` is how uses come to it."""

    normals: list[str]
    named: Named | None = None
    place: int = 0
    uses: list[Labelled] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)
    families: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)

    def add(self, use: Labelled) -> None:
        """Take in a use."""
        self.uses.append(use)
        self.documents.add(use.document)
        self.families.add(use.family)
        self.languages.add(use.language)

    def join(self, other: "Cluster") -> None:
        """Take in all of another cluster."""
        self.named = self.named or other.named
        self.normals += other.normals
        for use in other.uses:
            self.add(use)

    @property
    def kind(self) -> Kind:
        """What the labels ask for, by the first."""
        return labels.kind(self.uses[0].about if self.uses else self.normals[0])

    @property
    def name(self) -> str:
        """What a person calls it or, failing that, most of its documents do."""
        if self.named:
            return self.named.en
        counted = Counter(labels.general(use.about) for use in self.uses)
        return max(counted, key=lambda label: (counted[label], -len(label), label))


def identity(use: Labelled) -> tuple[str, str]:
    """Tell by what uses of a label are the same."""
    normal = labels.normal(use.about)
    return normal, use.family if normal in _GENERAL else ""


def family(title: str, publisher: str | None) -> str:
    """Tell documents of a kind by their title without the country, and their publisher."""
    return f"{labels.normal(title)}|{publisher or ''}"


def group_of(section: Sequence[str], label: str) -> str:
    """Give the outermost heading above a label, but one that only names the country."""
    for heading in section:
        if heading != label and countries.resolve(labels.bare(heading)) is None:
            return labels.bare(heading)
    return ""
