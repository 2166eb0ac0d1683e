"""Demonstration data: made-up people and providers on real postcodes of England.

One seed and one index make one listing, so 5,000 listings are the first 5,000 of 100,000. Nothing here is real but
the postcodes, the towns and the councils; docs/reference/demonstration-data.md says what is made up and which gaps
are there on purpose.

| file | holds |
|---|---|
| `generator` | the listings, one after another |
| `personal_assistants`, `offers` | what a PA writes; what the other four kinds write |
| `facts` | prices, hours, capacity, checks |
| `people`, `terrain`, `gaps` | names and languages; where on the map; what is missing on purpose |
| `phrases` | the small language that the words are written in |
| `words/*.toml` | the words |
| `photos/` | pictures drawn for this, as SVG and WebP |
| `support` | a made-up direct payment support service for each council |
"""
