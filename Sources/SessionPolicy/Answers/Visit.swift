import PolicyDiagnostics
public import PolicyTime

/// A request of a user that is answered: when, from where, and where they want to be afterwards.
public struct Visit: Sendable, Hashable {
  /// Why a URL is refused.
  public struct BadURL: Error, Sendable, Hashable {
    /// What is wrong, and with which.
    public let message: String
  }

  /// The longest URL that is taken, in bytes.
  public static let urlLimit = 4_096

  /// The instant of the decision.
  public let now: Timestamp
  /// Who asks.
  public let client: KratosRequest.Client
  /// When the user last authenticated; `nil` if nobody knows.
  public let authenticatedAt: Timestamp?
  /// The session; `nil` if there is none.
  public let sessionID: String?
  /// Kratos' public URL, without a slash at its end.
  public let kratosURL: String
  /// Where the user comes back to, without the mark of a demand; `nil` for Kratos' own default.
  public let returnTo: String?
  /// What was asked for when the user was last sent away from there, if they were.
  let mark: DemandMark?

  /// Describes a request.
  ///
  /// - Parameters:
  ///   - snapshot: What was decided about.
  ///   - now: The instant of the decision.
  ///   - kratosURL: Kratos' `serve.public.base_url`, such as `https://id.example.com`.
  ///   - returnTo: The page that was asked for, as the browser asked for it: an absolute URL, or a path that
  ///     begins with one slash. Kratos takes those that its `allowed_return_urls` name.
  /// - Throws: ``BadURL``, for a URL that is none, is too long, or leads elsewhere than it seems.
  public init(
    _ snapshot: Snapshot, at now: Timestamp, kratosURL: String, returnTo: String? = nil
  ) throws(BadURL) {
    self.now = now
    client =
      snapshot.request.client?.type.flatMap { KratosRequest.Client(rawValue: $0) } ?? .browser
    authenticatedAt = snapshot.session.authenticatedAt
    sessionID = snapshot.session.id.isEmpty ? nil : snapshot.session.id
    guard let base = WebURL(kratosURL), base.isAbsolute, base.query == nil, base.fragment == nil
    else {
      throw BadURL(
        message: "\(quotedForDisplay(kratosURL)) is no URL of Kratos; write it as "
          + "`https://id.example.com`")
    }
    self.kratosURL = base.text.hasSuffix("/") ? String(base.text.dropLast()) : base.text
    guard let returnTo else {
      self.returnTo = nil
      mark = nil
      return
    }
    guard var page = WebURL(returnTo) else {
      throw BadURL(
        message:
          "\(quotedForDisplay(returnTo)) is no page to come back to; write an absolute URL, or "
          + "a path that begins with one slash")
    }
    mark = page.takeParameter(DemandMark.name).flatMap(DemandMark.init)
    self.returnTo = page.text
  }

  /// The URL of a call to Kratos that comes back to the page, marked with what is asked for.
  func url(of request: KratosRequest, marked mark: DemandMark) -> String {
    guard let returnTo, var page = WebURL(returnTo) else {
      return kratosURL + request.pathAndQuery
    }
    page.add(DemandMark.name, mark.text)
    return kratosURL + request.returning(to: page.text).pathAndQuery
  }

  /// Whether the user was just sent away to do what is asked, and comes back as they went.
  ///
  /// They were sent away at the instant of the mark, and may have shown something since. Who works on until
  /// the same is asked again has done it in between: so a mark counts for a while only, and for less than
  /// what was shown is good for.
  func repeats(_ demand: DemandMark, goodFor age: Duration?) -> Bool {
    guard let mark, mark.demand == demand.demand else { return false }
    let shown = max(mark.at, authenticatedAt ?? .minimum)
    let patience = min(Self.patience, (age ?? Self.patience) / 2)
    return now.elapsed(since: shown) <= max(patience, .seconds(1))
  }

  /// How long after it is met the same demand counts as one that was not met.
  private static let patience = Duration.seconds(300)
}
