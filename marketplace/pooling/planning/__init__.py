"""What a pool would cost, before anybody promises anything: pure sums, kept nowhere.

Stands alone: it knows no pool, no account and no listing. Money is whole pence. What is not whole is counted
in fractions and rounded up to the whole penny where it is shown, line by line and share by share, so that a
pool that follows its plan is never short.
"""
