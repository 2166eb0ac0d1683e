"""Demonstration data: made-up people and providers on real postcodes of England.

One seed and one index make one listing, so 5,000 listings are the first 5,000 of 100,000. Nothing here is
real but the postcodes, the towns and the councils; docs/reference/demonstration-data.md says what is made up
and which gaps are there on purpose.

| file | holds |
|---|---|
| `generator` | the listings, one after another |
| `contents` | facts and words of a listing put together |
| `assistants`, `assistant_words` | what a PA is; what a PA writes |
| `offers`, `offer_words`, `offer_titles` | the same for the other four kinds |
| `facts`, `timetables`, `checks` | prices and capacity; days and hours; DBS, insurance, training |
| `people`, `terrain`, `gaps` | names and languages; where on the map; what is missing on purpose |
| `phrases`, `writing` | the small language that the words are written in; sentences into texts |
| `words/`, `vocabulary` | the words; how they are read |
| `photos/` | pictures drawn for this, as SVG and WebP |
| `support` | a made-up direct payment support service for each council |
| `sign_ins`, `accounts` | made-up people to sign in as, one for each role; how they are made |
| `work`, `concerns` | what waits for stewards |
| `helping`, `diary`, `cast` | three months of asking and helping, day by day, and who plays a part |
| `talks`, `referring`, `wanting`, `market` | its conversations, referrals, adverts and searches |
| `assisting` | the provider to sign in as is a checked personal assistant too |
"""
