import Dispatch
import Synchronization

/// Work of which the parts are done at the same time, on all cores, and taken in order.
final class WorkInParts<Result: Sendable>: Sendable {
  private let group = DispatchGroup()
  private let results: Mutex<[Result?]>

  /// Begins all parts.
  ///
  /// - Parameter part: Does a part, by its number.
  init(_ count: Int, _ part: @escaping @Sendable (Int) -> Result) {
    results = Mutex(Array(repeating: nil, count: count))
    for number in 0..<count {
      DispatchQueue.global().async(group: group) { [self] in
        let result = part(number)
        results.withLock { $0[number] = result }
      }
    }
  }

  /// What all parts come to; waits for them.
  func wait() -> [Result] {
    group.wait()
    return results.withLock { $0.compactMap { $0 } }
  }
}
