"""What a label is by its words: what number and date it carries, and what stands under it."""

import re
from functools import lru_cache
from typing import Literal

from assistant import countries, dates
from assistant.spelling import fold

Kind = Literal["thing", "figure", "contact", "name", "open"]
"""``thing``: what a country has or has not; of figures, contacts and names the value counts."""

_NUMBER = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})*[.):]*|[a-zA-Z][.)])\s+")
_DATED = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$|,?\s+((?:19|20)\d\d)$")
_JOINED_TO_COUNTRY = re.compile(
    r"(?:\b(?:in|of|for|at|to|au|aux|en|à|a|de|du|des|pour|the|la|le|les)\s+|\b[dl]['’]|[-–—:,(]\s*)+$",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\b(?:tele)?phone\b|\btel\b|\bfax\b|\be-?mail\b|\bcourriel\b|\b(?:web ?)?site\b|\burl\b"
    r"|\b(?:number|numero) (?:of|for|de|du|d')\b.*\b(?:line|ligne|hotline|helpline|plateforme)"
    r"|\b(?:address|adresse|coordonnees|contact details)\b"
)
_FIGURE = re.compile(
    r"\b(?:population|users|utilisateurs|subscri(?:bers|ptions)|abonn(?:es|ements)|inhabitants"
    r"|habitants|rates?|taux|share|proportion|percent(?:age)?|pourcentage|part de|number|nombre"
    r"|ages?|gdp|pib|area|superficie|density|densite|per (?:capita|head|100|1,?000)|pour 1[ 0]*"
    r"|expectancy|esperance de vie|ratio|index|indice|score|rank|rang|total|budget|cost|amount"
    r"|montant|mortality|mortalite|growth|croissance|length|elevation|debt|reserves|exports"
    r"|imports|expenditures?|depenses|revenues?|recettes|inflation|unemployment|chomage|emissions"
    r"|consumption|production|coastline)\b(?! (?:of|de|des|du) \w+ (?:law|act|loi))"
)
_NAME = re.compile(
    r"\b(?:focal points?|points? foca(?:l|ux)|contact(?: person)?|personne|director|directeur"
    r"|directrice|head of|chief of|minister|ministre|president|seat|siege|headquarters|capitale?"
    r"|location|emplacement|partners?|partenaires?|languages?|langues?|religions?|currency"
    r"|monnaie|names?|noms?|title|intitule|time zone|borders?|frontieres|members|membres)\b"
)
_INSTRUMENT = re.compile(
    r"\b(?:laws?|acts?|codes?|lois?|decre[et]s?|conventions?|protocol(?:es?|s)?|treat(?:y|ies)"
    r"|traites?|constitutions?|chart(?:er|e)s?|covenants?|pacts?|pactes?|ordonnances?)\b"
)
_THING = re.compile(
    r"\b(?:laws?|acts?|codes?|bills?|legislations?|regulations?|lois?|legislatives?|reglements?"
    r"|reglementations?|decrets?|strateg(?:y|ies|ies?)|polic(?:y|ies)|politiques?|plans?|roadmaps?"
    r"|feuilles? de route|programmes?|programs?|frameworks?|cadres?|agenc(?:y|ies|es?)|agences?"
    r"|authorit(?:y|ies)|autorites?|bod(?:y|ies)|organismes?|institutions?|commissions?"
    r"|committees?|comites?|councils?|conseils?|ministr(?:y|ies)|ministeres?|units?|unites?"
    r"|brigades?|teams?|equipes?|cirts?|certs?|csirts?|centres?|centers?|hotlines?|helplines?"
    r"|plateformes?|platforms?|lignes? d'(?:assistance|ecoute)|registers?|regist(?:ry|ries)"
    r"|registres?|databases?|bases? de donnees|mechanisms?|mecanismes?|schemes?|conventions?"
    r"|treat(?:y|ies)|traites?|protocols?|protocoles?|agreements?|accords?|covenants?|pactes?"
    r"|charters?|chartes?|definitions?|requirements?|exigences?|obligations?|mandatory|required"
    r"|obligatoires?|bans?|prohibitions?|interdictions?|certifications?|accreditations?|standards?"
    r"|normes?|normalisation|standardi[sz]ation|trainings?|formations?|campaigns?|campagnes?"
    r"|support|appui|soutien|cooperation|partnerships?|partenariats?|measures?|mesures?|checks?"
    r"|verifications?|controles?|audits?|registrations?|enregistrements?|notifications?"
    r"|protections?|benchmarking|commitments?|engagements?|ombuds\w*|mediat(?:eur|rice)s?"
    r"|commissioners?|commissaires?|extradition|extraterritoriality|extraterritorialite"
    r"|compliance|conformite|inspections?|licen[cs]es?|licen[cs]ing|monitoring|services?|systems?"
    r"|systemes?|networks?|reseaux?|recognition|reconnaissance|access|acces|compensation"
    r"|indemnisation|insurance|assurance|benefits?|prestations?|subsid(?:y|ies)|ratification)\b"
)


def bare(label: str) -> str:
    """Take number, colon and date off: "1.2.1 Internet users (2023):" → "Internet users"."""
    text = _NUMBER.sub("", label.strip().rstrip(":").strip()) or label
    return text[: m.start()] if (m := _dated(text)) else text


def as_of(label: str) -> str | None:
    """Give the date that a label carries: "Internet users (2023)" → 2023.

    The year of a law or treaty is a part of its name: "Data Protection Act 2013".
    """
    if _INSTRUMENT.search(fold(label)):
        return None
    match = _dated(label.strip().rstrip(":").strip())
    return next(dates.dates(match.group())).iso if match else None


def _dated(text: str) -> re.Match[str] | None:
    match = _DATED.search(text)
    if match is None or match.start() == 0:
        return None
    inside = match[1] or match[2] or ""  # "[1] []": brackets around nothing
    found = [mention.iso for mention in dates.dates(inside)]
    words = re.sub(r"\W|\d|est|as of|estimates?", "", inside)
    return match if len(found) == 1 and len(words) < len("septembre") + 1 else None


@lru_cache(maxsize=20_000)
def general(label: str) -> str:
    """Take the countries out: "Penal Code of Mali" → "Penal Code"; a label of nothing else stays.

    So labels of documents on other countries can be the same.
    """
    text = bare(label)
    for mention in reversed(countries.mentions(text)):
        before = _JOINED_TO_COUNTRY.sub("", text[: mention.start])
        after = re.sub(r"^['’]s?\b|^\s*[)]", "", text[mention.end :])
        text = f"{before.rstrip()} {after.strip()}"
    return " ".join(text.split()).strip(" ,:-–—") or bare(label)


@lru_cache(maxsize=20_000)
def kind(label: str) -> Kind:
    """Tell what a label asks for, by its words in English and French."""
    folded = fold(bare(label)).replace("’", "'")
    if _CONTACT.search(folded):
        return "contact"
    if _FIGURE.search(folded):
        return "figure"
    if _NAME.search(folded):
        return "name"
    return "thing" if _THING.search(folded) else "open"


@lru_cache(maxsize=20_000)
def normal(label: str) -> str:
    """Give what labels that differ in case, accents, number and country have in common."""
    return " ".join(re.findall(r"[^\W_]+", fold(general(label))))


def slug(label: str) -> str:
    """Make a key of a label: "1.2.1 National CIRT" → "national-cirt"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(bare(label))).strip("-")[:80] or "unnamed"
