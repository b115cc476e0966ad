import Foundation
import Testing

/// The README's code compiles with the imports that it shows: it stands in the files of this target.
@Test func theCodeOfTheReadmeIsTheCodeHere() throws {
  let folder = URL(filePath: #filePath).deletingLastPathComponent()
  let readme = try String(
    contentsOf: folder.appending(path: "../../README.md").standardizedFileURL, encoding: .utf8)
  let sources = try ["FromSwift", "Dates", "Suites"].map { name in
    try String(contentsOf: folder.appending(path: "\(name).swift"), encoding: .utf8)
  }
  let blocks = readme.components(separatedBy: "```swift\n").dropFirst()
    .compactMap { $0.components(separatedBy: "```").first }
    .filter { !$0.hasPrefix("// Package.swift") }
  #expect(blocks.count == 4)
  for block in blocks {
    #expect(sources.contains { $0.contains(block) }, "\(block)")
  }
  // Nothing else is imported: every line of it is in the README.
  for line in sources.joined().split(separator: "\n") where line.hasPrefix("import ") {
    #expect(readme.contains("\n\(line)\n"), "\(line)")
  }
}
