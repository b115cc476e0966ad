"""Random CEL expressions over the types that attributes of a policy can have.

Most are well-typed. Here and there an operand of another type is put in, a name is misspelt, or an
argument is left out, so that both engines have something to refuse.

Only what Google's Python package can be asked is made up. Version 0.1.3, its latest, has the strings, math,
optional and bindings extensions and `first` and `last` of lists, but neither `sets`, nor the rest of the
lists extension, nor the network one, nor macros of two variables: those are held by conformance cases.
"""

import random

SCALARS = ["int", "uint", "double", "bool", "string", "bytes", "timestamp", "duration"]
MAP_KEYS = ["string", "int", "bool", "uint"]

VARIABLES = {
    "bool": ["b1", "b2"],
    "int": ["i1", "i2", "i3"],
    "uint": ["u1", "u2"],
    "double": ["d1", "d2"],
    "string": ["s1", "s2", "s3"],
    "bytes": ["y1", "y2"],
    "timestamp": ["t1", "t2"],
    "duration": ["p1", "p2"],
    "dyn": ["z1", "z2", "z3"],
    ("list", "string"): ["ls"],
    ("list", "int"): ["li"],
    ("list", "dyn"): ["ld"],
    ("list", "timestamp"): ["lt"],
    ("map", "string", "string"): ["ms"],
    ("map", "string", "int"): ["mi"],
    ("map", "string", "dyn"): ["md"],
    ("map", "int", "string"): ["mn"],
}

INTS = "0 1 -1 2 3 7 10 -5 63 64 255 1000 9223372036854775807 -9223372036854775808 0x7F".split()
UINTS = "0u 1u 2u 3u 10u 64u 18446744073709551615u 0xFFu".split()
DOUBLES = (
    "0.0 -0.0 1.0 -1.0 0.5 1.5 2.5 -2.5 3.0 .25 1e3 1e21 1e-7 0.1 123456789.0 1e308 "
    "9223372036854775807.0 1.7976931348623157e308"
).split()
STRINGS = (
    "'' 'a' 'abc' 'ABC' 'a,b,c' '1' '-12' '1.5' 'true' 'é' 'e\\u0301' '日本' '👩\\u200d👧' ' x ' "
    "'2024-02-29T23:59:59Z' '1h30m' 'user@example.com' 'aaaa' 'k' '\\n' '%s'"
).split(" ")
# A literal with spaces inside was cut in two above.
STRINGS = [s for s in STRINGS if s.count("'") == 2] + ["' x '", "'a b'"]
BYTES = ["b''", "b'a'", "b'abc'", "b'\\xff'", "b'é'", "b'\\x00'"]
TIMESTAMPS = [
    "timestamp('2024-02-29T23:59:59Z')",
    "timestamp('2023-12-31T23:30:00+05:30')",
    "timestamp('1969-12-31T23:59:59.999Z')",
    "timestamp('2024-03-31T01:30:00.123456789Z')",
    "timestamp('0001-01-01T00:00:00Z')",
    "timestamp('9999-12-31T23:59:59.999999999Z')",
    "timestamp(0)",
    "timestamp(1700000000)",
]
DURATIONS = [
    "duration('0s')", "duration('1h')", "duration('-1.5s')", "duration('15m')",
    "duration('1h30m15s')", "duration('100ms')", "duration('1ns')", "duration('24h')",
    "duration('-90m')", "duration('2540400h')",
]
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "+02:00", "-09:30", "Australia/Sydney"]
PATTERNS = ["'^a'", "'b$'", "'[a-c]+'", "'a|b'", "'\\\\d+'", "'.'", "'^$'", "'(?i)abc'", "'\\\\pL'", "'a{2,3}'"]
ACCESSORS = [
    "getFullYear", "getMonth", "getDayOfMonth", "getDate", "getDayOfWeek", "getDayOfYear",
    "getHours", "getMinutes", "getSeconds", "getMilliseconds",
]
FORMATS = ["'%s'", "'%d'", "'%f'", "'%.2f'", "'%e'", "'%x'", "'%X'", "'%o'", "'%b'", "'%s-%s'", "'%%%s'", "'%.0f'"]


