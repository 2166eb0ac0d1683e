"""Provider: the pages of those who list something. It has no tables: it asks the rooms below and shows.

`starting` begins a listing, `steps` asks the questions, `requests` shows what was answered and hands it in,
`previewing` shows it as others will see it, `dashboard` is the way in, `people` and `claims` say who may.
"""
