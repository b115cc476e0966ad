import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Lets a long command end by itself when it is interrupted, so that nothing is cut in the middle.
public enum Interruption {
  /// The number of the signal that came; 0 for none.
  private static let signal = Atomic<Int32>(0)

  /// Whether the process was asked to end.
  static var isRequested: Bool { signal.load(ordering: .relaxed) != 0 }

  /// Listens for signals that ask to end, and takes a closed pipe as an error and not as one of them.
  ///
  /// A second signal ends the process at once.
  static func listen() {
    guard !isRequested else { return }
    for number in [SIGINT, SIGTERM] {
      var action = sigaction()
      #if canImport(Darwin)
        action.__sigaction_u.__sa_handler = note
      #else
        action.__sigaction_handler.sa_handler = note
      #endif
      // Reading is not begun again after the signal.
      action.sa_flags = Int32(truncatingIfNeeded: SA_RESETHAND)
      sigaction(number, &action, nil)
    }
    #if canImport(Glibc)
      Glibc.signal(SIGPIPE, SIG_IGN)
    #elseif canImport(Musl)
      Musl.signal(SIGPIPE, SIG_IGN)
    #else
      Darwin.signal(SIGPIPE, SIG_IGN)
    #endif
  }

  /// Ends the process as the signal would have, if one came.
  public static func finish() {
    let number = signal.load(ordering: .relaxed)
    if number != 0 { raise(number) }
  }

  private static let note: @convention(c) (Int32) -> Void = { number in
    signal.store(number, ordering: .relaxed)
  }
}
