import HTTPTypes

/// A question says two things at once, or more than anybody takes.
struct Ambiguous: Error, Sendable, Hashable {
  /// What, in words that may be logged.
  let reason: String
}

/// The fields of a question, each of which says one thing.
///
/// A proxy that adds a field to the one of the client, instead of replacing it, leaves it open whose word
/// counts: so what stands there twice is refused, and not joined to something that no rule knows.
struct QuestionFields: Sendable {
  /// The longest value that is taken, in bytes.
  static let limit = 4_096

  private let fields: HTTPFields
  /// What the field `Host` says.
  let host: String?

  init(_ fields: HTTPFields, host: String?) {
    self.fields = fields
    self.host = host
  }

  /// The value of a field that decides; `nil` if there is none.
  func only(_ name: HTTPField.Name) throws(Ambiguous) -> String? {
    let values = fields[values: name]
    guard values.count < 2 else {
      throw Ambiguous(reason: "\(name.rawName) is sent \(values.count) times")
    }
    return values.first
  }

  /// The value of a field that decides, and that has to be short.
  func short(_ name: HTTPField.Name) throws(Ambiguous) -> String? {
    let value = try only(name)
    if let value, value.utf8.count > Self.limit {
      throw Ambiguous(reason: "\(name.rawName) is longer than \(Self.limit) bytes")
    }
    return value
  }

  /// The value of a field that may stand there several times, such as a list.
  subscript(name: HTTPField.Name) -> String? { fields[name] }
}

extension HTTPField.Name {
  static let sessionToken = known("X-Session-Token")
  static let action = known("X-Session-Policy-Action")
  static let forwardedFor = known("X-Forwarded-For")
  static let forwardedHost = known("X-Forwarded-Host")
  static let forwardedMethod = known("X-Forwarded-Method")
  static let forwardedProto = known("X-Forwarded-Proto")
  static let forwardedURI = known("X-Forwarded-Uri")
  static let originalMethod = known("X-Original-Method")
  static let originalURI = known("X-Original-URI")
  static let fetchMode = known("Sec-Fetch-Mode")
  static let requestedWith = known("X-Requested-With")

  private static func known(_ text: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(text) else {
      preconditionFailure("\(text) is no name of a field")
    }
    return name
  }
}
