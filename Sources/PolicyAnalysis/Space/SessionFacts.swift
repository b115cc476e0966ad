import PolicyCEL
import PolicyDiagnostics
import PolicyTime
import SessionPolicy

// What is true of every session that is asked about: the facts of the domain, in one place.
//
// | of | fact |
// |---|---|
// | the session | it is live: `active`, its expiry ahead, its identity not known to be disabled |
// | instants | `issued_at`, `authenticated_at` and `expires_at` are there; the first two are not ahead |
// | | no authentication more than a second before `issued_at` (databases round) |
// | | no completion after `authenticated_at` |
// | | `last_active_at` is not ahead; a cookie that was issued has not ended |
// | | now lies between 1970 and 2200 |
// | factors | one first factor at least was shown; the level is that of what was shown |
// | | what was shown again was shown |
// | what users have set up | unlisted methods that they cannot set up are none for them, where anybody says |
// | organizations | where the development head knows lifespans of theirs, a session may be of one |
// | inputs | what Kratos and callers write has the right kind, so that only what a policy declares fails |
// | | without `identity` all of it has failed |

extension SessionSpace {
  /// Facts that hold whatever is read.
  mutating func addFactsOfSessions() {
    let issued = number(of: .attribute(.issuedAt, .timestamp))
    let authenticated = number(of: .attribute(.authenticatedAt, .timestamp))
    let expiry = number(of: .attribute(.expiresAt, .timestamp))
    facts += [
      difference(Self.zero, issued, atMost: 0),
      difference(Self.now, Self.zero, atMost: 7_258_118_400 * second),
      difference(issued, Self.now, atMost: 0),
      difference(issued, authenticated, atMost: second),
      difference(authenticated, Self.now, atMost: 0),
      difference(Self.now, expiry, atMost: -1),
      difference(expiry, Self.zero, atMost: Timestamp.maximum.nanosecondsSinceEpoch),
    ]
    let firsts = completions.filter { !$0.isSecondFactor }.map(Variable.completion)
    let seconds = completions.filter(\.isSecondFactor).map(Variable.completion)
    let hasFirst = table.any(firsts.map { term($0, isIn: [.yes]) })
    let hasSecond = table.any(seconds.map { term($0, isIn: [.yes]) })
    let isHigh = term(.value(.aal, .string), isIn: [.text(Text("aal2"))])
    let isLow = term(.value(.aal, .string), isIn: [.text(Text("aal1"))])
    facts += [
      hasFirst, table.any([isHigh, isLow]), table.implies(isHigh, hasSecond),
      table.implies(isLow, table.not(hasSecond)),
    ]
  }

  /// Facts about a variable that is read for the first time.
  mutating func addFacts(of variable: Variable) {
    switch variable {
    case .value(let path, let type), .presence(let path, let type):
      addFacts(of: path, type, variable)
    case .completion(let completion): _ = number(of: .completionTime(completion))
    case .again(let completion):
      let isShown = term(.completion(completion), isIn: [.yes])
      facts.append(table.implies(term(variable, isIn: [.yes]), isShown))
    case .member, .sameText, .sent, .opaque: break
    }
  }

  private mutating func addFacts(of path: AttributePath, _ type: ValueType, _ variable: Variable) {
    let others = types[path] ?? []
    noteType(type, of: path)
    for other in others where other != type {
      // Nothing is of two kinds: what is there as one has failed as another.
      let (mine, theirs) = (variable, Self.presence(of: path, other))
      let absences = [mine, theirs].map { term($0, isIn: [.absent]) }
      let failures = [mine, theirs].map { term($0, isIn: [.failed]) }
      facts += [
        table.any([table.not(absences[0]), absences[1]]),
        table.any([absences[0], table.not(absences[1])]),
        table.any([absences[0]] + failures),
      ]
    }
    let hasFailed = term(variable, isIn: [.failed])
    let isAbsent = term(variable, isIn: [.absent])
    switch path.components.first {
    case "identity":
      let isSent = term(.sent(.identity), isIn: [.yes])
      facts.append(table.any([isSent, path == .identity ? isAbsent : hasFailed]))
      if path == .identity { facts.append(table.any([table.not(isSent), table.not(isAbsent)])) }
      if !path.isDeclared { facts.append(table.any([table.not(isSent), table.not(hasFailed)])) }
      if path == .identityState {
        let isActive = term(variable, isIn: [.text(Text("active")), .absent, .failed])
        facts.append(isActive)
      }
    case "context": break
    default:
      facts.append(table.not(hasFailed))
      let isThere: [AttributePath] = [
        .issuedAt, .authenticatedAt, .expiresAt, .aal, AttributePath(["session", "active"]),
        AttributePath(["session", "id"]), .authenticationMethods,
        AttributePath(["session"]),
      ]
      if isThere.contains(path) { facts.append(table.not(isAbsent)) }
      if path == AttributePath(["session", "active"]) {
        facts.append(term(variable, isIn: [.yes]))
      }
    }
    // What stands in a record is there only if the record is.
    if path.components.first == "request", path.components.count == 3 {
      let record = AttributePath(Array(path.components.dropLast()))
      let isRecordAbsent = self.isAbsent(record, .object(record.description))
      facts.append(table.implies(isRecordAbsent, isAbsent))
    }
  }

