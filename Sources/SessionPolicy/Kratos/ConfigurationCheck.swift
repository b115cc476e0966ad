import PolicyDiagnostics
import PolicyYAML

/// Holds a configuration against what Kratos' schema allows, and says what Kratos would refuse.
///
/// Each mistake is one finding: what stands below a key that Kratos does not have, or in a value of
/// the wrong kind, is not looked at. Keys that have to be there are never missed.
struct ConfigurationCheck {
  /// What was found, in the order of the document.
  private(set) var diagnostics: [Diagnostic] = []
  /// How many findings are not listed.
  private var unlisted = 0

  /// The most findings that are listed.
  private static let listed = 100

  /// Checks a whole configuration.
  init(_ document: YAMLNode) {
    check(document, .configuration, [])
    guard unlisted > 0 else { return }
    diagnostics.append(
      Diagnostic(
        .resourceLimit, .info, "\(unlisted) more problems in this configuration not listed",
        at: SourceLocation(document.location.file, SourceRange(0, 0))))
  }

  private mutating func check(_ node: YAMLNode, _ shape: KratosShape, _ path: [String]) {
    if case .anything = shape { return }
    guard !isTemplate(node, for: shape) else { return refuseTemplate(node, path) }
    switch shape {
    case .anything: break
    case .text(let beginnings, let length): checkText(node, beginnings, length, path)
    case .choice(let words): checkChoice(node, words, path)
    case .flag: if case .flag = node.plainKind {} else { refuse(node, path, shape) }
    case .number(let range): checkNumber(node, range, path)
    case .duration: checkDuration(node, path)
    case .size: checkSize(node, path)
    case .list(let item, let least, let isSet): checkList(node, item, least, isSet, path)
    case .named(let value):
      guard let entries = node.mapping else { return refuse(node, path, shape) }
      for entry in entries {
        guard let key = text(of: entry.key, path) else { continue }
        check(entry.value, value, path + [key])
      }
    case .record(let keys, let isOpen):
      guard node.mapping != nil else { return refuse(node, path, shape) }
      checkKeys(node, keys, isOpen: isOpen, path)
      checkTogether(node, path)
    case .hook(let names): checkHook(node, names, path)
    }
  }

  // MARK: Values

  private mutating func checkText(
    _ node: YAMLNode, _ beginnings: [String], _ length: Int, _ path: [String]
  ) {
    guard case .text(let text) = node.plainKind else {
      return refuse(node, path, .text)
    }
    if !beginnings.isEmpty, !beginnings.contains(where: text.hasPrefix) {
      refuse(
        .invalidValue,
        "\(name(path)) begins with \(Self.list(beginnings)), not as \(quoted(text, of: node))",
        at: node, path)
    } else if text.unicodeScalars.count < length {
      refuse(
        .invalidValue,
        "\(name(path)) has at least \(length) characters, and this has "
          + "\(text.unicodeScalars.count)", at: node, path)
    }
  }

  private mutating func checkChoice(_ node: YAMLNode, _ words: [String], _ path: [String]) {
    guard case .text(let text) = node.plainKind, !words.contains(text) else {
      if case .text = node.plainKind { return }
      return refuse(node, path, .choice(words))
    }
    var help = didYouMean(nearestNames(to: text, among: words))
    if text == "aal2", words.contains("highest_available") {
      help =
        "`highest_available` asks everybody for the second factor who has one; to ask it of "
        + "everybody, demand `aal: aal2` in a policy"
    }
    refuse(
      .invalidValue, "\(name(path)) takes \(Self.list(words)), not \(quoted(text, of: node))",
      at: node,
      path, help: help)
  }

  private mutating func checkNumber(_ node: YAMLNode, _ range: ClosedRange<Int>, _ path: [String]) {
    guard case .number(let number) = node.plainKind else {
      return refuse(node, path, .number(range))
    }
    guard let number, range.contains(number) else {
      return refuse(
        .invalidValue,
        "\(name(path)) takes \(Self.noun(.number(range))), not "
          + quoted(node.scalar ?? "", of: node), at: node, path)
    }
  }

