import CEL
import Diagnostics
import JSON
import SessionPolicy

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A benchmark worker: commands in JSON on standard input, an answer to each on standard output.
///
/// Its one argument is a folder with `policy-N.yaml`, `snapshots.ndjson`, `expected.json` and
/// `kratos.yml`.
@main
struct Worker {
  let folder: String
  let settings: KratosSettings
  let lines: [[UInt8]]
  let expected: JSONValue
  var policies: [Int64: PolicySet] = [:]

  static func main() {
    guard CommandLine.arguments.count == 2, var worker = Worker(CommandLine.arguments[1]) else {
      print("usage: worker WORKLOAD_DIR")
      exit(2)
    }
    while let line = readLine() {
      let command = JSONReader.parse(SourceFile(name: "command", text: line)).value
      print(JSONWriter.text(of: worker.answer(command ?? .null)))
      fflush(nil)
    }
  }

  init?(_ folder: String) {
    guard let snapshots = Self.read(folder + "/snapshots.ndjson"),
      let answers = Self.read(folder + "/expected.json"),
      let expected = JSONReader.parse(SourceFile(name: "expected.json", bytes: answers)).value,
      let kratos = Self.read(folder + "/kratos.yml"),
      let settings = KratosSettings.read(SourceFile(name: "kratos.yml", bytes: kratos)).settings
    else { return nil }
    self.folder = folder
    self.settings = settings
    self.expected = expected
    lines = snapshots.split(separator: UInt8(ascii: "\n")).map(Array.init)
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  mutating func answer(_ command: JSONValue) -> JSONValue {
    let size = command["size"]?.number?.int64 ?? 0
    switch command["op"]?.string {
    case "info": return ["engine": "swift-session-policy", "snapshots": .number(lines.count)]
    case "load":
      var loaded: PolicySet?
      let time = Stopwatch.measure { loaded = load(size) }
      guard let loaded else { return ["error": "the policy does not load"] }
      policies[size] = loaded
      return time.json(per: 1)
    case "time":
      guard let set = policies[size] ?? load(size) else { return ["error": "no such policy"] }
      policies[size] = set
      return time(set, size, command["mode"]?.string ?? "eval", command["reps"]?.number?.int64 ?? 1)
    case "rss":
      var usage = rusage()
      #if canImport(Glibc)
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      #else
        getrusage(RUSAGE_SELF, &usage)
      #endif
      return ["kb": .number(usage.ru_maxrss)]
    default: return ["error": "unknown op"]
    }
  }

  private func load(_ size: Int64) -> PolicySet? {
    guard let bytes = Self.read("\(folder)/policy-\(size).yaml") else { return nil }
    return PolicySet.load([SourceFile(name: "policy-\(size).yaml", bytes: bytes)]).set
  }

  private func snapshot(_ line: [UInt8]) -> Snapshot? {
    SessionReader.read(SourceFile(name: "snapshot", bytes: line)).snapshot
  }

  private func time(_ set: PolicySet, _ size: Int64, _ mode: String, _ reps: Int64) -> JSONValue {
    let prepared =
      mode == "e2e"
      ? [] : lines.compactMap { snapshot($0).map { set.prepare($0, settings: settings) } }
    var verdicts: [Verdict?] = []
    verdicts.reserveCapacity(lines.count)
    var bounds = 0
    let time = Stopwatch.measure {
      for _ in 0..<max(reps, 1) {
        verdicts.removeAll(keepingCapacity: true)
        switch mode {
        case "e2e":
          for line in lines {
            let file = SourceFile(name: "snapshot", bytes: line)
            verdicts.append(set.prepare(reading: file, settings: settings).prepared?.verdict())
          }
        case "eval+until":
          for one in prepared {
            let (verdict, until) = one.verdictUntil()
            if until != nil { bounds += 1 }
            verdicts.append(verdict)
          }
        default: for one in prepared { verdicts.append(one.verdict()) }
        }
      }
    }
    let answers = expected["\(size)"]?.array ?? []
    var bad = 0
    for (index, verdict) in verdicts.enumerated() {
      let text = verdict.map {
        ($0.outcome == .proceed ? "proceed" : "stop") + "+" + ($0.isExtendAllowed ? "e" : "")
          + ($0.isRefreshAllowed ? "r" : "")
      }
      if text == nil || !answers.indices.contains(index) || text != answers[index].string {
        bad += 1
      }
    }
    var result = time.json(per: max(reps, 1) * Int64(max(lines.count, 1)))
    result["bad"] = .number(bad + lines.count - verdicts.count)
    if bounds > 0 { result["bounded"] = .number(bounds) }
    return result
  }
}

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
