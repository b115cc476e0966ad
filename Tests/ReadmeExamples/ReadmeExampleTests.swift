import Foundation
import Testing

/// The code of the README and of the articles compiles with the imports that they show: it stands in the
/// files of this target.
@Test func theCodeOfThePagesIsTheCodeHere() throws {
  let folder = URL(filePath: #filePath).deletingLastPathComponent()
  let root = folder.appending(path: "../..").standardizedFileURL
  let catalogue = root.appending(path: "Sources/SessionPolicy/Documentation.docc")
  let articles = try FileManager.default.contentsOfDirectory(atPath: catalogue.path)
    .filter { $0.hasSuffix(".md") }.map { catalogue.appending(path: $0) }
  let readme = try ([root.appending(path: "README.md")] + articles)
    .map { try String(contentsOf: $0, encoding: .utf8) }.joined()
  let sources = try ["FromSwift", "Dates", "Suites"].map { name in
    try String(contentsOf: folder.appending(path: "\(name).swift"), encoding: .utf8)
  }
  let blocks = readme.components(separatedBy: "```swift\n").dropFirst()
    .compactMap { $0.components(separatedBy: "```").first }
    .filter { !$0.hasPrefix("// swift-tools-version") }
  #expect(blocks.count == 6)
  for block in blocks {
    #expect(sources.contains { $0.contains(block) }, "\(block)")
  }
  // Nothing else is imported: every line of it is in the README.
  for line in sources.joined().split(separator: "\n") where line.hasPrefix("import ") {
    #expect(readme.contains("\n\(line)\n"), "\(line)")
  }
}
