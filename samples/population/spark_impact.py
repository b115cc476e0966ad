"""What new policies change, on Apache Spark: a row for each session of a DataFrame.

    rows = impact(frame, column="snapshot", old="policies/old", new="policies/new")
    rows.groupBy("old_outcome", "new_outcome").count().show()

`mapInArrow` hands each partition to one process of `session-policy impact --rows`: it reads the column as NDJSON
and writes compact rows, which Arrow reads as typed columns. Policies travel with the job. A document that is no
session is a row with `error`. A process that dies fails its task, and Spark does the partition again; what the
first try wrote is not counted. Works with plain Spark and by Spark Connect, for it uses DataFrames alone.

Needs PySpark 3.5 or later, PyArrow, and the command on every worker (`command`).
"""

import pathlib

COLUMNS = [
    ("id", "string"), ("now", "timestamp"), ("old_outcome", "string"), ("new_outcome", "string"),
    ("old_extend", "boolean"), ("new_extend", "boolean"), ("old_refresh", "boolean"),
    ("new_refresh", "boolean"), ("old_rule", "string"), ("new_rule", "string"), ("direction", "string"),
    ("valid_until", "timestamp"), ("missing", "string"), ("error", "string"),
]
SCHEMA = ", ".join(f"{name} {kind}" for name, kind in COLUMNS)


def files(path):
    """The files of a set of policies: their paths below it, and their bytes."""
    root = pathlib.Path(path)
    if root.is_file():
        return {root.name: root.read_bytes()}
    return {str(file.relative_to(root)): file.read_bytes()
            for file in sorted(root.rglob("*")) if file.suffix in (".yaml", ".yml") and file.is_file()}


def impact(frame, column, old, new, command="session-policy", options=()):
    """A row for each row of a frame whose column holds a session, a snapshot or a record, as JSON in one line."""
    work = _worker(files(old), files(new), column, command, list(options))
    return frame.select(column).mapInArrow(work, SCHEMA)


def _worker(old, new, column, command, options):
    # Everything that a worker needs is in this closure: it is pickled by value, and this module need not be
    # there.
    columns = COLUMNS

    def work(batches):
        import pathlib
        import shutil
        import subprocess
        import tempfile
        import threading

        import pyarrow as pa
        import pyarrow.csv

        kinds = {"string": pa.string(), "boolean": pa.bool_(), "timestamp": pa.timestamp("us", "UTC")}
        schema = pa.schema([(name, kinds[kind]) for name, kind in columns])
        folder = tempfile.mkdtemp(prefix="session-policy-")
        process = None
        try:
            words = [command, "impact", "--rows", *options]
            for name, contents in (("old", old), ("new", new)):
                for path, data in contents.items():
                    file = pathlib.Path(folder, name, path)
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(data)
                words += [f"--{name}", str(pathlib.Path(folder, name))]
            log = tempfile.TemporaryFile(dir=folder)
            process = subprocess.Popen([*words, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
            count, failure = [0], []

            def feed():
                try:
                    for batch in batches:
                        for text in batch.column(0).to_pylist():
                            line = (text or "").replace("\n", " ").encode()
                            process.stdin.write(line + b"\n")
                            count[0] += 1
                    process.stdin.close()
                except Exception as error:  # told below, with the status of the process
                    failure.append(error)
                    process.kill()

            feeder = threading.Thread(target=feed)
            feeder.start()
            rows = 0
            # An empty partition has a header and nothing else.
            reader = pa.csv.open_csv(
                process.stdout, read_options=pa.csv.ReadOptions(block_size=1 << 20),
                parse_options=pa.csv.ParseOptions(newlines_in_values=True),
                convert_options=pa.csv.ConvertOptions(column_types=schema, strings_can_be_null=False))
            for batch in reader:
                rows += batch.num_rows
                yield pa.RecordBatch.from_arrays(
                    [batch.column(name) for name in schema.names], schema=schema)
            feeder.join()
            status = process.wait()
            # 1: some documents are no sessions, and each has its row. 2 with nothing at all to read.
            if failure or status not in (0, 1) and not (status == 2 and count[0] == 0) or rows != count[0]:
                log.seek(0)
                raise RuntimeError(
                    f"{command} ended with status {status} after {rows} of {count[0]} rows: "
                    f"{failure or log.read()[-2000:].decode(errors='replace')}")
        finally:
            if process and process.poll() is None:
                process.kill()
                process.wait()
            shutil.rmtree(folder, ignore_errors=True)

    return work
