"""The small words round the name of a place, which tell whether it is one."""

IN = frozenset({"in", "near", "nr", "around", "round"})
AT = frozenset({"at", "from", "by", "outside", "serving", "covering"})
BEFORE_IN = frozenset({"somewhere", "anywhere", "based", "living", "lives", "live", "close", "located"})
NOT_BEFORE = frozenset({
    "of", "to", "with", "for", "about", "and", "or", "the", "a", "my", "our", "his", "her", "their",
    "not", "via",
})  # fmt: skip
"""Words before a name that is then no place to look at, or not clearly: "Duke of York", "train to London"."""
MEASURES = frozenset({"north", "south", "east", "west", "centre", "middle", "outskirts", "edge"})
"""Before "of": "north of Bath" is a place."""
MILES = frozenset({"mile", "miles"})
AWAY = frozenset({"of", "from", "around", "round"})
"""Between a distance and a name: "within 5 miles of Bath"."""
AREA = frozenset({"area", "town", "city", "village", "centre", "center", "district"})
"""After a name, they belong to it: "Melksham area", "Bath city centre"."""
SAYS_NOTHING = frozenset({
    "the", "of", "and", "co", "county", "council", "borough", "district", "city", "metropolitan", "royal",
    "greater", "united", "kingdom",
})  # fmt: skip
"""The gazetteer lets these stand behind a name; in a text they belong to what comes after."""
SMALL_WORDS = frozenset({
    "and", "or", "but", "who", "that", "with", "for", "on", "at", "to", "near", "from", "please", "if",
    "when", "area", "today", "tomorrow",
})  # fmt: skip
BEFORE_IN_IT = frozenset({
    "help", "helping", "support", "assist", "assistance", "washing", "wash", "out", "get", "getting",
    "lessons", "tuition", "interested", "improve", "better", "confidence", "difficulty", "difficulties",
    "good", "lie", "sit", "sitting", "me", "mum", "dad", "him", "her", "them", "son", "daughter",
    "interest", "up",
})  # fmt: skip
"""Before "in" and a word such as "bath" or "reading": it is the bath or the reading that is meant."""
NEARBY = [
    phrase.split()
    for phrase in (
        "near where i live", "where i live", "near me", "near us", "near here", "near by", "nearby",
        "near home", "near my home", "near my house", "close to me", "close to home", "close by",
        "local to me", "around me", "around here", "round here", "in my area", "in this area",
    )
]  # fmt: skip
NO_DISTRICTS = frozenset({
    "B1", "B2", "B3", "B5", "B6", "B7", "B9", "B12", "D1", "D2", "D3", "K1", "K2", "L1", "L2", "L3", "L4",
    "L5", "L6", "L7", "S12", "S17", "S20", "S42", "S47", "G4S", "M1", "M2", "M3", "M4", "M5", "M6", "M25",
    "M40", "N95",
})  # fmt: skip
"""Vitamins, levels of a course, sections of an Act, motorways; districts only after "in" or "near"."""
