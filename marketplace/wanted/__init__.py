"""Wanted: adverts of people who look for a personal assistant or an activity, and whom they suit.

Words: an *advert* says what somebody wants. Its owner writes it and hands it in, a steward looks at it, and
then those see it who offer such support nearby and whose checks are in order; nobody else ever does. It is
*shown* to them by postcode district and whole miles. A *change* of a published advert is a row of its own
that goes the same way; until it is approved the published one stays as it was. An advert ends filled, expired
or withdrawn.

`writing` is for its owner, `acting` for an owner who writes for another, `checking` for stewards, `showing`
for providers, `ending` and `keeping` for when it is over, `waiting` is for the home page, `holding` hands
over and erases, `saying` and `letters` are words.
`matching`, `searches` and `alerts` say who suits whom, and tell them.
"""