class Generator:
    def __init__(self, seed, mistakes=0.015):
        self.random = random.Random(seed)
        self.mistakes = mistakes
        self.locals = []
        self.count = 0

    # Types

    def scalar(self):
        return self.random.choice(SCALARS)

    def type(self, depth=1):
        roll = self.random.random()
        if depth <= 0 or roll < 0.62:
            return self.scalar()
        if roll < 0.80:
            return ("list", self.type(depth - 1))
        if roll < 0.92:
            return ("map", self.random.choice(MAP_KEYS), self.type(depth - 1))
        if roll < 0.97:
            return "dyn"
        return "null"

    def root(self):
        roll = self.random.random()
        if roll < 0.45:
            return "bool"
        if roll < 0.5:
            return ("optional", self.type(1))
        return self.type(2)

    def expression(self):
        self.locals = []
        type = self.root()
        text = self.make(type, self.random.choice([1, 2, 2, 3, 3, 4]))
        if type[0] == "optional" and isinstance(type, tuple):
            name = self.fresh()
            return f"cel.bind({name}, {text}, {name}.hasValue() ? [{name}.value()] : [])"
        return text

    def fresh(self):
        self.count += 1
        return f"v{self.count % 50}"

    # Expressions

    def make(self, type, depth):
        if self.random.random() < self.mistakes:
            roll = self.random.random()
            if roll < 0.7:
                type = self.type(2)
            elif roll < 0.8:
                return self.random.choice(["s9", "nope", "i1.x", "s1.f()", "nofun(1)", "size()", "b1()"])
            elif roll < 0.9:
                type = "dyn"
            else:
                return self.random.choice(["null", "[]", "{}", "type", "int", "[[]]"])
        if depth <= 0 or self.random.random() < 0.08:
            return self.leaf(type)
        forms = self.forms(type)
        return self.random.choice(forms)(depth - 1)

    def leaf(self, type):
        bound = [name for name, bound in self.locals if bound == type]
        if bound and self.random.random() < 0.7:
            return self.random.choice(bound)
        if type in VARIABLES and self.random.random() < 0.45:
            return self.random.choice(VARIABLES[type])
        choose = self.random.choice
        match type:
            case "int": return choose(INTS)
            case "uint": return choose(UINTS)
            case "double": return choose(DOUBLES)
            case "bool": return choose(["true", "false"])
            case "string": return choose(STRINGS)
            case "bytes": return choose(BYTES)
            case "timestamp": return choose(TIMESTAMPS)
            case "duration": return choose(DURATIONS)
            case "null": return "null"
            case "dyn":
                inner = self.type(1)
                return f"dyn({self.leaf('int' if inner == 'dyn' else inner)})"
            case ("list", element):
                return "[" + ", ".join(self.leaf(element) for _ in range(choose([0, 1, 2, 3]))) + "]"
            case ("map", key, value):
                keys = self.keys(key, choose([0, 1, 2]))
                return "{" + ", ".join(f"{k}: {self.leaf(value)}" for k in keys) + "}"
            case ("optional", element):
                return choose(["optional.none()", f"optional.of({self.leaf(element)})"])
        raise ValueError(type)

    def keys(self, type, count):
        literals = {"int": INTS[:8], "uint": UINTS[:6], "bool": ["true", "false"], "string": STRINGS[:8]}
        keys = literals.get(type) or [self.leaf(type)]
        return [self.random.choice(keys) for _ in range(count)]

    def forms(self, type):
        g, r = self.make, self.random
        common = [
            lambda d: f"({g('bool', d)} ? {g(type, d)} : {g(type, d)})",
            lambda d: f"{g(('list', type), d)}[{r.choice(['0', '1', '-1', g('int', d)])}]",
            lambda d: f"{g(('map', 'string', type), d)}[{g('string', d)}]",
            lambda d: self.selection(type, d),
            lambda d: self.bind(type, d),
            lambda d: f"{g(('optional', type), d)}.orValue({g(type, d)})",
            lambda d: f"{g(('optional', type), d)}.value()",
            self.leaf_of(type), self.leaf_of(type), self.leaf_of(type),
        ]
        own = getattr(self, "_" + (type[0] if isinstance(type, tuple) else type))
        return own(type) * 2 + common

    def leaf_of(self, type):
        return lambda d: self.leaf(type)

    def selection(self, type, depth):
        field = self.random.choice(["a", "b", "if"])
        other = self.random.choice([field, field, "a"])
        return "{'%s': %s}.%s" % (other, self.make(type, depth), field)

    def bind(self, type, depth):
        inner = self.type(1)
        value = self.make(inner, depth)
        name = self.fresh()
        self.locals.append((name, inner))
        body = self.make(type, depth)
        self.locals.pop()
        return f"cel.bind({name}, {value}, {body})"

    def loop(self, macro, range, element, body, depth, second=None):
        name = self.fresh()
        text = self.make(range, depth)
        self.locals.append((name, element))
        arguments = [name] + ([self.make(second, depth)] if second else []) + [self.make(body, depth)]
        self.locals.pop()
        return f"{self.operand(text)}.{macro}({', '.join(arguments)})"

    def operand(self, text):
        return f"({text})"

    def binary(self, left, operator, right, depth):
        return f"({self.make(left, depth)} {operator} {self.make(right, depth)})"

    def call(self, name, depth, *types):
        return f"{name}({', '.join(self.make(t, depth) for t in types)})"

    def method(self, target, name, depth, *types):
        return f"({self.make(target, depth)}).{name}({', '.join(self.make(t, depth) for t in types)})"

    def numeric(self, type):
        operators = ["+", "-", "*", "/"] + ([] if type == "double" else ["%"])
        return [lambda d: self.binary(type, self.random.choice(operators), type, d)] * 3 + [
            lambda d: self.call("math.greatest", d, *[type] * self.random.choice([1, 2, 3])),
            lambda d: self.call("math.least", d, type, type),
            lambda d: self.call("math.greatest", d, ("list", type)),
            lambda d: self.call("math.abs", d, type),
            lambda d: self.call("math.sign", d, type),
        ]

    def _int(self, type):
        r = self.random
        return self.numeric("int") + [
            lambda d: f"-({self.make('int', d)})",
            lambda d: self.call("size", d, r.choice(["string", "bytes", ("list", "int"), ("map", "string", "int")])),
            lambda d: self.method(r.choice(["string", "bytes", ("list", "string")]), "size", d),
            lambda d: self.call("int", d, r.choice(["uint", "double", "string", "timestamp", "int"])),
            lambda d: self.accessor(d),
            lambda d: self.accessor(d),
            lambda d: self.method("duration", r.choice(["getHours", "getMinutes", "getSeconds", "getMilliseconds"]), d),
            lambda d: self.method("string", r.choice(["indexOf", "lastIndexOf"]), d, "string"),
            lambda d: self.method("string", r.choice(["indexOf", "lastIndexOf"]), d, "string", "int"),
            lambda d: self.bits("int", d),
        ]

    def bits(self, type, depth):
        name = self.random.choice(["And", "Or", "Xor", "Not", "ShiftLeft", "ShiftRight"])
        if name == "Not":
            return self.call("math.bitNot", depth, type)
        return self.call("math.bit" + name, depth, type, "int" if "Shift" in name else type)

    def accessor(self, depth):
        zone = self.random.choice(["", "", "'" + self.random.choice(ZONES) + "'"])
        return f"({self.make('timestamp', depth)}).{self.random.choice(ACCESSORS)}({zone})"

    def _uint(self, type):
        return self.numeric("uint") + [
            lambda d: self.call("uint", d, self.random.choice(["int", "double", "string", "uint"])),
            lambda d: self.bits("uint", d),
        ]

    def _double(self, type):
        r = self.random
        return self.numeric("double") + [
            lambda d: f"-({self.make('double', d)})",
            lambda d: self.call("double", d, r.choice(["int", "uint", "string", "double"])),
            lambda d: self.call("math." + r.choice(["ceil", "floor", "round", "trunc"]), d, "double"),
            lambda d: self.call("math.sqrt", d, r.choice(["int", "uint", "double"])),
        ]

    def _bool(self, type):
        r = self.random

        def equality(d):
            t = self.type(2)
            return self.binary(t, r.choice(["==", "!="]), t, d)

        def relation(d):
            t = r.choice(["int", "uint", "double", "string", "bytes", "bool", "timestamp", "duration"])
            return self.binary(t, r.choice(["<", "<=", ">", ">="]), t, d)

        def mixed(d):
            n = ["int", "uint", "double"]
            operator = r.choice(["<", "<=", ">", ">=", "==", "!="])
            return f"(dyn({self.make(r.choice(n), d)}) {operator} {self.make(r.choice(n), d)})"

        def membership(d):
            t = self.type(1)
            return self.binary(t, "in", ("list", t), d)

        def key(d):
            t = r.choice(MAP_KEYS)
            return self.binary(t, "in", ("map", t, "int"), d)

        def predicate(d):
            t = self.type(1)
            return self.loop(r.choice(["all", "exists", "exists_one"]), ("list", t), t, "bool", d)

        def keys(d):
            t = r.choice(MAP_KEYS)
            return self.loop(r.choice(["all", "exists", "exists_one"]), ("map", t, "int"), t, "bool", d)

        return [
            lambda d: self.binary("bool", "&&", "bool", d),
            lambda d: self.binary("bool", "||", "bool", d),
            lambda d: f"!({self.make('bool', d)})",
            equality, equality, relation, relation, mixed, membership, key, predicate, predicate, keys,
            lambda d: self.method("string", r.choice(["contains", "startsWith", "endsWith"]), d, "string"),
            lambda d: f"({self.make('string', d)}).matches({r.choice(PATTERNS)})",
            lambda d: self.call("bool", d, r.choice(["string", "bool"])),
            lambda d: f"has({r.choice(['ms', 'mi', 'md', 'z3'])}.{r.choice(['a', 'k', 'zz'])})",
            lambda d: f"has({{'a': {self.make(self.type(1), d)}}}.{r.choice('ab')})",
            lambda d: f"has({self.make(('map', 'string', ('map', 'string', 'int')), d)}.{r.choice('ak')}.b)",
            lambda d: self.call("math." + r.choice(["isNaN", "isInf", "isFinite"]), d, "double"),
            lambda d: self.method(("optional", self.type(1)), "hasValue", d),
            lambda d: f"(type({self.make(self.type(1), d)}) == {r.choice(['int', 'uint', 'string', 'list', 'map', 'bool', 'double', 'null_type', 'type', 'bytes'])})",
            lambda d: f"(dyn({self.make(self.type(1), d)}) == {self.make(self.type(1), d)})",
            lambda d: f"({self.make('dyn', d)} == null)",
        ]

    def _string(self, type):
        r = self.random
        return [
            lambda d: self.binary("string", "+", "string", d),
            lambda d: self.call("string", d, r.choice(["int", "uint", "double", "bool", "bytes", "timestamp", "duration", "string"])),
            lambda d: self.call("string", d, r.choice(["double", "timestamp", "duration"])),
            lambda d: self.method("string", r.choice(["lowerAscii", "upperAscii", "trim", "reverse"]), d),
            lambda d: self.method("string", "charAt", d, "int"),
            lambda d: self.method("string", "substring", d, *["int"] * r.choice([1, 2])),
            lambda d: self.method("string", "replace", d, *["string", "string", "int"][: r.choice([2, 3])]),
            lambda d: self.method(("list", "string"), "join", d, *["string"] * r.choice([0, 1])),
            lambda d: self.call("strings.quote", d, "string"),
            lambda d: self.format(d),
        ]

    def format(self, depth):
        form = self.random.choice(FORMATS)
        types = {"s": self.type(2), "d": self.random.choice(["int", "uint"]), "f": "double", "e": "double"}
        verb = form.strip("'")[-1]
        type = types.get(verb) or self.random.choice(["int", "uint", "string", "bytes"] if verb in "xX" else ["int", "uint", "bool"])
        values = [self.make(type, depth) for _ in range(form.count("%") - 2 * form.count("%%"))]
        if self.random.random() < 0.05:
            values.append("1")
        return f"{form}.format([{', '.join(values)}])"

    def _bytes(self, type):
        return [
            lambda d: self.binary("bytes", "+", "bytes", d),
            lambda d: self.call("bytes", d, self.random.choice(["string", "bytes"])),
        ]

    def _timestamp(self, type):
        return [
            lambda d: self.binary("timestamp", self.random.choice("+-"), "duration", d),
            lambda d: self.binary("duration", "+", "timestamp", d),
            lambda d: self.call("timestamp", d, self.random.choice(["string", "int", "timestamp"])),
        ]

    def _duration(self, type):
        return [
            lambda d: self.binary("duration", self.random.choice("+-"), "duration", d),
            lambda d: self.binary("timestamp", "-", "timestamp", d),
            lambda d: self.call("duration", d, self.random.choice(["string", "duration"])),
        ]

    def _null(self, type):
        return [self.leaf_of("null")]

    def _dyn(self, type):
        return [lambda d: f"dyn({self.make(self.type(2), d)})"] + [
            lambda d: f"{self.make('dyn', d)}.{self.random.choice('abk')}",
            lambda d: f"{self.make(('map', 'string', 'dyn'), d)}.a",
        ]

    def _optional(self, type):
        element, r = type[1], self.random
        inner = self.type(1)

        def mapped(name, body):
            return lambda d: self.loop(name, ("optional", inner), inner, body, d)

        return [
            lambda d: self.call("optional." + r.choice(["of", "ofNonZeroValue"]), d, element),
            lambda d: f"({self.make(('map', 'string', element), d)}).?{r.choice('abk')}",
            lambda d: f"({self.make(('map', 'string', element), d)})[?{self.make('string', d)}]",
            lambda d: f"({self.make(('list', element), d)})[?{self.make('int', d)}]",
            lambda d: self.method(("list", element), r.choice(["first", "last"]), d),
            lambda d: self.method(type, "or", d, type),
            mapped("optMap", element),
            mapped("optFlatMap", type),
        ]

    def _list(self, type):
        element, r = type[1], self.random
        inner = self.type(1)

        def literal(d):
            parts = [self.make(element, d) for _ in range(r.choice([0, 1, 2, 3]))]
            if r.random() < 0.1:
                parts.append("?" + self.make(("optional", element), d))
            return "[" + ", ".join(parts) + "]"

        forms = [
            literal, literal,
            lambda d: self.binary(type, "+", type, d),
            lambda d: self.loop("filter", type, element, "bool", d),
            lambda d: self.loop("map", ("list", inner), inner, element, d),
            lambda d: self.loop("map", ("list", inner), inner, element, d, second="bool"),
        ]
        if element in MAP_KEYS:
            forms.append(lambda d: self.loop("filter", ("map", element, "int"), element, "bool", d))
        if element == "string":
            forms += [lambda d: self.method("string", "split", d, *["string", "int"][: r.choice([1, 2])])] * 2
        return forms

    def _map(self, type):
        _, key, value = type

        def literal(d):
            parts = [f"{k}: {self.make(value, d)}" for k in self.keys(key, self.random.choice([0, 1, 2, 3]))]
            if self.random.random() < 0.1:
                parts.append(f"?{self.make(key, d)}: {self.make(('optional', value), d)}")
            return "{" + ", ".join(parts) + "}"

        return [literal]
