import PolicyDiagnostics
import PolicyJSON
import Testing

@testable import SessionPolicy

extension PolicySet {
  /// The decision on a document, after seeing that every road leads to it: read as a whole, in one pass,
  /// in a stream, short, and explained.
  func decisionByEveryRoad(
    on file: SourceFile, settings: KratosSettings = KratosSettings()
  ) throws -> Decision {
    let loaded = SessionReader.read(file)
    #expect(loaded.diagnostics.map(\.message) == [])
    let read = try #require(loaded.value)
    let decision = decide(read, settings: settings)
    let text = JSONWriter.text(of: decision.json())
    let prepared = try #require(prepare(reading: file, settings: settings).value)
    #expect(JSONWriter.text(of: prepared.decision().json()) == text)
    #expect(prepared.verdict() == Verdict(decision))
    #expect(prepared.verdictUntil().verdict == Verdict(decision))
    #expect(prepare(read, settings: settings).verdict() == Verdict(decision))
    #expect(
      JSONWriter.text(of: explain(read, settings: settings).decision.json()) == text)
    var writer = JSONWriter()
    let isScanned = file.bytes.withUnsafeBufferPointer {
      writeDecision(scanning: $0, at: nil, clock: .maximum, settings: settings, to: &writer)
    }
    if isScanned { #expect(String(decoding: writer.bytes, as: UTF8.self) == text) }
    return decision
  }
}

extension Decision {
  /// What is missing or failed: rule, attribute and cause of each.
  var told: [String] {
    indeterminate.map { "\($0.rule ?? "-") \($0.attribute ?? "-") \($0.cause)" }
  }
}
