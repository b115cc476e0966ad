import PolicyJSON

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Wall and processor time of some work.
struct Stopwatch {
  var wall: Int64
  var processor: Int64

  static func measure(_ work: () -> Void) -> Stopwatch {
    let start = (now(CLOCK_MONOTONIC), now(CLOCK_PROCESS_CPUTIME_ID))
    work()
    return Stopwatch(
      wall: now(CLOCK_MONOTONIC) - start.0, processor: now(CLOCK_PROCESS_CPUTIME_ID) - start.1)
  }

  private static func now(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Nanoseconds for each of some pieces.
  func json(per count: Int64) -> JSONValue {
    func share(_ time: Int64) -> JSONValue {
      JSONNumber(Double(time) / Double(count)).map { .number($0) } ?? .null
    }
    return ["ns": share(wall), "cpu": share(processor)]
  }
}

/// The most memory that this process has held, in KiB.
func peakMemory() -> Int {
  var usage = rusage()
  #if canImport(Glibc)
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss
  #else
    getrusage(RUSAGE_SELF, &usage)
    return usage.ru_maxrss / 1024
  #endif
}
