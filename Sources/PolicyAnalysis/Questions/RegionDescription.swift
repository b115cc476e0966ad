import PolicyCEL
import PolicyTime

/// What some sessions have in common, attribute by attribute.
package struct RegionDescription: Sendable {
  /// What is said of one attribute.
  package enum Constraint: Sendable, Equatable {
    /// It is one of these, as CEL or a policy writes them.
    case oneOf([String])
    /// It is there and none of these.
    case noneOf([String])
    /// It lies between these; `nil` for no bound. The first belongs to it, the last does not.
    case range(from: String?, until: String?)
    case absent
    case failed
    /// It is there and can be read.
    case present
    /// It is not there, or cannot be read.
    case absentOrFailed
  }

  /// The constraints, in the order of their attributes.
  package let constraints: [(attribute: String, constraint: Constraint)]

  /// The same as a sentence: `request.action is payment.create, session.age from 30d`.
  package var words: String {
    constraints.isEmpty
      ? "every session"
      : constraints.map { "\($0.attribute) \($0.constraint.words)" }.joined(separator: ", ")
  }
}

extension RegionDescription.Constraint {
  package var words: String {
    func list(_ values: [String], _ joint: String) -> String {
      guard let last = values.last, values.count > 1 else { return values.first ?? "" }
      return values.dropLast().joined(separator: ", ") + " \(joint) " + last
    }
    switch self {
    case .oneOf(let values): return "is \(list(values, "or"))"
    case .noneOf(let values): return "is not \(list(values, "or"))"
    case .range(let from?, let until?): return "from \(from), below \(until)"
    case .range(let from?, nil): return "from \(from)"
    case .range(nil, let until?): return "below \(until)"
    case .range(nil, nil): return "is anything"
    case .absent: return "is absent"
    case .failed: return "cannot be read"
    case .present: return "is there"
    case .absentOrFailed: return "is absent or cannot be read"
    }
  }
}

extension Analysis {
  /// The expressions that a region hangs on and that are not looked into.
  func unknowns(in region: Region) -> [String] {
    var found: [String] = []
    for term in region.atoms {
      guard case .atom(let number, _) = solver.table[term],
        case .cells(let variable, _) = solver.table.atoms[Int(number)],
        case .opaque(let key) = space.variables[variable]
      else { continue }
      found.append(space.opaque[key]?.text ?? key)
    }
    return Array(Set(found)).sorted()
  }

  /// A region as attributes and what they are.
  func description(of region: Region) -> RegionDescription {
    var constraints: [(attribute: String, constraint: RegionDescription.Constraint)] = []
    var ranges: [String: (from: Int128?, until: Int128?, kind: SpanKind)] = [:]
    for term in region.atoms {
      guard case .atom(let number, let isPositive) = solver.table[term] else { continue }
      switch solver.table.atoms[Int(number)] {
      case .cells(let variable, let cells):
        constraints.append(
          contentsOf: describe(
            space.variables[variable], cells.map { space.cells[variable][$0] },
            isPositive))
      case .difference(let left, let right, let bound):
        let (left, right, bound) = isPositive ? (left, right, bound) : (right, left, -bound - 1)
        note(left, right, bound, in: &ranges)
      }
    }
    for (name, range) in ranges {
      // What lies a century away bounds nothing that anybody would call a session's.
      let from = range.from.flatMap { $0 > -Self.century ? range.kind.text($0) : nil }
      let until = range.until.flatMap { $0 < Self.century ? range.kind.text($0) : nil }
      guard from != nil || until != nil else { continue }
      constraints.append((name, .range(from: from, until: until)))
    }
    return RegionDescription(
      constraints: constraints.sorted {
        ($0.attribute, "\($0.constraint)") < ($1.attribute, "\($1.constraint)")
      })
  }

  private static let century: Int128 = 100 * 365 * 86_400 * second

  // MARK: Cells

  private func describe(
    _ variable: Variable, _ cells: [Cell], _ isPositive: Bool
  ) -> [(attribute: String, constraint: RegionDescription.Constraint)] {
    switch variable {
    case .value(let path, let type):
      return [(path.description, constraint(on: cells, isPositive, type))]
    case .presence(let path, let type):
      return [(path.description, constraint(on: cells, isPositive, type))]
    case .member(let path, let text):
      let has = cells.contains(.yes) == isPositive
      return [("\"\(text.string)\" in \(path)", .oneOf([has ? "true" : "false"]))]
    case .sameText(let one, let other):
      let isSame = cells.contains(.yes) == isPositive
      return [("\(one) == \(other)", .oneOf([isSame ? "true" : "false"]))]
    case .completion(let completion):
      let isShown = cells.contains(.yes) == isPositive
      return [("\(Self.name(of: completion))", isShown ? .present : .absent)]
    case .sent(let path):
      return [(path.description, cells.contains(.yes) == isPositive ? .present : .absent)]
    case .opaque(let key):
      let values = isPositive ? cells : [.failed, .yes, .no].filter { !cells.contains($0) }
      let words = values.map { $0 == .yes ? "true" : $0 == .no ? "false" : "an error" }
      return [(space.opaque[key]?.text ?? key, .oneOf(words))]
    }
  }

