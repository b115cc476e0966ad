#!/usr/bin/env python3
"""Counts a population in four ways, and holds the counts against each other to the last row: by the report of
`session-policy impact`, by its rows, by DuckDB through a pipe, and by Apache Spark; a worker that is killed in the
middle is done again and counted once.

usage: SESSION_POLICY=… population.py [COUNT] [--measure]

Needs the Python packages pyspark, pyarrow, pandas and duckdb, and a Java; what is not there is not tried, and said.
"""

import collections
import csv
import importlib.util
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
COMMAND = os.environ.get("SESSION_POLICY", "session-policy")
sys.path.insert(0, str(ROOT / "samples/population"))
import generate  # noqa: E402

OLD = ROOT / "policies/workforce.yaml"
failures = 0


def check(name, holds, what=""):
    global failures
    failures += not holds
    print(f"{'ok  ' if holds else 'FAIL'} {name} {what if not holds else ''}", flush=True)


def has(module):
    there = importlib.util.find_spec(module) is not None
    if not there:
        print(f"no {module}: what needs it is not tried")
    return there


def timed(words, **more):
    """Runs a command; its answer, the seconds it took, the processor's seconds, and its largest memory in KiB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(words, capture_output=True, text=True, **more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done, time.perf_counter() - start, spent


def key(row):
    """A row as a cell of the matrix."""
    return tuple(str(row[name]).lower() for name in (
        "old_outcome", "old_extend", "old_refresh", "new_outcome", "new_extend", "new_refresh"))


def of_report(report):
    cells = collections.Counter()
    for cell in report["matrix"]:
        sides = [str(cell[side][part]).lower() for side in ("old", "new") for part in ("outcome", "extend", "refresh")]
        cells[tuple(sides)] += cell["count"]
    if report["unreadable"]:
        cells["error"] = report["unreadable"]
    return cells


def of_rows(rows):
    cells = collections.Counter()
    for row in rows:
        cells["error" if row["error"] else key(row)] += 1
    return cells


def of_duckdb(new, sessions):
    import duckdb_impact
    query = ("select old_outcome, old_extend, old_refresh, new_outcome, new_extend, new_refresh, error <> '', "
             "count(*) from rows group by all")
    cells = collections.Counter()
    for *parts, is_error, count in duckdb_impact.rows(str(OLD), str(new), [str(sessions)], COMMAND, query):
        cells["error" if is_error else tuple(str(part).lower() for part in parts)] += count
    return cells


def of_spark(session, new, sessions, kill=None):
    import spark_impact
    frame = session.read.text(str(sessions)).repartition(4)
    command = COMMAND
    if kill:
        # The first process of all dies after a few rows.
        command = str(pathlib.Path(kill, "dying"))
        pathlib.Path(command).write_text(
            "#!/bin/sh\n" f"if mkdir '{kill}/died' 2>/dev/null; then\n"
            f"  '{COMMAND}' \"$@\" | head -c 3000; kill -KILL $$\nfi\n" f"exec '{COMMAND}' \"$@\"\n")
        os.chmod(command, 0o755)
    rows = spark_impact.impact(frame, "value", OLD, new, command)
    counted = rows.groupBy(
        "old_outcome", "old_extend", "old_refresh", "new_outcome", "new_extend", "new_refresh",
        (rows.error != "").alias("is_error")).count().collect()
    cells = collections.Counter()
    for row in counted:
        cells["error" if row["is_error"] else key(row)] += row["count"]
    return cells


def main():
    count = int(next((word for word in sys.argv[1:] if word.isdigit()), 20_000))
    measures = "--measure" in sys.argv
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        sessions, new = folder / "sessions.ndjson", folder / "new.yaml"
        with open(sessions, "w") as file:
            for line in generate.lines(count, seed=7, share=0.01):
                file.write(line + "\n")
        new.write_text(OLD.read_text().replace("max_age: 15m", "max_age: 5m"))
        if new.read_text() == OLD.read_text():
            sys.exit("the new policies are the old ones")

        words = [COMMAND, "impact", "--old", str(OLD), "--new", str(new), str(sessions)]
        done, seconds, spent = timed([*words, "--format", "json"])
        report = json.loads(done.stdout)
        base = of_report(report)
        check("every document is counted once", sum(base.values()) == count, sum(base.values()))
        check("one in a hundred cannot be read", 0.005 < report["unreadable"] / count < 0.015, report["unreadable"])
        if measures:
            print(f"     impact: {seconds:.1f} s, {spent:.1f} s of processors")
            same = [COMMAND, "decide", "--stream", "--policies", str(OLD)]
            with open(sessions) as file:
                _, one, one_spent = timed(same, stdin=file)
            print(f"     decide --stream by one set: {one:.1f} s, {one_spent:.1f} s of processors")
        done, seconds, spent = timed([*words, "--rows"])
        check("rows", of_rows(csv.DictReader(done.stdout.splitlines())) == base)
        if measures:
            print(f"     rows: {seconds:.1f} s, {spent:.1f} s of processors")
        if has("duckdb"):
            start = time.perf_counter()
            check("DuckDB", of_duckdb(new, sessions) == base)
            if measures:
                print(f"     DuckDB: {time.perf_counter() - start:.1f} s")
        if has("pyspark") and has("pyarrow"):
            from pyspark.sql import SparkSession
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
            session = (SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false")
                       .config("spark.ui.showConsoleProgress", "false")
                       .config("spark.sql.session.timeZone", "UTC").getOrCreate())
            session.sparkContext.setLogLevel("OFF")
            check("Spark", of_spark(session, new, sessions) == base)
            start = time.perf_counter()
            check("Spark once more, warm", of_spark(session, new, sessions) == base)
            if measures:
                print(f"     Spark, warm: {time.perf_counter() - start:.1f} s")
            check("Spark over a worker that is killed", of_spark(session, new, sessions, kill=name) == base)
            check("which was", pathlib.Path(name, "died").is_dir())
            session.stop()
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
