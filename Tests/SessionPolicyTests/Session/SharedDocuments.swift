import PolicyDiagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The real Kratos documents kept beside the project; tests that need them are skipped where absent.
enum SharedDocuments {
  /// The folder with the documents of Kratos, if there is one.
  static let root: String? = folder.map { "\($0)/data/kratos" }

  /// The folder that stands beside the project, if it does.
  static let folder: String? = {
    let package = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let candidates = [
      getenv("SESSION_POLICY_SHARED").map { String(cString: $0) }, "/\(package)/../shared",
      "/\(package)/../../shared",
    ]
    return candidates.compactMap { $0 }.first { access("\($0)/data/kratos", R_OK) == 0 }
  }()

  static var areAbsent: Bool { root == nil }

  /// The files of a folder in the order of their names.
  static func files(in folder: String) -> [SourceFile] {
    guard let root, let directory = opendir("\(root)/\(folder)") else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted().compactMap { file("\(folder)/\($0)") }
  }

  /// One file.
  static func file(_ path: String) -> SourceFile? {
    guard let root, let stream = fopen("\(root)/\(path)", "rb") else { return nil }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 {
      bytes += buffer[..<count]
    }
    return SourceFile(name: path, bytes: bytes)
  }
}