  private mutating func checkDuration(_ node: YAMLNode, _ path: [String]) {
    let text: String
    switch node.plainKind {
    case .text(let own): text = own
    case .number: text = node.scalar ?? ""
    default: return refuse(node, path, .duration)
    }
    do throws(GoDuration.Failure) {
      let duration = try GoDuration.parse(text)
      // A number without a unit, such as `0`, is no text.
      guard case .text = node.plainKind else { throw .malformed }
      _ = duration
    } catch {
      switch error {
      case .tooLong:
        refuse(
          .invalidValue, "\(name(path)) is longer than Kratos can count: \(quoted(text, of: node))",
          at: node, path, help: "about 292 years, `2562047h`, is the most")
      case .malformed:
        refuse(
          .invalidValue, "\(name(path)) is not a duration of Kratos: \(quoted(text, of: node))",
          at: node,
          path, help: Self.help(forDuration: text, key: path.last ?? ""))
      }
    }
  }

  private mutating func checkSize(_ node: YAMLNode, _ path: [String]) {
    guard case .text(let text) = node.plainKind else { return refuse(node, path, .size) }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let unit = text.dropFirst(digits.count)
    let isSize = ["B", "KB", "MB", "GB", "TB", "PB", "EB"].contains { unit.hasPrefix($0) }
    guard digits.isEmpty || !isSize else { return }
    refuse(
      .invalidValue, "\(name(path)) is not a size of Kratos: \(quoted(text, of: node))", at: node,
      path,
      help: "write a whole number and a unit, such as `128MB`")
  }

  private mutating func checkList(
    _ node: YAMLNode, _ item: KratosShape, _ least: Int, _ isSet: Bool, _ path: [String]
  ) {
    guard let items = node.sequence else { return refuse(node, path, .list(item)) }
    if items.count < least {
      refuse(.emptyCollection, "\(name(path)) has at least \(least) item", at: node, path)
    }
    var seen: Set<String> = []
    for (index, each) in items.enumerated() {
      let place = path + ["[\(index)]"]
      check(each, item, place)
      guard isSet, let text = each.scalar, !seen.insert(text).inserted else { continue }
      refuse(
        .conflictingFields, "\(name(path)) has \(quoted(text, of: each)) twice", at: each, place,
        help: "keep one of them")
    }
  }

  // MARK: Keys

  private mutating func checkKeys(
    _ node: YAMLNode, _ keys: [String: KratosShape], isOpen: Bool, _ path: [String]
  ) {
    for entry in node.mapping ?? [] {
      guard let key = text(of: entry.key, path) else { continue }
      if let shape = keys[key] {
        check(entry.value, shape, path + [key])
      } else if !isOpen {
        refuseKey(entry.key, key, among: keys, path)
      }
    }
  }

  /// The text of a key; `nil`, and said so, for one that is none.
  private mutating func text(of key: YAMLNode, _ path: [String]) -> String? {
    if let text = key.scalar { return text }
    refuse(.invalidYAML, "a list or mapping cannot be a key", at: key, path)
    return nil
  }

  private mutating func refuseKey(
    _ node: YAMLNode, _ key: String, among keys: [String: KratosShape], _ path: [String]
  ) {
    // What is not listed is not puzzled over either.
    guard diagnostics.count < Self.listed else {
      unlisted += 1
      return
    }
    let here = Self.written(path)
    let homes = Self.homes(of: key, near: path)
    if !homes.isEmpty {
      let place = here.isEmpty ? "at the top level" : "below \(quotedForDisplay(here))"
      let help = homes.map { $0.isEmpty ? "at the top level" : "below `\(Self.written($0))`" }
      return refuse(
        .kratosMisplacedKey, "Kratos does not read \(quotedForDisplay(key)) \(place)", at: node,
        path + [key], help: "it belongs \(help.joined(separator: " or "))")
    }
    let whole = Self.written(path + [key])
    let siblings = keys.keys.sorted()
    refuse(
      .kratosUnknownKey, "there is no \(quotedForDisplay(whole))", at: node, path + [key],
      help: didYouMean(nearestNames(to: key, among: siblings))
        ?? Self.elsewhere(key)
        ?? (siblings.count > 12 || here.isEmpty
          ? nil
          : "\(quotedForDisplay(here)) has \(siblings.map { "`\($0)`" }.joined(separator: ", "))"))
  }

  /// Where a misspelt key may belong, if not here.
  private static func elsewhere(_ key: String) -> String? {
    guard let name = nearestNames(to: key, among: KratosShape.places.keys).first,
      let home = KratosShape.places[name]?.first
    else { return nil }
    return "did you mean `\(written(home + [name]))`?"
  }

