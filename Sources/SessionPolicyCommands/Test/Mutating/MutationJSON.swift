import PolicyAnalysis
import PolicyDiagnostics
import PolicyJSON
import PolicyTesting
import SessionPolicy

// The mutation testing report schema, version 2, which viewers and dashboards of mutation testing read:
// https://github.com/stryker-mutator/mutation-testing-elements. What no session is decided otherwise by is
// `Ignored`, with its reason, and in no score; what is not known counts as `Survived`.

extension MutationReport {
  var json: JSONValue {
    let numbers = Dictionary(
      tests.enumerated().map { ($1, String($0 + 1)) }, uniquingKeysWith: { first, _ in first })
    var count = 0
    let files = self.files.map { file, results -> (String, JSONValue) in
      let mutants = results.map { result -> JSONValue in
        count += 1
        return result.json(id: count, numbers)
      }
      let members: JSONValue = [
        "language": "yaml", "source": .string(file.text(of: SourceRange(0, file.bytes.count))),
        "mutants": .array(mutants),
      ]
      return (file.name, members)
    }
    return [
      "schemaVersion": "2", "thresholds": ["high": 100, "low": 80],
      "files": .object(JSONObject(files)), "testFiles": .object(JSONObject(testFiles(numbers))),
      "framework": [
        "name": "session-policy", "version": .string(SessionPolicyCommand.version),
      ],
      "config": ["changed": .text(old)],
      "summary": [
        "killed": .number(summary.killed), "survived": .number(summary.survived),
        "unknown": .number(summary.unknown), "refused": .number(summary.refused),
        "equal": .number(summary.equal), "leftOut": .number(summary.leftOut),
      ],
    ]
  }

  private func testFiles(_ numbers: [TestName: String]) -> [(String, JSONValue)] {
    var files: [(name: String, tests: [JSONValue])] = []
    for test in tests {
      if files.last?.name != test.file { files.append((test.file, [])) }
      files[files.count - 1].tests.append([
        "id": .string(numbers[test] ?? ""), "name": .string(test.name),
        "location": ["start": ["line": .number(test.line), "column": .number(test.column)]],
      ])
    }
    return files.map { ($0.name, ["tests": .array($0.tests)]) }
  }
}

extension MutantResult {
  fileprivate func json(id: Int, _ numbers: [TestName: String]) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("id", .string(String(id))), ("mutatorName", .string(mutant.mutator.rawValue)),
      ("replacement", .string(mutant.replacement)), ("description", .string(mutant.words)),
      ("location", mutant.location.json), ("status", .string(status.name)),
      ("testsCompleted", .number(runs)), ("path", .string(mutant.path)),
      ("rule", .text(mutant.rule)),
    ]
    if let reason = status.reason { members.append(("statusReason", .string(reason))) }
    switch fate {
    case .killed(let test): members.append(("killedBy", [.string(numbers[test] ?? "")]))
    case .survived(let difference):
      members += [
        ("witness", difference.witness.json), ("sample", .text(sample)),
      ]
    default: break
    }
    return .object(JSONObject(members))
  }

  private var status: (name: String, reason: String?) {
    switch fate {
    case .killed(let test): ("Killed", "`\(test.name)` fails")
    case .survived(let difference):
      (
        "Survived",
        "no test fails, although `\(difference.part.rawValue)` is "
          + difference.new.words(for: difference.part, at: difference.witness.now)
          + " instead of "
          + difference.old.words(for: difference.part, at: difference.witness.now)
      )
    case .refused(let message): ("CompileError", message)
    case .equal: ("Ignored", "proved equal: no session is decided otherwise")
    case .unknown(let causes):
      (
        "Survived",
        "no test fails, and whether any session is decided otherwise is not known: it hangs on "
          + causes.prefix(5).joined(separator: ", ")
      )
    case .leftOut: ("Pending", "there are too many mutants to run them all")
    }
  }
}
