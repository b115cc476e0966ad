import PolicyDiagnostics
import PolicyTesting
import SessionPolicy

extension ReportPage {
  /// Something that is said beside a line of a policy.
  private struct Note {
    let line: Int
    let seen: Seen
    let words: String
    /// What of the text is marked; `nil` for a word about the line alone.
    let mark: SourceRange?
    /// Where the word leads.
    var link: String?
    /// Whether it is about changes that nobody notices.
    var isOfMutants = false
  }

  /// The policies as they are written, with what tests saw of each rule, clause and requirement beside it:
  /// first those of which something is missing. And which of them are shown, by their files.
  ///
  /// - Parameters:
  ///   - names: The files to be shown; `nil` for those that have room.
  ///   - room: How many bytes they may take.
  func policies(
    only names: Set<String>? = nil, room: Int = .max
  ) -> (page: String, shown: Set<String>) {
    var notes = self.notes
    let all = report.policies.map { policy -> (policy: Policy, notes: [Note], worst: Seen) in
      let own = notes.removeValue(forKey: policy.file.name) ?? []
      return (policy, own, own.map(\.seen).min() ?? .both)
    }
    let sorted = all.filter { $0.worst < .both } + all.filter { $0.worst == .both }
    guard !sorted.isEmpty else { return ("", []) }
    var shown: Set<String> = []
    var bounded = BoundedMarkup(names == nil ? room : .max)
    for (policy, notes, worst) in sorted where names?.contains(policy.file.name) ?? true {
      let hasRoom = bounded.add { details(of: policy, notes, isOpen: worst < .both, &$0) }
      if hasRoom { shown.insert(policy.file.name) }
    }
    var markup = Markup()
    markup.element("p", [("class", "muted legend")]) {
      $0.element("span", [("class", "key both")], "both ways")
      $0.element("span", [("class", "key half")], "◐ one way only")
      $0.element("span", [("class", "key never")], "○ never")
    }
    markup.raw(bounded.markup.text)
    Self.more(&markup, sorted.count - shown.count, "policy")
    return (markup.text, shown)
  }

  /// The lines that something is said of and that something leads to: a failure, a law or a mutant.
  var linkedLines: [String: Set<Int>] {
    var linked: [String: Set<Int>] = [:]
    func add(_ location: SourceLocation) {
      linked[location.file.name, default: []].insert(
        location.file.line(at: location.range.start))
    }
    for result in report.mutation?.results ?? [] where result.isListed {
      add(result.mutant.location)
    }
    for failure in report.failures {
      for part in failure.test.failures {
        for rule in part.evidence?.rules ?? [] { add(rule.rule.location) }
      }
    }
    return notes.mapValues { Set($0.map(\.line)) }
      .reduce(into: [:]) { $0[$1.key] = $1.value.intersection(linked[$1.key] ?? []) }
  }

  /// What is said of each file, line by line.
  private var notes: [String: [Note]] {
    var notes: [String: [Note]] = [:]
    func add(
      _ location: SourceLocation, _ seen: Seen, _ words: String, isMarked: Bool,
      link: String? = nil, isOfMutants: Bool = false
    ) {
      notes[location.file.name, default: []].append(
        Note(
          line: location.file.line(at: location.range.start), seen: seen, words: words,
          mark: isMarked ? location.range : nil, link: link,
          isOfMutants: isOfMutants))
    }
    for rule in report.coverage.rules {
      add(rule.location, rule.seen, rule.words, isMarked: false)
    }
    for clause in report.coverage.conditions {
      add(clause.location, clause.seen, clause.words, isMarked: true)
    }
    for requirement in report.coverage.requirements {
      let limit = report.coverage.limit(of: requirement)
      let seen = limit?.isCovered == false ? min(requirement.seen, .one) : requirement.seen
      let words = [requirement.words, limit?.words].compactMap { $0 }.joined(separator: ", ")
      add(
        requirement.location, seen, words, isMarked: !requirement.isAlternative)
    }
    for (location, numbers) in openMutantsByLine {
      let shown = numbers.first { shownMutants.contains($0) }
      add(
        location, .never, "✕ \(counted(numbers.count, "change")) nobody notices",
        isMarked: false, link: shown.map { "#mutant-\($0)" }, isOfMutants: true)
    }
    return notes
  }

  /// The numbers of the mutants that no test notices, line by line.
  private var openMutantsByLine: [(location: SourceLocation, numbers: [Int])] {
    var lines: [(location: SourceLocation, numbers: [Int])] = []
    var places: [String: Int] = [:]
    for (number, result) in openMutants.enumerated() {
      let location = result.mutant.location
      let key = "\(location.file.line(at: location.range.start)) \(location.file.name)"
      if let place = places[key] {
        lines[place].numbers.append(number + 1)
      } else {
        places[key] = lines.count
        lines.append((location, [number + 1]))
      }
    }
    return lines
  }

