"""The benchmarks themselves, on next to nothing: that they run and tell, never how long it took."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.slow
def test_every_benchmark_runs_and_tells():
    words = ["--sizes", "50,120", "--databases", "sqlite", "--only", "index,search,wagtail,page"]
    words += ["--requests", "20"]
    environment = {**os.environ, "PYTHONPATH": "", "DJANGO_SETTINGS_MODULE": ""}
    told = subprocess.run(
        [sys.executable, "-m", "bench", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stderr) == (0, "")
    rows = told.stdout.splitlines()
    assert rows[0] == "Made-up words with seed 20000; × are ratios within this run; one core."
    for start in (
        "  documents indexed up to 50 ",
        "  search with facets, 120 documents, p95 ",
        "  completing while typing, 120 documents, p50 ",
        "  search over completing, p50, 120 documents ",
        "  search p50, 120 over 50 documents ",
        "  Wagtail's search over ours, 120 documents, mean ",
        "  search page over bare view, p99, 16 at once, 120 documents ",
        "  search page, p99 over p50, 4 at once, 120 documents ",
    ):
        assert len([row for row in rows if row.startswith(start)]) == 1, start
