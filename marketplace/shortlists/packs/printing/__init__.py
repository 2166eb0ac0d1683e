"""Prints packs: tagged PDF (PDF/UA-1) by Typst, in fonts that come with this package.

What a pack says goes to Typst as data (JSON) and never as source: no text of anybody can be code there. The
template is `pack.typ`; the fonts are Noto Sans for the scripts of the languages that can be chosen, except
Chinese, whose fonts are many times as large. Signs that no font has are drawn as an empty box, and said in
its alternative text.
"""
