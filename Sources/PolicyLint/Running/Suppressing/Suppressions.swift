import PolicyDiagnostics
import PolicyTime
import PolicyYAML
import SessionPolicy

/// The comments of all files that hide findings.
struct Suppressions {
  private struct Entry {
    let comment: SuppressionComment
    let scope: SourceRange
    let isTrailing: Bool
    /// The checks of which it has hidden something.
    var used: Set<DiagnosticCode> = []
  }

  /// A stretch of text in which a comment hides findings of a check.
  private struct Stretch {
    let start: Int
    let end: Int
    let entry: Int
  }

  /// The comments by the name of their file.
  private var entries: [Text: [Entry]] = [:]
  /// Where what is hidden, by file and check: in the order of the text, and none within another.
  private var stretches: [Text: [DiagnosticCode: [Stretch]]] = [:]

  /// Whether a configuration of Kratos was there to be compared with.
  private let hasKratos: Bool
  /// The family of the checks that compare with it.
  private static let kratosFamily = DiagnosticCode.kratosByDiffers.family

  /// How many comments with a mistake are puzzled over; of more only that something is wrong is told.
  private static let explained = 100

  /// Reads the comments of everything that was loaded.
  ///
  /// - Parameter now: The instant that dates are compared with; `nil` compares none.
  init(_ subject: LintSubject, now: Timestamp?) {
    hasKratos = subject.kratos?.settings != nil
    for document in subject.documents { read(document.source, document.document, now) }
    for suite in subject.suites {
      if let document = suite.document { read(suite.source, document, now) }
    }
    for part in subject.kratos?.parts ?? [] { read(part.source, part.document, now) }
  }

  private mutating func read(_ source: SourceFile, _ document: YAMLNode, _ now: Timestamp?) {
    guard Self.mentions(source, SuppressionComment.mark) else { return }
    let scanner = CommentScanner(source, document)
    let scopes = SuppressionScopes(source, document)
    var mistaken = 0
    var found: [Entry] = []
    for place in scanner.comments(beginningWith: SuppressionComment.mark) {
      let comment = SuppressionComment(
        SourceLocation(source, place.range), now: now, suggesting: mistaken < Self.explained)
      if !comment.problems.isEmpty { mistaken += 1 }
      found.append(
        Entry(comment: comment, scope: scopes.range(of: place), isTrailing: place.isTrailing))
    }
    entries[Text(source.name)] = found
    stretches[Text(source.name)] = Self.stretches(found)
  }

  /// Of comments that speak of the same text the one that begins first hides what is found there.
  private static func stretches(_ entries: [Entry]) -> [DiagnosticCode: [Stretch]] {
    var all: [DiagnosticCode: [Stretch]] = [:]
    for (index, entry) in entries.enumerated() where entry.comment.isInForce {
      for check in entry.comment.checks {
        all[check.value, default: []].append(
          Stretch(start: entry.scope.start, end: entry.scope.end, entry: index))
      }
    }
    return all.mapValues { several in
      let sorted = several.sorted { ($0.start, $0.entry) < ($1.start, $1.entry) }
      var free: [Stretch] = []
      for stretch in sorted {
        let start = max(stretch.start, (free.last?.end ?? -1) + 1)
        guard start <= stretch.end else { continue }
        free.append(Stretch(start: start, end: stretch.end, entry: stretch.entry))
      }
      return free
    }
  }

  /// Hides a finding if a comment says so.
  mutating func apply(to finding: inout Finding) {
    guard !finding.isLoadingError else { return }
    let diagnostic = finding.diagnostic
    let name = Text(diagnostic.location.file.name)
    let start = diagnostic.location.range.start
    guard let found = stretches[name]?[diagnostic.code],
      let index = Self.last(in: found, from: start), found[index].end >= start,
      let entry = entries[name]?[found[index].entry]
    else { return }
    entries[name]?[found[index].entry].used.insert(diagnostic.code)
    finding.suppression = .comment(reason: entry.comment.reason)
  }

  /// The last stretch that begins at an offset or before.
  private static func last(in stretches: [Stretch], from offset: Int) -> Int? {
    let next = stretches.partitioningIndex { $0.start > offset }
    return next > 0 ? next - 1 : nil
  }

  /// What is wrong with the comments, once everything was hidden that they hide.
  ///
  /// - Parameter unread: The files with an error that keeps them from being loaded. Not everything was
  ///   looked for in them, so no comment in them is known to hide nothing.
  func findings(selection: RuleSelection, unread: Set<Text>) -> [Finding] {
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
      // Another run may name the profile or the configuration that the comment is about.
      !entry.used.contains(check.value) && check.value != .exceedsProfile
        && (hasKratos || !Self.kratosFamily.hasSameBytes(as: check.value.family))
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
      while range.start > line.start, file.bytes[range.start - 1].isBlank {
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
