/// The candidates that a misspelt name may have meant, best first, at most three.
///
/// The distance counts inserted, deleted, replaced and transposed characters, each as one. A
/// candidate is near when its distance is at most a third of the name's length, or one for a short
/// name, and when something of the name remains. Upper and lower case are told apart only to break
/// ties. Equally near candidates come in alphabetical order. The name itself is never suggested.
///
/// A name that begins with the whole of another, of three letters or more, is offered after those.
///
/// - Complexity: O(*n*) for a name of *n* characters and each candidate, with a bound on both: a name
///   beyond 128 characters has no near candidates, 4 096 candidates are looked at, and the 256 of them
///   that have much the same letters are compared. So a file of nothing but misspelt names costs in
///   proportion to its size.
package func nearestNames(to name: String, among candidates: some Sequence<String>) -> [String] {
  let limit = 128
  let target = Array(name.lowercased().unicodeScalars.prefix(limit + 1))
  guard !target.isEmpty, target.count <= limit else { return [] }
  let cutOff = max(1, target.count / 3)
  let letters = LetterSet(name)

  var near: [(distance: Int, candidate: String)] = []
  var compared = 0
  for candidate in candidates.prefix(4_096) where !candidate.hasSameBytes(as: name) {
    let length = candidate.utf8.count
    // A text has never more scalars than bytes, and never fewer than a quarter.
    guard length <= 4 * limit, length + cutOff >= target.count else { continue }
    let isBeginning = target.count >= 3 && letters.begin(candidate, before: name)
    guard isBeginning || letters.mayBeNear(candidate, within: cutOff) else { continue }
    compared += 1
    guard compared <= 256 else { break }
    let scalars = Array(candidate.lowercased().unicodeScalars)
    let distance =
      abs(scalars.count - target.count) <= cutOff
      ? editDistance(target, scalars, within: cutOff) : nil
    if let distance, distance < max(target.count, scalars.count) {
      near.append((distance, candidate))
    } else if isBeginning {
      near.append((limit, candidate))
    }
  }
  near.sort { left, right in
    if left.distance != right.distance { return left.distance < right.distance }
    return left.candidate.utf8.lexicographicallyPrecedes(right.candidate.utf8)
  }

  var names: [String] = []
  for entry in near where names.last?.hasSameBytes(as: entry.candidate) != true {
    names.append(entry.candidate)
    if names.count == 3 { break }
  }
  return names
}

/// Which bytes a name has, as far as 64 bits tell, upper and lower case alike.
///
/// One edit of an ASCII text changes at most two of them, so names whose sets differ in more are not
/// near; other texts are never ruled out.
private struct LetterSet {
  private let bits: UInt64?

  init(_ name: String) { bits = Self.bits(of: name) }

  /// Whether a name may be within a distance.
  func mayBeNear(_ name: String, within distance: Int) -> Bool {
    guard let bits, let others = Self.bits(of: name) else { return true }
    return (bits ^ others).nonzeroBitCount <= 2 * distance
  }

  /// Whether a candidate begins as a name does, in ASCII.
  func begin(_ candidate: String, before name: String) -> Bool {
    guard bits != nil, candidate.utf8.count > name.utf8.count else { return false }
    return zip(candidate.utf8, name.utf8).allSatisfy { Self.folded($0) == Self.folded($1) }
  }

  private static func bits(of name: String) -> UInt64? {
    var bits: UInt64 = 0
    for byte in name.utf8 {
      guard byte < 0x80 else { return nil }
      bits |= 1 << UInt64(folded(byte) & 63)
    }
    return bits
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}

/// A question that offers names, or nothing when there is none to offer.
package func didYouMean(_ names: [String]) -> String? {
  guard let last = names.last else { return nil }
  let others = names.dropLast().map { "`\($0)`" }.joined(separator: ", ")
  return others.isEmpty ? "did you mean `\(last)`?" : "did you mean \(others) or `\(last)`?"
}

/// The number of insertions, deletions, replacements and transpositions of neighbours between two
/// texts, no part being edited twice; `nil` if it is more than a limit.
///
/// Only cells near the diagonal are computed, for every other one is beyond the limit.
private func editDistance(
  _ left: [Unicode.Scalar], _ right: [Unicode.Scalar], within limit: Int
) -> Int? {
  let beyond = limit + 1
  var beforePrevious: [Int] = []
  var previous = (0...right.count).map { min($0, beyond) }
  for (row, a) in left.enumerated() {
    var current = [Int](repeating: beyond, count: right.count + 1)
    current[0] = min(row + 1, beyond)
    var least = current[0]
    let first = max(0, row - limit)
    let last = min(right.count, row + limit + 1)
    guard first <= last else { return nil }
    for column in first..<last {
      let b = right[column]
      var best = min(
        previous[column + 1] + 1, current[column] + 1, previous[column] + (a == b ? 0 : 1))
      if row > 0, column > 0, a == right[column - 1], left[row - 1] == b {
        best = min(best, beforePrevious[column - 1] + 1)
      }
      current[column + 1] = min(best, beyond)
      least = min(least, current[column + 1])
    }
    guard least <= limit else { return nil }
    (beforePrevious, previous) = (previous, current)
  }
  return previous[right.count] <= limit ? previous[right.count] : nil
}
