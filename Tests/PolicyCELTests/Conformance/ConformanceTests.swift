import Foundation
import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import Testing

/// The files of cases: those that `CEL_CONFORMANCE` names, with colons between them, or the visible
/// parts of the suite in the shared data.
private let caseFiles: [URL] = {
  let environment = ProcessInfo.processInfo.environment
  if let paths = environment["CEL_CONFORMANCE"] {
    return paths.split(separator: ":").map { URL(filePath: String($0)) }
  }
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let shared =
    environment["SESSION_POLICY_SHARED"].map { URL(filePath: $0) }
    ?? root.deletingLastPathComponent().appending(path: "shared")
  return ["conformance-visible", "conformance-network-macros2-visible"].map {
    shared.appending(path: "data/cel/\($0).jsonl")
  }
}()

/// CEL's own conformance suite, a JSON object a line.
@Test(arguments: caseFiles)
func passesTheConformanceSuite(file: URL) throws {
  guard let content = FileManager.default.contents(atPath: file.path()) else {
    print("conformance suite skipped: there is no file \(file.path())")
    return
  }
  var passed = 0
  var failures: [String] = []
  var skipped = 0
  for (index, line) in content.split(separator: UInt8(ascii: "\n")).enumerated() {
    let source = SourceFile(
      name: "line \(index + 1)", text: String(decoding: line, as: UTF8.self))
    let (json, problems) = JSONReader.parse(source).parts
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
  print("\(file.lastPathComponent): \(passed) passed, \(failures.count) failed, \(skipped) skipped")
  #expect(failures.isEmpty)
  #expect(passed > 0, "no case was run")
}
