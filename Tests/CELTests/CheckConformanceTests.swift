import CEL
import Diagnostics
import Foundation
import JSON
import Testing

/// The visible cases of CEL's conformance suite; empty where the shared data is absent.
private let cases: [JSONValue] = {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let shared =
    ProcessInfo.processInfo.environment["SESSION_POLICY_SHARED"].map { URL(filePath: $0) }
    ?? root.deletingLastPathComponent().appending(path: "shared")
  let file = shared.appending(path: "data/cel/conformance-visible.jsonl")
  guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
  return text.split(separator: "\n").compactMap {
    JSONReader.parse(SourceFile(name: "case", text: String($0))).value
  }
}()

private let noData: Comment = "the shared conformance data is absent"

/// A type in the notation of the converted suite.
private func type(_ value: JSONValue?) -> ValueType {
  if let name = value?.string {
    switch name {
    case "int": return .int
    case "uint": return .uint
    case "double": return .double
    case "bool": return .bool
    case "string": return .string
    case "bytes": return .bytes
    case "null_type": return .null
    case "timestamp": return .timestamp
    case "duration": return .duration
    default: return .dyn
    }
  }
  if let element = value?["list"] { return .list(type(element)) }
  if let pair = value?["map"]?.array, pair.count == 2 { return .map(type(pair[0]), type(pair[1])) }
  if let inner = value?["type"] { return .type(type(inner)) }
  if let name = value?["type_param"]?.string { return .parameter(name) }
  if let named = value?["abstract"], let name = named["name"]?.string {
    return .abstract(name, (named["params"]?.array ?? []).map { type($0) })
  }
  return .dyn
}

private func environment(_ test: JSONValue) -> Environment {
  var variables: [String: Variable] = [:]
  var functions = FunctionTable.standard
  for entry in test["type_env"]?.array ?? [] {
    guard let name = entry["name"]?.string else { continue }
    if entry["kind"]?.string == "var" {
      variables[name] = Variable(type(entry["type"]))
    } else {
      functions.add(
        FunctionDeclaration(
          name,
          (entry["overloads"]?.array ?? []).map {
            .init(
              $0["id"]?.string ?? "", isMember: $0["member"]?.bool ?? false,
              ($0["params"]?.array ?? []).map { type($0) }, type($0["result"]))
          }, implementations: [:]))
    }
  }
  return Environment(
    container: test["container"]?.string ?? "", variables: variables, functions: functions)
}

@Test(.enabled(if: !cases.isEmpty, noData))
func deducesTheTypesOfTheConformanceSuite() throws {
  var count = 0
  for test in cases {
    guard let expected = test["expect"]?["typed_result"]?["type"], let text = test["expr"]?.string
    else { continue }
    count += 1
    let (checked, diagnostics) = ExpressionChecker.check(
      try parsed(text), in: environment(test))
    #expect(checked?.type == type(expected), "\(text): \(diagnostics.map(\.message))")
  }
  #expect(count == 24)
}

@Test(.enabled(if: !cases.isEmpty, noData))
func acceptsWhateverTheConformanceSuiteEvaluates() throws {
  var count = 0
  for test in cases {
    guard test["disable_check"]?.bool == false, test["expect"]?["value"] != nil,
      let text = test["expr"]?.string
    else { continue }
    count += 1
    let macros = test["disable_macros"]?.bool != true
    let (checked, diagnostics) = ExpressionChecker.check(
      try parsed(text, macros: macros), in: environment(test),
      limits: ExpressionLimits(comprehensionDepth: 32))
    #expect(checked != nil, "\(text): \(diagnostics.map(\.message))")
    #expect(diagnostics.isEmpty, "\(text): \(diagnostics.map(\.message))")
  }
  #expect(count > 700)
}
