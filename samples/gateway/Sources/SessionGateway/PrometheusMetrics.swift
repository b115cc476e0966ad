import CoreMetrics
import Synchronization

/// A backend for swift-metrics that writes what it counted as text for Prometheus (exposition format 0.0.4).
///
/// Counters, gauges, and histograms with fixed buckets in seconds. Every name with its dimensions is one
/// series that lives as long as the program, so dimensions must be few: nothing here takes one from a request.
final class PrometheusMetrics: MetricsFactory {
  private struct SeriesID: Hashable {
    let name: String
    let labels: String
  }

  private struct Registry {
    var counters: [SeriesID: Number] = [:]
    var gauges: [SeriesID: Number] = [:]
    var histograms: [SeriesID: Histogram] = [:]
  }

  private let registry = Mutex(Registry())

  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    number(label, dimensions, in: \.counters)
  }

  func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    number(label, dimensions, in: \.gauges)
  }

  func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    aggregate ? histogram(label, dimensions) : number(label, dimensions, in: \.gauges)
  }

  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    histogram(label, dimensions)
  }

  // Series live as long as the program.
  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyMeter(_ handler: any MeterHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}
  func destroyTimer(_ handler: any TimerHandler) {}

  /// Everything that was counted, as text.
  func text() -> String {
    let registry = registry.withLock { $0 }
    var text = ""
    func write<Value>(
      _ series: [SeriesID: Value], _ kind: String, _ row: (SeriesID, Value) -> String
    ) {
      let names = Set(series.keys.map(\.name)).sorted()
      for name in names {
        text += "# TYPE \(name) \(kind)\n"
        for (id, value) in series.filter({ $0.key.name == name })
          .sorted(by: { $0.key.labels < $1.key.labels })
        {
          text += row(id, value)
        }
      }
    }
    func row(_ id: SeriesID, _ value: Number) -> String {
      id.name + (id.labels.isEmpty ? "" : "{\(id.labels)}") + " \(value.text)\n"
    }
    write(registry.counters, "counter", row)
    write(registry.gauges, "gauge", row)
    write(registry.histograms, "histogram") { $1.text($0.name, $0.labels) }
    return text
  }

  private func number(
    _ name: String, _ dimensions: [(String, String)],
    in place: any WritableKeyPath<Registry, [SeriesID: Number]> & Sendable
  ) -> Number {
    let id = Self.id(name, dimensions)
    return registry.withLock { registry in
      if let known = registry[keyPath: place][id] { return known }
      let made = Number()
      registry[keyPath: place][id] = made
      return made
    }
  }

  private func histogram(_ name: String, _ dimensions: [(String, String)]) -> Histogram {
    let id = Self.id(name, dimensions)
    return registry.withLock { registry in
      if let known = registry.histograms[id] { return known }
      let made = Histogram()
      registry.histograms[id] = made
      return made
    }
  }

  private static func id(_ name: String, _ dimensions: [(String, String)]) -> SeriesID {
    let labels = dimensions.map { label in
      var value = ""
      for character in label.1 {
        switch character {
        case "\\": value += "\\\\"
        case "\"": value += "\\\""
        case "\n": value += "\\n"
        default: value.append(character)
        }
      }
      return "\(label.0)=\"\(value)\""
    }
    return SeriesID(name: name, labels: labels.joined(separator: ","))
  }
}

/// A number that is counted up, or set.
final class Number: CounterHandler, MeterHandler, RecorderHandler, Sendable {
  private let value = Mutex(0.0)

  /// The number, whole where it is.
  var text: String {
    let number = value.withLock { $0 }
    return Int64(exactly: number).map { "\($0)" } ?? "\(number)"
  }

  func increment(by amount: Int64) { value.withLock { $0 += Double(amount) } }
  func increment(by amount: Double) { value.withLock { $0 += amount } }
  func decrement(by amount: Double) { value.withLock { $0 -= amount } }
  func set(_ number: Int64) { value.withLock { $0 = Double(number) } }
  func set(_ number: Double) { value.withLock { $0 = number } }
  func record(_ number: Int64) { set(number) }
  func record(_ number: Double) { set(number) }
  func reset() { set(0.0) }
}

/// How often which duration was measured.
final class Histogram: TimerHandler, RecorderHandler, Sendable {
  /// The upper ends of the buckets, in seconds.
  private static let bounds = [
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
  ]

  private struct Counts {
    var buckets = [UInt64](repeating: 0, count: Histogram.bounds.count + 1)
    var sum = 0.0
  }

  private let counts = Mutex(Counts())

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
  func record(_ seconds: Int64) { record(Double(seconds)) }

  func record(_ seconds: Double) {
    let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
    counts.withLock {
      $0.buckets[bucket] += 1
      $0.sum += seconds
    }
  }

  /// The rows of a histogram.
  func text(_ name: String, _ labels: String) -> String {
    let counts = counts.withLock { $0 }
    let lead = labels.isEmpty ? "" : labels + ","
    var total: UInt64 = 0
    var text = ""
    for (bound, count) in zip(Self.bounds.map { "\($0)" } + ["+Inf"], counts.buckets) {
      total += count
      text += "\(name)_bucket{\(lead)le=\"\(bound)\"} \(total)\n"
    }
    let own = labels.isEmpty ? "" : "{\(labels)}"
    return text + "\(name)_sum\(own) \(counts.sum)\n\(name)_count\(own) \(total)\n"
  }
}
