import SessionPolicy
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file of records of decisions, as `session-policy decide --replay` reads them.
///
/// A decision that is remembered is on record once. Whoever cannot be put on record is not let through.
final class RecordFile: Sendable {
  /// Held while a line is written, so that none is written into another.
  private let descriptor: Mutex<Int32>
  private let permitted: [AttributePath]?
  /// What is recorded, by the digest of the policies that it was looked up for.
  private let known = Mutex<(digest: String, fields: RecordedFields)?>(nil)

  /// Opens a file, or makes one that its owner alone may read.
  ///
  /// - Parameter only: The attributes that may be recorded, such as `context.risk`; empty for all that the
  ///   policies read.
  init(_ path: String, only attributes: [String]) throws(Unavailable) {
    let opened = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard opened >= 0 else {
      throw Unavailable(reason: "\(path) cannot be opened: \(String(cString: strerror(errno)))")
    }
    descriptor = Mutex(opened)
    permitted = attributes.isEmpty ? nil : attributes.map(AttributePath.init(dotted:))
  }

  deinit { descriptor.withLock { _ = close($0) } }

  /// What is recorded of decisions by some policies.
  func fields(of policies: PolicySet) -> RecordedFields {
    known.withLock { known in
      if let known, known.digest == policies.digest { return known.fields }
      let fields = RecordedFields(of: policies, only: permitted)
      known = (policies.digest, fields)
      return fields
    }
  }

  /// Adds a line.
  func append(_ line: String) throws(Unavailable) {
    let bytes = Array((line + "\n").utf8)
    let problem: Int32? = descriptor.withLock { descriptor in
      var start = 0
      while start < bytes.count {
        let count = bytes[start...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return errno }
        start += count
      }
      return nil
    }
    if let problem {
      throw Unavailable(reason: "no record can be kept: \(String(cString: strerror(problem)))")
    }
  }
}
