"""Meeting: people who want the same find each other, and those who said yes to each other talk.

A *wish* says that somebody would like one kind of support with others. Two wishes near each other make a
*match*; each of the two is asked, and neither learns who the other is, or what the other said, until both
said yes. `talk` has two kinds of threads: of all with a place in a pool, and of one who is welcome with its
leads. `telling` writes one letter a day at most about all of it.
"""
