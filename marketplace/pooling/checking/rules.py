"""What a steward decides about, as pure functions."""

from marketplace.pooling.checking.schemas import WordsChange
from marketplace.pooling.schemas import Pool, ShownWords


def words_of(pool: Pool) -> ShownWords:
    """The words as leads wrote them last."""
    content = pool.content
    return ShownWords(title=content.title, words=content.words, place_words=content.place_words)


def changes(pool: Pool) -> tuple[WordsChange, ...]:
    """What is to take the place of what is shown; nothing of a pool that is not shown."""
    if pool.shown is None:
        return ()
    written = words_of(pool)
    return tuple(
        WordsChange(field=field, before=getattr(pool.shown, field), after=getattr(written, field))
        for field in ShownWords.__struct_fields__
        if getattr(pool.shown, field) != getattr(written, field)
    )
