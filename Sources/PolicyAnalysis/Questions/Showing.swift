import PolicyCEL
import PolicyDiagnostics
package import PolicyJSON
import PolicyTime
import SessionPolicy

/// What shows that there are sessions of a kind.
package struct Showing: Sendable {
  /// One of them, of which the evaluator says so too; `nil` where none was made.
  package let witness: JSONValue?
  /// The expressions that are not looked into and on which it hangs; empty with a witness.
  package let hangsOn: [String]

  /// A session that the evaluator confirmed.
  init(_ witness: JSONValue) { (self.witness, hangsOn) = (witness, []) }

  /// No session, for it hangs on expressions that are not looked into.
  init(hangingOn expressions: [OpaqueExpression]) {
    (witness, hangsOn) = (nil, Set(expressions.map(\.text)).sorted())
  }
}

extension Inquiry {
  /// What shows that some terms can be true; `nil` if they cannot, or if that was not found out.
  ///
  /// - Parameters:
  ///   - change: What is changed in a session of which no term speaks.
  ///   - isSo: Whether the evaluator says of a session that it shows it.
  mutating func showing(
    _ terms: [Term], changed change: (JSONValue) -> JSONValue = { $0 },
    where isSo: (inout Inquiry, Snapshot) -> Bool
  ) -> Showing? {
    guard let unknowns = unknowns(in: terms) else { return nil }
    let witness = document(of: terms).map(change).flatMap { document in
      WitnessDocument.snapshot(document).flatMap { isSo(&self, $0) ? document : nil }
    }
    return witness.map { Showing($0) } ?? Showing(hangingOn: unknowns)
  }

  /// The same, where it is the decision on a session that shows it.
  mutating func showing(
    _ terms: [Term], by policies: PolicySet, changed change: (JSONValue) -> JSONValue = { $0 },
    where isSo: (Decision) -> Bool
  ) -> Showing? {
    showing(terms, changed: change) { inquiry, snapshot in
      inquiry.decision(on: snapshot, policies).map(isSo) ?? false
    }
  }

  /// That a text is one of some; `nil` if no condition tells these texts apart.
  mutating func isText(_ path: AttributePath, in texts: some Sequence<Text>) -> Term? {
    guard let variable = analysis.space.known(.value(path, .string)) else { return nil }
    let places = Set(texts.compactMap { analysis.space.place(of: .text($0), of: variable) })
    return places.isEmpty ? nil : atom(.cells(variable: variable, places.sorted()))
  }

  /// The texts of an attribute that a term names, where being one of them makes it true.
  mutating func texts(of path: AttributePath, namedBy term: Term) -> [Text] {
    guard let variable = analysis.space.known(.value(path, .string)) else { return [] }
    let cells = analysis.space.cells[variable]
    var found: Set<Text> = []
    for (atom, isPositive) in atoms(in: term) where isPositive {
      guard case .cells(variable, let places) = analysis.solver.table.atoms[atom] else { continue }
      for place in places {
        if case .text(let text) = cells[place] { found.insert(text) }
      }
    }
    return found.sorted()
  }

  /// That something was at least so long ago.
  mutating func isAgo(_ instant: Int, atLeast span: Int128) -> Term {
    difference(instant, SessionSpace.now, atMost: -span)
  }

  /// The number of an instant, if any condition asks for it.
  func known(_ path: AttributePath) -> Int? {
    analysis.space.known(.attribute(path, .timestamp))
  }

  /// That an instant is there, as far as any condition asks.
  mutating func isThere(_ path: AttributePath) -> [Term] {
    guard let variable = analysis.space.known(.presence(path, .timestamp)),
      let cell = analysis.space.place(of: .present, of: variable)
    else { return [] }
    return [atom(.cells(variable: variable, [cell]))]
  }
}

extension JSONValue {
  /// A session that was last used some time ago, which no condition asks for.
  func unused(for span: Int128) -> JSONValue {
    guard let now = self["now"]?.string.flatMap({ Timestamp(rfc3339: $0) }) else { return self }
    let then = Timestamp(nanosecondsSinceEpoch: max(0, now.nanosecondsSinceEpoch - span))
    var document = self
    document.set(then.map { .string($0.rfc3339) }, at: AttributePath.lastActiveAt.components)
    return document
  }
}

extension Analysis {
  /// The atoms of a term, with their sign, each once.
  mutating func atoms(in term: Term) -> [(number: Int, isPositive: Bool)] {
    var found: [(number: Int, isPositive: Bool)] = []
    var seen: Set<Term> = [term]
    var rest = [term]
    while let term = rest.popLast() {
      switch solver.node(term) {
      case .atom(let number, let isPositive): found.append((Int(number), isPositive))
      case .all(let parts), .any(let parts):
        for part in parts where seen.insert(part).inserted { rest.append(part) }
      }
    }
    return found
  }
}
