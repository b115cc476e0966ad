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
    // Lists, maps and sets.
    "unique": "$0.distinct()", "uniq": "$0.distinct()", "dedupe": "$0.distinct()",
    "sorted": "$0.sort()", "orderBy": "$0.sortBy(x, …)", "sort_by": "$0.sortBy(x, …)",
    "sortedBy": "$0.sortBy(x, …)", "reversed": "$0.reverse()", "head": "$0.first()",
    "take": "$0.slice(0, $1)", "skip": "$0.slice($1, size($0))", "drop": "$0.slice($1, size($0))",
    "range": "lists.range($0)", "flat": "$0.flatten()", "flatMap": "$0.map(x, …).flatten()",
    "flat_map": "$0.map(x, …).flatten()", "where": "$0.filter(x, …)", "collect": "$0.map(x, …)",
    "none": "!$0.exists(x, …)", "one": "$0.exists_one(x, …)", "single": "$0.exists_one(x, …)",
    "keys": "$0.map(k, k)", "values": "$0.transformList(k, v, v)",
    "mapValues": "$0.transformMap(k, v, …)", "enumerate": "$0.transformList(i, x, …)",
    "containsAll": "sets.contains($0, $1)", "contains_all": "sets.contains($0, $1)",
    "hasAll": "sets.contains($0, $1)", "isSuperset": "sets.contains($0, $1)",
    "issuperset": "sets.contains($0, $1)", "isSubset": "sets.contains($1, $0)",
    "issubset": "sets.contains($1, $0)", "subset": "sets.contains($1, $0)",
    "containsAny": "sets.intersects($0, $1)", "contains_any": "sets.intersects($0, $1)",
    "hasAny": "sets.intersects($0, $1)", "intersects": "sets.intersects($0, $1)",
    "overlaps": "sets.intersects($0, $1)", "isDisjoint": "!sets.intersects($0, $1)",
    "isdisjoint": "!sets.intersects($0, $1)", "disjoint": "!sets.intersects($0, $1)",
    "intersection": "$0.filter(x, x in $1)", "difference": "$0.filter(x, !(x in $1))",
    "union": "$0 + $1",
    // Addresses.
    "parseIP": "ip($0)", "parse_ip": "ip($0)", "ip_address": "ip($0)", "ipaddr": "ip($0)",
    "inet": "ip($0)", "parseCIDR": "cidr($0)", "parse_cidr": "cidr($0)",
    "ip_network": "cidr($0)", "ipnet": "cidr($0)", "isIPv4": "ip($0).family() == 4",
    "is_ipv4": "ip($0).family() == 4", "isIPv6": "ip($0).family() == 6",
    "is_ipv6": "ip($0).family() == 6", "prefixlen": "$0.prefixLength()",
    "isMulticast": "cidr(\"224.0.0.0/4\").containsIP($0)", "isPrivate": privateNetworks,
    "is_private": privateNetworks, "isPrivateIP": privateNetworks,
    // With the name space they come from, where the order of arguments is its own.
    "regex.match": "$1.matches($0)", "re.match": "$1.matches($0)", "re.search": "$1.matches($0)",
    "regexp.match": "$1.matches($0)", "time.now": "now", "time.now_ns": "now", "Date.now": "now",
    "datetime.now": "now", "strings.contains": "$0.contains($1)",
    "strings.hasPrefix": "$0.startsWith($1)", "strings.hasSuffix": "$0.endsWith($1)",
  ]

  private static let privateNetworks =
    "[\"10.0.0.0/8\", \"172.16.0.0/12\", \"192.168.0.0/16\", \"fc00::/7\"]"
    + ".exists(r, cidr(r).containsIP($0))"

  /// Questions whether a range holds an address, and whether the range is their first argument.
  private static let rangeQuestions: [String: Bool] = [
    "ipInRange": false, "ip_in_range": false, "inIpRange": false, "inIPRange": false,
    "ipInCidr": false, "ipInCIDR": false, "ip_in_cidr": false, "inCidr": false, "inCIDR": false,
    "in_cidr": false, "isInCidr": false, "isInCIDR": false, "isInRange": false, "inRange": false,
    "in_range": false, "inSubnet": false, "in_subnet": false, "isInSubnet": false,
    "ipInSubnet": false, "ip_in_subnet": false, "inNetwork": false, "ipMatch": false,
    "ip_match": false, "cidrMatch": false, "cidr_match": false, "cidrmatch": true,
    "cidrContains": true, "cidr_contains": true, "cidrHost": true, "cidr_contains_ip": true,
    "ip_cidr_contains": true, "contains_ip": true, "containsIp": true, "containsAddress": true,
    "cidr_intersects": true,
  ]

  /// A question whether a range holds an address, as CEL asks it.
  ///
  /// Other languages do not agree which comes first; a slash tells.
  private static func rangeQuestion(_ name: String, _ arguments: [String]) -> String? {
    guard let isRangeFirst = rangeQuestions[name], arguments.count == 2 else { return nil }
    let isFirst =
      arguments[0].contains("/") ? true : arguments[1].contains("/") ? false : isRangeFirst
    let (range, address) = (arguments[isFirst ? 0 : 1], arguments[isFirst ? 1 : 0])
    if range.hasPrefix("[") { return "\(range).exists(r, cidr(r).containsIP(\(address)))" }
    return (range.hasPrefix("cidr(") ? range : "cidr(\(range))") + ".containsIP(\(address))"
  }

  /// A field of a time under its name elsewhere, and the method that reads it.
  static let timeParts: [String: String] = [
    "year": "getFullYear", "month": "getMonth", "day": "getDate", "date": "getDate",
    "weekday": "getDayOfWeek", "dayOfWeek": "getDayOfWeek", "dayOfYear": "getDayOfYear",
    "hour": "getHours", "hours": "getHours", "minute": "getMinutes", "minutes": "getMinutes",
    "second": "getSeconds", "seconds": "getSeconds", "milliseconds": "getMilliseconds",
  ]

  /// Name spaces that other languages have and CEL has not.
  static let spaces: Set<String> = [
    "net", "netip", "ipaddress", "regex", "regexp", "re", "time", "datetime", "Date", "Math",
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
    if let question = rangeQuestion(last, arguments) { return question }
    guard let pattern = calls[name] ?? calls[last] else { return nil }
    let pieces = pattern.split(separator: "$", omittingEmptySubsequences: false)
    var text = pieces.first.map(String.init) ?? ""
    for piece in pieces.dropFirst() {
      guard let index = piece.first?.wholeNumberValue, index < arguments.count else { return nil }
      text += arguments[index] + piece.dropFirst()
    }
    return text
  }
}
