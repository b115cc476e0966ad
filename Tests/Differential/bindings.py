"""Values for the variables of the generated expressions, in the notation of the conformance suite."""

import base64
import datetime

from generate import DOUBLES, INTS, STRINGS, UINTS, VARIABLES

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
WORDS = ["", "a", "abc", "ABC", "a,b,c", "1", "é", "e\u0301", "日本", " x ", "k", "1h30m", "true"]


def notation(type):
    """A type as the conformance suite writes it."""
    if isinstance(type, tuple) and type[0] == "list":
        return {"list": notation(type[1])}
    if isinstance(type, tuple) and type[0] == "map":
        return {"map": [notation(type[1]), notation(type[2])]}
    return type


def declarations():
    return [
        {"kind": "var", "name": name, "type": notation(type)}
        for type, names in VARIABLES.items()
        for name in names
    ]


def value(type, random):
    """A random value of a type; of `dyn`, now and then null."""
    if isinstance(type, tuple) and type[0] == "list":
        return {"list": [value(type[1], random) for _ in range(random.choice([0, 1, 2, 3, 5]))]}
    if isinstance(type, tuple) and type[0] == "map":
        keys = ["a", "k", "abc", ""] if type[1] == "string" else [0, 1, 7, -1]
        chosen = random.sample(keys, random.choice([0, 1, 2, 3]))
        return {"map": [[{type[1]: str(k)}, value(type[2], random)] for k in chosen]}
    match type:
        case "bool":
            return {"bool": random.random() < 0.5}
        case "int":
            return {"int": str(int(random.choice(INTS), 0))}
        case "uint":
            return {"uint": str(int(random.choice(UINTS)[:-1], 0))}
        case "double":
            return {"double": repr(float(random.choice(DOUBLES)))}
        case "string":
            return {"string": random.choice(WORDS)}
        case "bytes":
            return {"bytes": base64.b64encode(random.choice([b"", b"a", b"abc", b"\xff"])).decode()}
        case "timestamp":
            # The Python binding takes the very first instant for the infinite past.
            seconds = random.choice([0, -1, 1709251199, 1711848600, 253402300799, -62135596799])
            seconds += random.choice([0, 0, random.randrange(-10**9, 10**9)])
            seconds = min(max(seconds, -62135596799), 253402300799)
            at = EPOCH + datetime.timedelta(seconds=seconds)
            return {"timestamp": at.isoformat().replace("+00:00", "Z")}
        case "duration":
            micro = random.choice([0, 1, -1500000, 900000000, 86400000000, random.randrange(-10**13, 10**13)])
            sign = "-" if micro < 0 else ""
            return {"duration": f"{sign}{abs(micro) // 10**6}.{abs(micro) % 10**6:06d}s"}
        case "dyn":
            # The Python binding makes an int of every whole number, and refuses times in a `dyn`.
            inner = random.choice(
                ["null", "bool", "int", "double", "string", ("list", "string"),
                 ("map", "string", "int")])
            return {"null": True} if inner == "null" else value(inner, random)
    raise ValueError(type)


def python(typed):
    """The value as Google's Python binding takes it."""
    (kind, text), = typed.items()
    match kind:
        case "null": return None
        case "bool": return text
        case "int" | "uint": return int(text)
        case "double": return float(text)
        case "string": return text
        case "bytes": return base64.b64decode(text)
        case "timestamp": return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
        case "duration": return datetime.timedelta(microseconds=round(float(text[:-1]) * 10**6))
        case "list": return [python(v) for v in text]
        case "map": return {python(k): python(v) for k, v in text}
    raise ValueError(kind)


def random_set(random):
    """Values for all variables but, now and then, one."""
    bound = {name: value(type, random) for type, names in VARIABLES.items() for name in names}
    if random.random() < 0.2:
        del bound[random.choice(["i3", "s3", "z3", "t2"])]
    return bound