  private func details(
    of policy: Policy, _ notes: [Note], isOpen: Bool, _ markup: inout Markup
  ) {
    let missing = notes.count { $0.seen < .both && !$0.isOfMutants }
    Self.fold(&markup, isOpen: isOpen) {
      $0.element("b", policy.name.value)
      $0.content(" ")
      $0.element("code", policy.file.name)
    } aside: {
      $0.content(counted(policy.rules.count, "rule"))
      if missing > 0 {
        $0.element("span", [("class", "one")], ", \(missing) not seen both ways")
      } else {
        $0.element("span", [("class", "yes")], ", all seen both ways")
      }
    } _: {
      source(of: policy, notes, &$0)
    }
  }

  private func source(of policy: Policy, _ notes: [Note], _ markup: inout Markup) {
    let file = policy.file
    let number = places[file.name] ?? 0
    let count = min(file.lineCount, Self.listedLines)
    let beside = Dictionary(grouping: notes, by: \.line)
    let marks = notes.compactMap { note in note.mark.map { (range: $0, seen: note.seen) } }
      .sorted { $0.range.start < $1.range.start }
    markup.element(
      "ol", [("class", "src"), ("aria-label", "\(file.name), with what tests saw of it")]
    ) {
      var line = 1
      while line <= count {
        let range = file.lineRange(line)
        let own = beside[line] ?? []
        let comments = comments(in: file, from: line, to: count) { beside[$0] != nil }
        if comments > 0 {
          // Comments that follow one another are one, which counts for as many lines.
          $0.element(
            "li", [("class", "c")] + (comments > 1 ? [("style", "--n:\(comments)")] : [])
          ) {
            for place in line..<line + comments {
              if place > line { $0.raw("\n") }
              $0.content(file.text(of: file.lineRange(place)))
            }
          }
          line += comments
          continue
        }
        defer { line += 1 }
        // The line after the last line break.
        if line == file.lineCount, range.start == range.end { continue }
        var attributes: [(String, String)] = []
        if lines[file.name]?.contains(line) ?? false {
          attributes.append(("id", "L\(number)-\(line)"))
        }
        if let worst = own.map(\.seen).min(), worst < .both {
          attributes.append(("class", worst.style))
        }
        $0.element("li", attributes) {
          if !own.isEmpty { words(own, &$0) }
          text(of: range, in: file, marks, &$0)
        }
      }
    }
    Self.more(&markup, file.lineCount - count, "line")
  }

  /// How many lines from one on are comments and nothing else.
  private func comments(
    in file: SourceFile, from first: Int, to last: Int, besides isNoted: (Int) -> Bool
  ) -> Int {
    (first...max(first, last)).prefix { line in
      !isNoted(line) && file.text(of: file.lineRange(line)).first { $0 != " " } == "#"
    }.count
  }

  /// What is said of a line stands before it, so that it can float beside it or stand above it.
  private func words(_ notes: [Note], _ markup: inout Markup) {
    markup.element("p") {
      for (place, note) in notes.prefix(8).enumerated() {
        if place > 0 { $0.empty("br") }
        if let link = note.link {
          $0.element("a", [("href", link)], note.words)
        } else if note.seen == .both {
          $0.content(note.words)
        } else {
          $0.element("span", [("class", note.seen.style)], note.words)
        }
      }
      if notes.count > 8 {
        $0.empty("br")
        $0.content("and \(notes.count - 8) more")
      }
    }
  }

  /// A line in which each part is marked as the narrowest range that it stands in.
  private func text(
    of line: SourceRange, in file: SourceFile, _ marks: [(range: SourceRange, seen: Seen)],
    _ markup: inout Markup
  ) {
    let here = marks.filter { $0.range.start < line.end && $0.range.end > line.start }
    guard !here.isEmpty else { return markup.content(file.text(of: line)) }
    let cuts = Set(
      here.flatMap { [max($0.range.start, line.start), min($0.range.end, line.end)] }
        + [line.start, line.end]
    ).sorted()
    for (start, end) in zip(cuts, cuts.dropFirst()) {
      let words = file.text(of: SourceRange(start, end))
      let narrowest = here.filter { $0.range.start <= start && end <= $0.range.end }
        .min { $0.range.end - $0.range.start < $1.range.end - $1.range.start }
      if let narrowest, words.contains(where: { $0 != " " }) {
        markup.element(
          "u", narrowest.seen == .both ? [] : [("class", narrowest.seen.style)], words)
      } else {
        markup.content(words)
      }
    }
  }
}
