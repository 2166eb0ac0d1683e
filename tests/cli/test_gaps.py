"""`marketplace gaps`."""

import subprocess
import sys

FILES = {
    "need": "id,people\nA,100\nB,50\nC,10\n",
    "supply": "id,capacity\nx,15\ny,20\nz,100\nfar,7\n",
    "cost": "need_id,supply_id,cost\nA,x,1\nA,y,40\nA,z,20\nB,x,40\nB,y,1\nB,z,20\n"
    "C,x,20\nC,y,20\nC,z,1\nQ,x,1\n",
}


def run(folder, bands="20:1,40:0.68,60:0.22", **files):
    options = []
    for name, text in (FILES | files).items():
        (folder / f"{name}.csv").write_text(text)
        options += [f"--{name}", str(folder / f"{name}.csv")]
    command = [sys.executable, "-m", "marketplace", "gaps", "access", *options, "--bands", bands]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_access_is_printed_as_csv_and_what_was_left_out_is_said_beside_it(tmp_path):
    done = run(tmp_path)
    lines = done.stdout.splitlines()
    assert lines[0] == "id,access"
    values = {name: float(value) for name, value in (line.split(",") for line in lines[1:])}
    assert {name: round(value, 6) for name, value in values.items()} == {
        "A": 0.835417, "B": 0.852083, "C": 0.885417,
    }  # fmt: skip
    assert done.returncode == 0
    assert "1 row of the costs" in done.stderr
    assert "capacity of 7 reaches nobody" in done.stderr


def test_bad_rows_are_each_told_and_nothing_is_printed(tmp_path):
    done = run(tmp_path, need="id,people\nA,many\nB,-5\nC,10\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("need.csv row") == 2
