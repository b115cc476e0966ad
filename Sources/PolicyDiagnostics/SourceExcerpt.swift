/// The lines of one source that a diagnostic speaks about, underlined and labelled.
struct SourceExcerpt {
  /// An underlined range with a few words.
  struct Annotation {
    var range: SourceRange
    var label: String?
    /// Whether it is the place of the diagnostic itself rather than a related one.
    var isPrimary: Bool
  }

  /// Gaps of up to this many lines are shown rather than replaced by `...`.
  private static let bridgedGap = 2

  let file: SourceFile
  /// The ranges to show; the first one gives the position in the heading.
  var annotations: [Annotation]

  /// The highest line number shown.
  var lastLine: Int { annotations.map(startLine).max() ?? 1 }

  /// The heading and the lines, each without a line break.
  ///
  /// - Parameters:
  ///   - gutter: the columns kept for line numbers.
  ///   - width: the columns kept for source text.
  func rows(
    gutter: Int, width: Int, severity: Diagnostic.Severity, coloring: TextColoring
  ) -> [String] {
    let margin = String(repeating: " ", count: gutter)
    guard let first = annotations.first else { return [] }
    let name = escapedForDisplay(file.name)
    let arrow = margin + coloring.paint("-->", .frame)
    if file.bytes.isEmpty {
      return ["\(arrow) \(name)" + (first.label.map { ": " + escapedForDisplay($0) } ?? "")]
    }

    let position = file.position(at: first.range.start)
    var rows = ["\(arrow) \(name):\(position.line):\(position.column)"]
    let bar = coloring.paint("|", .frame)
    rows.append("\(margin) \(bar)")

    var previous: Int?
    for number in Set(annotations.map(startLine)).sorted() {
      if let previous, number - previous - 1 > Self.bridgedGap {
        rows.append(coloring.paint("...", .frame))
      } else if let previous {
        for between in previous + 1..<max(number, previous + 1) {
          rows.append(row(between, [], gutter, width, coloring).text)
        }
      }
      let here = annotations.filter { startLine(of: $0) == number }.sorted { left, right in
        if left.isPrimary != right.isPrimary { return left.isPrimary }
        return left.range.start < right.range.start
      }
      let (text, line) = row(number, here, gutter, width, coloring)
      rows.append(text)
      for annotation in here {
        let mark = underline(annotation, on: line, severity, coloring)
        rows.append("\(margin) \(bar) \(mark)")
      }
      previous = number
    }
    return rows
  }

  private func startLine(of annotation: Annotation) -> Int {
    file.line(at: min(max(annotation.range.start, 0), file.bytes.count))
  }

  private func row(
    _ number: Int, _ annotations: [Annotation], _ gutter: Int, _ width: Int,
    _ coloring: TextColoring
  ) -> (text: String, line: DisplayLine) {
    let focus = annotations.first?.range ?? file.lineRange(number)
    let line = DisplayLine(file, line: number, focus: focus, maximumWidth: width)
    let digits = String(number)
    let padded = String(repeating: " ", count: max(0, gutter - digits.count)) + digits
    let text = line.text
    return (coloring.paint("\(padded) |", .frame) + (text.isEmpty ? "" : " " + text), line)
  }

  private func underline(
    _ annotation: Annotation, on line: DisplayLine, _ severity: Diagnostic.Severity,
    _ coloring: TextColoring
  ) -> String {
    let columns = line.columns(of: annotation.range)
    let mark = String(repeating: annotation.isPrimary ? "^" : "-", count: columns.count)
    let label = annotation.label.map { " " + escapedForDisplay(shortened($0, to: 500)) } ?? ""
    return String(repeating: " ", count: columns.lowerBound)
      + coloring.paint(mark + label, annotation.isPrimary ? .severity(severity) : .related)
  }
}
