public import PolicyDiagnostics
public import PolicyJSON
public import PolicyTime
public import SessionPolicy

/// A suite of tests as its file states it, with every name resolved.
public struct Suite: Sendable {
  /// The name.
  public let name: String
  /// The file it was read from.
  public let file: SourceFile
  /// The policies under test.
  public let policies: PolicySet
  /// The identity server's settings.
  public let settings: KratosSettings
  /// The instant at which every test begins.
  public let now: Timestamp
  /// What is tested, in the order of the file.
  public let tests: [SuiteTest]
  /// What holds of every session, in the order of the file.
  public let laws: [SuiteLaw]
  /// The paths of the policies as a command can name them.
  public let policyPaths: [String]
  /// The paths of the identity server's configuration as a command can name them; empty for none.
  public let kratosPaths: [String]
  /// The paths as the suite writes them.
  let written: WrittenPaths
}

/// What a suite names, in its own words.
struct WrittenPaths {
  /// The policies.
  var policies: [String] = []
  /// The identity server's configuration; empty where the suite names none.
  var kratos: [String] = []
  /// Its release, if the suite names one.
  var release: KratosRelease?
}

extension Suite {
  /// The same suite of other policies, in which nothing is looked up anew.
  package func testing(_ policies: PolicySet) -> Suite {
    Suite(
      name: name, file: file, policies: policies, settings: settings, now: now, tests: tests,
      laws: laws, policyPaths: policyPaths, kratosPaths: kratosPaths, written: written)
  }
}

/// One test with all its cases.
public struct SuiteTest: Sendable {
  /// What is tested, in words.
  public let name: Located<String>
  /// Why it is passed over; `nil` if it runs.
  public let skipReason: String?
  /// One case for each combination of a session and a request.
  public let cases: [SuiteCase]
}

/// A session and a request, and what is expected.
public struct SuiteCase: Sendable {
  /// What is done with the session.
  public enum Content: Sendable {
    /// One decision, so long after the suite's `now`.
    case decision(after: Duration, SuiteExpectation)
    /// The session's life, in the hands of a browser with a cookie or a native client with a token.
    case timeline([TimelineStep], KratosRequest.Client)
  }

  /// The name of the session in the suite.
  public let session: String
  /// The name of the request in the suite; `nil` for a request that says nothing.
  public let request: String?
  /// The session and the request.
  public let snapshot: Snapshot
  /// What is done and expected.
  public let content: Content
  /// Where the case stands.
  public let location: SourceLocation
}

/// Something that happens in the life of a session, and what is expected then.
public struct TimelineStep: Sendable {
  /// How long after the suite's `now` it happens: one instant, or several at equal distances.
  public let instants: [Duration]
  /// What is done, in order.
  public let actions: [TimelineAction]
  /// Whether it is done only as far as it is permitted, and nothing otherwise.
  public let isAttempt: Bool
  /// The method by which the user authenticates; `nil` for the one that suits the session.
  public let factor: AuthenticationMethod?
  /// The identity that signs in; `nil` for the session's own.
  public let identity: Identity?
  /// The request that is made; `nil` for the test's own.
  public let request: RequestFixture?
  /// What the decision says before anything is done.
  public let before: SuiteExpectation?
  /// What the decision says afterwards.
  public let after: SuiteExpectation?
  /// Where the step says what is done, or begins.
  public let actionLocation: SourceLocation
  /// The machine path of the step, such as `$.tests[2].timeline[0]`.
  public let path: String
}

/// A request that tests name, with its context.
public struct RequestFixture: Sendable {
  /// The name; `nil` for a request that says nothing.
  public let name: String?
  /// The request.
  public let request: Request
  /// What the policies see below `context`.
  public let context: JSONObject
}
