package import PolicyCEL
import PolicyDiagnostics
package import SessionPolicy

/// A value that two rules leave out between them: one applies below it, the other above it, and neither to
/// a session that has it.
package struct BoundaryGap: Sendable {
  /// A rule with the part of its condition that compares.
  package struct Side: Sendable {
    package let rule: Rule
    package let clause: BooleanClause
  }

  /// The sides in the order of their places.
  package let sides: [Side]
  package let showing: Showing
}

/// Looks for values that rules leave out.
///
/// What a condition says of one difference, all else the same, is asked by putting other amounts in its
/// place: the rule for what is below has to apply a step below the value and not above it, the other
/// the other way round, and neither at the value itself. Another rule that compares with the value and
/// has it leaves nothing out.
///
/// Cost: as many questions as there are values that some rule ends below and another begins above, a few rules
/// of each side for each.
struct BoundarySurvey {
  private(set) var gaps: [BoundaryGap] = []

  /// What is compared, with the bound up to which it goes.
  private struct Edge: Hashable {
    let left: Int
    let right: Int
    let bound: Int128

    /// The one a step further.
    var next: Edge { Edge(left: left, right: right, bound: bound + 1) }
  }

  /// How many rules of each side are looked at for a value.
  private static let reach = 4

  init(_ rules: [SurveyReading.Surveyed], _ policies: PolicySet, _ inquiry: inout Inquiry) {
    var below: [Edge: [Int]] = [:]
    var above: [Edge: [Int]] = [:]
    for (number, rule) in rules.enumerated() {
      inquiry.begin()
      for (atom, isPositive) in inquiry.atoms(in: rule.reading.condition.isTrue) {
        guard
          case .difference(let left, let right, let bound) = inquiry.analysis.solver.table.atoms[
            atom]
        else { continue }
        let edge = Edge(left: left, right: right, bound: bound)
        if isPositive {
          below[edge, default: []].append(number)
        } else {
          above[edge, default: []].append(number)
        }
      }
    }
    let edges = below.keys.filter { above[$0.next] != nil }
    for edge in edges.sorted(by: { ($0.left, $0.right, $0.bound) < ($1.left, $1.right, $1.bound) })
    {
      inquiry.begin()
      let others = Set((below[edge.next] ?? []) + (above[edge] ?? []))
      find(
        edge, below[edge] ?? [], above[edge.next] ?? [], others.sorted(), rules, policies, &inquiry)
    }
  }

  /// - Parameters:
  ///   - edge: Up to where the rules for what is below go.
  ///   - others: Rules that have the value itself, in some sessions.
  private mutating func find(
    _ edge: Edge, _ below: [Int], _ above: [Int], _ others: [Int],
    _ rules: [SurveyReading.Surveyed], _ policies: PolicySet, _ inquiry: inout Inquiry
  ) {
    let value = edge.bound + 1
    let there = [
      inquiry.difference(edge.left, edge.right, atMost: value),
      inquiry.difference(edge.right, edge.left, atMost: -value),
    ]
    let silences = others.prefix(64).map { inquiry.not(rules[$0].reading.condition.isTrue) }
    for low in below.prefix(Self.reach) {
      for high in above.prefix(Self.reach) where high != low {
        let (first, second) = (rules[low].reading, rules[high].reading)
        var goal = there + silences
        for (reading, isBelow) in [(first, true), (second, false)] {
          let (before, after) = (
            term(reading.condition.isTrue, edge, at: value - 1, &inquiry),
            term(reading.condition.isTrue, edge, at: value + 1, &inquiry)
          )
          goal += isBelow ? [before, inquiry.not(after)] : [after, inquiry.not(before)]
          goal.append(inquiry.not(reading.condition.isTrue))
        }
        let showing = inquiry.showing(goal) { inquiry, snapshot in
          [low, high].allSatisfy {
            inquiry.answer(to: rules[$0].formulas, about: snapshot, policies) == false
          }
        }
        guard let showing,
          let lower = side(rules[low], edge, &inquiry),
          let upper = side(rules[high], edge.next, &inquiry)
        else { continue }
        let sides = [lower, upper].sorted { $0.place < $1.place }
        gaps.append(BoundaryGap(sides: sides, showing: showing))
        return
      }
    }
  }

  /// A term with an amount in place of what an edge is about.
  private func term(
    _ term: Term, _ edge: Edge, at amount: Int128, _ inquiry: inout Inquiry
  ) -> Term {
    var rewriting = TermRewriting()
    return inquiry.rewritten(term, by: &rewriting) { _, atom, isPositive in
      guard case .difference(edge.left, edge.right, let bound) = atom else { return nil }
      return (amount <= bound) == isPositive ? .always : .never
    }
  }

  /// The clause of a rule that goes up to an edge.
  private func side(
    _ rule: SurveyReading.Surveyed, _ edge: Edge, _ inquiry: inout Inquiry
  ) -> BoundaryGap.Side? {
    for (clause, truth) in rule.forms.flatMap(\.clauses) {
      for (atom, _) in inquiry.atoms(in: truth.isTrue) {
        guard
          case .difference(edge.left, edge.right, edge.bound) = inquiry.analysis.solver.table
            .atoms[atom]
        else { continue }
        return BoundaryGap.Side(rule: rule.reading.rule, clause: clause)
      }
    }
    return nil
  }
}

extension BoundaryGap.Side {
  /// Where it stands, in the order of files and places.
  fileprivate var place: String {
    let location = clause.location
    let offset = String(location.range.start)
    return location.file.name + " " + String(repeating: "0", count: max(0, 12 - offset.count))
      + offset
  }
}
