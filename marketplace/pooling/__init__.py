"""Pooling: people who put direct payments together for one piece of support, as they chose and agreed.

Words: a *pool* is what they want to do together, with so many *places*. A *member* is one row for each person
who was asked in, asks, has a place or had one; somebody may act for them. *Leads* run it; there is always
one. A pool is `looking` for members, `agreeing`, `active`, `ending`, `ended`. Members see each other by the
names they choose, and only once both sides have said yes.

`parties` says who somebody is in a pool and holds it for a change: every writer of anything of a pool takes
`parties.hold_pool` first, and then member rows, and then the rest. `moving` is the one place that writes down
steps; `writing` starts and changes pools, `joining` is the way in, `leaving` the way out, `keeping` what is
due by date, `holding` hands over and erases.

`planning` says what something would cost together. `agreements` is what members agree, in versions; `money`
the record of what a pool has and who bears what; `statements` what a council asks of one member. `checking`
is for stewards, `finding` for the index, `meeting` for people who want the same and for what they write;
`desk` says what waits for whoever runs a pool, `needs` for everybody on the home page.
"""
