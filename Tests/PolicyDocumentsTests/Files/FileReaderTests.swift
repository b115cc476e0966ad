import PolicyDiagnostics
import PolicyDocuments
import PolicyTestSupport
import Testing

@Suite("files are read whole or not at all")
struct FileReaderTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func whatIsLongerThanTheLimitIsNotRead() throws {
    try directory.write("12345", to: "f")
    let path = directory.path + "/f"
    #expect(try FileReader.read(path, limit: 5).bytes == Array("12345".utf8))
    #expect(throws: FileError(path: path, .tooLarge(5, limit: 4))) {
      try FileReader.read(path, limit: 4)
    }
    // A file that does not tell its size is cut off while it is read.
    #expect(throws: FileError(path: "/proc/self/maps", .tooLarge(nil, limit: 10))) {
      try FileReader.read("/proc/self/maps", limit: 10)
    }
  }

  @Test func whatWasWrittenIsReadBack() throws {
    let path = directory.path + "/new/folder/f"
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
    try FileWriter.writeNew([(path, bytes)])
    #expect(try FileReader.read(path).bytes == bytes)
    try FileWriter.write([1, 2], to: path)
    #expect(try FileReader.read(path).bytes == [1, 2])
  }

  @Test func pathsCountFromTheFolderOfTheirFile() {
    #expect(FilePath.folder(of: "a/b.yaml") == "a")
    #expect(FilePath.folder(of: "b.yaml") == ".")
    #expect(FilePath.folder(of: "/b.yaml") == "/")
    #expect(FilePath.join(".", "c") == "c")
    #expect(FilePath.join("a", "/c") == "/c")
    #expect(FilePath.join("/", "c") == "/c")
  }
}
