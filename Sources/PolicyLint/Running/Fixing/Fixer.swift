package import PolicyDiagnostics
import SessionPolicy

/// Mends what can be mended, in rounds, until nothing is left to do.
package struct Fixer {
  /// The most rounds; each mends at least one thing, and many at once where they do not touch.
  private static let roundLimit = 10

  /// The files that changed: as they were, and as they would be.
  package private(set) var changes: [(before: SourceFile, after: SourceFile)] = []
  /// What was done, one line a fix.
  package private(set) var titles: [String] = []
  /// What was found before anything was mended.
  package let found: LintResult
  /// Whether mending was given up because it would have brought new errors.
  package private(set) var wasGivenUp = false

  /// Plans fixes; no file is written.
  ///
  /// - Parameter includingUnsafe: Whether fixes are made that may change a decision.
  package init(_ input: LintInput, with linter: Linter, includingUnsafe: Bool) {
    var current = input
    var result = linter.lint(current)
    found = result
    let original = Dictionary(
      input.files.map { (Text($0.name), $0) }, uniquingKeysWith: { first, _ in first })
    var files = original
    for _ in 0..<Self.roundLimit {
      let round = FixRound(result.findings, includingUnsafe: includingUnsafe)
      guard !round.changed.isEmpty else { break }
      var next = files
      for (name, file) in round.changed where files[name] != nil { next[name] = file }
      let candidate = current.replacing(next)
      let linted = linter.lint(candidate)
      // A change that mends one thing and breaks another helps nobody.
      guard Self.errors(linted).isSubset(of: Self.errors(result)) else {
        wasGivenUp = true
        break
      }
      (files, current, result) = (next, candidate, linted)
      titles += round.titles
    }
    changes = original.sorted { $0.key < $1.key }.compactMap { name, before in
      files[name].flatMap { $0.bytes == before.bytes ? nil : (before, $0) }
    }
  }

  private static func errors(_ result: LintResult) -> Set<Text> {
    Set(
      result.findings.map(\.diagnostic).filter { $0.severity == .error }.map {
        Text("\($0.location.file.name) \($0.code.id) \($0.message)")
      })
  }
}
