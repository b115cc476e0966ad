import PolicyDocuments
import SessionPolicy
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Lets a long command end by itself when it is interrupted, so that nothing is cut in the middle, and
/// tells one that runs for days when to read its policies again.
enum Interruption {
  /// The number of the signal that came; 0 for none.
  private static let signal = Atomic<Int32>(0)
  private static let reload = Atomic<Bool>(false)

  /// Whether the process was asked to end.
  static var isRequested: Bool { signal.load(ordering: .relaxed) != 0 }

  /// Whether the process was asked to read its policies again; from then on it is asked no longer.
  static func takeReloadRequest() -> Bool { reload.exchange(false, ordering: .relaxed) }

  /// Listens for signals that ask to end. A second one ends the process at once.
  static func listen() {
    guard !isRequested else { return }
    for number in [SIGINT, SIGTERM] { System.onSignal(number, once: true, note) }
  }

  /// Listens for the signal that asks to read policies again.
  static func listenForReload() { System.onSignal(SIGHUP, once: false, noteReload) }

  /// Ends the process as the signal would have, if one came.
  static func finish() {
    let number = signal.load(ordering: .relaxed)
    if number != 0 { raise(number) }
  }

  private static let note: @convention(c) (Int32) -> Void = { number in
    signal.store(number, ordering: .relaxed)
  }

  private static let noteReload: @convention(c) (Int32) -> Void = { _ in
    reload.store(true, ordering: .relaxed)
  }
}
