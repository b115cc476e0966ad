import HTTPTypes
import NIOCore
import SessionPolicy

/// The answer of a decision, made ready once, and sent as often as it is remembered.
struct ReadyAnswer: Sendable {
  let answer: HTTPAnswer
  let fields: HTTPFields
  let body: ByteBuffer

  init(_ answer: HTTPAnswer) {
    self.answer = answer
    var fields = HTTPFields()
    // A cookie, the length and the date come behind.
    fields.reserveCapacity(answer.fields.count + 3)
    for field in answer.fields {
      if let name = HTTPField.Name(field.name) {
        fields.append(HTTPField(name: name, value: field.value))
      }
    }
    self.fields = fields
    body = ByteBuffer(string: answer.body)
  }
}

/// What a proxy is answered.
enum Reply: Sendable {
  /// The answer of a decision, and the cookie that has to reach the browser, as Kratos wrote it.
  case decided(ReadyAnswer, Decision.Outcome, cookie: String?)
  /// Nothing could be decided, so nobody is let through.
  case unavailable
  /// The question says two things at once, so nobody is let through.
  case ambiguous

  /// The answer of a decision, if there was one.
  var answer: HTTPAnswer? { if case .decided(let ready, _, _) = self { ready.answer } else { nil } }

  /// The cookie that has to reach the browser.
  var cookie: String? { if case .decided(_, _, let cookie) = self { cookie } else { nil } }

  /// What it comes to, for counts.
  var outcome: String {
    switch self {
    case .decided(_, let outcome, _): outcome.rawValue
    case .unavailable: "unavailable"
    case .ambiguous: "ambiguous"
    }
  }
}