  /// Where Kratos reads a key: the places that share the most of the way, the shortest of them.
  ///
  /// A name that stands in many places, such as `enabled`, has no home.
  private static func homes(of key: String, near path: [String]) -> [[String]] {
    let places = KratosShape.places[key] ?? []
    let shared = { (place: [String]) in zip(place, path).prefix { $0 == $1 }.count }
    guard let most = places.map(shared).max() else { return [] }
    let near = places.filter { shared($0) == most }
    guard let least = near.map(\.count).min() else { return [] }
    let homes = near.filter { $0.count == least }
    return homes.count <= 2 && (most > 0 || places.count <= 12) ? homes : []
  }

  private mutating func checkHook(_ node: YAMLNode, _ names: [String], _ path: [String]) {
    guard let entries = node.mapping else { return refuse(node, path, .closed([:])) }
    guard let hook = node["hook"] else {
      if entries.isEmpty { refuse(node, path, .hook(names)) }
      return
    }
    guard !isTemplate(hook, for: .flag) else { return refuseTemplate(hook, path + ["hook"]) }
    guard let name = hook.scalar, names.contains(name), let shape = KratosShape.hookShapes[name],
      case .record(let keys, let isOpen) = shape
    else { return checkChoice(hook, names, path + ["hook"]) }
    checkKeys(node, keys, isOpen: isOpen, path)
  }

  // MARK: Keys together

  /// What the schema forbids of values that stand side by side.
  private mutating func checkTogether(_ node: YAMLNode, _ path: [String]) {
    func isTrue(_ key: String) -> Bool { node[key]?.plainKind == .flag(true) }
    func isFilled(_ key: String) -> Bool { node[key]?.scalar?.isEmpty == false }
    switch path.last {
    case "code" where isTrue("passwordless_enabled") && isTrue("mfa_enabled"):
      exclude(
        node, "passwordless_enabled", "mfa_enabled", path,
        "a code cannot be the first and the second factor",
        help: "set one of them to `false`")
    case "rp" where node["origin"] != nil && node["origins"] != nil:
      exclude(
        node, "origin", "origins", path, "`origin` and `origins` exclude each other",
        help: "keep `origins`")
    case "response" where isTrue("ignore") && isTrue("parse"):
      exclude(
        node, "ignore", "parse", path, "an answer that is ignored cannot be parsed",
        help: "set one of them to `false`")
    case "config"
    where isTrue("can_interrupt") && node["response"]?["ignore"]?.plainKind == .flag(true):
      exclude(
        node, "can_interrupt", "response", path, "an answer that is ignored can interrupt nothing",
        help: "set one of them to `false`")
    default: break
    }
    guard path.dropLast().last == "providers", let provider = node["provider"]?.scalar else {
      return
    }
    var strange: [String] = []
    if provider != "microsoft", node["microsoft_tenant"] != nil {
      strange.append("microsoft_tenant")
    }
    if provider == "apple" {
      if isFilled("client_secret") { strange.append("client_secret") }
    } else {
      strange += ["apple_team_id", "apple_private_key_id", "apple_private_key"].filter(isFilled)
    }
    for key in strange {
      guard let value = node[key] else { continue }
      refuse(
        .conflictingFields, "a provider \(quotedForDisplay(provider)) takes no `\(key)`", at: value,
        path + [key], help: "remove it")
    }
  }

  private mutating func exclude(
    _ node: YAMLNode, _ first: String, _ second: String, _ path: [String], _ message: String,
    help: String
  ) {
    guard let one = node[first], let other = node[second] else { return }
    refuse(
      .conflictingFields, message, at: other, path + [second], help: help,
      related: [.init("`\(first)` is here", at: one.occurrence)])
  }

  // MARK: Templates

  /// Whether a value is still to be filled in by another program, and matters before it is.
  private func isTemplate(_ node: YAMLNode, for shape: KratosShape) -> Bool {
    let bytes = node.location.file.bytes
    let range = node.range
    if node.mapping != nil {
      return range.end <= bytes.count && bytes[range.start..<range.end].starts(with: "{{".utf8)
    }
    guard let text = node.scalar else { return false }
    if case .text(let beginnings, let length) = shape, beginnings.isEmpty, length == 0 {
      return false
    }
    return text.contains("${") || text.contains("{{")
  }

