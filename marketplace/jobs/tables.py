"""Tables of timed work. Those of the queue are pgqueuer's own; a migration of this room makes them."""

from piccolo.columns import BigSerial, Integer, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class TimedPeriod(Table, tablename="timed_period"):
    """Timed work that was done in one period. Unique by name and period."""

    id: BigSerial = BigSerial(primary_key=True)
    name: Text = Text()
    period: Text = Text()
    done_at: Timestamptz = Timestamptz(default=TimestamptzNow())


class TimedTrouble(Table, tablename="timed_trouble"):
    """Timed work that failed and was not done since."""

    name: Text = Text(primary_key=True)
    failures: Integer = Integer(default=1)
    failed_at: Timestamptz = Timestamptz(default=TimestamptzNow())
    retry_at: Timestamptz = Timestamptz(default=TimestamptzNow())
    problem: Text = Text()
