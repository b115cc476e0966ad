"""Google's engine: what it makes of an expression."""

import base64
import json
import os
import re
import sys
from fractions import Fraction

from cel_expr_python import cel
from cel_expr_python.ext import ext_bindings, ext_math, ext_optional, ext_strings

from bindings import python
from generate import VARIABLES

NAMES = {
    "string": cel.Type.STRING, "int": cel.Type.INT, "uint": cel.Type.UINT, "double": cel.Type.DOUBLE,
    "bool": cel.Type.BOOL, "bytes": cel.Type.BYTES, "timestamp": cel.Type.TIMESTAMP,
    "duration": cel.Type.DURATION, "dyn": cel.Type.DYN,
}


def declared(type):
    if isinstance(type, tuple) and type[0] == "list":
        return cel.Type.List(declared(type[1]))
    if isinstance(type, tuple):
        return cel.Type.Map(declared(type[1]), declared(type[2]))
    return NAMES[type]


class Google:
    def __init__(self, sets):
        self.environment = cel.NewEnv(
            variables={name: declared(type) for type, names in VARIABLES.items() for name in names},
            extensions=[
                ext_strings.ExtStrings(), ext_math.ExtMath(), ext_optional.ExtOptional(),
                ext_bindings.ExtBindings()],
        )
        self.data = [{name: python(v) for name, v in bound.items()} for bound in sets]

    def answer(self, expression, number):
        try:
            program = self.environment.compile(expression)
        except Exception as error:
            return {"refused": re.sub(r"\s+", " ", str(error))[:300]}
        answer = {"type": type_name(program.return_type().name())}
        try:
            result = program.eval(data=self.data[number])
            if result.type().name() == "ERROR":
                answer["error"] = str(result.value())[:300]
            else:
                answer["value"] = canonical(result)
        except Unreadable as error:
            answer["unreadable"] = str(error)
        except TypeError as error:
            answer["unreadable"] = str(error)
        except Exception as error:
            answer["error"] = f"{type(error).__name__}: {error}"[:300]
        return answer


def type_name(name):
    """`LIST<STRING>` as `list(string)`."""
    return name.replace("<", "(").replace(">", ")").lower()


class Unreadable(Exception):
    """A value that the Python binding cannot hand out, such as an optional."""


def canonical(value):
    """A value as `[kind, …]`, alike for both engines."""
    kind = value.type().name()
    if kind.startswith("optional") or kind.startswith("OPTIONAL"):
        raise Unreadable(kind)
    # Python's own values of these two end at microseconds; the engine's text does not.
    if kind == "TIMESTAMP":
        return ["timestamp", padded(str(value))]
    if kind == "DURATION":
        return ["duration", nanoseconds(str(value))]
    plain = value.value()
    if kind == "NULL":
        return ["null"]
    if kind == "DOUBLE":
        return ["double", "nan" if plain != plain else repr(plain)]
    if kind == "BYTES":
        return ["bytes", base64.b64encode(bytes(plain)).decode()]
    if kind.startswith("LIST"):
        return ["list", [canonical(v) for v in plain]]
    if kind.startswith("MAP"):
        return ["map", sorted(([key(k), canonical(v)] for k, v in plain.items()), key=repr)]
    if kind.startswith("TYPE"):
        return ["type", type_name(plain.name()).split("(")[0]]
    return [kind.lower(), plain if kind in ("BOOL", "STRING") else str(plain)]


def padded(timestamp):
    """An instant with all digits of its year and of its fraction."""
    seconds, _, fraction = timestamp.rstrip("Z").partition(".")
    return f"{seconds:0>19}.{fraction:0<9}Z"


def nanoseconds(duration):
    """`1h30m` or `-1.5s` in nanoseconds."""
    units = {"h": 3600 * 10**9, "m": 60 * 10**9, "s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}
    parts = re.findall(r"([0-9.]+)(h|ms|us|ns|m|s)", duration)
    total = sum(Fraction(number) * units[unit] for number, unit in parts)
    return str(-total if duration.startswith("-") else total)


def key(plain):
    """A map key; Python does not tell an int from a uint."""
    return ["bool", plain] if isinstance(plain, bool) else ["string", plain] if isinstance(plain, str) else ["number", str(plain)]


def main(questions, answers):
    # The binding gives up references to None that it does not own, and Python ends when none is left.
    hoard = [None] * 10**7
    with open(questions) as lines, open(answers, "w") as file:
        google = Google(json.loads(lines.readline())["sets"])
        for line in lines:
            question = json.loads(line)
            print(json.dumps(google.answer(question["expr"], question["set"])), file=file)
    sys.stdout.flush()
    # For the same reason it ends without taking its objects apart.
    os._exit(0 if hoard else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
