"""Keys that real people use and that careless clients bend: each is itself and no other."""

from __future__ import annotations

EXACT_KEYS = {
    "double-slash": "a//b",
    "trailing-slash": "dir/",
    "leading-slash": "/a",
    "dot-slash": "./a",
    "dot-dot-inside": "a/../b",
    "dot": ".",
    "dot-dot": "..",
    "dot-dot-at-end": "x/..",
    "climbs-out": "x/../../other/k",
    "space": "a b",
    "trailing-space": "a ",
    "plus": "a+b",
    "percent-20": "a%20b",
    "percent-2f": "a%2Fb",
    "quotes": "'a' \"b\"",
    "url-delimiters": "#?&=*\\",
    "url-reserved": ":;@$,![](){}|^`",
    "tilde": "~",
    "xml": "<&>]]>&amp;",
    "japanese": "日本",
    "emoji": "🦆",
    "composed": "\u00e9",
    "decomposed": "e\u0301",
    "control-1": "a\x01b",
    "newline": "a\nb",
    "carriage-return": "a\rb",
    "tab": "a\tb",
    "longest": "ä/" * 341 + "k",
}
"""By a readable name for the test's id."""

assert len(EXACT_KEYS["longest"].encode()) == 1024
