import ArgumentParser
import PolicyCEL
import PolicyDiagnostics
import PolicyDocuments
import SessionPolicy

/// Where decisions are recorded, and what of a session may be.
struct RecordOptions: ParsableArguments {
  @Option(
    help: """
      Add a record of each decision to a file: what it was made from, the decision, and the digest of the \
      policies. Traits, addresses, devices and the like are recorded as far as policies read them, tokens \
      never.
      """)
  var record: String?

  @Option(
    help: """
      With --record: of what policies read, record this attribute and no others but those named the same \
      way, such as context.risk; may be given several times.
      """,
    completion: CompletedWords.attributes)
  var recordOnly: [String] = []

  @Option(
    help:
      "Make each decision of a file of records again (- is standard input), and say which differ.")
  var replay: String?

  /// What is wrong with the options, if anything is.
  var problem: String? {
    if !recordOnly.isEmpty, record == nil { return "--record-only goes with --record" }
    if replay != nil, record != nil { return "--replay and --record do not go together" }
    return nil
  }

  /// What is recorded of decisions by some policies; `nil` for nothing.
  func fields(of policies: PolicySet) -> RecordedFields? {
    guard record != nil else { return nil }
    let only = recordOnly.isEmpty ? nil : recordOnly.map(AttributePath.init(dotted:))
    return RecordedFields(of: policies, only: only)
  }

  /// Opens the file of records, and says what will be missing in it.
  ///
  /// - Returns: `nil` after what is wrong was written; a log that goes nowhere if nothing is recorded.
  func log(of policies: PolicySet, on console: Console) -> DecisionLog? {
    guard let record, let fields = fields(of: policies) else { return DecisionLog(file: nil) }
    do throws(FileError) {
      let log = DecisionLog(file: try FileAppender(record))
      let missing = fields.leftOut.map { "`\($0.description)`" }
      if !missing.isEmpty {
        console.writeError(
          "warning: policies read \(missing.joined(separator: ", ")), which is not recorded: what hangs "
            + "on it cannot be decided again\n")
      }
      return log
    } catch {
      console.writeError("error: \(error.message)\n")
      return nil
    }
  }
}

/// A file of records of decisions.
struct DecisionLog {
  /// The file; `nil` if nothing is recorded.
  let file: FileAppender?

  /// Adds lines; `false` after what is wrong was written.
  func append(_ lines: [UInt8], on console: Console) -> Bool {
    guard let file, !lines.isEmpty else { return true }
    do throws(FileError) {
      try file.append(lines)
      return true
    } catch {
      console.writeError("error: \(error.message)\n")
      return false
    }
  }
}
