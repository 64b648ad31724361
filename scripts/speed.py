#!/usr/bin/env python3
"""Measures timlint against the floor: the bare parse of the same bytes by the fastest library of each format.

    cargo build --release --bins --example floor
    python3 scripts/speed.py                         # 10,000 assets in each format
    python3 scripts/speed.py --assets 1000 10000 100000 --formats csv json

The two programs run in turn, so that a change of the machine's speed hits both; medians are printed, and the ratio is
taken pair by pair. Data comes from `timlint demo`. Nothing but Python's standard library is needed (Linux, macOS).
"""

import argparse
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
DAY = "2026-11-20"

# Twelve rules, six of which join registers: the load that the targets of the design are stated for.
TWELVE = """
access_rights/held-by-leaver access_rights/granted-before-pledge access_rights/granted-before-training
access_rights/open-on-closed-asset assets/high-without-access-list handling_log/recipient-without-nda
assets/high-without-owner assets/high-without-location handling_log/approved-after-event
handling_log/takeout-overdue handling_log/disposal-without-method access_rights/ends-before-start
""".split()

LIMITS = {("json", 10_000): 3.0, ("csv", 10_000): 4.0, ("json", 100_000): 4.0, ("csv", 100_000): 7.0,
          ("yaml", 10_000): 1.3, ("yaml", 100_000): 1.3}


def run(command):
    """Wall seconds and peak memory in MB of one run."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"{command[0]} ended with {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return time.perf_counter() - start, usage.ru_maxrss * unit / 1e6


def pairs(ours, floor, runs):
    for command in (ours, floor):
        run(command)
    return [(run(ours), run(floor)) for _ in range(runs)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assets", type=int, nargs="+", default=[10_000])
    parser.add_argument("--formats", nargs="+", default=["csv", "json", "yaml"], choices=["csv", "json", "yaml"])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--all-rules", action="store_true", help="all built-in rules instead of the twelve")
    options = parser.parse_args()
    timlint, floor = TARGET / "timlint", TARGET / "examples" / "floor"
    for program in (timlint, floor):
        if not program.exists():
            sys.exit(f"{program} is missing: cargo build --release --bins --example floor")
    folder = Path(tempfile.mkdtemp(prefix="timlint-speed-"))
    select = [] if options.all_rules else ["--select", *TWELVE]
    try:
        small(timlint, folder)
        print(f"{'format':7}{'assets':>8}{'MB':>8}{'timlint ms':>12}{'floor ms':>10}{'ratio':>8}{'limit':>7}"
              f"{'peak MB':>9}{'limit':>7}")
        for form in options.formats:
            times = []
            for assets in options.assets:
                company = folder / f"{form}-{assets}"
                subprocess.run([timlint, "demo", "--assets", str(assets), "--format", form, "--seed", "1", company],
                               check=True, stdout=subprocess.DEVNULL)
                size = sum(path.stat().st_size for path in company.rglob("*") if path.is_file()) / 1e6
                measured = pairs([timlint, "check", company, "--as-of", DAY, *select], [floor, company], options.runs)
                ours = statistics.median(mine[0] for mine, _ in measured)
                bare = statistics.median(other[0] for _, other in measured)
                ratio = statistics.median(mine[0] / other[0] for mine, other in measured)
                peak = max(mine[1] for mine, _ in measured)
                limit = LIMITS.get((form, assets))
                print(f"{form:7}{assets:8}{size:8.1f}{ours * 1e3:12.1f}{bare * 1e3:10.1f}{ratio:8.2f}"
                      f"{limit if limit else '':>7}{peak:9.1f}{4 * size + 10:7.0f}", flush=True)
                times.append((assets, ours))
                shutil.rmtree(company)
            if len(times) > 1:
                (a, x), (b, y) = times[0], times[-1]
                print(f"{form:7} growth exponent {math.log(y / x) / math.log(b / a):.2f} from {a} to {b} (limit 1.05)")
    finally:
        shutil.rmtree(folder)


def small(timlint, folder):
    """Ten records and every built-in rule: what a hook costs."""
    registers = folder / "small" / "registers"
    registers.mkdir(parents=True)
    people = "".join(f"E{i},name {i},employee,design,staff,2020-04-01\n" for i in range(10))
    (registers / "people.csv").write_text("id,name,kind,department,title,join_on\n" + people)
    results = [run([timlint, "check", folder / "small", "--as-of", DAY]) for _ in range(15)]
    wall = statistics.median(result[0] for result in results) * 1e3
    print(f"10 records, every built-in rule: {wall:.1f} ms (limit 10), {max(r[1] for r in results):.1f} MB (limit 25)")


if __name__ == "__main__":
    main()