  private mutating func refuseTemplate(_ node: YAMLNode, _ path: [String]) {
    let text = node.scalar ?? node.location.file.text(of: node.range)
    refuse(
      .kratosTemplate,
      "\(name(path)) is a template, \(quoted(text, of: node)), and Kratos fills nothing in",
      at: node,
      path, help: "give the file that comes of it")
  }

  // MARK: Reports

  /// Refuses a value of another kind.
  private mutating func refuse(_ node: YAMLNode, _ path: [String], _ shape: KratosShape) {
    let found: String
    var help: String?
    switch node.plainKind {
    case .null: found = "nothing"
    case .list: found = "a list"
    case .mapping: found = "a mapping"
    case .flag, .number, .fraction, .text:
      let text = node.scalar ?? ""
      found = quoted(text, of: node)
      switch (shape, node.plainKind) {
      case (.text, .flag), (.text, .number), (.text, .fraction):
        help = "write it in quotes: \(quoted("\"\(text)\"", of: node))"
      case (.flag, .text("true")), (.flag, .text("false")): help = "leave the quotes out"
      case (.number, .text(let text)) where Int(text) != nil: help = "leave the quotes out"
      default: break
      }
    }
    if case .null = node.plainKind { help = "leave the key out, or give it a value" }
    let isValue: Bool
    switch node.plainKind {
    case .list, .mapping: isValue = false
    default: isValue = true
    }
    let code: DiagnosticCode =
      switch shape {
      case .flag where isValue, .number where isValue: .invalidValue
      default: .wrongKind
      }
    refuse(
      code, "\(name(path)) takes \(Self.noun(shape)), not \(found)", at: node, path, help: help)
  }

  private mutating func refuse(
    _ code: DiagnosticCode, _ message: String, at node: YAMLNode, _ path: [String],
    help: String? = nil, related: [Diagnostic.Related] = []
  ) {
    guard diagnostics.count < Self.listed else {
      unlisted += 1
      return
    }
    let steps = path.map { $0.hasPrefix("[") ? $0 : ".\($0)" }.joined()
    diagnostics.append(
      Diagnostic(
        code, .error, message + ", so Kratos refuses the file", at: node.occurrence,
        path: "$" + steps, help: help, related: related))
  }

  // MARK: Words

  /// What stands there, as far as it may be shown.
  private func quoted(_ text: String, of node: YAMLNode) -> String {
    node.location.file.isShown(node.range) ? quotedForDisplay(text) : "`…`"
  }

  private static func noun(_ shape: KratosShape) -> String {
    switch shape {
    case .anything: "a value"
    case .text: "a text"
    case .choice(let words): list(words)
    case .flag: "`true` or `false`"
    case .number(let range):
      switch (range.lowerBound, range.upperBound) {
      case (.min, _): "a whole number"
      case (let least, .max): "a whole number from \(least) on"
      case (let least, let most): "a whole number from \(least) to \(most)"
      }
    case .duration: "a duration such as `24h`"
    case .size: "a size such as `128MB`"
    case .list: "a list"
    case .named, .record: "a mapping"
    case .hook: "a mapping with a `hook`"
    }
  }

  private static func list(_ words: [String]) -> String {
    let quoted = words.map { "`\($0)`" }
    guard quoted.count <= 6 else {
      return quoted.prefix(5).joined(separator: ", ") + " or one of \(quoted.count - 5) more"
    }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "nothing" }
    return quoted.dropLast().joined(separator: ", ") + " or " + last
  }

  /// What a message calls the value at a path.
  private func name(_ path: [String]) -> String {
    guard let last = path.last else { return "a configuration of Kratos" }
    guard last.hasPrefix("[") else { return quotedForDisplay(last) }
    let list = path.last { !$0.hasPrefix("[") } ?? ""
    return "an item of \(quotedForDisplay(list))"
  }

  /// A path as people write it, without the numbers of items.
  private static func written(_ path: [String]) -> String {
    path.filter { !$0.hasPrefix("[") }.joined(separator: ".")
  }

  private static func help(forDuration text: String, key: String) -> String {
    if text == "lifespan", key == "earliest_possible_extend" {
      return "leave the key out; the lifespan is what it stands for then"
    }
    let units = "`h`, `m`, `s`, `ms`, `us` and `ns`"
    if text.hasSuffix("d") { return "Kratos knows no days; write hours, such as `720h`" }
    if Int64(text) != nil { return "add a unit: \(units)" }
    return "write whole numbers with the units \(units), such as `1h30m`"
  }
}
