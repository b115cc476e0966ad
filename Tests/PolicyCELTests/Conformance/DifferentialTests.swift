import Foundation
import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyTime
import Testing

/// Answers the questions of `Tests/Differential`, which compares them with those of Google's engine.
///
/// `CEL_DIFFERENTIAL` names the file of questions, and `CEL_DIFFERENTIAL_ANSWERS` the one to write.
@Test func answersDifferentialQuestions() throws {
  let environment = ProcessInfo.processInfo.environment
  guard let questions = environment["CEL_DIFFERENTIAL"],
    let answers = environment["CEL_DIFFERENTIAL_ANSWERS"]
  else { return }
  let content = try #require(FileManager.default.contents(atPath: questions))
  let lines = content.split(separator: UInt8(ascii: "\n"))
  let examiner = try DifferentialExaminer(try json(try #require(lines.first)))
  var written: [UInt8] = []
  for line in lines.dropFirst() {
    let question = try json(line)
    let answer = examiner.answer(
      try #require(question["expr"]?.string), try #require(question["set"]?.number?.int64))
    written += JSONWriter.text(of: answer).utf8
    written.append(UInt8(ascii: "\n"))
  }
  #expect(FileManager.default.createFile(atPath: answers, contents: Data(written)))
}

private func json(_ line: Data) throws -> JSONValue {
  let source = SourceFile(name: "questions", text: String(decoding: line, as: UTF8.self))
  return try #require(JSONReader.parse(source).value)
}

/// Declarations and sets of values, against which expressions are tried.
private struct DifferentialExaminer {
  var environment: Environment
  var sets: [[String: Value]] = []
  let limits = ExpressionLimits(comprehensionDepth: 32, estimatedCost: .max)

  init(_ json: JSONValue) throws {
    environment = try Environment(conformance: json)
    for set in json["sets"]?.array ?? [] {
      var values: [String: Value] = [:]
      for member in set.object?.members ?? [] {
        values[member.key] = try Value(conformance: member.value)
      }
      sets.append(values)
    }
  }

  func answer(_ text: String, _ set: Int64) -> JSONValue {
    let (parsed, problems) = ExpressionParser.parse(text, limits: limits).parts
    guard let parsed else { return refusal(problems) }
    let (checked, findings) = ExpressionChecker.check(parsed, in: environment, limits: limits).parts
    guard let checked else { return refusal(findings) }
    var layout = InputLayout()
    let program = Program(checked, layout: &layout)
    let values = sets[Int(set)]
    let input = Input(layout: layout, now: .minimum) { values[$0.description] }
    let cost = program.cost(of: input, budget: .max)
    let estimate = CostEstimate.estimate(checked)
    #expect(cost <= estimate.maximum, "\(text)")
    let type = JSONValue.string(checked.type.description)
    do throws(EvaluationError) {
      return ["type": type, "value": try program.evaluate(input, budget: .max).differential]
    } catch {
      return ["type": type, "error": .string(error.description)]
    }
  }

  private func refusal(_ problems: [Diagnostic]) -> JSONValue {
    let errors = problems.filter { $0.severity == .error }
    return ["refused": .string(errors.map(\.message).joined(separator: "; "))]
  }
}

extension Value {
  /// The value as `[kind, …]`, as the script writes those of the other engine.
  fileprivate var differential: JSONValue {
    switch self {
    case .null: ["null"]
    case .bool(let flag): ["bool", .bool(flag)]
    case .int(let number): ["int", .string("\(number)")]
    case .uint(let number): ["uint", .string("\(number)")]
    case .double(let number): ["double", .string("\(number)")]
    case .string(let text): ["string", .string(text)]
    case .bytes(let bytes): ["bytes", .string(Data(bytes).base64EncodedString())]
    case .timestamp(let instant): ["timestamp", .string(instant.rfc3339)]
    case .duration(let span): ["duration", .string("\(span.wholeNanoseconds ?? 0)")]
    case .list(let elements): ["list", .array(elements.map(\.differential))]
    case .map(let map):
      ["map", .array(map.entries.map { .array([$0.differential, $1.differential]) })]
    case .ip(let address): ["ip", .string(address.description)]
    case .cidr(let range): ["cidr", .string(range.description)]
    case .type(let type): ["type", .string(type.description)]
    case .optional(let wrapped): ["optional", wrapped?.differential ?? .null]
    }
  }
}
