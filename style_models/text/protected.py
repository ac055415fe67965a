"""Spans that no edit may touch: code, links, addresses, quoted blocks, Markdown marks, emoji.

Code is known by its marks, and without any by its shape: a call, ``snake_case`` and ``camelCase``, a
flag, a setting, a file's name or path, a version. Prose has shapes of its own that look alike ("end.So",
"he/she", "came --which hurt"); what is more often one of these is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# A quotation this long is somebody's words; a shorter one is often a term or irony.
QUOTATION_WORDS = 4

# Endings that only files have; "home.so" and "yes.in" lack a space rather.
_FILES = (
    "py|pyi|ipynb|js|mjs|cjs|jsx|ts|tsx|vue|css|scss|html?|xhtml|xml|json[lc]?|ya?ml|toml|ini|cfg|conf|md|mdx|rst|txt|tex|bib|"
    "pdf|docx?|odt|xlsx?|ods|pptx?|csv|tsv|sql|sqlite|db|log|java|kt|cpp|cc|hpp|rb|php|pl|lua|swift|cs|fs|hs|scala|jl|sh|bash|zsh|"
    "ps1|bat|exe|dll|jar|whl|zip|tar|tgz|gz|bz2|xz|7z|png|jpe?g|gif|svg|webp|mp3|mp4|wav|lock|env|pem|bak|tmp|safetensors|gguf|onnx"
)
# A dash that stands close to these is a dash, not a flag.
_SMALL = (
    "a|an|the|i|you|he|she|it|we|they|this|that|these|those|which|who|whom|whose|what|when|where|why|how|and|or|but|so|yet|nor|"
    "if|as|because|since|although|though|while|until|not|no|never|even|just|only|of|in|on|at|to|for|with|by|from|like|then|there|"
    "is|are|was|were|be|have|has|had|do|does|did|will|would|can|could|my|your|his|her|our|their|its|all|some|any|very|too"
)
# Behind these a capital shows a space left out ("theMan"), not a name in code ("isOpen").
_RUN_ON = "the|a|an|and|or|but|of|in|with|for|from|that|this|they|she|he|we|it|was|were|are|his|her|their|our|because|which"

# The order matters: what an earlier pattern covers, a later one does not cut in two.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("code", re.compile(r"^(```|~~~)[^\n]*\n.*?(?:^\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)),
    ("code", re.compile(r"(?<!`)(`{1,2})(?!`)[^\n]+?(?<!`)\1(?!`)")),
    ("code", re.compile(r"^(?: {4}|\t)[^\n]*[{};=()<>][^\n]*$", re.MULTILINE)),
    ("maths", re.compile(r"\\\(.{1,500}?\\\)|\\\[.{1,2000}?\\\]|\\begin\{([a-z]+\*?)\}.{0,5000}?\\end\{\1\}", re.DOTALL)),
    ("maths", re.compile(r"(?<![\w\\$])\$(?=[A-Za-z(|])[^$\n]{0,80}(?<=[\w)|])\$(?![\w$])")),
    ("maths", re.compile(r"\$\$.+?\$\$|(?<![\\\d$])\$(?=\S)[^$\n]*[\\^_{}=][^$\n]*\$", re.DOTALL)),
    ("quoted block", re.compile(r"^[ \t]*>[^\n]*$", re.MULTILINE)),
    ("markup", re.compile(r"<!--.*?-->|</?[A-Za-z][^<>\n]{0,300}>", re.DOTALL)),
    ("link", re.compile(r"\b(?:[a-z][a-z0-9+.-]{0,15}://|www\.)[^\s<>\"'”’)\]]*[^\s<>\"'”’)\].,;:!?]", re.I)),
    ("address", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+(?::[\w.~-]+/[\w./~-]*\w)?")),
    ("link", re.compile(r"(?<![\w-])(?<!\w\.)(?:[a-z0-9-]{1,63}\.){1,10}(?:com|org|net|edu|gov|io|co|uk|info|dev|app|ai)\b(?:/[^\s)\]]*)?", re.I)),
    ("link", re.compile(r"(?<=\])\([^)\n]*\)")),
    ("path", re.compile(r"(?<![\w/])(?:~|\.{1,2})?/(?:[\w.-]+/)+[\w.-]*|(?<![\w/])(?:~|\.{1,2})/[\w.-]*\w|\b[A-Z]:\\[^\s]+")),
    ("path", re.compile(rf"(?<![\w/.@-])(?:[\w.-]+[/\\])*\w(?:[\w.-]*\w)?\.(?:{_FILES})\b(?![\w(-]|\.\w)", re.I)),
    ("path", re.compile(r"(?<![\w/.-])(?:[\w.-]{1,60}/){0,20}\w[\w-]{1,60}\.[chr]\b(?![\w(-]|\.\w)")),
    ("path", re.compile(r"(?<![\w.])\.(?:git[a-z]*|env|bash\w*|z?profile|zshrc|vimrc|npmrc|docker[a-z]*|editorconfig|htaccess)\b")),
    ("path", re.compile(rf"(?<![\w/.-])(?!(?:{_SMALL})/)(?:[\w.-]{{2,}}/)+(?=[\s,;:).]|$)")),
    ("tag", re.compile(r"(?<![\w&@#])[@#](?:[A-Za-z_]|\d+[A-Za-z_])[\w-]*(?:\.[a-z]\w*)*")),
    ("code", re.compile(r"\b(?:Ctrl|Control|Alt|AltGr|Cmd|Command|Shift|Option|Opt|Win|Fn|Meta|Super)(?: ?[+-] ?(?:[A-Z][a-z]+|F?\d{1,2}|\w)\b)+")),
    ("code", re.compile(r"(?<![\w.])(?<!::)(?<!->)[A-Za-z_]\w{0,60}(?:(?:\.|::|->)[A-Za-z_]\w{0,60}){0,12}\(\)")),
    ("code", re.compile(r"(?<![\w.])(?<!::)(?<!->)(?:[A-Za-z]\w{0,60}(?:\.|::|->)){1,12}[A-Za-z_]\w{0,60}\([^()\n]{0,80}\)|(?<![\w.])\w{0,60}[a-z0-9]_\w{1,60}\([^()\n]{0,80}\)")),
    ("code", re.compile(r"(?<![\w.])(?:[A-Za-z]\w*\.)*_{0,2}[A-Za-z0-9]+(?:_+[A-Za-z0-9]+)+_{0,2}(?:\.[A-Za-z_]\w*)*(?:=[^\s,;)]*[^\s,;).!?])?(?!\w)|(?<!\w)__(?:init|name|main|file|all|dict|call|doc|version|repr|str|eq|hash|enter|exit|class|slots|len|iter|next)__(?!\w)")),
    ("code", re.compile(rf"\b(?!(?:{_RUN_ON})[A-Z])[a-z]{{2,}}(?:[A-Z][a-z0-9]+)+(?:[A-Z]{{2,}})?\b|\b[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+\b|\b[ei](?:[A-Z][a-z]{{2,}}|OS)\b")),
    ("code", re.compile(r"(?<![\w.])[a-z]\w+(?:\.[a-z_]\w+){2,}\b|\b[A-Za-z_]\w*(?:::[A-Za-z_]\w*)+")),
    ("code", re.compile(rf"(?<![\w-])--(?!(?:{_SMALL})(?![\w-]))[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:=[^\s,;)]*[^\s,;).!?])?(?![\w-])")),
    ("code", re.compile(r"(?<![^\s(\[/,])-[b-hj-zA-HJ-Z]\b(?![-'’.])")),
    ("code", re.compile(r"(?<![\w.=-])[A-Za-z][\w.-]{0,60}={1,2}(?![=\s])[^\s,;)]*[^\s,;).!?]")),
    ("code", re.compile(r"(?<![\w$])\$(?:[A-Z][A-Z0-9_]+\b|\{\w+\})|\{\{[^{}\n]{1,60}\}\}|(?<![\w{])\{[a-z_]\w*\}|%\([a-z_]+\)[sd]|\b0x[0-9A-Fa-f]+\b")),
    ("code", re.compile(r"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,64}\b|\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b")),
    ("maths", re.compile(r"\\[A-Za-z]{2,}\*?(?:\[[^\]\n]*\])?(?:\{[^{}\n]*\})*")),
    ("version", re.compile(r"\bv\d+(?:\.\d+)*(?:[-+][0-9A-Za-z.-]*\w)?\b|(?<![\w.,/])\d+\.\d+\.\d+(?:\.\d+)*(?:[-+.]?(?:a|b|rc|alpha|beta|dev|post|pre)[.-]?\d*)?(?!\w|,\d)")),
    ("markdown", re.compile(r"^[ \t]*(?:#{1,6}(?=\s)|[-*+](?=\s)|\d{1,3}[.)](?=\s)|\|)|^\s*(?:[-*_]\s*){3,}$|(?<=\S)[ \t]*\|[ \t]*$", re.M)),
    ("markdown", re.compile(r"(\*\*|__|~~)(?=\S)|(?<=\S)(\*\*|__|~~)|(?<!\*)\*(?=[^\s*])|(?<=[^\s*])\*(?!\*)|!?\[(?=[^\]\n]*\]\()|\](?=\()")),
    ("quotation", re.compile(r"\"(?=\S)[^\"\n]{8,}?(?<=\S)\"|“[^”\n]{8,}?”|«[^»\n]{8,}?»")),
    ("emoji", re.compile("(?:[\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\U0001f1e6-\U0001f1ff\U000e0020-\U000e007f\u200d\ufe0f\u20e3]\U0001f3fb?)+|[:;=8][-^']?[)(DPpOo/\\\\|*\\]\\[](?=\\s|$)")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProtectedSpan:
    """Characters ``start`` to ``end`` of the text and what they are."""

    start: int
    end: int
    kind: str


def protected_spans(text: str) -> tuple[ProtectedSpan, ...]:
    """Return the protected spans of ``text``, sorted and never overlapping."""
    taken: list[ProtectedSpan] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if start == end:
                continue
            if kind == "quotation" and len(match.group().split()) < QUOTATION_WORDS:
                continue
            inside = [s for s in taken if s.start < end and start < s.end]
            if any(s.start <= start and end <= s.end for s in inside):
                continue
            if inside and not all(start <= s.start and s.end <= end for s in inside):
                continue
            taken = [s for s in taken if s not in inside]
            taken.append(ProtectedSpan(start, end, kind))
    return tuple(sorted(taken, key=lambda span: span.start))


def touching(spans: tuple[ProtectedSpan, ...], start: int, end: int) -> ProtectedSpan | None:
    """Return the first span that a change of ``start`` to ``end`` would alter.

    An insertion exactly at a span's border leaves the span whole.
    """
    for span in spans:
        if span.start >= end and not (start == end and span.start < start):
            break
        if (start < span.end and span.start < end) or (
            start == end and span.start < start < span.end
        ):
            return span
    return None
