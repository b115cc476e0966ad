import PolicyCEL
@_spi(Scanner) import PolicyJSON
import PolicyTime

/// Values of members that are looked for.
extension SnapshotScanner {
  /// Reads the value of a member that is looked for.
  mutating func value(of member: ReadingPlan.Member) -> Bool {
    if member.isMarker { found.markers += 1 }
    let byte = json.afterSpace()
    if member.role == .snapshotID { return identifier() }
    // Even null makes a difference there.
    if member.kind == .beyond { return false }
    if byte == UInt8(ascii: "n") { return json.word("null") }
    if member.role.isNoted {
      if member.role == .enrolment { found.tellsEnrolment = true } else { found.isOfHead = true }
    }
    switch member.kind {
    case .anything: return anything(member, byte)
    case .string:
      guard let text = json.string() else { return false }
      return note(text, member)
    case .choice:
      // What is none of its words is told by the whole reader.
      guard let text = json.string(), isAllowed(text, member) else { return false }
      return note(text, member)
    case .level:
      guard let text = json.string(), text.isPlain else { return false }
      return level(text, member)
    case .bool:
      guard let flag = boolean(byte) else { return false }
      if member.role == .active { found.active = flag }
      guard member.slot >= 0 else { return true }
      set(member, Cell(flag))
      return member.form == .bool
    case .instant:
      guard let text = instantText() else { return false }
      guard member.slot >= 0 || member.role != .none else { return Timestamp.isRFC3339(text) }
      guard let instant = Timestamp(rfc3339: text) else { return false }
      return note(instant, member)
    case .strings:
      if member.slot >= 0 {
        set(member, Cell(member.form == .list || member.form == .any ? .other : .missing))
      }
      return strings(member)
    case .object, .record:
      guard byte == UInt8(ascii: "{") else { return false }
      return record(member)
    case .records: return elements(member)
    case .beyond: return false
    }
  }

  mutating func record(_ member: ReadingPlan.Member) -> Bool {
    if member.role == .session { found.isWrapped = true }
    if member.role == .identity { found.hasIdentity = true }
    if member.slot >= 0 { set(member, Cell(member.form == .list ? .missing : .other)) }
    guard member.node >= 0 else { return json.skipValue(&keys) }
    return object(member.node)
  }

  /// A value of which no reader demands a kind. One that is not of the declared kind is left to the
  /// whole document, which says what is wrong with it.
  mutating func anything(_ member: ReadingPlan.Member, _ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "{"):
      guard member.list < 0 else { return false }
      if member.slot >= 0 {
        guard member.form == .any || member.form == .map && member.elements == .anything else {
          return false
        }
        set(member, Cell(.other))
      }
      return member.node >= 0 ? object(member.node) : json.skipValue(&keys)
    case UInt8(ascii: "["):
      if member.list >= 0 { return elements(member) }
      guard member.slot >= 0 else { return member.node < 0 && json.skipValue(&keys) }
      guard member.form == .list || member.form == .any else { return false }
      set(member, Cell(.other))
      return member.form == .any || member.elements == .anything
        ? json.skipValue(&keys) : strings(member)
    default:
      guard member.slot >= 0 else {
        return member.node < 0 && member.list < 0 && json.skipValue(&keys)
      }
      return scalar(member, byte)
    }
  }

  mutating func scalar(_ member: ReadingPlan.Member, _ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""):
      guard let text = json.string() else { return false }
      switch member.form {
      case .instant:
        guard text.isPlain, let instant = Timestamp(rfc3339: bytes(text)) else { return false }
        if instant != .minimum { set(member, Cell(instant)) }
        return true
      case .duration:
        guard text.isPlain,
          let span = Duration(celText: String(decoding: bytes(text), as: UTF8.self))
        else { return false }
        set(member, Cell(span))
        return true
      case .any:
        set(member, Cell(.other))
        return true
      case .symbol, .text: return note(text, member)
      default: return false
      }
    case UInt8(ascii: "t"), UInt8(ascii: "f"):
      guard let flag = boolean(byte), member.form == .bool || member.form == .any else {
        return false
      }
      set(member, member.form == .bool ? Cell(flag) : Cell(.other))
      return true
    default:
      guard let place = json.number() else { return false }
      return number(place, member)
    }
  }

  /// Notes a number; those that take more than an integer to read are left to the whole document.
  mutating func number(_ place: (start: Int, end: Int), _ member: ReadingPlan.Member)
    -> Bool
  {
    if member.form == .any { set(member, Cell(.other)) }
    guard member.form == .int || member.form == .number else { return member.form == .any }
    var value: Int64 = 0
    let isNegative = json.text[place.start] == UInt8(ascii: "-")
    guard place.end - place.start <= 18 else { return false }
    for index in (isNegative ? place.start + 1 : place.start)..<place.end {
      let digit = json.text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return false }
      value = value * 10 + Int64(digit)
    }
    if member.form == .number, isNegative { return false }
    set(member, member.form == .int ? Cell(.fits, isNegative ? -value : value) : Cell(.other))
    return true
  }

  /// Steps over an array of strings, each of which has to be one of the declared values.
  mutating func strings(_ member: ReadingPlan.Member) -> Bool {
    guard json.afterSpace() == UInt8(ascii: "["), json.open(UInt8(ascii: "[")) else { return false }
    if json.close(UInt8(ascii: "]")) { return true }
    guard member.elements != .beyond else { return false }
    while true {
      guard json.afterSpace() == UInt8(ascii: "\""), let text = json.string(),
        isAllowed(text, member)
      else { return false }
      switch json.separator(before: UInt8(ascii: "]")) {
      case .comma: continue
      case .failure: return false
      case .end: return true
      }
    }
  }

  /// Steps over a string that should be an instant.
  ///
  /// In the usual form its end is found by its digits alone. If they turn out to be no instant, the
  /// scan gives up, so nothing is missed of what else the string has.
  @inline(__always)
  private mutating func instantText() -> UnsafeBufferPointer<UInt8>? {
    let start = json.position + 1
    if start + 32 <= json.count, json.next == UInt8(ascii: "\"") {
      var end = start + 19
      if json.text[end] == UInt8(ascii: ".") {
        end += 1
        while end < start + 29, json.text[end] &- UInt8(ascii: "0") < 10 { end += 1 }
      }
      if json.text[end] == UInt8(ascii: "Z"), json.text[end + 1] == UInt8(ascii: "\"") {
        json.position = end + 2
        return UnsafeBufferPointer(start: json.text + start, count: end + 1 - start)
      }
    }
    guard let text = json.string(), text.isPlain else { return nil }
    return bytes(text)
  }

  mutating func boolean(_ byte: UInt8) -> Bool? {
    if byte == UInt8(ascii: "t") { return json.word("true") ? true : nil }
    return json.word("false") ? false : nil
  }

  /// The identifier that the caller gave, of any kind; its text is kept.
  mutating func identifier() -> Bool {
    let start = json.position
    let isNull = json.next == UInt8(ascii: "n")
    guard json.skipValue(&keys) else { return false }
    if !isNull { found.snapshotID = start..<json.position }
    return true
  }
}