  /// Facts about a quantity that is read for the first time.
  mutating func addFacts(of quantity: Quantity, _ number: Int) {
    switch quantity {
    case .zero, .now: break
    case .later:
      facts += [
        difference(Self.now, number, atMost: 0),
        difference(number, Self.zero, atMost: Timestamp.maximum.nanosecondsSinceEpoch),
      ]
    case .completionTime:
      let issued = self.number(of: .attribute(.issuedAt, .timestamp))
      let authenticated = self.number(of: .attribute(.authenticatedAt, .timestamp))
      facts += [
        difference(issued, number, atMost: second), difference(number, authenticated, atMost: 0),
      ]
    case .attribute(let path, let type):
      switch type {
      case .timestamp:
        facts += [
          difference(Self.zero, number, atMost: -Timestamp.minimum.nanosecondsSinceEpoch),
          difference(number, Self.zero, atMost: Timestamp.maximum.nanosecondsSinceEpoch),
        ]
      case .duration:
        facts += [
          difference(Self.zero, number, atMost: Duration.maximumNanoseconds),
          difference(number, Self.zero, atMost: Duration.maximumNanoseconds),
        ]
      case .int:
        facts += [
          difference(Self.zero, number, atMost: -Int128(Int64.min)),
          difference(number, Self.zero, atMost: Int128(Int64.max)),
        ]
      case .double:
        let limit = Int128(Double.greatestFiniteMagnitude.bitPattern)
        facts += [
          difference(Self.zero, number, atMost: limit),
          difference(number, Self.zero, atMost: limit),
        ]
      case .uint:
        facts += [
          difference(Self.zero, number, atMost: 0),
          difference(number, Self.zero, atMost: Int128(UInt64.max)),
        ]
      default: break
      }
      if path == .lastActiveAt {
        facts += [
          difference(number, Self.now, atMost: 0), difference(Self.zero, number, atMost: 0),
        ]
      }
      if path == .cookieIssuedAt {
        // Ages of cookies count in whole seconds.
        if let life = KratosRules(settings).cookieLifetime?.wholeNanoseconds {
          facts.append(difference(Self.now, number, atMost: life + second - 1))
        }
      }
    }
  }
}

/// A second in nanoseconds.
let second: Int128 = 1_000_000_000

extension AttributePath {
  static let issuedAt = AttributePath(["session", "issued_at"])
  static let authenticatedAt = AttributePath(["session", "authenticated_at"])
  static let expiresAt = AttributePath(["session", "expires_at"])
  static let authenticationMethods = AttributePath(["session", "authentication_methods"])
  static let aal = AttributePath(["session", "aal"])
  static let lastActiveAt = AttributePath(["request", "last_active_at"])
  static let cookieIssuedAt = AttributePath(["request", "cookie_issued_at"])
  static let identity = AttributePath(["identity"])
  static let identityState = AttributePath(["identity", "state"])

  /// Whether callers, services or policies may leave it out: it is no part of the session itself.
  var canBeLeftOut: Bool { ["request", "context", "identity"].contains(components.first) }

  /// Whether it is below a place that holds whatever a policy declares.
  var isDeclared: Bool {
    switch components.first {
    case "context": true
    case "identity":
      components.count > 2
        && ["traits", "metadata_public", "metadata_admin"].contains(components[1])
    default: false
    }
  }
}
