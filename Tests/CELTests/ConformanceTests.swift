import CEL
import Diagnostics
import JSON
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs the public conformance suite, converted to one JSON object a line.
///
/// The file is named by `CEL_CONFORMANCE`; without it, `../shared` beside the project is looked into.
@Suite struct ConformanceTests {
  private static func file() -> (name: String, bytes: [UInt8])? {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let name =
      getenv("CEL_CONFORMANCE").map { String(cString: $0) }
      ?? "/\(root)/../shared/data/cel/conformance-visible.jsonl"
    guard let file = fopen(name, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
      bytes += buffer[..<count]
    }
    return (name, bytes)
  }

  @Test func everyCasePasses() throws {
    guard let file = Self.file() else {
      print("skipped: no conformance cases beside the project; CEL_CONFORMANCE names a file of them")
      return
    }
    var (passed, failed, skipped) = (0, 0, 0)
    for (index, line) in file.bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
      let source = SourceFile(name: "\(file.name):\(index + 1)", bytes: Array(line))
      let json = try #require(JSONReader.parse(source).value)
      guard let sample = ConformanceCase(json) else {
        skipped += 1
        print("skipped: \(json["id"]?.string ?? "?"): it needs types that are not built in")
        continue
      }
      if let complaint = Self.run(sample) {
        failed += 1
        print("failed: \(sample.id): \(sample.expression): \(complaint)")
      } else {
        passed += 1
      }
    }
    print("\(passed) passed, \(failed) failed, \(skipped) skipped")
    #expect(failed == 0)
    #expect(passed > 0)
  }

  /// What is wrong with the answer to a case; `nil` if nothing is.
  private static func run(_ sample: ConformanceCase) -> String? {
    let wantsError = sample.expectation["error"] != nil
    let parsed = ExpressionParser.parse(sample.expression, macros: sample.hasMacros)
    guard let expression = parsed.expression else {
      return wantsError ? nil : "parse: \(parsed.diagnostics.map(\.message))"
    }
    let checked: CheckedExpression
    if sample.isChecked {
      let result = ExpressionChecker.check(expression, in: sample.environment)
      guard let good = result.checked else {
        return wantsError ? nil : "check: \(result.diagnostics.map(\.message))"
      }
      checked = good
    } else {
      checked = ExpressionChecker.resolve(expression, in: sample.environment)
    }
    let typed = sample.expectation["typed_result"]
    if let typed, let wanted = typed["type"].flatMap(ConformanceCase.type), checked.type != wanted {
      return "type \(checked.type), wanted \(wanted)"
    }
    if sample.isOnlyChecked { return nil }
    var layout = InputLayout()
    let program = Program(checked, layout: &layout)
    let input = Input(layout: layout, now: .minimum) { path in
      sample.bindings[path.description]
    }
    do throws(EvaluationError) {
      let value = try program.evaluate(input)
      if wantsError { return "gave \(value), wanted an error" }
      let wanted = sample.expectation["value"] ?? typed?["value"]
      guard let wanted else { return nil }
      guard let expected = ConformanceCase.value(wanted) else { return "unreadable expectation" }
      return isSame(value, expected) ? nil : "gave \(value), wanted \(expected)"
    } catch {
      return wantsError ? nil : "error \(error), wanted \(sample.expectation)"
    }
  }

  /// Equal in kind and value; NaN is NaN, and the order of a map's keys is free.
  private static func isSame(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.double(let a), .double(let b)): return a == b || (a.isNaN && b.isNaN)
    case (.int, .int), (.uint, .uint): return left == right
    case (.int, _), (.uint, _), (.double, _): return false
    case (.list(let a), .list(let b)): return a.count == b.count && zip(a, b).allSatisfy(isSame)
    case (.map(let a), .map(let b)):
      return a.count == b.count
        && a.entries.allSatisfy { key, value in b[key].map { isSame(value, $0) } ?? false }
    default: return left == right
    }
  }
}
