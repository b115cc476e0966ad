#!/usr/bin/env python3
"""What new policies change, on a laptop: rows of `session-policy impact` in DuckDB, by a pipe.

usage: duckdb_impact.py OLD NEW SESSIONS… [--command COMMAND] [--query SQL]

The command reads the sessions and writes a row for each; DuckDB reads the rows as they come as the table `rows`.
Needs the Python package duckdb.
"""

import argparse
import os
import subprocess
import tempfile

import duckdb

TYPES = {
    "id": "VARCHAR", "now": "TIMESTAMPTZ", "old_outcome": "VARCHAR", "new_outcome": "VARCHAR",
    "old_extend": "BOOLEAN", "new_extend": "BOOLEAN", "old_refresh": "BOOLEAN", "new_refresh": "BOOLEAN",
    "old_rule": "VARCHAR", "new_rule": "VARCHAR", "direction": "VARCHAR", "valid_until": "TIMESTAMPTZ",
    "missing": "VARCHAR", "error": "VARCHAR",
}
QUERY = "select old_outcome, new_outcome, count(*) from rows group by all order by all"


def rows(old, new, sessions, command="session-policy", query=QUERY):
    """What a query over the rows answers."""
    with tempfile.TemporaryDirectory() as folder:
        pipe = os.path.join(folder, "rows.csv")
        os.mkfifo(pipe)
        # DuckDB opens the pipe by its name, while the command writes to its other end.
        process = subprocess.Popen(
            ["sh", "-c", 'out=$1; shift; exec "$@" > "$out"', "sh", pipe, command, "impact", "--rows",
             "--old", old, "--new", new, *sessions])
        database = duckdb.connect()
        database.execute("set timezone = 'UTC'")
        database.execute(
            "create table rows as select * from read_csv(?, header = true, columns = "
            + str(TYPES) + ", quote = '\"', escape = '\"', delim = ',', auto_detect = false)", [pipe])
        if process.wait() not in (0, 1):
            raise SystemExit(f"{command} ended with status {process.returncode}")
        return database.execute(query).fetchall()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("sessions", nargs="+")
    parser.add_argument("--command", default="session-policy")
    parser.add_argument("--query", default=QUERY)
    given = parser.parse_args()
    for row in rows(given.old, given.new, given.sessions, given.command, given.query):
        print(*row, sep="\t")
