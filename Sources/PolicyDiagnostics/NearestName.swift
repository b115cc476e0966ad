/// The candidates that a misspelt name may have meant, best first, at most three.
///
/// The distance counts inserted, deleted, replaced and transposed characters, each as one. A
/// candidate is near when its distance is at most a third of the name's length, or one for a short
/// name, and when something of the name remains. Upper and lower case are told apart only to break
/// ties. Equally near candidates come in alphabetical order. The name itself is never suggested.
///
/// - Complexity: O(*m* · *n*) for each candidate of a similar length; a name beyond 128 characters
///   has no near candidates.
public func nearestNames(to name: String, among candidates: some Sequence<String>) -> [String] {
  let limit = 128
  let target = Array(name.lowercased().unicodeScalars.prefix(limit + 1))
  guard !target.isEmpty, target.count <= limit else { return [] }
  let cutOff = max(1, target.count / 3)

  var near: [(distance: Int, candidate: String)] = []
  for candidate in candidates where !candidate.utf8.elementsEqual(name.utf8) {
    guard candidate.utf8.count <= 4 * limit else { continue }
    let scalars = Array(candidate.lowercased().unicodeScalars)
    guard abs(scalars.count - target.count) <= cutOff else { continue }
    let distance = editDistance(target, scalars)
    guard distance <= cutOff, distance < max(target.count, scalars.count) else { continue }
    near.append((distance, candidate))
  }
  near.sort { left, right in
    if left.distance != right.distance { return left.distance < right.distance }
    return left.candidate.utf8.lexicographicallyPrecedes(right.candidate.utf8)
  }

  var names: [String] = []
  for entry in near where names.last?.utf8.elementsEqual(entry.candidate.utf8) != true {
    names.append(entry.candidate)
    if names.count == 3 { break }
  }
  return names
}

/// A question that offers names, or nothing when there is none to offer.
public func didYouMean(_ names: [String]) -> String? {
  guard let last = names.last else { return nil }
  let others = names.dropLast().map { "`\($0)`" }.joined(separator: ", ")
  return others.isEmpty ? "did you mean `\(last)`?" : "did you mean \(others) or `\(last)`?"
}

/// The number of insertions, deletions, replacements and transpositions of neighbours between two
/// texts, no part being edited twice.
private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
  var beforePrevious: [Int] = []
  var previous = Array(0...right.count)
  for (row, a) in left.enumerated() {
    var current = [row + 1]
    current.reserveCapacity(right.count + 1)
    for (column, b) in right.enumerated() {
      var best = min(
        previous[column + 1] + 1, current[column] + 1, previous[column] + (a == b ? 0 : 1))
      if row > 0, column > 0, a == right[column - 1], left[row - 1] == b {
        best = min(best, beforePrevious[column - 1] + 1)
      }
      current.append(best)
    }
    (beforePrevious, previous) = (previous, current)
  }
  return previous[right.count]
}
