"""Signals: what people looked for and what came of asking, without the people: evidence of gaps.

Words: a *search signal* is one search with its outcode, filters, words and number of results; an *outcome
signal* is how one enquiry, referral, advert or pool ended. Both have a day and no time. No count is told that
fewer than five people or browsers make up.
"""
