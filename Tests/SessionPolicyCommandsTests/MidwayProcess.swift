import Foundation

/// Runs the command, stops it while it has a file open for writing that has no name yet, and sends it a
/// signal there.
///
/// What a process has open is read in `/proc`. Whether the write was met in its middle is told, for the
/// process may be faster; then nothing was sent.
///
/// - Returns: How it ended: its exit status, or the signal that ended it as a negative number.
func MidwayProcess(
  _ words: [String], in folder: String, sends signal: Int32, _ wasInTheMiddle: inout Bool
) throws -> Int32 {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: CommandProcess.program ?? "/bin/false")
  process.arguments = words
  process.currentDirectoryURL = URL(fileURLWithPath: folder)
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = FileHandle.nullDevice
  process.standardError = FileHandle.nullDevice
  // The threads that tests run on hold signals back, and a process begins as the thread that began it.
  var (all, before) = (sigset_t(), sigset_t())
  sigfillset(&all)
  pthread_sigmask(SIG_UNBLOCK, &all, &before)
  defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
  try process.run()
  let identifier = process.processIdentifier
  let real = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path

  /// Whether the process has an open file below the folder that is being written.
  func isWriting() -> Bool {
    let descriptors = "/proc/\(identifier)/fd"
    for name in (try? FileManager.default.contentsOfDirectory(atPath: descriptors)) ?? [] {
      guard
        let target = try? FileManager.default.destinationOfSymbolicLink(
          atPath: descriptors + "/" + name)
      else { continue }
      if target.hasPrefix(real), target.contains("/#") || target.contains("/.session-policy-") {
        return true
      }
    }
    return false
  }

  while process.isRunning {
    guard isWriting() else { continue }
    kill(identifier, SIGSTOP)
    // Only a process that stopped before it was done is in the middle.
    if isWriting() {
      wasInTheMiddle = true
      kill(identifier, signal)
    }
    kill(identifier, SIGCONT)
    break
  }
  process.waitUntilExit()
  return process.terminationReason == .exit
    ? process.terminationStatus : -process.terminationStatus
}
