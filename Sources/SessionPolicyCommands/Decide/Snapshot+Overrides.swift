import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import SessionPolicy

/// What the command line says of the request and the context, over what the document says.
extension Snapshot {
  /// Sets fields of the request from `key=value` words.
  mutating func apply(action: String?, request words: [String], _ problems: inout [String]) {
    if let action { request.action = action }
    for word in words {
      guard let (key, value) = Self.split(word, option: "--request", &problems) else { continue }
      switch key {
      case "action": request.action = value
      case "ip": request.ip = value
      case "country": request.country = value
      case "interactive":
        guard let flag = Self.flag(value) else {
          problems.append("`--request \(escapedForDisplay(word))`: interactive is true or false")
          continue
        }
        request.interactive = flag
      case "last_active_at", "cookie_issued_at":
        guard let instant = Timestamp(rfc3339: value) else {
          problems.append(
            "`--request \(escapedForDisplay(word))` is no instant; write 2026-03-01T09:00:00Z")
          continue
        }
        if key == "last_active_at" {
          request.lastActiveAt = instant
        } else {
          request.cookieIssuedAt = instant
        }
      case "enrolled_methods":
        request.enrolledMethods = value.split(separator: ",").map {
          String($0.drop { $0 == " " })
        }
      case "client.id":
        var client = request.client ?? Request.Client()
        client.id = value
        request.client = client
      case "client.type":
        var client = request.client ?? Request.Client()
        client.type = value
        request.client = client
      case let name where name.hasPrefix("device."):
        var device = request.device ?? JSONObject()
        device[String(name.dropFirst("device.".count))] = Self.guess(value)
        request.device = device
      default:
        let known = [
          "action", "ip", "country", "interactive", "last_active_at", "cookie_issued_at",
          "enrolled_methods", "client.id", "client.type", "device.managed",
        ]
        problems.append(
          "`--request \(escapedForDisplay(key))` is no field of the request; "
            + (didYouMean(nearestNames(to: key, among: known))
              ?? "there are " + known.joined(separator: ", ")))
      }
    }
  }

  /// Sets fields of the context, each as the type that a policy declares for it.
  mutating func applyContext(
    _ words: [String], policies: PolicySet?, _ problems: inout [String]
  ) {
    guard !words.isEmpty else { return }
    var types: [String: ValueType] = [:]
    for attribute in (policies?.policies ?? []).flatMap(\.attributes) {
      let path = attribute.path.value.components
      guard path.first == "context" else { continue }
      types[path.dropFirst().joined(separator: ".")] = attribute.type
    }
    for word in words {
      guard let (key, value) = Self.split(word, option: "--context", &problems) else { continue }
      guard let type = types[key] else {
        guard policies != nil else { continue }
        problems.append(
          "no policy declares `context.\(escapedForDisplay(key))`, so it would change nothing"
            + (didYouMean(nearestNames(to: key, among: types.keys.sorted())).map { "; " + $0 } ?? "")
        )
        continue
      }
      let json =
        type == .string || type == .timestamp || type == .duration
        ? JSONValue.string(value) : Self.guess(value)
      Self.set(json, at: key.split(separator: ".").map(String.init)[...], in: &context)
    }
  }

  private static func set(
    _ value: JSONValue, at path: ArraySlice<String>, in object: inout JSONObject
  ) {
    guard let name = path.first else { return }
    guard path.count > 1 else {
      object[name] = value
      return
    }
    var inner = object[name]?.object ?? JSONObject()
    set(value, at: path.dropFirst(), in: &inner)
    object[name] = .object(inner)
  }

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

  /// A word as JSON where it is a number, `true` or `false`; a string otherwise.
  private static func guess(_ text: String) -> JSONValue {
    if let flag = flag(text) { return .bool(flag) }
    let isNumeric = text.utf8.first.map { $0 == 0x2D || (0x30...0x39).contains($0) } ?? false
    guard isNumeric else { return .string(text) }
    return JSONReader.parse(SourceFile(name: "", text: text)).value ?? .string(text)
  }
}
