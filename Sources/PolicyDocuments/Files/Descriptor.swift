#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open file as the system numbers it. The one place in which bytes come from the system or go to it.
package struct Descriptor {
  private let number: Int32

  /// Names an open file, which stays the caller's to close.
  package init(_ number: Int32) { self.number = number }

  /// Standard input.
  package static var standardInput: Descriptor { Descriptor(STDIN_FILENO) }
  /// Standard output.
  package static var standardOutput: Descriptor { Descriptor(STDOUT_FILENO) }
  /// Standard error.
  package static var standardError: Descriptor { Descriptor(STDERR_FILENO) }

  /// Reads what is there into a buffer, waiting for the first byte.
  ///
  /// - Returns: How many bytes were read, 0 at the end; below zero after an error, which `errno` names.
  package func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.read(number, buffer.baseAddress, buffer.count)
    #elseif canImport(Musl)
      Musl.read(number, buffer.baseAddress, buffer.count)
    #elseif canImport(Darwin)
      Darwin.read(number, buffer.baseAddress, buffer.count)
    #endif
  }

  /// Reads to the end, or until there is more than a number of bytes.
  ///
  /// - Parameter limit: The most bytes that are wanted.
  /// - Returns: All bytes, or more than `limit` of them where there are more.
  /// - Throws: The system's `errno`.
  package func readAll(limit: Int) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= limit {
      let count = buffer.withUnsafeMutableBytes { read(into: $0) }
      if count == 0 { break }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw SystemError(number: errno)
      }
      bytes += buffer[..<count]
    }
    return bytes
  }

  /// Writes bytes; `false` if they cannot all be written, and `errno` says why.
  package func write(_ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { buffer in
        #if canImport(Glibc)
          Glibc.write(number, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
          Musl.write(number, buffer.baseAddress, buffer.count)
        #elseif canImport(Darwin)
          Darwin.write(number, buffer.baseAddress, buffer.count)
        #endif
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}

/// What the system refuses, by its own number.
package struct SystemError: Error {
  /// The `errno`.
  package let number: Int32
}
