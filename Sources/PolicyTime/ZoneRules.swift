import PolicyDiagnostics
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// When a time zone is how far from UTC, as the system's database says.
///
/// Files are those of RFC 8536 (TZif), the 64-bit part where there is one. They are input like any other:
/// counts are checked against the length before anything is read, and offsets against a day. An offset is
/// found by halving the transitions, and after the last of them by a rule.
package struct ZoneRules: Sendable {
  /// Instants, in seconds since 1970, from which an offset holds.
  private let transitions: [Int64]
  /// The offset in seconds from the transition of the same index; one more for the time before all.
  private let offsets: [Int64]
  /// The rule for the time after the last transition.
  private let tail: RecurringOffset?

  /// The offset from UTC at an instant, in seconds.
  package func offset(at seconds: Int64) -> Int64 {
    if let tail, seconds >= transitions.last ?? .min { return tail.offset(at: seconds) }
    return offsets[index(at: seconds)]
  }

  /// The first instant after another at which the offset may change; `nil` for never.
  package func nextTransition(after seconds: Int64) -> Int64? {
    let next = index(at: seconds)
    if next < transitions.count { return transitions[next] }
    return tail?.nextTransition(after: seconds)
  }

  /// The number of transitions at or before an instant.
  private func index(at seconds: Int64) -> Int {
    transitions.partitioningIndex { $0 > seconds }
  }

  /// The rules of a zone by its IANA name or a fixed offset such as `+05:30`; an empty name is UTC.
  ///
  /// `nil` if the system's database has no such zone.
  package static func named(_ name: String) -> ZoneRules? {
    if name.isEmpty || name == "UTC" || name == "GMT" || name == "Z" { return fixed(0) }
    if let offset = fixedOffset(name) { return fixed(offset) }
    if let known = cache.withLock({ $0[name] }) { return known }
    guard let bytes = databaseFile(name), let rules = ZoneRules(file: bytes) else { return nil }
    cache.withLock { $0.count < 1_024 ? $0[name] = rules : () }
    return rules
  }

  /// Zones read so far; a zone is read once.
  private static let cache = Mutex<[String: ZoneRules]>([:])

  private static func fixed(_ offset: Int64) -> ZoneRules {
    ZoneRules(transitions: [], offsets: [offset], tail: nil)
  }

  /// `+05:30`, `-8:00` or `05:30` in seconds.
  private static func fixedOffset(_ name: String) -> Int64? {
    var bytes = ArraySlice(name.utf8)
    var sign: Int64 = 1
    if let mark = bytes.first, mark == UInt8(ascii: "+") || mark == UInt8(ascii: "-") {
      sign = mark == UInt8(ascii: "-") ? -1 : 1
      bytes.removeFirst()
    }
    let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
      (parts[0] + parts[1]).allSatisfy(\.isDigit),
      let hours = Int64(String(decoding: parts[0], as: UTF8.self)),
      let minutes = Int64(String(decoding: parts[1], as: UTF8.self)), hours < 24, minutes < 60
    else { return nil }
    return sign * (hours * 3_600 + minutes * 60)
  }

  /// The file of a zone; a name that leaves the database is none.
  private static func databaseFile(_ name: String) -> [UInt8]? {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isPlain = parts.allSatisfy { part in
      !part.isEmpty && part.utf8.first != UInt8(ascii: ".")
        && part.utf8.allSatisfy { $0.isIdentifierPart || $0 == 0x2B || $0 == 0x2D }
    }
    guard isPlain, name.utf8.count < 128 else { return nil }
    return read(name)
  }

  /// The names of zones that the system's database lists, links to other zones not among them; none
  /// where it has no list.
  package static let listedNames: [String] = {
    let text = String(decoding: read("zone1970.tab") ?? [], as: UTF8.self)
    return text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "\t")
      return line.first == "#" || fields.count < 3 ? nil : String(fields[2])
    }
  }()

  private static func read(_ name: String) -> [UInt8]? {
    guard let file = fopen("/usr/share/zoneinfo/" + name, "rb") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes.prefix(count))
  }
}

extension ZoneRules {
  /// Reads a TZif file (RFC 8536), its 64-bit part.
  package init?(file bytes: [UInt8]) {
    func integer(at place: Int, length: Int) -> Int64? {
      guard place >= 0, place + length <= bytes.count else { return nil }
      let value = bytes[place..<(place + length)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return length == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
    }
    func counts(at place: Int) -> [Int]? {
      guard bytes.count >= place + 44, bytes[place..<(place + 4)].elementsEqual("TZif".utf8)
      else { return nil }
      return (0..<6).compactMap { integer(at: place + 20 + 4 * $0, length: 4).map(Int.init) }
    }
    // The first part has 32-bit times and is skipped.
    guard let old = counts(at: 0), old.allSatisfy({ (0...65_536).contains($0) }),
      bytes.count > 4, bytes[4] >= UInt8(ascii: "2")
    else { return nil }
    let start = 44 + old[3] * 5 + old[4] * 6 + old[5] + old[2] * 8 + old[1] + old[0]
    guard let new = counts(at: start), new.allSatisfy({ (0...65_536).contains($0) }) else {
      return nil
    }
    // A zone that counts leap seconds is not on the clock that timestamps are on.
    guard new[2] == 0 else { return nil }
    let (times, types) = (new[3], new[4])
    let times0 = start + 44
    let indexes0 = times0 + times * 8
    let types0 = indexes0 + times
    var transitions: [Int64] = []
    var offsets: [Int64] = []
    func offset(ofType type: Int) -> Int64? {
      type < types ? integer(at: types0 + type * 6, length: 4) : nil
    }
    guard let first = offset(ofType: 0) else { return nil }
    offsets.append(first)
    for index in 0..<times {
      guard let time = integer(at: times0 + index * 8, length: 8), indexes0 + index < bytes.count,
        let offset = offset(ofType: Int(bytes[indexes0 + index]))
      else { return nil }
      transitions.append(time)
      offsets.append(offset)
    }
    let footer = types0 + types * 6 + new[5] + new[2] * 12 + new[1] + new[0]
    var tail: RecurringOffset?
    if footer + 1 < bytes.count, bytes[footer] == 0x0A {
      let text = bytes[(footer + 1)...].prefix { $0 != 0x0A }
      tail = RecurringOffset(Array(text))
    }
    self.init(transitions: transitions, offsets: offsets, tail: tail)
  }
}
