"""A profile → a document, with the spans at which it states its facts."""

import html
from dataclasses import dataclass, field

from assistant.readers import html as html_reader
from benchmarks.synthetic.facts import Fact, Layout, Profile
from benchmarks.synthetic.wording import Language, chapters

_TITLE = {"en": "Country profile of {}", "fr": "Profil du pays : {}"}
_UPDATED = {"en": "Last updated: {}", "fr": "Dernière mise à jour : {}"}
_COLON = {"en": ": ", "fr": " : "}


@dataclass(frozen=True, slots=True)
class Span:
    """Code points ``start`` to ``end`` of the document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Written:
    """A document: its text, and by indicator where the fact and its whole section stand."""

    path: str
    text: str
    """As its reader gives it."""
    source: str
    """As the file has it; for all layouts but HTML the same."""
    statements: dict[str, Span]
    sections: dict[str, Span]


@dataclass(slots=True)
class _Page:
    """Text as it is written, and where things stand in it."""

    text: str = ""
    statements: dict[str, Span] = field(default_factory=dict)
    sections: dict[str, Span] = field(default_factory=dict)

    def write(self, fact: Fact, head: str, tail: str) -> None:
        """Write the section of a fact: its heading, its sentences with blanks between, its end."""
        start = len(self.text)
        self.text += head
        for number, sentence in enumerate(fact.body):
            self.text += " " if number else ""
            if sentence.states:
                self.statements[fact.indicator.id] = Span(
                    len(self.text), len(self.text) + len(sentence.text)
                )
            self.text += sentence.text
        self.sections[fact.indicator.id] = Span(start, len(self.text))
        self.text += tail


def write(profile: Profile, language: Language) -> Written:
    """Write a profile in its layout."""
    if profile.layout == "markdown":
        return _markdown(profile, language)
    if profile.layout == "html":
        return _page_read(profile, language)
    page = _lines(profile, language) if profile.layout == "text" else _blocks(profile, language)
    return _written(profile, language, page)


def _written(profile: Profile, language: Language, page: _Page) -> Written:
    suffix = ".md" if profile.layout == "markdown" else ".txt"
    path = profile.country.slug(language) + suffix
    return Written(path, page.text, page.text, page.statements, page.sections)


def _page_read(profile: Profile, language: Language) -> Written:
    """Write a page of HTML, read it, and find the facts in what was read, one after the other."""
    source = _html(profile, language)
    text = html_reader.read(source.encode()).text
    page = _Page(text)
    end = 0
    for _, facts in _by_chapter(profile, language):
        for fact in facts:
            start = text.index(fact.indicator.forms[language]["label"], end)
            end = start
            for sentence in fact.body:
                begin = text.index(sentence.text, end)
                end = begin + len(sentence.text)
                if sentence.states:
                    page.statements[fact.indicator.id] = Span(begin, end)
            page.sections[fact.indicator.id] = Span(start, end)
    path = f"{profile.country.slug(language)}.html"
    return Written(path, text, source, page.statements, page.sections)


def _by_chapter(profile: Profile, language: Language) -> list[tuple[str, list[Fact]]]:
    """Return the facts that the profile mentions, under the titles of their chapters."""
    found = [
        (title, [fact for fact in profile.facts if fact.indicator.chapter == key and fact.body])
        for key, title in chapters(language).items()
    ]
    return [(title, facts) for title, facts in found if facts]


def _title(profile: Profile, language: Language) -> str:
    return _TITLE[language].format(profile.country.name(language))


def _markdown(profile: Profile, language: Language) -> Written:
    title = _title(profile, language)
    page = _Page(
        f'---\ntitle: "{title}"\nas_of: "{profile.year}"\nlanguage: {language}\n'
        f"countries: [{profile.country.code}]\n---\n\n# {title}\n\n"
    )
    for number, (chapter, facts) in enumerate(_by_chapter(profile, language), start=1):
        page.text += f"## {number} {chapter}\n\n"
        for under, fact in enumerate(facts, start=1):
            label = fact.indicator.forms[language]["label"]
            page.write(fact, f"### {number}.{under} {label}\n\n", "\n\n")
    return _written(profile, language, page)


def _lines(profile: Profile, language: Language) -> _Page:
    page = _Page(f"{_title(profile, language)}\n\n")
    for title, facts in _by_chapter(profile, language):
        page.text += f"{title.upper()}\n\n"
        for fact in facts:
            page.write(fact, fact.indicator.forms[language]["label"] + _COLON[language], "\n")
        page.text += "\n"
    page.text += _UPDATED[language].format(profile.year) + "\n"
    return page


def _blocks(profile: Profile, language: Language) -> _Page:
    page = _Page(f"{_title(profile, language)}\n\n")
    for title, facts in _by_chapter(profile, language):
        page.text += f"{title}\n\n"
        for fact in facts:
            page.write(fact, fact.indicator.forms[language]["label"] + "\n\n", "\n\n")
    page.text += _UPDATED[language].format(profile.year) + "\n"
    return page


def _html(profile: Profile, language: Language) -> str:
    """Write a page of a site: headings, definitions, boxes, a table, chapter by chapter in turn."""
    title = html.escape(_title(profile, language))
    parts = [
        f'<!DOCTYPE html>\n<html lang="{language}">',
        f'<head><meta charset="utf-8"><title>{title}</title></head>',
        '<body>\n<nav><a href="/">Home</a> <a href="/countries">Countries</a></nav>',
        f"<main>\n<h1>{title}</h1>",
    ]
    for number, (chapter, facts) in enumerate(_by_chapter(profile, language)):
        parts.append(f"<h2>{html.escape(chapter)}</h2>")
        items = [(fact.indicator.forms[language]["label"], _body(fact)) for fact in facts]
        parts += _SHAPES[number % len(_SHAPES)](items)
    updated = _UPDATED[language].format(profile.year)
    parts.append(f"</main>\n<footer>{updated}</footer>\n</body>\n</html>")
    return "\n".join(parts) + "\n"


def _body(fact: Fact) -> str:
    return " ".join(sentence.text for sentence in fact.body)


def _headed(items: list[tuple[str, str]]) -> list[str]:
    return [f"<h3>{html.escape(label)}</h3>\n<p>{html.escape(body)}</p>" for label, body in items]


def _definitions(items: list[tuple[str, str]]) -> list[str]:
    rows = [f"<dt>{html.escape(label)}</dt><dd>{html.escape(body)}</dd>" for label, body in items]
    return ["<dl>", *rows, "</dl>"]


def _boxes(items: list[tuple[str, str]]) -> list[str]:
    return [
        f'<div class="field"><div class="field__label">{html.escape(label)}</div>\n'
        f'<div class="field__item">{html.escape(body)}</div></div>'
        for label, body in items
    ]


def _table(items: list[tuple[str, str]]) -> list[str]:
    rows = [
        f"<tr><th>{html.escape(label)}</th><td>{html.escape(body)}</td></tr>"
        for label, body in items
    ]
    return ["<table>", *rows, "</table>"]


_SHAPES = (_headed, _definitions, _boxes, _table)

LAYOUTS: tuple[Layout, ...] = ("markdown", "text", "pages", "html")
