import Foundation
import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import Testing

/// The file of cases: `CEL_CONFORMANCE`, or the visible part of the suite in the shared data.
private let caseFile: URL = {
  let environment = ProcessInfo.processInfo.environment
  if let path = environment["CEL_CONFORMANCE"] { return URL(filePath: path) }
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let shared =
    environment["SESSION_POLICY_SHARED"].map { URL(filePath: $0) }
    ?? root.deletingLastPathComponent().appending(path: "shared")
  return shared.appending(path: "data/cel/conformance-visible.jsonl")
}()

/// CEL's own conformance suite, a JSON object a line.
@Test func passesTheConformanceSuite() throws {
  guard let content = FileManager.default.contents(atPath: caseFile.path()) else {
    print("conformance suite skipped: there is no file \(caseFile.path())")
    return
  }
  var passed = 0
  var failures: [String] = []
  var skipped = 0
  for (index, line) in content.split(separator: UInt8(ascii: "\n")).enumerated() {
    let source = SourceFile(
      name: "line \(index + 1)", text: String(decoding: line, as: UTF8.self))
    let (json, problems) = JSONReader.parse(source)
    guard let json else {
      failures.append("line \(index + 1): \(problems.map(\.message).joined(separator: "; "))")
      continue
    }
    do throws(ConformanceSkip) {
      let test = try ConformanceCase(json)
      if let failure = test.failure(of: test.run()) {
        failures.append(failure)
      } else {
        passed += 1
      }
    } catch {
      skipped += 1
      print("skipped \(error.id): \(error.reason)")
    }
  }
  for failure in failures { print("failed \(failure)") }
  print("\(passed) passed, \(failures.count) failed, \(skipped) skipped")
  #expect(failures.isEmpty)
  #expect(passed > 0, "no case was run")
}
