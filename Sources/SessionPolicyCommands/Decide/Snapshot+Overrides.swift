import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyTime
import SessionPolicy

/// What the command line says of the request and the context, over what the document says.
extension Snapshot {
  /// Sets fields of the request from `key=value` words, each as the table of its record says.
  mutating func apply(action: String?, request words: [String], _ problems: inout [String]) {
    var document = request.document
    if let action { document["action"] = .string(action) }
    var given: Set<String> = action == nil ? [] : ["action"]
    for word in words {
      guard let (key, value) = Self.split(word, option: "--request", &problems) else { continue }
      let path = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      guard let field = Self.field(path[...], of: .request) else {
        let known = Self.names(of: .request)
        problems.append(
          "`--request \(escapedForDisplay(key))` is no field of the request; "
            + (didYouMean(nearestNames(to: key, among: known))
              ?? "there are " + known.joined(separator: ", ")))
        continue
      }
      guard let json = Self.json(value, as: field.kind) else {
        problems.append(
          "`--request \(escapedForDisplay(word))`: \(key) is \(Self.words(for: field.kind))")
        continue
      }
      guard Self.isFirst(key, &given, option: "--request", &problems) else { continue }
      document.set(json, at: path)
    }
    request = Request(document: document)
  }

  /// The field at a path through records.
  private static func field(_ path: ArraySlice<String>, of record: Record) -> Record.Field? {
    guard let name = path.first, let field = record[name] else { return nil }
    if case .record(let inner) = field.kind { return self.field(path.dropFirst(), of: inner) }
    return path.count == 1 ? field : nil
  }

  /// The names of all fields, those of records below them.
  private static func names(of record: Record) -> [String] {
    record.fields.flatMap { field in
      if case .record(let inner) = field.kind {
        return names(of: inner).map { field.name + "." + $0 }
      }
      return [field.name]
    }
  }

  private static func json(_ text: String, as kind: Record.Kind) -> JSONValue? {
    switch kind {
    case .flag: flag(text).map(JSONValue.bool)
    case .instant: Timestamp(rfc3339: text) == nil ? nil : .string(text)
    case .choice(let words): words.contains(text) ? .string(text) : nil
    case .texts: .array(text.split(separator: ",").map { .string(String($0)) })
    default: .string(text)
    }
  }

  private static func words(for kind: Record.Kind) -> String {
    switch kind {
    case .flag: "true or false"
    case .choice(let words): words.joined(separator: " or ")
    case .instant: "an instant, such as 2026-03-01T09:00:00Z"
    default: "text"
    }
  }

  /// Whether nothing was given for a key before; if something was, that is a problem.
  private static func isFirst(
    _ key: String, _ given: inout Set<String>, option: String, _ problems: inout [String]
  ) -> Bool {
    if given.insert(key).inserted { return true }
    problems.append("`\(option) \(escapedForDisplay(key))` is given twice, and one would not count")
    return false
  }

  // MARK: Context

  /// Sets fields of the context, each as the type that a policy declares for it.
  mutating func applyContext(
    _ words: [String], policies: PolicySet?, _ problems: inout [String]
  ) {
    var document = JSONValue.object(context)
    var given: Set<String> = []
    for word in words {
      guard let (key, value) = Self.split(word, option: "--context", &problems),
        let policies
      else { continue }
      let path = AttributePath(["context"] + key.split(separator: ".").map(String.init))
      guard let declared = policies.declaration(of: path) else {
        let known = policies.declaredContext.map {
          $0.components.dropFirst().joined(separator: ".")
        }
        problems.append(
          "no policy declares `context.\(escapedForDisplay(key))`, so it would change nothing"
            + (didYouMean(nearestNames(to: key, among: known)).map { "; " + $0 } ?? ""))
        continue
      }
      let json = Self.json(value, as: declared.type)
      if let cause = policies.failure(of: json, at: path) {
        problems.append(
          "`--context \(escapedForDisplay(word))`: "
            + Self.complaint(cause, key: key, value: value, declared))
        continue
      }
      guard Self.isFirst(key, &given, option: "--context", &problems) else { continue }
      document.set(json, at: path.components.dropFirst())
    }
    if let members = document.object { context = members }
  }

  private static func complaint(
    _ cause: InputCause, key: String, value: String,
    _ declared: (type: ValueType, values: [String])
  ) -> String {
    let name = "`context.\(escapedForDisplay(key))`"
    guard cause == .outsideValues else { return "\(name) is declared \(declared.type)" }
    let known = declared.values.map { "`\($0)`" }.joined(separator: ", ")
    return "\(name) is one of \(known)"
      + (didYouMean(nearestNames(to: value, among: declared.values)).map { "; " + $0 } ?? "")
  }

  /// A word as JSON of a type; as a string where it is none, which the declaration then refuses.
  private static func json(_ text: String, as type: ValueType) -> JSONValue {
    switch type {
    case .string, .timestamp, .duration: return .string(text)
    case .bool: return flag(text).map(JSONValue.bool) ?? .string(text)
    default:
      if type == .dyn, let flag = flag(text) { return .bool(flag) }
      let isNumeric = text.utf8.first.map { $0 == 0x2D || (0x30...0x39).contains($0) } ?? false
      guard type != .dyn || isNumeric else { return .string(text) }
      return JSONReader.parse(SourceFile(name: "", text: text)).value ?? .string(text)
    }
  }

  // MARK: Words

  private static func split(
    _ word: String, option: String, _ problems: inout [String]
  ) -> (key: String, value: String)? {
    guard let mark = word.firstIndex(of: "="), mark != word.startIndex else {
      problems.append("`\(option) \(escapedForDisplay(word))` is not of the form KEY=VALUE")
      return nil
    }
    return (String(word[..<mark]), String(word[word.index(after: mark)...]))
  }

  private static func flag(_ text: String) -> Bool? {
    text == "true" ? true : text == "false" ? false : nil
  }
}
