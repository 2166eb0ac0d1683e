"""What `marketplace import areas` and `import need` print, and how they refuse."""

import pytest

from marketplace.cli import gap_imports
from marketplace.gaps.areas.imports.schemas import AreaImport, AreaProblem, AreaReport
from marketplace.gaps.need.imports.schemas import NeedImportAsked, NeedProblem, NeedReport
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.settings import Settings


def area_report(**changes):
    values = {
        "areas": 2, "councils": ("Wiltshire",), "problems": (), "passed_over": 0, "is_done": True,
        "is_dry_run": False,
    }  # fmt: skip
    return AreaReport(**(values | changes))


def need_report(**changes):
    values = {
        "source": "Our records", "period": "May 2026", "areas": 1_200, "measures": ("autism", "dementia"),
        "councils": ("Somerset", "Wiltshire"), "left_out": (), "problems": (), "passed_over": 0,
        "ignored_headings": (), "is_done": True, "is_dry_run": False,
    }  # fmt: skip
    return NeedReport(**(values | changes))


def test_what_was_imported_is_said(capsys):
    gap_imports._print_areas(area_report(passed_over=1), leaves_out=False)
    gap_imports._print_need(need_report(ignored_headings=("Name",)), leaves_out=False)
    assert capsys.readouterr().out.splitlines() == [
        "1 area of other councils passed over.",
        "Imported: 2 areas of 1 council.",
        "Columns that are not counts and were left out: Name.",
        "Imported: autism, dementia in 1,200 areas of 2 councils (Our records, May 2026).",
    ]


def test_what_is_wrong_is_said_by_area_and_by_row(capsys):
    problems = (
        AreaProblem(row=3, what="E02000003", message="It has no polygon."),
        AreaProblem(row=None, what="Wiltshire", message="Some are missing."),
    )
    with pytest.raises(OperatorError, match=r"2 things have to be put right first\. Or take the rest"):
        gap_imports._print_areas(area_report(areas=0, councils=(), problems=problems), leaves_out=False)
    told = (
        NeedProblem(row=4, heading="Dementia", what="12%", message="This is a percentage."),
        NeedProblem(row=None, heading="dementia", what="Wiltshire", message="2 have no figure."),
    )
    gap_imports._print_need(
        need_report(problems=told, left_out=("Wiltshire",), is_dry_run=True), leaves_out=True
    )
    assert capsys.readouterr().out.splitlines() == [
        "area 3 E02000003: It has no polygon.",
        "Wiltshire: Some are missing.",
        "row 4 Dementia: This is a percentage. (it says: 12%)",
        "Wiltshire, dementia: 2 have no figure.",
        "Something was left out of: Wiltshire.",
        "Dry run: autism, dementia in 1,200 areas of 2 councils (Our records, May 2026) would go in.",
    ]


def test_very_many_problems_are_counted(capsys):
    problems = tuple(AreaProblem(row=number, what="", message="Odd.") for number in range(1, 53))
    with pytest.raises(OperatorError, match="52 things"):
        gap_imports._print_areas(area_report(areas=0, problems=problems), leaves_out=True)
    assert capsys.readouterr().out.splitlines()[-1] == "… and 2 more."


def test_what_cannot_be_done_is_one_sentence(tmp_path):
    settings = Settings(data_dir=tmp_path)
    with pytest.raises(OperatorError, match="There is no file"):
        gap_imports.run_import_areas(settings, tmp_path / "a.geojson", AreaImport())
    with pytest.raises(OperatorError, match="Say of which council"):
        gap_imports.run_import_need(settings, None, NeedImportAsked())
    with pytest.raises(OperatorError, match="There is no council with the code"):
        gap_imports.run_import_need(settings, None, NeedImportAsked(council_code="E99"))
