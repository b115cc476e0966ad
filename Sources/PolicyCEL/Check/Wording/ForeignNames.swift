/// Names that people bring along from other languages, and what CEL has instead.
enum ForeignNames {
  /// Constants under their names elsewhere.
  static let constants: [String: String] = [
    "True": "true", "TRUE": "true", "False": "false", "FALSE": "false", "None": "null",
    "nil": "null", "NULL": "null", "undefined": "null",
  ]

  /// What to write instead of a call; `$0` and `$1` are its arguments, target first.
  static let calls: [String: String] = [
    "len": "size($0)", "length": "size($0)", "count": "size($0)", "strlen": "size($0)",
    "empty": "size($0) == 0", "isEmpty": "size($0) == 0",
    "lower": "$0.lowerAscii()", "toLower": "$0.lowerAscii()", "toLowerCase": "$0.lowerAscii()",
    "lowercase": "$0.lowerAscii()", "downcase": "$0.lowerAscii()",
    "upper": "$0.upperAscii()", "toUpper": "$0.upperAscii()", "toUpperCase": "$0.upperAscii()",
    "uppercase": "$0.upperAscii()", "upcase": "$0.upperAscii()",
    "includes": "$1 in $0", "in": "$1 in $0", "has_value": "$0.hasValue()",
    "hasPrefix": "$0.startsWith($1)", "starts_with": "$0.startsWith($1)",
    "hasSuffix": "$0.endsWith($1)", "ends_with": "$0.endsWith($1)",
    "match": "$0.matches($1)", "regex": "$0.matches($1)", "regexMatch": "$0.matches($1)",
    "test": "$1.matches($0)", "substr": "$0.substring($1)", "concat": "$0 + $1",
    "any": "$0.exists(x, …)", "some": "$0.exists(x, …)", "every": "$0.all(x, …)",
    "find": "$0.filter(x, …)", "select": "$0.filter(x, …)",
    "defined": "has($0)", "exists": "has($0)", "isDefined": "has($0)", "isSet": "has($0)",
    "isPresent": "has($0)", "present": "has($0)", "is_null": "!has($0)", "isNull": "!has($0)",
    "not": "!$0", "and": "$0 && $1", "or": "$0 || $1", "iff": "$0 ? … : …",
    "equals": "$0 == $1", "eq": "$0 == $1", "ne": "$0 != $1",
    "lt": "$0 < $1", "gt": "$0 > $1", "lte": "$0 <= $1", "gte": "$0 >= $1",
    "toInt": "int($0)", "parseInt": "int($0)", "number": "int($0)", "integer": "int($0)",
    "float": "double($0)", "parseFloat": "double($0)", "str": "string($0)",
    "toString": "string($0)", "to_string": "string($0)", "boolean": "bool($0)",
    "today": "now", "currentTime": "now", "utcnow": "now", "time": "timestamp($0)",
    "date": "timestamp($0)", "datetime": "timestamp($0)", "parseTime": "timestamp($0)",
    "ago": "now - duration($0)", "since": "now - $0",
    "seconds": "duration(\"$0s\")", "minutes": "duration(\"$0m\")",
    "hours": "duration(\"$0h\")", "days": "duration(\"$0d\")", "interval": "duration($0)",
    "timedelta": "duration($0)",
    "max": "math.greatest($0, $1)", "min": "math.least($0, $1)", "abs": "math.abs($0)",
    "floor": "math.floor($0)", "ceil": "math.ceil($0)", "round": "math.round($0)",
    "coalesce": "optional.of($0).orValue($1)", "typeof": "type($0)",
  ]

  /// A field of a time under its name elsewhere, and the method that reads it.
  static let timeParts: [String: String] = [
    "year": "getFullYear", "month": "getMonth", "day": "getDate", "date": "getDate",
    "weekday": "getDayOfWeek", "dayOfWeek": "getDayOfWeek", "dayOfYear": "getDayOfYear",
    "hour": "getHours", "hours": "getHours", "minute": "getMinutes", "minutes": "getMinutes",
    "second": "getSeconds", "seconds": "getSeconds", "milliseconds": "getMilliseconds",
  ]

  /// What to write instead of a call of a foreign name; `nil` when CEL has nothing like it.
  ///
  /// A name space before the name is left aside, as in `math.max`.
  static func replacement(
    for name: String, isMethod: Bool, _ arguments: [String]
  ) -> String? {
    let last = name.split(separator: ".").last.map(String.init) ?? name
    if isMethod, let target = arguments.first, let method = timeParts[last] {
      return "\(target).\(method)()"
    }
    guard let pattern = calls[last] else { return nil }
    let pieces = pattern.split(separator: "$", omittingEmptySubsequences: false)
    var text = pieces.first.map(String.init) ?? ""
    for piece in pieces.dropFirst() {
      guard let index = piece.first?.wholeNumberValue, index < arguments.count else { return nil }
      text += arguments[index] + piece.dropFirst()
    }
    return text
  }
}
