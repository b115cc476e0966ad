/// What a guard sends back for a decision: an answer of HTTP, as a value. This library sends nothing.
///
/// Header values are in the order in which they are written; none holds a line break, whatever a policy
/// or a document says.
public struct HTTPAnswer: Sendable, Hashable {
  /// A header field.
  public struct Field: Sendable, Hashable {
    /// The name, as the standard that defines it writes it.
    public let name: String
    /// The value.
    public let value: String
  }

  /// The status code (RFC 9110 §15).
  public var status: Int
  /// The header fields.
  public private(set) var fields: [Field] = []
  /// The body; empty for none.
  public private(set) var body = ""
  /// The calls to Kratos that go before this answer: the extension and the whoami whose `Set-Cookie` has to
  /// reach the browser, or the end of a session that Kratos would otherwise still take for one.
  public var calls: [KratosRequest]

  init(_ status: Int, calls: [KratosRequest] = []) {
    self.status = status
    self.calls = calls
    // What holds for one session must not be answered to another (RFC 9111 §5.2.2.5).
    set("Cache-Control", "no-store")
  }

  /// The value of a field, whatever the case of its name.
  public subscript(name: String) -> String? {
    fields.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The words that go with the status.
  public var reason: String {
    switch status {
    case 200: "OK"
    case 303: "See Other"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    default: ""
    }
  }

  /// The answer as the text of a message, its lines ended by line feeds alone.
  public var text: String {
    var lines = ["HTTP/1.1 \(status) \(reason)"]
    lines += fields.map { "\($0.name): \($0.value)" }
    lines.append("Content-Length: \(body.utf8.count)")
    return lines.joined(separator: "\n") + "\n\n" + body
  }

  /// Adds a field; what cannot stand in one (RFC 9110 §5.5) becomes a space.
  mutating func set(_ name: String, _ value: String) {
    let bytes = value.utf8.map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: " ") }
    fields.append(Field(name: name, value: String(decoding: bytes, as: UTF8.self)))
  }

  /// Gives the answer a body.
  mutating func set(body: String, type: String) {
    self.body = body
    set("Content-Type", type)
  }
}
