import PolicyJSON
import PolicyTestSupport

/// Documents near a given one: members changed, dropped and added, bytes changed.
enum DocumentMutations {
  /// The text of a document after some changes, most of which leave it a document.
  static func text(of document: JSONValue, _ random: inout SeededGenerator) -> [UInt8] {
    var document = document
    for _ in 0..<random.pick([0, 1, 1, 2, 3]) { change(&document, &random) }
    var bytes = Array(JSONWriter.text(of: document, random.pick([.compact, .pretty])).utf8)
    if random.chance(25), !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes.remove(at: place)
      case 1: bytes.insert(random.pick(Array(" \t\n\"\\,:{}[]0-.eé\u{1}".utf8)), at: place)
      case 2: bytes[place] = UInt8.random(in: 0...255, using: &random)
      default:
        bytes.insert(
          contentsOf: random.pick([" ", "\\u0061", "\\ud83d\\ude00", "ü", "\\n"]).utf8, at: place)
      }
    }
    return bytes
  }

  private static func change(_ value: inout JSONValue, _ random: inout SeededGenerator) {
    switch value.kind {
    case .object(var object):
      guard let member = object.members.randomElement(using: &random) else {
        value = anything(&random)
        return
      }
      switch Int.random(in: 0..<10, using: &random) {
      case 0: object[member.key] = nil
      case 1: object[member.key] = .null
      case 2: object[random.pick(names)] = anything(&random)
      case 3: object[member.key] = anything(&random)
      default:
        var inner = member.value
        change(&inner, &random)
        object[member.key] = inner
      }
      value = .object(object)
    case .array(var elements):
      guard let place = elements.indices.randomElement(using: &random) else {
        value = .array([anything(&random)])
        return
      }
      switch Int.random(in: 0..<6, using: &random) {
      case 0: elements.remove(at: place)
      case 1: elements.append(elements[place])
      case 2: elements.append(anything(&random))
      default: change(&elements[place], &random)
      }
      value = .array(elements)
    default: value = anything(&random)
    }
  }

  private static let names = [
    "session", "identity", "id", "ui", "extra", "active", "method", "aal", "tier", "risk", "roles",
    "state", "level", "seats", "name", "contxet", "organization", "na\u{EF}ve", "a\"b", "grace",
  ]

  private static func anything(_ random: inout SeededGenerator) -> JSONValue {
    random.pick([
      .null, true, false, 0, -7, 12, 4_611_686_018_427_387_904, "", "active", "inactive", "aal1",
      "aal2", "aal9", "oidc", "totp", "gold", "high", "say \"yes\"", "pay", "日本", "1h30m",
      "2026-03-01T09:00:00Z", "2026-03-01T10:00:00.5+01:00", "2026-02-30T09:00:00Z",
      "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", [], ["admin", 3, "user"], [:],
      ["tier": "gold"], [["method": "totp", "aal": "aal2"]],
      JSONNumber(1.5).map(JSONValue.number) ?? .null,
    ])
  }
}
