"""What a data directory is known to hold is looked at anew when the code wants more of it."""

from pathlib import Path

from marketplace.cli import state


def test_a_new_migration_of_any_room_or_sub_room_makes_the_next_start_look_again(tmp_path, monkeypatch):
    monkeypatch.setattr(state, "package_file", str(tmp_path / "__init__.py"))
    marks = {state.code_mark()}
    for path in ("places/piccolo_migrations/a.py", "listings/editing/piccolo_migrations/a.py"):
        Path(tmp_path / path).parent.mkdir(parents=True)
        Path(tmp_path / path).write_text("")
        marks.add(state.code_mark())
    assert len(marks) == 3
