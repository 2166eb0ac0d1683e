"""What the law asks of employers, by day: wages, National Insurance, pension, holiday and sick pay.

`rates.csv` is the one table. Each row says the days it holds for, where it was published, and when
it was read.
"""
