/// Bounds on the differences between quantities, kept closed: every bound is as tight as all bounds
/// together make it.
///
/// A conjunction of `x - y <= c` has a solution in whole numbers if and only if its graph has no cycle of
/// negative length, and the shortest paths are the tightest bounds that follow (Bellman 1958; as a
/// difference-bound matrix in Dill, "Timing Assumptions and Verification of Finite-State Concurrent
/// Systems", 1989). Adding one bound to a closed matrix of *n* quantities takes O(*n*²).
struct DifferenceBounds: Equatable {
  let count: Int
  /// The greatest difference of each pair, row minus column; ``none`` where nothing bounds it.
  private var bounds: [Int128]

  /// No bound: far beyond any that a policy can write, so that sums of two do not overflow.
  static let none = Int128.max / 4

  init(count: Int) {
    self.count = count
    bounds = Array(repeating: Self.none, count: count * count)
    for index in 0..<count { bounds[index * count + index] = 0 }
  }

  /// The greatest value of `left - right`; ``none`` for no bound.
  func bound(_ left: Int, _ right: Int) -> Int128 { bounds[left * count + right] }

  /// Whether `left - right <= bound` always or never holds; `nil` where it depends.
  func decides(_ left: Int, _ right: Int, _ bound: Int128) -> Bool? {
    if self.bound(left, right) <= bound { return true }
    let opposite = self.bound(right, left)
    return opposite < Self.none && -opposite > bound ? false : nil
  }

  /// Adds `left - right <= bound`; `false` if nothing is left.
  mutating func insert(_ left: Int, _ right: Int, _ bound: Int128) -> Bool {
    guard bound < self.bound(left, right) else { return true }
    let opposite = self.bound(right, left)
    if opposite < Self.none, opposite + bound < 0 { return false }
    bounds.withUnsafeMutableBufferPointer { bounds in
      for from in 0..<count {
        let first = bounds[from * count + left]
        guard first < Self.none else { continue }
        for to in 0..<count {
          let last = bounds[right * count + to]
          guard last < Self.none else { continue }
          let length = first + bound + last
          if length < bounds[from * count + to] { bounds[from * count + to] = length }
        }
      }
    }
    return true
  }
}
