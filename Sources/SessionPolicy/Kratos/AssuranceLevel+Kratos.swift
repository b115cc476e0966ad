import PolicyDiagnostics

extension AssuranceLevel {
  /// The level that Kratos computes from everything a session has completed, however long ago.
  ///
  /// Nothing completed is `aal0`; a first and a second factor are `aal2`; anything else is `aal1`.
  /// Releases up to v26.2 infer the level of an entry without one from its method; the development
  /// head does not, but takes an OpenID Connect or SAML login at `aal2` for both factors.
  ///
  /// - Parameters:
  ///   - methods: What was completed.
  ///   - release: The release whose rule it is; `nil` for the one that the methods show, which is the head
  ///     where there is an entry that only it writes.
  public static func achieved(
    by methods: [AuthenticationMethod], in release: KratosRelease? = nil
  ) -> AssuranceLevel {
    guard !methods.isEmpty else { return .aal0 }
    let release = release ?? (methods.contains(where: \.isOfHead) ? .head : .v26_2)
    let first = methods.contains { $0.isFirstFactor(in: release) }
    let second = methods.contains { $0.level(in: release) == .aal2 }
    return first && second ? .aal2 : .aal1
  }
}

extension AuthenticationMethod {
  /// The level of this entry: the one recorded or, where none is, the one its method stands for.
  ///
  /// `nil` for a level that is not known, and for methods that stand for none without a record, such
  /// as `link_recovery`. The inference is that of Kratos up to v26.2.
  public var level: AssuranceLevel? {
    if let aal, !aal.isEmpty { return AssuranceLevel(aal) }
    return Self.level(impliedBy: method)
  }

  /// The level of this entry by the rule of a release: the development head infers none.
  func level(in release: KratosRelease) -> AssuranceLevel? {
    release == .head ? recordedLevel : level
  }

  /// Whether it counts as a first factor by the rule of a release: to the development head a provider
  /// that vouches for the second one vouches for both.
  func isFirstFactor(in release: KratosRelease) -> Bool {
    switch level(in: release) {
    case .aal1: true
    case .aal2: release == .head && isUpstream
    default: false
    }
  }

  /// The level that a method stands for where none was recorded.
  static func level(impliedBy method: String) -> AssuranceLevel? {
    KnownMethod.named(method)?.impliedLevel
  }

  /// Whether a method can be used as a first factor, under some settings at least.
  ///
  /// Methods that are not known can be anything.
  public static func canBeFirstFactor(_ method: String) -> Bool {
    guard let known = KnownMethod.named(method) else { return true }
    return known.first != .never
  }

  /// Whether a method can be used as a second factor, under some settings at least.
  ///
  /// Methods that are not known can be anything.
  public static func canBeSecondFactor(_ method: String) -> Bool {
    KnownMethod.named(method)?.isAskedAsSecondFactor ?? true
  }

  /// The level recorded in this entry, without any inference.
  var recordedLevel: AssuranceLevel? { aal.flatMap(AssuranceLevel.init(_:)) }

  /// Whether this is one of some methods, byte by byte.
  func isOne(of methods: [String]) -> Bool { methods.contains { Text($0) == Text(method) } }

  /// Whether another identity provider vouched for the user.
  var isUpstream: Bool { KnownMethod.named(method)?.isUpstream ?? false }
}
