"""Text that nobody vouches for → HTML that only shows it."""

import html
import json
import re
from typing import Literal
from urllib.parse import urlsplit

from assistant.countries import name

# Controls (without tab and line ends), bidirectional marks, overrides and isolates, line and
# paragraph separators, surrogates, tags: they act on their surroundings and show nothing.
_ACTIVE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e"
    "\u2066-\u2069\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_BLANK_IN_ADDRESS = re.compile(r"[\s\\<>\"'`{}|^]")


def shown(text: str) -> str:
    """Escape ``text``; an active character stays in the page's text but acts on nothing.

    It is put out of the layout, and its code point is shown in its place. So the text of the
    element is still ``text``, character for character.
    """
    return _ACTIVE.sub(lambda found: _inactive(found.group()), html.escape(text))


def _inactive(character: str) -> str:
    code = f"U+{ord(character):04X}"
    # HTML has no way to write NUL and lone surrogates.
    kept = "\ufffd" if character == "\0" or "\ud800" <= character <= "\udfff" else character
    return f'<span class="control" data-code="{code}"><span hidden>{kept}</span></span>'


def attribute(text: str) -> str:
    """Escape ``text`` for a quoted attribute; active characters are left out."""
    return html.escape(_ACTIVE.sub("", text), quote=True)


def isolated(text: str, tag: str = "bdi", **attributes: str) -> str:
    """Return ``text`` in an element whose direction of writing is its own affair."""
    written = "".join(f' {name.rstrip("_")}="{attribute(v)}"' for name, v in attributes.items())
    return f'<{tag} dir="auto"{written}>{shown(text)}</{tag}>'


def phrase(key: str, tag: str = "span", class_: str = "", /, **values: object) -> str:
    """Return an element that page.js fills from strings.toml, in the page's language."""
    arguments = f' class="{class_}"' if class_ else ""
    arguments += f' data-t-args="{attribute(json.dumps(values))}"' if values else ""
    return f'<{tag} data-t="{key}"{arguments}></{tag}>'


def date(value: str | None, kind: Literal["date", "as-of"] = "date") -> str:
    """Return an element that page.js fills with an ISO 8601 date, partial or not."""
    return f'<time data-{kind}="{attribute(value)}">{shown(value)}</time>' if value else ""


def moment(value: str) -> str:
    """Return an element that page.js fills with an ISO 8601 time of day and date."""
    return f'<time data-moment="{attribute(value)}">{shown(value)}</time>'


def number(value: float) -> str:
    """Return an element that page.js fills with a number to two places, as its language has it."""
    return f'<span class="number" data-number="{value:.2f}">{value:.2f}</span>'


def country(code: str) -> str:
    """Return an element that page.js fills with the country's name in the page's language."""
    english, french = name(code, "en"), name(code, "fr")
    names = f'data-en="{attribute(english)}" data-fr="{attribute(french)}"'
    return f"<span {names}>{shown(english)}</span>"


def web_address(url: str | None) -> str | None:
    """Return ``url`` if it is an address on the web and nothing else, otherwise None."""
    if not url or len(url) > 2000 or _BLANK_IN_ADDRESS.search(url) or _ACTIVE.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.hostname else None


def icon(name: str) -> str:
    """Return a drawing of 20 by 20 units in the colour of the text around it."""
    return (
        '<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" '
        'fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" '
        f'stroke-linejoin="round">{_ICONS[name]}</svg>'
    )


_ICONS = {
    "sign": '<path d="m4 16 .8-3.400 8.400-8.400a1.700 1.700 0 0 1 2.500 2.500l-8.400 8.400z"/>'
    '<path d="M11 16.500h5.500"/>',
    "yes": '<circle cx="10" cy="10" r="7.5"/><path d="m6.7 10.3 2.3 2.3 4.4-5"/>',
    "no": '<circle cx="10" cy="10" r="7.5"/><path d="m7.2 7.2 5.6 5.6m0-5.6-5.6 5.6"/>',
    "answered": '<path d="M4 5.5h12M4 10h12M4 14.5h7"/>',
    "not_assessed": '<circle cx="10" cy="10" r="7.5" stroke-dasharray="2.6 2.6"/>'
    '<path d="M6.8 10h6.4"/>',
    "unclear": '<circle cx="10" cy="10" r="7.5"/>'
    '<path d="M7.9 7.9a2.2 2.2 0 1 1 3 2.1c-.7.3-.9.7-.9 1.4m0 2.1v.1"/>',
    "silent": '<path d="M4 4.5h12v8.5h-6.5L6.3 16v-3H4z"/><path d="M7.3 8.8h5.4"/>',
    "no_source": '<path d="M6 2.8h5.5L15 6.3v10.9H6z"/><path d="m3.5 3.5 13 13"/>',
    "send": '<path d="M10 16V4.5m0 0L5.2 9.3M10 4.5l4.8 4.8"/>',
    "stop": '<rect x="5.5" y="5.5" width="9" height="9" rx="1.5" fill="currentColor"/>',
    "previous": '<path d="m12 4.5-5.5 5.5 5.5 5.5"/>',
    "next": '<path d="m8 4.5 5.5 5.5L8 15.5"/>',
    "close": '<path d="m5.5 5.5 9 9m0-9-9 9"/>',
    "outside": '<path d="M8 5H4.5v10.5H15V12m-4-7.5h4.5V9m0-4.5L9 11"/>',
    "copy": '<path d="M7.5 7.5h8.5v8.5H7.5z"/><path d="M4.5 12.5H4V4h8.5v.5"/>',
    "link": '<path d="M8.5 11.5a3 3 0 0 0 4.3.2l2.6-2.600a3 3 0 0 0-4.3-4.200l-1 1"/>'
    '<path d="M11.5 8.500a3 3 0 0 0-4.3-.2l-2.6 2.600a3 3 0 0 0 4.3 4.200l1-1"/>',
    "save": '<path d="M10 3.500v9m0 0-3.5-3.500M10 12.500l3.5-3.500M4 16.500h12"/>',
    "delete": '<path d="M4 5.500h12M8 5.500v-2h4v2m-6.5 0 .7 11h5.600l.7-11"/>',
    "smaller": '<path d="M4.5 10h11"/>',
    "larger": '<path d="M4.5 10h11M10 4.500v11"/>',
    "passages": '<path d="M6.500 4H4.500v12h2m7-12h2v12h-2"/><path d="M8 8h4m-4 4h4"/>',
    "rebuild": '<path d="M15.8 8.3A6.2 6.2 0 0 0 4.7 6.8L3.5 8.5m0-4v4h4'
    'M4.2 11.7a6.2 6.2 0 0 0 11.1 1.5l1.2-1.7m0 4v-4h-4"/>',
    "old": '<circle cx="10" cy="10" r="7.5"/><path d="M10 5.8V10l2.8 1.8"/>',
    "hedged": '<path d="M10 3.2 17.3 16H2.7z"/><path d="M10 8.2v3.6m0 2v.1"/>',
    "book": '<path d="M10 5.2C8.3 3.9 6 3.6 3.2 3.8v11.4c2.8-.2 5.1.1 6.8 1.4 1.7-1.3 '
    '4-1.6 6.8-1.4V3.8c-2.8-.2-5.1.1-6.8 1.4zm0 0v11.4"/>',
}
