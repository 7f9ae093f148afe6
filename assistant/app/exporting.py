"""A conversation → a file to take along, with full citations: Markdown, HTML or DOCX."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant import citing
from assistant.app import writing
from assistant.app.markup import attribute, isolated, shown, web_address
from assistant.app.strings import say
from assistant.render import escaped, inert, markdown, segments
from assistant.types import Answer, Citation, Language


@dataclass(frozen=True, slots=True)
class Form:
    """A form of file."""

    name: str
    kind: str
    """The media type."""
    write: Callable[[Sequence[Answer], Language], bytes]


def as_markdown(answers: Sequence[Answer], language: Language) -> bytes:
    """Return the answers as CommonMark in UTF-8, each under its question."""
    parts = [f"# {say('title', language)}"]
    for answer in answers:
        question = escaped(" ".join(answer.question.split()))
        parts += [f"## {question}", f"**{_outcome(answer)}**", markdown(answer)]
        parts.append(f"*{escaped(_index(answer))}*")
    return ("\n\n".join(parts) + "\n").encode()


def as_html(answers: Sequence[Answer], language: Language) -> bytes:
    """Return the answers as a page that needs nothing else and runs nothing."""
    title = say("title", language)
    body = "".join(map(_article, answers))
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}</style></head>"
        f"<body><h1>{title}</h1>{body}</body></html>\n"
    ).encode()


def as_docx(answers: Sequence[Answer], language: Language) -> bytes:
    """Return the answers as a document of Word, in which nothing is active but web links."""
    file = writing.Document(say("title", language), language)
    for answer in answers:
        file.heading(answer.question)
        file.paragraph([writing.Run(_outcome(answer), "strong")], answer.language)
        for lines in _paragraphs(answer):
            file.paragraph(lines, answer.language)
        for each in answer.citations:
            address = web_address(each.url)
            where = citing.plain(replace(each, url=None), answer.language)
            kind = f" ({say('source.restated', answer.language)})" if each.restated else ""
            file.source(f"[{each.marker}] {where}{kind}", address)
        file.paragraph([writing.Run(_index(answer), "small")], answer.language)
    return file.packed()


MARKDOWN = Form("conversation.md", "text/markdown;charset=utf-8", as_markdown)
DOCX = Form(
    "conversation.docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    as_docx,
)
HTML = Form("conversation.html", "text/html;charset=utf-8", as_html)


def _article(answer: Answer) -> str:
    sources = "".join(_source(each, answer.language) for each in answer.citations)
    return (
        f'<article lang="{answer.language}">{isolated(answer.question, "h2")}'
        f"<p><strong>{_outcome(answer)}</strong></p>{_text(answer)}"
        f"<ol>{sources}</ol><p><small>{shown(inert(_index(answer)))}</small></p></article>"
    )


def _text(answer: Answer) -> str:
    pieces = (
        f"<q>{shown(piece.text)}</q>" if piece.kind == "quote" else shown(piece.text)
        for piece in segments(answer)
    )
    return f'<p class="text" dir="auto">{"".join(pieces)}</p>'


def _paragraphs(answer: Answer) -> Iterator[list[writing.Run]]:
    """Yield the lines of the answer's text, whose quotes keep the line ends within them."""
    line: list[writing.Run] = []
    for piece in segments(answer):
        if piece.kind == "quote":
            line.append(writing.Run(piece.text, "quote"))
            continue
        first, *others = piece.text.split("\n")
        line.append(writing.Run(first))
        for other in others:
            yield line
            line = [writing.Run(other)]
    yield line


def _source(citation: Citation, language: Language) -> str:
    address = web_address(citation.url)
    where = citing.plain(replace(citation, url=None), language)
    link = f' <a href="{attribute(address)}">{shown(address)}</a>' if address else ""
    kind = f" ({say('source.restated', language)})" if citation.restated else ""
    return f'<li value="{citation.marker}">{isolated(where)}{link}{kind}</li>'


def _outcome(answer: Answer) -> str:
    return say(f"outcome.{answer.verdict or answer.outcome}", answer.language)


def _index(answer: Answer) -> str:
    index = answer.index
    return say("history.index", answer.language, generation=index.generation, built=index.built)


FORMS = {"markdown": MARKDOWN, "html": HTML, "docx": DOCX}
"""By the name that history.js has for it."""

_STYLE = (
    "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 Georgia,serif}"
    "article{margin:2rem 0;padding-top:1rem;border-top:1px solid #ccc}"
    ".text{white-space:pre-line}q{quotes:none}li,p,h2{overflow-wrap:anywhere}"
)
