import Synchronization

/// At most one piece of work at a time for each key; whoever comes meanwhile gets the same answer.
///
/// The work goes on when whoever began it goes away, for others may wait for it.
final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let underway = Mutex<[Key: Task<Value, Never>]>([:])

  /// The answer to the work that is under way, or to this.
  func value(for key: Key, of work: @escaping @Sendable () async -> Value) async -> Value {
    let task = underway.withLock { tasks in
      if let task = tasks[key] { return task }
      // It cannot end before it is entered: it takes the same lock to leave.
      let task = Task {
        let value = await work()
        self.underway.withLock { $0[key] = nil }
        return value
      }
      tasks[key] = task
      return task
    }
    return await task.value
  }
}
