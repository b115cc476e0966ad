#!/usr/bin/env python3
"""Compares this project's CEL with Google's engine on random expressions. See README.md."""

import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import venv

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PACKAGE = "cel-expr-python==0.1.3"
SETS = 24


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=100_000, help="how many expressions")
    options.add_argument("--seed", type=int, default=None, help="a seed printed by an earlier run")
    options.add_argument("--show", type=int, default=20, help="how many unexplained to print")
    options.add_argument("--work", help="a directory for the environment and the answers; kept")
    options.add_argument("--configuration", default="debug", help="debug or release")
    options = options.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(2**32)
    print(f"seed {seed}", flush=True)
    if options.work:
        pathlib.Path(options.work).mkdir(parents=True, exist_ok=True)
        sys.exit(run(options, seed, pathlib.Path(options.work)))
    with tempfile.TemporaryDirectory() as directory:
        sys.exit(run(options, seed, pathlib.Path(directory)))


def run(options, seed, work):
    questions = work / "questions.jsonl"
    theirs = work / "google.jsonl"
    ours = work / "answers.jsonl"
    write_questions(questions, options.count, seed)
    subprocess.run([interpreter(work), "-B", HERE / "google.py", questions, theirs], check=True)
    ours.write_text("")
    release = ["-c", "release", "-Xswiftc", "-enable-testing"] if options.configuration == "release" else []
    command = ["swift", "test", *release, "--disable-xctest", "--filter", "answersDifferentialQuestions"]
    environment = {**os.environ, "CEL_DIFFERENTIAL": str(questions), "CEL_DIFFERENTIAL_ANSWERS": str(ours)}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return compare(questions, theirs, ours, options.show)


def interpreter(work):
    """A Python with Google's engine, in an environment of its own."""
    environment = work / "environment"
    python = environment / "bin" / "python"
    if not python.exists():
        venv.create(environment, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", PACKAGE], check=True)
    return python


def write_questions(path, count, seed):
    from bindings import declarations, random_set
    from generate import Generator

    values = random.Random(seed)
    generator = Generator(seed)
    with path.open("w") as file:
        sets = [random_set(values) for _ in range(SETS)]
        print(json.dumps({"type_env": declarations(), "sets": sets}), file=file)
        for number in range(count):
            question = {"expr": generator.expression(), "set": number % SETS}
            print(json.dumps(question, ensure_ascii=False), file=file)


def compare(questions, theirs, ours, show):
    from rules import Rules

    rules = Rules()
    agreed, unexplained = 0, []
    counts = {}
    with questions.open() as q, theirs.open() as t, ours.open() as o:
        q.readline()
        for question, their, our in zip(q, t, o, strict=True):
            question, their, our = json.loads(question), json.loads(their), json.loads(our)
            rule = rules.difference(question["expr"], their, our)
            if rule is None:
                agreed += 1
            elif rule == "unexplained":
                unexplained.append((question, their, our))
            else:
                counts[rule] = counts.get(rule, 0) + 1
    unexplained.sort(key=lambda each: len(each[0]["expr"]))
    for question, their, our in unexplained[:show]:
        print(f"\n{question['expr']}   (bindings {question['set']})\n  Google {their}\n  here   {our}")
    for rule, count in sorted(counts.items(), key=lambda item: -item[1]):
        print(f"{count:7} {rule}")
    print("of the agreed:", ", ".join(f"{count} {kind}" for kind, count in sorted(rules.kinds.items())))
    print(f"{agreed} agreed, {sum(counts.values())} explained, {len(unexplained)} unexplained")
    return 1 if unexplained else 0


if __name__ == "__main__":
    main()
