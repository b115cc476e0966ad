import PolicyCEL

/// Something about a part of a condition that is so in every session.
package struct ClauseRemark: Sendable {
  package enum Kind: Sendable {
    /// It is never true, whatever it is joined to.
    case never
    /// It is never false, whatever it is joined to.
    case always
    /// It is never true where the others are, which have to be.
    case clash
    /// It is true wherever the others are, which have to be, and the condition is the same without it.
    case implied
    /// It is an alternative, one of the others is true wherever it is, and the condition is the same
    /// without it.
    case covered
    /// It is an alternative, and is never false where the others are.
    case complementary
  }

  package let kind: Kind
  package let part: ConditionPart
  /// The parts by which it is so; none is needless.
  package let others: [ConditionPart]
  package let owner: ConditionOwner
}

/// Looks at the parts of a condition.
///
/// A part is asked about under what has to be true besides: the parts beside it, beside what it stands in,
/// and the policy's own condition. That it could be left out is shown for the condition as a whole, errors
/// counted: with the part, it is true where it is without, and false where it is without. So `has(x)` before
/// `x == "a"` is no needless part, though it is true wherever that is.
struct ConditionSurvey {
  /// Something that has to be true besides.
  private struct Premise {
    let form: ReadForm
    var term: Term { form.truth.isTrue }
  }

  /// What a joint around a part has besides it.
  private struct Frame {
    let areAll: Bool
    let others: [Truth]
  }

  private let owner: ConditionOwner
  private(set) var remarks: [ClauseRemark] = []

  /// Looks at a condition.
  init(_ owned: SurveyReading.Owned, _ inquiry: inout Inquiry) {
    owner = owned.owner
    let gate = owned.gate
    examineAll(
      owned.form.conjuncts, gate?.conjuncts.map(Premise.init) ?? [],
      gate.map { [Frame(areAll: true, others: [$0.truth])] } ?? [], &inquiry)
  }

  // MARK: Joints

  /// Looks at parts of which every one has to hold.
  private mutating func examineAll(
    _ parts: [ReadForm], _ premises: [Premise], _ frames: [Frame], _ inquiry: inout Inquiry
  ) {
    var before = premises
    for part in parts where !inquiry.hasGivenUp {
      if inquiry.isNone(before.map(\.term) + [part.truth.isTrue]) {
        noteNever(part, before, frames, &inquiry)
        return
      }
      before.append(Premise(form: part))
    }
    var kept = Array(parts.indices)
    for index in parts.indices.reversed() where !inquiry.hasGivenUp {
      let part = parts[index]
      let others = kept.filter { $0 != index }.map { parts[$0] }
      if inquiry.isNone([part.truth.isFalse]) {
        // Of a joint it is told below which of its parts make it so.
        guard case .clause = part.kind else { continue }
        note(.always, part, [])
        kept.removeAll { $0 == index }
        continue
      }
      let besides = premises + others.map(Premise.init)
      let frame = Frame(areAll: true, others: others.map(\.truth))
      guard !besides.isEmpty, inquiry.isNone(besides.map(\.term) + [part.truth.isFalse]),
        isNeedless(part, Truth(true), frames + [frame], &inquiry)
      else { continue }
      let core = inquiry.core(of: besides.map { ($0.form, $0.term) }, where: [part.truth.isFalse])
      note(.implied, part, core)
      kept.removeAll { $0 == index }
    }
    for index in kept where !inquiry.hasGivenUp {
      guard case .any(let choices) = parts[index].kind else { continue }
      let others = kept.filter { $0 != index }.map { parts[$0] }
      examineAny(
        choices, premises + others.map(Premise.init),
        frames + [Frame(areAll: true, others: others.map(\.truth))], &inquiry)
    }
  }

  /// Looks at parts of which one has to hold.
  private mutating func examineAny(
    _ parts: [ReadForm], _ premises: [Premise], _ frames: [Frame], _ inquiry: inout Inquiry
  ) {
    var kept: [Int] = []
    for (index, part) in parts.enumerated() {
      if inquiry.isNone(premises.map(\.term) + [part.truth.isTrue]) {
        noteNever(part, premises, frames, &inquiry)
      } else {
        kept.append(index)
      }
    }
    if !kept.isEmpty, inquiry.isNone(kept.map { parts[$0].truth.isFalse }) {
      let choices = kept.map { (parts[$0], parts[$0].truth.isFalse) }
      let core = inquiry.core(of: choices, where: [])
      if let last = core.last {
        note(core.count == 1 ? .always : .complementary, last, Array(core.dropLast()))
      }
      return
    }
    for index in kept.reversed() where kept.count > 1 && !inquiry.hasGivenUp {
      let part = parts[index]
      let others = kept.filter { $0 != index }.map { parts[$0] }
      let elsewhere = others.map { ($0, inquiry.not($0.truth.isTrue)) }
      let inside = premises.map(\.term) + [part.truth.isTrue]
      let frame = Frame(areAll: false, others: others.map(\.truth))
      guard inquiry.isNone(inside + elsewhere.map(\.1)),
        isNeedless(part, Truth(false), frames + [frame], &inquiry)
      else { continue }
      note(.covered, part, inquiry.core(of: elsewhere, where: inside))
      kept.removeAll { $0 == index }
    }
    for index in kept where !inquiry.hasGivenUp {
      guard case .all(let inner) = parts[index].kind else { continue }
      let others = kept.filter { $0 != index }.map { parts[$0].truth }
      examineAll(inner, premises, frames + [Frame(areAll: false, others: others)], &inquiry)
    }
  }

  // MARK: Remarks

  private mutating func note(_ kind: ClauseRemark.Kind, _ part: ReadForm, _ others: [ReadForm]) {
    remarks.append(
      ClauseRemark(kind: kind, part: part.part, others: others.map(\.part), owner: owner))
  }

  /// Notes a part that is never true beside some premises, or what in it is not.
  private mutating func noteNever(
    _ part: ReadForm, _ premises: [Premise], _ frames: [Frame], _ inquiry: inout Inquiry
  ) {
    let core = inquiry.core(
      of: premises.map { ($0.form, $0.term) }, where: [part.truth.isTrue])
    guard core.isEmpty else { return note(.clash, part, core) }
    switch part.kind {
    case .clause: note(.never, part, [])
    case .all(let parts): examineAll(parts, [], [], &inquiry)
    case .any(let parts): for part in parts { noteNever(part, [], [], &inquiry) }
    }
  }

  /// Whether the whole condition is true and false in the same sessions with something in place of a part.
  private func isNeedless(
    _ part: ReadForm, _ replacement: Truth, _ frames: [Frame], _ inquiry: inout Inquiry
  ) -> Bool {
    var (with, without) = (part.truth, replacement)
    for frame in frames.reversed() {
      with = inquiry.joined(frame.others + [with], areAll: frame.areAll)
      without = inquiry.joined(frame.others + [without], areAll: frame.areAll)
    }
    return inquiry.areSame(with, without)
  }
}
