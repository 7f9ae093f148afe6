"""Names within a sentence: "in the Gambia", "au Mali", "en Côte d’Ivoire", "de Cuba"."""

from assistant.countries.gazetteer import gazetteer

_VOWELS = "AEIOUÂÀÉÈÊËÎÏÔÖÛÜÅ"


def name(code: str, language: str) -> str:
    """Return the short name, French for "fr" and English otherwise; an unknown code as it is."""
    english, french = gazetteer().display.get(code, (code, code))
    return french if language == "fr" else english


def with_article(code: str, language: str) -> str:
    """Name it as a subject: "Mali", "the Gambia"; "le Mali", "l’Algérie", "Cuba"."""
    if language != "fr":
        return _the(code)
    article = _article(code)
    return _elide(article, _inner(code)) if article else _inner(code)


def in_country(code: str, language: str) -> str:
    """Say where something is: "in Mali"; "au Mali", "en Algérie", "aux Comores", "à Cuba"."""
    if language != "fr":
        return f"in {_the(code)}"
    shown = _inner(code)
    if _is(code, "bare"):
        return f"à {shown}"
    if _is(code, "within"):
        return f"dans {with_article(code, 'fr')}"
    if shown.startswith("île "):
        return f"sur l’{shown}"
    if _is(code, "at_the"):
        return f"à la {shown}"
    if _article(code) == "les":
        return f"aux {shown}"
    masculine = _article(code) == "le" and not _starts_with_vowel(shown)
    return f"au {shown}" if masculine else f"en {shown}"


def of_country(code: str, language: str) -> str:
    """Say whose something is: "of Mali"; "du Mali", "de l’Algérie", "des Comores", "de Cuba"."""
    if language != "fr":
        return f"of {_the(code)}"
    shown, article = _inner(code), _article(code)
    if not article:
        return f"d’{shown}" if _is(code, "mute_h") else _elide("de", shown)
    if article == "les":
        return f"des {shown}"
    if article == "le" and not _starts_with_vowel(shown):
        return f"du {shown}"
    return f"de {with_article(code, 'fr')}"


def _the(code: str) -> str:
    shown, english = name(code, "en"), gazetteer().english
    plural = shown.split()[-1] in english["the_after"] or code in english["the"]
    return f"the {shown}" if plural else shown


def _is(code: str, group: str) -> bool:
    return code in gazetteer().french[group]


def _inner(code: str) -> str:
    """Write the French name as within a sentence: "îles Marshall", "océan Indien"."""
    shown = name(code, "fr")
    generic = shown.split()[0] in {"Île", "Îles", "Océan", "Bande", "Monde"}
    return shown[0].lower() + shown[1:] if generic else shown


def _article(code: str) -> str:
    """Return "le", "la" or "les", before elision; "" for a name that takes none."""
    if _is(code, "bare") or _is(code, "bare_en") or code == name(code, "fr"):
        return ""
    if _is(code, "plural") or name(code, "fr").startswith("Îles "):
        return "les"
    by_ending = name(code, "fr").endswith("e") and not _is(code, "masculine")
    return "la" if by_ending or _is(code, "feminine") or _inner(code).startswith("île ") else "le"


def _elide(article: str, shown: str) -> str:
    elided = article != "les" and _starts_with_vowel(shown)
    return f"{article[0]}’{shown}" if elided else f"{article} {shown}"


def _starts_with_vowel(shown: str) -> bool:
    return shown[0].upper() in _VOWELS
