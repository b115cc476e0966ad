import Benchmark
import PolicyDiagnostics
import PolicyJSON
import SessionPolicy
import Workload

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a user of the library does, case by case, on the workload that `WORKLOAD` names; left out, on
/// the generated one.
let benchmarks: @Sendable () -> Void = {
  let folder = getenv("WORKLOAD").map { String(cString: $0) } ?? "../.build-workload"
  let workload: Workload
  do {
    workload = try Workload(folder: folder)
  } catch {
    print("\(error): make it with `../Workload/generate.py \(folder)`, or set WORKLOAD")
    exit(2)
  }
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .throughput], warmupIterations: 3, maxDuration: .seconds(2))
  for rules: Int64 in [10, 1000] {
    guard let policies = workload.policies(rules: rules) else {
      print("\(folder) has no policy with \(rules) rules")
      exit(2)
    }
    Benchmark("load \(rules) rules") { benchmark in
      for _ in benchmark.scaledIterations { blackHole(workload.policies(rules: rules)) }
    }
    deciding(policies, rules, workload)
    reading(policies, rules, workload)
  }
}

/// Cases that take all snapshots in turn.
private func deciding(_ policies: PolicySet, _ rules: Int64, _ workload: Workload) {
  let snapshots = workload.snapshots()
  let prepared = snapshots.map { policies.prepare($0, settings: workload.settings) }
  let many = Benchmark.Configuration(scalingFactor: .kilo)
  Benchmark("decide, short answer, \(rules) rules", configuration: many) { benchmark in
    for index in benchmark.scaledIterations {
      blackHole(prepared[index % prepared.count].verdict())
    }
  }
  Benchmark("decide, how long it holds, \(rules) rules", configuration: many) { benchmark in
    for index in benchmark.scaledIterations {
      blackHole(prepared[index % prepared.count].verdictUntil())
    }
  }
  Benchmark("decide in full, \(rules) rules", configuration: many) { benchmark in
    for index in benchmark.scaledIterations {
      blackHole(prepared[index % prepared.count].decision())
    }
  }
  Benchmark("decide in full, as JSON, \(rules) rules", configuration: many) { benchmark in
    for index in benchmark.scaledIterations {
      var writer = JSONWriter()
      prepared[index % prepared.count].decision().write(to: &writer)
      blackHole(writer.count)
    }
  }
  Benchmark("explain, \(rules) rules") { benchmark in
    for index in benchmark.scaledIterations {
      blackHole(
        policies.explain(snapshots[index % snapshots.count], settings: workload.settings))
    }
  }
}

private func reading(_ policies: PolicySet, _ rules: Int64, _ workload: Workload) {
  let documents = workload.documents
  let many = Benchmark.Configuration(scalingFactor: .kilo)
  Benchmark("read what \(rules) rules need", configuration: many) { benchmark in
    for index in benchmark.scaledIterations {
      blackHole(
        policies.prepare(reading: documents[index % documents.count], settings: workload.settings))
    }
  }
  guard rules == 10 else { return }
  Benchmark("read all of a document", configuration: many) { benchmark in
    for index in benchmark.scaledIterations {
      blackHole(SessionReader.read(documents[index % documents.count]))
    }
  }
}