  private func constraint(
    on cells: [Cell], _ isPositive: Bool, _ type: ValueType
  ) -> RegionDescription.Constraint {
    let texts = cells.compactMap { cell -> String? in
      switch cell {
      case .text(let text): text.string
      case .yes: "true"
      case .no: "false"
      case .other: "any other"
      case .absent, .failed, .present: nil
      }
    }
    let lacks = (cells.contains(.absent), cells.contains(.failed))
    if isPositive {
      if texts.isEmpty {
        switch lacks {
        case (true, true): return .absentOrFailed
        case (true, false): return .absent
        case (false, true): return .failed
        case (false, false): return .present
        }
      }
      return .oneOf(texts + (lacks.0 ? ["absent"] : []) + (lacks.1 ? ["failed"] : []))
    }
    if texts.isEmpty {
      return lacks == (true, true) ? .present : .noneOf([lacks.0 ? "absent" : "failed"])
    }
    return .noneOf(texts + (lacks.0 ? ["absent"] : []) + (lacks.1 ? ["failed"] : []))
  }

  private static func name(of completion: Completion) -> String {
    "\(completion.method.string) as \(completion.isSecondFactor ? "second" : "first") factor"
  }

  // MARK: Ranges

  /// How an amount is written.
  private enum SpanKind {
    case span, instant, number, double

    func text(_ amount: Int128) -> String {
      switch self {
      case .span: return amount < 0 ? "-" + Self.span(-amount) : Self.span(amount)
      case .instant: return Timestamp(nanosecondsSinceEpoch: amount)?.rfc3339 ?? "\(amount)"
      case .number: return "\(amount)"
      case .double:
        let magnitude = Double(bitPattern: UInt64(truncatingIfNeeded: amount.magnitude))
        return "\(amount < 0 ? -magnitude : magnitude)"
      }
    }

    private static func span(_ amount: Int128) -> String {
      Duration(nanosecondCount: amount).policyText ?? "\(amount)ns"
    }
  }

  /// Notes `left - right <= bound` under the name that people have for the difference.
  private func note(
    _ left: Int, _ right: Int, _ bound: Int128,
    in ranges: inout [String: (from: Int128?, until: Int128?, kind: SpanKind)]
  ) {
    func add(_ name: String, _ kind: SpanKind, from: Int128?, until: Int128?) {
      var range = ranges[name] ?? (nil, nil, kind)
      if let from { range.from = range.from.map { max($0, from) } ?? from }
      if let until { range.until = range.until.map { min($0, until) } ?? until }
      ranges[name] = range
    }
    // As an age, which is counted from now, or as what it is.
    if let (name, kind, isElapsed) = name(left, right) {
      // left - right is the quantity.
      isElapsed
        ? add(name, kind, from: nil, until: bound + 1)
        : add(name, kind, from: nil, until: bound + 1)
    } else if let (name, kind, _) = name(right, left) {
      add(name, kind, from: -bound, until: nil)
    } else {
      add("\(text(left)) - \(text(right))", .span, from: nil, until: bound + 1)
    }
  }

  /// The name of `left - right`, if it has one.
  private func name(_ left: Int, _ right: Int) -> (String, SpanKind, Bool)? {
    let (one, other) = (space.quantities[left], space.quantities[right])
    switch (one, other) {
    case (.now, .attribute(.issuedAt, _)): return ("session.age", .span, true)
    case (.now, .attribute(.authenticatedAt, _)): return ("session.authentication_age", .span, true)
    case (.now, .attribute(.lastActiveAt, _)): return ("session.idle", .span, true)
    case (.now, .completionTime(let completion)):
      return ("age of \(Self.name(of: completion))", .span, true)
    case (.attribute(.expiresAt, _), .now): return ("session.remaining", .span, false)
    case (.now, .attribute(let path, .timestamp)): return ("now - \(path)", .span, true)
    case (.now, .zero): return ("now", .instant, false)
    case (.attribute(let path, .timestamp), .zero): return (path.description, .instant, false)
    case (.attribute(let path, .duration), .zero): return (path.description, .span, false)
    case (.attribute(let path, .double), .zero): return (path.description, .double, false)
    case (.attribute(let path, _), .zero): return (path.description, .number, false)
    default: return nil
    }
  }

  private func text(_ quantity: Int) -> String {
    switch space.quantities[quantity] {
    case .zero: "0"
    case .now: "now"
    case .attribute(let path, _): path.description
    case .completionTime(let completion): "the time of \(Self.name(of: completion))"
    }
  }
}
