"""What differs between two versions."""

from msgspec import Struct

from marketplace.kernel.differences import Mark, Run


class ClauseDiff(Struct, frozen=True, kw_only=True):
    """One clause: all that stood and all that stands there, in order."""

    code: str
    title: str
    runs: tuple[Run, ...]

    @property
    def change(self) -> str:
        """What became of it: same, added (nothing stood here), removed (nothing is left) or changed."""
        marks = {run.mark for run in self.runs}
        if marks <= {Mark.SAME}:
            return "same"
        if marks == {Mark.ADDED}:
            return "added"
        return "removed" if marks == {Mark.REMOVED} else "changed"


class Difference(Struct, frozen=True, kw_only=True):
    """Two versions side by side."""

    clauses: tuple[ClauseDiff, ...]

    @property
    def changed(self) -> tuple[ClauseDiff, ...]:
        """Only what differs."""
        return tuple(each for each in self.clauses if each.change != "same")
