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
  let field: String

  /// Reads `ATTRIBUTE=FIELD`; `nil` for anything but attributes below `request` and `context`.
  init?(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty else { return nil }
    path = parts[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    field = String(parts[1])
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
  ///   - field: The value of a field of the request.
  init(
    from target: AnswerTarget, method: String, path: String, cookieName: String,
    inputFields: [InputField], field: (String) -> String?
  ) {
    self.target = target
    credential = Credential(
      token: field("X-Session-Token"), cookies: field("Cookie"),
      authorization: field("Authorization"), cookieName: cookieName)

    let original = Original(target, method: method, path: path, field: field)
    page = original.page
    isNavigation = Self.isNavigation(field)
    // Whoever shows a token is a program; whoever shows nothing is what it asks for.
    let isBrowser = credential?.isCookie ?? isNavigation
    inputs = Inputs(
      action: field("X-Session-Policy-Action"), address: Self.address(field),
      isBrowser: isBrowser,
      others: inputFields.compactMap { input in
        field(input.field).map { Input(path: input.path, text: $0) }
      })
  }

  /// Whether a browser asks for a page: it says so itself (Fetch Metadata), or takes one.
  private static func isNavigation(_ field: (String) -> String?) -> Bool {
    if let mode = field("Sec-Fetch-Mode") { return mode == "navigate" }
    if field("X-Requested-With") == "XMLHttpRequest" { return false }
    guard let accept = field("Accept") else { return false }
    return accept.contains("text/html")
  }

  /// The address that the nearest proxy saw: the last of the list, for the client writes the others.
  private static func address(_ field: (String) -> String?) -> String? {
    guard let last = field("X-Forwarded-For")?.split(separator: ",").last else { return nil }
    return String(last.filter { $0 != " " })
  }

  /// The URL that the client asked the proxy for.
  private struct Original {
    private(set) var page: String?

    init(
      _ target: AnswerTarget, method: String, path: String, field: (String) -> String?
    ) {
      guard let scheme = field("X-Forwarded-Proto"), scheme == "https" || scheme == "http",
        let host = field("X-Forwarded-Host") ?? field("Host")
      else { return }
      let origin = "\(scheme)://\(host)"
      let uri: String
      let original: String
      // Each proxy by its own fields: the others would be the client's.
      switch target {
      case .nginx:
        uri = field("X-Original-URI") ?? ""
        original = field("X-Original-Method") ?? "GET"
      case .envoy: (uri, original) = (path, method)
      default:
        uri = field("X-Forwarded-Uri") ?? ""
        original = field("X-Forwarded-Method") ?? "GET"
      }
      guard uri.hasPrefix("/") else { return }
      if original == "GET" || original == "HEAD" {
        page = origin + uri
      } else if let referer = field("Referer"), referer.hasPrefix(origin + "/") {
        // Nobody comes back to where a form was sent, only to the page with the form.
        page = referer
      } else {
        page = origin + "/"
      }
    }
  }
}
