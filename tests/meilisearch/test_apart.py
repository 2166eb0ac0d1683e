"""The test server is written apart from the product: what both believed wrongly no test would find."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PRODUCT = {"search", "marketplace", "seed"}


@pytest.mark.parametrize("module", sorted(HERE.glob("*.py")), ids=lambda path: path.name)
def test_no_module_imports_the_product(module):
    names = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module)
    assert not {name for name in names if name.split(".")[0] in PRODUCT}


def test_running_the_server_loads_nothing_of_the_product():
    code = (
        "import sys; import tests.meilisearch.running; "
        f"assert not {PRODUCT!r} & {{name.split('.')[0] for name in sys.modules}}"
    )
    subprocess.run([sys.executable, "-c", code], cwd=HERE.parents[1], check=True)
