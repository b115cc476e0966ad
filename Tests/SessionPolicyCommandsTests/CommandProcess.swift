import Foundation

/// The command as a process of its own, for what only a process can show: closed streams, signals,
/// names that are no UTF-8.
struct CommandProcess {
  /// How it ended: its exit status, or the signal that ended it as a negative number.
  let status: Int32
  let output: String
  let errors: String

  /// The program, beside the tests; `nil` if it was not built.
  static let program: String? = {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0])
    for _ in 0..<5 {
      folder.deleteLastPathComponent()
      let path = folder.appendingPathComponent("session-policy").path
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    return nil
  }()

  /// Runs a script of the shell in a folder; `$cmd` is the program.
  init(_ script: String, in folder: String, output: FileHandle? = nil) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["cmd": Self.program ?? "false", "NO_COLOR": "1"]) { $1 }
    let (written, complained) = (Pipe(), Pipe())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output ?? written
    process.standardError = complained
    try process.run()
    if output != nil { try written.fileHandleForWriting.close() }
    let errors = Box()
    let reading = DispatchGroup()
    DispatchQueue.global().async(group: reading) {
      errors.bytes = complained.fileHandleForReading.readDataToEndOfFile()
    }
    let bytes = written.fileHandleForReading.readDataToEndOfFile()
    reading.wait()
    process.waitUntilExit()
    self.output = String(decoding: bytes, as: UTF8.self)
    self.errors = String(decoding: errors.bytes, as: UTF8.self)
    status =
      process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
  }

  private final class Box: @unchecked Sendable {
    var bytes = Data()
  }
}
