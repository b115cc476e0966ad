import PolicyDiagnostics
import PolicyJSON
import SessionPolicy
import Workload

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A benchmark worker: commands in JSON on standard input, an answer to each on standard output.
///
///     {"op": "info"}
///     {"op": "load", "size": N}
///     {"op": "time", "size": N, "mode": M, "reps": R}     once over all snapshots, R times
///     {"op": "condition", "mode": M, "reps": R}           one condition over a hundred inputs, R times
///     {"op": "rss"}
///
/// `ns` and `cpu` of an answer are wall and processor nanoseconds for each decision, and `bad` counts
/// answers other than expected. Its one argument is the folder of a workload.
@main
struct Worker {
  let workload: Workload
  var policies: [Int64: PolicySet] = [:]

  static func main() {
    guard CommandLine.arguments.count == 2 else { quit("usage: worker WORKLOAD_DIR") }
    var worker: Worker
    do {
      worker = Worker(workload: try Workload(folder: CommandLine.arguments[1]))
    } catch {
      quit("worker: \(error)")
    }
    while let line = readLine() {
      let command = JSONReader.parse(SourceFile(name: "command", text: line)).value
      print(JSONWriter.text(of: worker.answer(command ?? .null)))
      fflush(nil)
    }
  }

  private static func quit(_ message: String) -> Never {
    var text = message + "\n"
    text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    exit(2)
  }

  mutating func answer(_ command: JSONValue) -> JSONValue {
    let size = command["size"]?.number?.int64 ?? 0
    switch command["op"]?.string {
    case "info":
      return [
        "engine": "swift-session-policy", "snapshots": .number(workload.documents.count),
        "modes": .array(Mode.allCases.map { .string($0.rawValue) }),
      ]
    case "load":
      var loaded: PolicySet?
      let time = Stopwatch.measure { loaded = workload.policies(rules: size) }
      guard let loaded else { return ["error": "the policy does not load"] }
      policies[size] = loaded
      return time.json(per: 1)
    case "time":
      guard let set = policies[size] ?? workload.policies(rules: size) else {
        return ["error": "no such policy"]
      }
      policies[size] = set
      guard let mode = Mode(rawValue: command["mode"]?.string ?? "eval") else {
        return ["error": "no such mode"]
      }
      return time(Job(mode, set, workload), size, command["reps"]?.number?.int64 ?? 1)
    case "condition":
      guard let clauses = FourClauses(),
        let side = FourClauses.Side(rawValue: command["mode"]?.string ?? "")
      else { return ["error": "no such condition"] }
      return time(clauses, side, max(command["reps"]?.number?.int64 ?? 1, 1))
    case "rss": return ["kb": .number(peakMemory())]
    default: return ["error": "unknown op"]
    }
  }

  private func time(
    _ clauses: FourClauses, _ side: FourClauses.Side, _ repetitions: Int64
  ) -> JSONValue {
    var passed = 0
    let time = Stopwatch.measure {
      for _ in 0..<repetitions { passed += clauses.pass(side) }
    }
    var answer = time.json(per: repetitions * Int64(clauses.count))
    answer["bad"] = .number(Int(repetitions) * clauses.count - passed)
    return answer
  }

  private func time(_ job: Job, _ size: Int64, _ repetitions: Int64) -> JSONValue {
    let repetitions = max(repetitions, 1)
    var results = Results()
    results.verdicts.reserveCapacity(workload.documents.count)
    let time = Stopwatch.measure {
      for _ in 0..<repetitions { job.run(into: &results) }
    }
    var answer = time.json(per: repetitions * Int64(workload.documents.count))
    if results.size == 0 {
      answer["bad"] = .number(workload.mistakes(in: results.verdicts, rules: size))
    }
    if results.bounds > 0 { answer["bounded"] = .number(results.bounds) }
    if results.size > 0 { answer["size"] = .number(results.size) }
    return answer
  }
}
