/// A call to Kratos that carries out a decision. This library never sends it.
public struct KratosRequest: Sendable, Hashable {
  /// What a call is for.
  public enum Purpose: String, Sendable, Hashable, CaseIterable {
    /// Moves the expiry of a session.
    case extend
    /// Brings the new expiry into the browser's cookie; its `Set-Cookie` must reach the browser.
    case renewCookie = "renew_cookie"
    /// Begins a login flow for a first factor within the session.
    case refresh
    /// Begins a login flow that adds a second factor to the session.
    case stepUp = "step_up"
    /// Begins a login flow for the second factor of a session that already has one.
    case refreshSecondFactor = "refresh_second_factor"
    /// Begins a login flow for a new session.
    case signIn = "sign_in"
    /// Begins a settings flow in which a method is set up.
    case enrol
    /// Ends a session.
    case revoke
  }

  /// Which of Kratos' two interfaces a call goes to.
  public enum Audience: String, Sendable, Hashable, CaseIterable {
    /// The administrative one, which must not be reachable from outside.
    case admin
    /// The public one.
    case `public`
  }

  /// Who makes a call: browsers must not use the paths of native clients, nor the other way round.
  public enum Client: String, Sendable, Hashable, CaseIterable {
    /// A browser, with its cookie.
    case browser
    /// A native client, with a session token.
    case native
  }

  /// A parameter of the query.
  public struct Parameter: Sendable, Hashable {
    /// The name.
    public let name: String
    /// The value, not yet encoded.
    public let value: String

    /// Names a parameter.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// What the call is for.
  public let purpose: Purpose
  /// The HTTP method.
  public let method: String
  /// The path below the base URL, percent-encoded.
  public let path: String
  /// The query, sorted by name as Kratos sorts its own.
  public let query: [Parameter]
  /// Which interface it goes to.
  public let audience: Audience

  private init(
    _ purpose: Purpose, _ method: String, _ path: String, _ query: [Parameter] = [],
    to audience: Audience
  ) {
    self.purpose = purpose
    self.method = method
    self.path = path
    self.query = query.sorted { $0.name < $1.name }
    self.audience = audience
  }
}

extension KratosRequest {
  /// Extends a session. Answers 200 or 204 even when the window is not open and nothing happened.
  public static func extend(_ sessionID: String) -> KratosRequest {
    KratosRequest(
      .extend, "PATCH", "/admin/sessions/" + sessionID.percentEncodedSegment + "/extend", to: .admin
    )
  }

  /// Asks whoami with the old cookie, which answers with a new one after an extension.
  public static let renewCookie = KratosRequest(
    .renewCookie, "GET", "/sessions/whoami", to: .public)

  /// Begins a login flow in which the user confirms who they are.
  public static func refresh(
    _ client: Client, returnTo: String? = nil
  ) -> KratosRequest {
    login(.refresh, client, [Parameter("refresh", "true")], returnTo)
  }

  /// Begins a login flow for a second factor. Fails when the session already has one.
  public static func stepUp(_ client: Client, returnTo: String? = nil) -> KratosRequest {
    login(.stepUp, client, [Parameter("aal", "aal2")], returnTo)
  }

  /// Begins a login flow for the second factor of a session that already has shown it.
  public static func refreshSecondFactor(
    _ client: Client, returnTo: String? = nil
  ) -> KratosRequest {
    login(
      .refreshSecondFactor, client, [Parameter("aal", "aal2"), Parameter("refresh", "true")],
      returnTo)
  }

  /// Begins a login flow for a new session.
  public static func signIn(_ client: Client, returnTo: String? = nil) -> KratosRequest {
    login(.signIn, client, [], returnTo)
  }

  /// Begins a settings flow, in which the user sets up another method.
  public static func enrol(_ client: Client, returnTo: String? = nil) -> KratosRequest {
    let path =
      client == .browser ? "/self-service/settings/browser" : "/self-service/settings/api"
    return flow(path, .enrol, [], returnTo)
  }

  /// Ends a session.
  public static func revoke(_ sessionID: String) -> KratosRequest {
    KratosRequest(
      .revoke, "DELETE", "/admin/sessions/" + sessionID.percentEncodedSegment, to: .admin)
  }

  /// The call, coming back to a page once its flow is done.
  func returning(to page: String) -> KratosRequest {
    let others = query.filter { $0.name != "return_to" }
    return KratosRequest(
      purpose, method, path, others + [Parameter("return_to", page)], to: audience)
  }

  private static func login(
    _ purpose: Purpose, _ client: Client, _ query: [Parameter], _ returnTo: String?
  ) -> KratosRequest {
    let path =
      client == .browser ? "/self-service/login/browser" : "/self-service/login/api"
    return flow(path, purpose, query, returnTo)
  }

  private static func flow(
    _ path: String, _ purpose: Purpose, _ query: [Parameter], _ returnTo: String?
  ) -> KratosRequest {
    var query = query
    if let returnTo { query.append(Parameter("return_to", returnTo)) }
    return KratosRequest(purpose, "GET", path, query, to: .public)
  }
}

extension KratosRequest {
  /// The path with its query, encoded as in a URL.
  public var pathAndQuery: String {
    guard !query.isEmpty else { return path }
    let pairs = query.map { "\($0.name.queryEncoded)=\($0.value.queryEncoded)" }
    return path + "?" + pairs.joined(separator: "&")
  }
}

extension String {
  /// The text as one segment of a path; dots that would climb up the path are encoded too.
  fileprivate var percentEncodedSegment: String {
    self == "." || self == ".." ? String(repeating: "%2E", count: count) : percentEncoded()
  }

  /// The text as a name or a value of a query, as Go's `url.QueryEscape` writes it.
  fileprivate var queryEncoded: String { percentEncoded(spaceAsPlus: true) }

  /// Everything but the unreserved characters of RFC 3986 as `%XX`.
  private func percentEncoded(spaceAsPlus: Bool = false) -> String {
    // Lent as one piece, it is looked through without asking the string for each byte.
    let isPlain = utf8.withContiguousStorageIfAvailable { $0.allSatisfy(\.isUnreserved) }
    guard !(isPlain ?? utf8.allSatisfy(\.isUnreserved)) else { return self }
    let digits = Array("0123456789ABCDEF".utf8)
    var encoded: [UInt8] = []
    for byte in utf8 {
      if byte.isUnreserved {
        encoded.append(byte)
      } else if byte == UInt8(ascii: " "), spaceAsPlus {
        encoded.append(UInt8(ascii: "+"))
      } else {
        encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0x0F)]]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}

extension UInt8 {
  /// Whether it is one of the unreserved characters of RFC 3986.
  fileprivate var isUnreserved: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
