"""What counts as agreement, and the known differences by rule. README.md has them in a table."""

import base64
import re


def comparable(value):
    """This project's notation of a value as that of the script for the other engine."""
    kind, *content = value
    match kind:
        case "double":
            number = float(content[0])
            return ["double", "nan" if number != number else repr(number)]
        case "timestamp":
            return ["timestamp", padded(content[0])]
        case "type":
            return ["type", content[0].split("(")[0]]
        case "list":
            return ["list", [comparable(v) for v in content[0]]]
        case "map":
            entries = [[key(k), comparable(v)] for k, v in content[0]]
            return ["map", sorted(entries, key=repr)]
    return value


def key(value):
    return ["number", value[1]] if value[0] in ("int", "uint") else value


def trimmed(value):
    """A value in which texts of times have no zeros at the end of a fraction."""
    if isinstance(value, list):
        return [trimmed(v) for v in value]
    if isinstance(value, str):
        value = re.sub(r"(\.\d*?)0+([sZ])", lambda m: m[1].rstrip(".") + m[2], value)
        return re.sub(r"\d+(?=-\d\d-\d\dT)", lambda m: f"{m[0]:0>4}", value)
    return value


def unordered(value):
    """A value in which every list is sorted."""
    if isinstance(value, list):
        inner = [unordered(v) for v in value]
        return sorted(inner, key=repr) if value and isinstance(value[0], list) else inner
    return value


def covers(general, special):
    """Whether a type is another with parts of it replaced by `dyn`."""
    parts = [re.escape(part) for part in general.split("dyn")]
    return re.fullmatch(".*".join(parts), special) is not None


def padded(timestamp):
    """An instant with all nine digits of its fraction."""
    seconds, _, fraction = timestamp.rstrip("Z").partition(".")
    return f"{seconds}.{fraction:0<9}Z"


class Rules:
    def __init__(self):
        self.kinds = {}

    def difference(self, expression, their, our):
        """`None` for agreement, the name of a rule, or `unexplained`."""
        if "refused" in their or "refused" in our:
            if "refused" in their and "refused" in our:
                return self.agree("refused")
            return self.check(expression, their, our)
        types = [each["type"].replace("type(dyn)", "type") for each in (their, our)]
        if types[0] != types[1]:
            return self.type(expression, their, our, *types)
        return self.outcome(expression, their, our)

    def agree(self, kind):
        self.kinds[kind] = self.kinds.get(kind, 0) + 1

    def check(self, expression, their, our):
        """One engine refuses what the other accepts."""
        message, reason = their.get("refused", ""), our.get("refused", "")
        if "expression of type 'dyn' cannot be the range" in message:
            return "element-of-empty-literal"
        if "expected type 'optional_type(dyn)' but found 'dyn'" in message:
            return "element-of-empty-literal"
        if re.search(r"math\.(greatest|least)\(\) (simple literal|invalid single)", message):
            return "math-macro"
        if re.search(r"no matching overload|unsupported map key type|cannot be the (range|operand)", message):
            if has_free_variable(expression):
                return "free-type-variable"
            if may_be_dyn(expression):
                return "join-with-dyn"
        # What is refused here and never decides anything there, because it fails wherever it is reached.
        for pattern, rule in REFUSED_HERE:
            if re.search(pattern, reason) and ("error" in their or may_be_unreached(expression)):
                return rule
        return "unexplained"

    def type(self, expression, their, our, their_type, our_type):
        if (has_free_variable(expression) or "[?" in expression) and covers(our_type, their_type):
            return "free-type-variable"
        if may_be_dyn(expression) and covers(our_type, their_type):
            return "join-with-dyn"
        if has_free_variable(expression) and covers(their_type, our_type):
            return "join-with-dyn"
        if "null" in expression and covers(their_type.replace("null", "dyn"), our_type):
            return "join-with-null"
        return "unexplained"

    def outcome(self, expression, their, our):
        if "error" in their and "error" in our:
            return self.agree("error")
        if "value" in their and "value" in our and their["value"] == comparable(our["value"]):
            return self.agree("value")
        if "unreadable" in their:
            return "unreadable"
        message, reason = their.get("error", ""), our.get("error", "")
        for pattern, rule in FAILS_THERE:
            if re.search(pattern, message):
                return rule
        if "a map key cannot be" in reason and "[?" in expression:
            return "key-kind-in-optional-index"
        if "value" in their and "value" in our:
            theirs, ours = their["value"], comparable(our["value"])
            if trimmed(theirs) == trimmed(ours):
                return "texts-of-times"
            if plain_nan(theirs) == plain_nan(ours):
                return "text-of-nan"
            if "{" in expression or re.search(r"\bm[sidn]\b", expression):
                if unordered(theirs) == unordered(ours) or re.search(r"\.(filter|map)\(", expression):
                    return "map-order"
        if "%s" in expression and "value" in their and "value" in our:
            return "text-of-double"
        if re.search(r"string\(|%s", expression) and re.search(r"duration|timestamp|\b[tp][12]\b", expression):
            return "texts-of-times"
        return "unexplained"


REFUSED_HERE = [
    (r"is not a (duration|timestamp)|is not a valid pattern", "invalid-constant"),
    (r"is null and has no (elements|field)|an optional is expected here, and `.*` is null", "null-as-optional"),
    (r"must be a bool, and `v\d+` is a", "type-binds-its-parameter"),
    (r"is a map\(.*\) and has no field", "selection-by-name"),
    (r"a map key must be", "map-key-kind"),
    (r"`(int|string)` does not work on .*\((null|duration)\)", "conversion-that-never-works"),
    (r"`duration` does not work on .*\(int\)", "conversion-that-never-works"),
    (r"does not work on .*type\(.* == .*\(list\(type\(", "type-binds-its-parameter"),
]
FAILS_THERE = [
    (r"^RuntimeError", "refused-at-planning"),
    (r"No matching overloads found : @in", "key-kind-in-membership"),
    (r"OUT_OF_RANGE: integer overflow", "duration-range"),
    (r"No matching overloads found : _\[\?_\]\(list, (uint64|double)\)", "number-as-index"),
    (r"<start> or <end> is greater than <string>.size", "substring-to-the-end"),
]


def has_free_variable(expression):
    """Whether there is a literal of which the element type is free."""
    return re.search(r"\[\]|\{\}|none\(\)|\bnull\.value\(\)", expression) is not None


def may_be_dyn(expression):
    """Whether something in it is a `dyn` for the checker."""
    return re.search(r"dyn\(|\b(z[123]|md|ld)\b", expression) is not None


def may_be_unreached(expression):
    return re.search(r"&&|\|\||\?|\.exists|\.all|filter|map|bind|\.or|opt|Map\(", expression) is not None


def plain_nan(value):
    if isinstance(value, list):
        if value[:1] == ["bytes"]:
            return ["bytes", plain_nan(base64.b64decode(value[1]).decode(errors="replace"))]
        return [plain_nan(v) for v in value]
    return re.sub("-nan|NaN", "nan", value) if isinstance(value, str) else value
