import PolicyCEL
package import PolicyJSON
package import SessionPolicy

/// A permission by which sessions live as long as somebody uses them.
package struct EndlessExtension: Sendable {
  package enum Bound: Sendable {
    /// Nothing ends it.
    case none
    /// What says when it ends is data: an attribute of the caller or of the identity.
    case data
    /// Only rules of other files end it.
    case otherFiles([Rule])
  }

  package let rule: Rule
  package let bound: Bound
  /// A session that is extended after a hundred years, as the evaluator says too.
  package let witness: JSONValue?
  /// The expressions that are not looked into and on which it hangs whether it ends; empty if none does.
  package let hangsOn: [String]
  /// Whether a login that some rule asks for makes a session longer too, whatever caps this rule has.
  package let isLengthenedByLogin: Bool
}

/// Looks for sessions that are extended for ever.
///
/// While a session is used and extended, now, its expiry and its last activity move on; what is counted from
/// is when somebody signed in. So an extension has an end if and only if none is granted to a session in
/// which that was very long ago: longer than any policy lets a session live. However a bound is written, as
/// a requirement, a condition, or another rule that takes the permission back, it is found so.
///
/// What data say may be as late as somebody says. It is told apart by holding data to a time that is long,
/// and passes long before.
struct ExtensionSurvey {
  private(set) var endless: [EndlessExtension] = []

  private static let year: Int128 = 365 * 86_400 * second
  /// So long ago somebody signed in.
  private static let age = 100 * year
  /// So late data may be.
  private static let latest = 50 * year

  /// - Parameter others: The rules that take the permission back, by file.
  mutating func look(
    at surveyed: SurveyReading.Surveyed, own: [RuleReading], others: [RuleReading],
    _ policies: PolicySet, _ inquiry: inout Inquiry
  ) {
    let reading = surveyed.reading
    guard reading.rule.effect == .mayExtend,
      let authenticated = inquiry.analysis.space.known(.attribute(.authenticatedAt, .timestamp))
    else { return }
    let now = SessionSpace.now
    let isOld = inquiry.difference(authenticated, now, atMost: -Self.age)
    let granted = [reading.speaks, isOld] + own.map { inquiry.not($0.speaks) }
    guard inquiry.isFound(granted) else { return }
    let whole = inquiry.analysis.readings.first
    let renewed = [
      reading.condition.isTrue, whole?.reauthenticates ?? .never, whole?.refreshes ?? .never,
    ]
    let isLengthened = inquiry.isFound(renewed)
    func note(_ bound: EndlessExtension.Bound, _ witness: JSONValue? = nil, _ on: [String] = []) {
      endless.append(
        EndlessExtension(
          rule: reading.rule, bound: bound, witness: witness, hangsOn: on,
          isLengthenedByLogin: isLengthened))
    }
    let silences = others.map { ($0.rule, inquiry.not($0.speaks)) }
    guard inquiry.isFound(granted + silences.map(\.1)) else {
      if !inquiry.hasGivenUp { note(.otherFiles(inquiry.core(of: silences, where: granted))) }
      return
    }
    var fixed = granted + silences.map(\.1)
    for (number, quantity) in inquiry.analysis.space.quantities.enumerated() {
      guard case .attribute(let path, let type) = quantity,
        path.components.first == "context" || path.components.first == "identity"
      else { continue }
      switch type {
      case .timestamp: fixed.append(inquiry.difference(number, authenticated, atMost: Self.latest))
      case .duration:
        fixed.append(inquiry.difference(number, SessionSpace.zero, atMost: Self.latest))
      default: break
      }
    }
    guard let unknowns = inquiry.unknowns(in: fixed) else {
      let late = granted + silences.map(\.1)
      if !inquiry.hasGivenUp { note(.data, extended(late, by: surveyed, policies, &inquiry)) }
      return
    }
    if let document = extended(fixed, by: surveyed, policies, &inquiry) {
      note(.none, document)
    } else {
      note(.none, nil, unknowns.filter(\.readsTime).map(\.text).sorted())
    }
  }

  /// A session that meets some terms and is extended while a rule applies, as the evaluator says too.
  private func extended(
    _ terms: [Term], by surveyed: SurveyReading.Surveyed, _ policies: PolicySet,
    _ inquiry: inout Inquiry
  ) -> JSONValue? {
    inquiry.showing(terms) { inquiry, snapshot in
      inquiry.decision(on: snapshot, policies)?.extend.isAllowed == true
        && inquiry.answer(to: surveyed.formulas, about: snapshot, policies) == true
    }?.witness
  }
}
