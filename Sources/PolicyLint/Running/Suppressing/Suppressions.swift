import PolicyCEL
import PolicyDiagnostics
import PolicyYAML
import SessionPolicy

/// The comments of all files that hide findings.
struct Suppressions {
  private struct Entry {
    let comment: SuppressionComment
    let scope: SuppressionScope
    let isTrailing: Bool
    /// The checks of which it has hidden something.
    var used: Set<DiagnosticCode> = []
  }

  /// The comments by the name of their file.
  private var entries: [String: [Entry]] = [:]

  /// Reads the comments of everything that was loaded.
  ///
  /// - Parameter now: The instant that dates are compared with; `nil` compares none.
  init(_ subject: LintSubject, now: Timestamp?) {
    for document in subject.documents { read(document.source, document.document, now) }
    for suite in subject.suites {
      if let document = suite.document { read(suite.source, document, now) }
    }
    for part in subject.kratos?.parts ?? [] { read(part.source, part.document, now) }
  }

  private mutating func read(_ source: SourceFile, _ document: YAMLNode, _ now: Timestamp?) {
    guard Self.mentions(source, SuppressionComment.mark) else { return }
    let scanner = CommentScanner(source, document)
    entries[source.name] = scanner.comments(beginningWith: SuppressionComment.mark).map {
      Entry(
        comment: SuppressionComment(SourceLocation(source, $0.range), now: now),
        scope: SuppressionScope($0, in: source, document), isTrailing: $0.isTrailing)
    }
  }

  /// Hides a finding if a comment says so.
  mutating func apply(to finding: inout Finding) {
    guard !finding.isLoadingError else { return }
    let diagnostic = finding.diagnostic
    let name = diagnostic.location.file.name
    let start = diagnostic.location.range.start
    for index in entries[name, default: []].indices {
      guard let entry = entries[name]?[index], entry.comment.isInForce,
        entry.scope.range.start <= start, start <= entry.scope.range.end,
        entry.comment.checks.contains(where: { $0.value == diagnostic.code })
      else { continue }
      entries[name]?[index].used.insert(diagnostic.code)
      finding.suppression = .comment(reason: entry.comment.reason)
      return
    }
  }

  /// What is wrong with the comments, once everything was hidden that they hide.
  ///
  /// - Parameter unread: The files with an error that keeps them from being loaded. Not everything was
  ///   looked for in them, so no comment in them is known to hide nothing.
  func findings(selection: RuleSelection, unread: Set<String>) -> [Finding] {
    entries.flatMap { name, entries in
      entries.flatMap { entry in
        guard entry.comment.isInForce else { return bad(entry, selection) }
        return unread.contains(name) ? [] : stale(entry, selection)
      }
    }
  }

  private func bad(_ entry: Entry, _ selection: RuleSelection) -> [Finding] {
    guard selection.contains(.badSuppression) else { return [] }
    var found = Findings(of: .badSuppression)
    for problem in entry.comment.problems {
      found.report(problem.message, at: problem.location, help: problem.help)
    }
    return found.findings
  }

  private func stale(_ entry: Entry, _ selection: RuleSelection) -> [Finding] {
    let unused = entry.comment.checks.filter { check in
      !entry.used.contains(check.value)
        && LintRule.of(check.value).map(selection.contains) == true
    }
    guard selection.contains(.staleSuppression), !unused.isEmpty else { return [] }
    var found = Findings(of: .staleSuppression)
    let isWhole = unused.count == entry.comment.checks.count
    for check in isWhole ? Array(unused.prefix(1)) : unused {
      let names = isWhole ? unused.map(\.value.id).joined(separator: ", ") : check.value.id
      found.report(
        "the comment hides nothing: there is no finding of \(names) here", at: check.location,
        help: isWhole ? "remove the comment" : "remove \(check.value.id) from it",
        fix: isWhole ? removal(of: entry) : nil)
    }
    return found.findings
  }

  private func removal(of entry: Entry) -> Fix {
    let place = entry.comment.location
    let file = place.file
    var range = place.range
    let line = file.lineRange(file.line(at: range.start))
    if entry.isTrailing {
      while range.start > line.start, CommentScanner.isBlank(file.bytes[range.start - 1]) {
        range.start -= 1
      }
    } else {
      let next = file.line(at: range.start) + 1
      range = SourceRange(
        line.start, next <= file.lineCount ? file.lineRange(next).start : line.end)
    }
    return Fix(
      "remove the comment", isSafe: true,
      edits: [Fix.Edit(SourceLocation(file, range), replacement: "")])
  }

  private static func mentions(_ source: SourceFile, _ word: String) -> Bool {
    let word = Array(word.utf8)
    guard let first = word.first, source.bytes.count >= word.count else { return false }
    return source.bytes.indices.contains(where: { index in
      source.bytes[index] == first && source.bytes[index...].starts(with: word)
    })
  }
}
