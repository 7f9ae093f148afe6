"""What of a page is its content: navigation, banners, forms and the like are taken out.

Anything is only taken out for what its tag, role or class says it is, and never most of the page:
what does not look like a site's page is kept whole.
"""

import re
from collections.abc import Callable, Iterator

from assistant.readers.html.tree import Node

_NEVER_WORDS = """
script style template noscript iframe object embed applet svg canvas audio video map dialog head
link meta base select textarea input datalist progress meter frame frameset noframes
"""
_NEVER = frozenset(_NEVER_WORDS.split())
_AROUND = frozenset({"nav", "header", "footer", "aside"})
_ROLES_WORDS = """
navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar tablist
"""
_ROLES = frozenset(_ROLES_WORDS.split())
_MAIN = frozenset({"main", "article"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_COOKIES = re.compile(
    r"cookie|gdpr|rgpd|onetrust|consent-?(?:banner|popup|bar|modal|manager|dialog)|cc-window|cmp-?box"
    r"|didomi|tarteaucitron|axeptio|cybot",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|pagination|pager|share|sharing"
    r"|social|skip(?:-?link|-?to)?|newsletter|subscribe|toc-?nav|related|tags|footer|header|topbar"
    r"|widget|search)(?:$|[\s_-])",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_UNFOLDED = re.compile(r"collapse|panel|accordion|tab|toggle|fold|answer|expand", re.IGNORECASE)
_DATES = re.compile(
    r"(?:last )?(?:updated?|modified|reviewed|revised)\b|mise à jour|mis à jour|as (?:of|at)\b",
    re.IGNORECASE,
)
_LONGEST_DATE = 80
_LARGEST_COOKIES = 5_000
"""Characters of a banner that asks for consent."""
_LINKED = 0.5
"""Share of a part's text in links from which on it leads elsewhere rather than says something."""
_ENOUGH = 0.15
"""Share of the text outside links that must be left, or no more than scripts is taken out."""
_MAIN_SHARE = 0.25


def content(root: Node) -> Node:
    """Give the part of the page that is its content, with nothing but content in it."""
    seen = visible(root)
    least = _ENOUGH * _said(seen)
    pruned = _filtered(seen, _is_around)
    chosen = _main(pruned)
    if _said(chosen) <= least:
        chosen = pruned if _said(pruned) > least else seen
    if chosen is seen:
        return seen
    kept = [*_title_outside(seen, chosen), chosen, *_dates_outside(seen, chosen)]
    return Node("body", {}, list(kept))


def visible(root: Node) -> Node:
    """Give the page's body without what nobody sees."""
    body = next(root.find("body"), root)
    opened = {name for node in body.walk() for name in node.get("aria-controls").split()}
    return _filtered(body, lambda node, _: _is_unseen(node, opened))


def _filtered(root: Node, drop: Callable[[Node, bool], bool]) -> Node:
    """Copy a tree without what ``drop`` names; it is told whether the node is in the main part."""
    top = Node(root.tag, root.attributes)
    pending = [(root, top, root.tag in _MAIN)]
    while pending:
        source, target, inside = pending.pop()
        for child in source.children:
            if isinstance(child, str):
                target.children.append(child)
            elif not drop(child, inside):
                node = Node(child.tag, child.attributes)
                target.children.append(node)
                is_main = child.tag in _MAIN or child.get("role") == "main"
                pending.append((child, node, inside or is_main))
    return top


def _is_unseen(node: Node, opened: set[str]) -> bool:
    """Whether nobody ever sees the node as text; what a click unfolds is seen."""
    if node.tag in _NEVER:
        return True
    if node.tag == "button":
        return not _unfolds(node)
    if node.tag == "form":
        return _is_mere_form(node)
    is_hidden = "hidden" in node.attributes or _INVISIBLE.search(node.get("style")) is not None
    if not is_hidden and node.get("aria-hidden").lower() != "true":
        return False
    unfolded = node.get("id") in opened or node.get("role") == "tabpanel"
    return not unfolded and not _UNFOLDED.search(node.get("class"))


def _unfolds(button: Node) -> bool:
    """Whether a button is the label of what it unfolds."""
    names = button.attributes
    return "aria-expanded" in names or "aria-controls" in names or _is_accordion(button)


def _is_accordion(node: Node) -> bool:
    return re.search("accordion|collaps|toggle", node.get("class"), re.IGNORECASE) is not None


def _is_mere_form(form: Node) -> bool:
    """Whether a form only asks; some pages stand in one form as a whole."""
    return next(form.find(*_HEADINGS, "table", "p", "dl", "article", "main"), None) is None


def _is_around(node: Node, inside: bool) -> bool:
    """Whether the node stands around the content rather than in it."""
    role = node.get("role").lower()
    names = f"{node.get('class')} {node.get('id')}"
    if _COOKIES.search(names) and len(node.words()) < _LARGEST_COOKIES:
        return True
    if node.tag == "nav" or role in _ROLES:
        return True
    if node.tag in _AROUND:
        return not inside or (node.tag != "header" and _linked(node) >= _LINKED)
    return _FURNITURE.search(names) is not None and _linked(node) >= _LINKED


def _linked(node: Node) -> float:
    """Share of a node's text that is in links."""
    whole = len(node.words())
    return sum(len(link.words()) for link in node.find("a")) / whole if whole else 1.0


def _said(node: Node) -> int:
    """Characters outside links."""
    return len(node.words()) - sum(len(link.words()) for link in node.find("a"))


def _main(body: Node) -> Node:
    """Give the part that is marked as the main one, if it holds a good part of the text."""
    size = len(body.words())
    marked = [n for n in body.walk() if n.tag == "main" or n.get("role") == "main"]
    marked = marked or list(body.find("article"))
    if len(marked) == 1 and len(marked[0].words()) >= _MAIN_SHARE * size:
        return marked[0]
    return body


def _title_outside(seen: Node, chosen: Node) -> Iterator[Node]:
    """Yield the page's title where it stands in a header that was taken out."""
    if next(chosen.find("h1"), None) is None:
        title = next(seen.find("h1"), None)
        if title is not None and title.words():
            yield title


def _dates_outside(seen: Node, chosen: Node) -> Iterator[Node]:
    """Yield the line of a footer or header that dates the page."""
    said = chosen.words()
    for node in seen.find("footer", "header"):
        for part in [*node.find("p", "li", "div", "span", "time"), node]:
            words = part.words()
            if len(words) <= _LONGEST_DATE and _DATES.search(words) and re.search(r"\d{4}", words):
                if words not in said:
                    yield Node("p", {}, [words])
                return
