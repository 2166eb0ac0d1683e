"""Chooses the symbols beside the easy-read lines of demonstration listings, by the words of each line."""

import re
from collections.abc import Sequence

_BY_WORD = (
    (r"costs|free\.|money|direct payment|budget", "money"),
    (r"full at the moment|no free time", "no"),
    (r"hours a week|places? (?:is|are) free|have room|am free", "yes"),
    (r"starts at|ends at|o'clock", "clock"),
    (r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|weekend", "calendar"),
    (r"night", "night"),
    (r"swim|pool", "swimming"),
    (r"football|sport|gym|exercis", "sport"),
    (r"walk", "walking"),
    (r"\bbus\b|train", "bus"),
    (r"\bcar\b|drive", "car"),
    (r"danc|music|sing", "music"),
    (r"paint|draw|knit|sew|craft|pots|make things", "art"),
    (r"garden|grow|plant", "garden"),
    (r"dog|pets|animal", "animals"),
    (r"tea|coffee", "drink"),
    (r"cook", "cooking"),
    (r"eat|lunch|meal|food", "eating"),
    (r"shop", "shopping"),
    (r"clean|tidy|iron", "cleaning"),
    (r"wash", "washing"),
    (r"doctor|hospital|catheter|stoma|nurse", "health"),
    (r"tablet|medicine|pill", "medicine"),
    (r"phone|computer|online", "phone"),
    (r"letter|form", "letter"),
    (r"job|work for|keep it", "work"),
    (r"learn|teach|skill|course", "learning"),
    (r"read|book", "reading"),
    (r"games", "happy"),
    (r"child|famil|play\b", "children"),
    (r"sign|deaf", "hearing"),
    (r"advice|talk|listen|ask", "talking"),
    (r"near|come to|from home|place", "place"),
    (r"live|at home|your home", "home"),
    (r"friend|group|together|people|club|company", "people"),
    (r"My name|I am", "person"),
    (r"choose|you can", "good"),
    (r"help", "help"),
)
"""Patterns from the most telling to the least, and the symbol of each."""
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), code) for pattern, code in _BY_WORD)


def choose_symbols(lines: Sequence[str]) -> tuple[str, ...]:
    """The code of a symbol for each line, "" where no word tells one."""
    return tuple(next((code for pattern, code in _PATTERNS if pattern.search(line)), "") for line in lines)
