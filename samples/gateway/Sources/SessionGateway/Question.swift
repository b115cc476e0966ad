import HTTPTypes
import SessionPolicy

/// A request of a client as a proxy describes it: who asks, for what, from where, and for which page.
struct Question: Sendable {
  /// The parts of it that a decision hangs on, besides the session.
  struct Inputs: Hashable, Sendable {
    /// What the client is about to do.
    var action: String?
    /// The address it comes from.
    var address: String?
    /// Whether a person sits in front of a page, or a program asks.
    var isBrowser: Bool
    /// Further inputs, as the proxy sends them, by their path; sorted.
    var others: [Input]
  }

  /// An attribute and its value, as a field of the request says.
  struct Input: Hashable, Sendable {
    var path: [String]
    var text: String
  }

  /// The proxy that asks.
  var target: AnswerTarget
  /// What the client shows; `nil` for nothing.
  var credential: Credential?
  /// What a decision hangs on.
  var inputs: Inputs
  /// The page that was asked for; `nil` if nobody says.
  var page: String?
  /// Whether the browser asks for a page, so that it can follow a redirect to another one.
  var isNavigation: Bool

  /// Who reads the answer. A script that fetches cannot follow a redirect to a page, and is answered as a
  /// program, with the challenge.
  var reader: AnswerTarget {
    inputs.isBrowser && !isNavigation && target != .oathkeeper ? .api : target
  }
}

/// Which attribute is read from which field: `context.risk=X-Risk`.
struct InputField: Sendable, Hashable {
  /// The path, such as `context.risk` in its parts.
  let path: [String]
  /// The name of the field.
  let field: HTTPField.Name

  /// Reads `ATTRIBUTE=FIELD`; `nil` for anything but attributes below `request` and `context`.
  init?(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let field = HTTPField.Name(String(parts[1])) else { return nil }
    self.field = field
    path = parts[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard path.count >= 2, path[0] == "request" || path[0] == "context",
      !path.contains(where: \.isEmpty)
    else { return nil }
  }
}

extension Question {
  /// Reads what a proxy asks.
  ///
  /// - Parameters:
  ///   - target: The proxy.
  ///   - method: The method of the proxy's own request.
  ///   - path: What follows the name of the proxy in the URL, with its query: Envoy puts the original URL there.
  ///   - fields: The fields of the request.
  /// - Throws: ``Ambiguous`` if a field that decides stands there twice, or is too long.
  init(
    from target: AnswerTarget, method: String, path: String, cookieName: String,
    inputFields: [InputField], fields: QuestionFields
  ) throws(Ambiguous) {
    self.target = target
    credential = Credential(
      token: try fields.only(.sessionToken), cookies: fields[.cookie],
      authorization: try fields.only(.authorization), cookieName: cookieName)

    page = try Original(target, method: method, path: path, fields).page
    isNavigation = Self.isNavigation(fields)
    // Whoever shows a token is a program; whoever shows nothing is what it asks for.
    let isBrowser = credential?.isCookie ?? isNavigation
    var others: [Input] = []
    for input in inputFields {
      if let text = try fields.short(input.field) {
        others.append(Input(path: input.path, text: text))
      }
    }
    inputs = Inputs(
      action: try fields.short(.action), address: try Self.address(fields), isBrowser: isBrowser,
      others: others)
  }

  /// Whether a browser asks for a page: it says so itself (Fetch Metadata), or takes one.
  private static func isNavigation(_ fields: QuestionFields) -> Bool {
    if let mode = fields[.fetchMode] { return mode == "navigate" }
    if fields[.requestedWith] == "XMLHttpRequest" { return false }
    guard let accept = fields[.accept] else { return false }
    return accept.contains("text/html")
  }

  /// The address that the nearest proxy saw: the last of the list, for the client writes the others.
  private static func address(_ fields: QuestionFields) throws(Ambiguous) -> String? {
    guard let last = fields[.forwardedFor]?.split(separator: ",").last else { return nil }
    guard last.utf8.count <= QuestionFields.limit else {
      throw Ambiguous(reason: "an address is longer than \(QuestionFields.limit) bytes")
    }
    return String(last.filter { $0 != " " })
  }

  /// The URL that the client asked the proxy for.
  private struct Original {
    private(set) var page: String?

    init(
      _ target: AnswerTarget, method: String, path: String, _ fields: QuestionFields
    ) throws(Ambiguous) {
      let scheme = try fields.only(.forwardedProto)
      let forwardedHost = try fields.only(.forwardedHost)
      let uri: String?
      let original: String?
      // Each proxy by its own fields: the others would be the client's.
      switch target {
      case .nginx:
        (uri, original) = (try fields.only(.originalURI), try fields.only(.originalMethod))
      case .envoy: (uri, original) = (path, method)
      default:
        (uri, original) = (try fields.only(.forwardedURI), try fields.only(.forwardedMethod))
      }
      guard let scheme, scheme == "https" || scheme == "http",
        let host = forwardedHost ?? fields.host, let uri, uri.hasPrefix("/")
      else { return }
      let origin = "\(scheme)://\(host)"
      if original == nil || original == "GET" || original == "HEAD" {
        page = origin + uri
      } else if let referer = fields[.referer], referer.hasPrefix(origin + "/") {
        // Nobody comes back to where a form was sent, only to the page with the form.
        page = referer
      } else {
        page = origin + "/"
      }
    }
  }
}
