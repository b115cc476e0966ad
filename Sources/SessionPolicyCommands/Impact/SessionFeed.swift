/// Reads populations of sessions piece by piece: lines of NDJSON, and arrays such as the pages of the admin
/// API, laid out or not, one after the other.
///
/// Of lines no more than a piece is held, whatever their number. A file that begins with `[` is read whole,
/// up to ``arrayLimit``: a page is an answer of a server, and no log.
struct SessionFeed {
  /// Documents that stand in some bytes.
  struct Batch: Sendable {
    var bytes: [UInt8] = []
    var places: [Range<Int>] = []
    /// The number of the first of them in its file, from 1.
    var first = 1
    /// How many lines before them were too long to be kept.
    var skipped = 0
  }

  /// The most bytes of a file that is an array, 64 MiB.
  static let arrayLimit = 64 << 20

  private var paths: ArraySlice<String>
  private let console: Console
  private var source: InputPieces?
  private var gatherer = LineGatherer(limit: LineDecider.limit, partSize: .max)
  private var whole: [UInt8]?
  private var count = 0
  private var waiting: [Batch] = []

  /// Opens nothing yet; `-` is standard input.
  init(_ paths: [String], on console: Console) {
    self.paths = paths[...]
    self.console = console
  }

  /// The next documents; `nil` after the last.
  mutating func next() throws(InputPieces.PieceError) -> Batch? {
    while waiting.isEmpty {
      if source == nil {
        guard let path = paths.popFirst() else { return nil }
        try open(path)
      }
      try fill()
    }
    return waiting.removeFirst()
  }

  private mutating func open(_ path: String) throws(InputPieces.PieceError) {
    (count, whole) = (0, nil)
    gatherer = LineGatherer(limit: LineDecider.limit, partSize: .max)
    source = try InputPieces(path, on: console)
  }

  private mutating func fill() throws(InputPieces.PieceError) {
    guard let source, let bytes = try source.next() else { return }
    let isLast = bytes.isEmpty
    if count == 0, whole == nil, bytes.first(where: { !Self.isSpace($0) }) == UInt8(ascii: "[") {
      whole = []
    }
    if whole != nil {
      whole?.append(contentsOf: bytes)
      guard whole?.count ?? 0 <= Self.arrayLimit else {
        throw InputPieces.PieceError(
          message:
            "an array of more than \(Self.arrayLimit >> 20) MiB is not read; write a session to "
            + "each line, as `jq -c '.[]'` does")
      }
      guard isLast else { return }
      add(elementsOf: whole ?? [])
    } else {
      let piece = gatherer.add(bytes, isLast: isLast)
      if !piece.bytes.isEmpty || piece.beginsTooLong { add(linesOf: piece) }
    }
    if isLast { self.source = nil }
  }

  private mutating func add(linesOf piece: LineGatherer.Piece) {
    var batch = Batch(bytes: piece.bytes, first: count + 1, skipped: piece.beginsTooLong ? 1 : 0)
    var start = 0
    piece.bytes.withUnsafeBufferPointer { bytes in
      for line in LineCutter(bytes) {
        batch.places.append(start..<start + line.count)
        start += line.count + 1
      }
    }
    count += batch.places.count + batch.skipped
    waiting.append(batch)
  }

  private mutating func add(elementsOf bytes: [UInt8]) {
    let places = Self.elements(of: bytes)
    // A few at a time, so that several can be looked at at once.
    for start in stride(from: 0, to: places.count, by: 512) {
      let part = places[start..<min(start + 512, places.count)]
      let base = part.first?.lowerBound ?? 0
      let end = part.last?.upperBound ?? base
      waiting.append(
        Batch(
          bytes: Array(bytes[base..<end]),
          places: part.map { $0.lowerBound - base..<$0.upperBound - base }, first: count + 1))
      count += part.count
    }
  }

  /// The elements of the arrays that stand one after the other in a text, as far as braces and quotes tell;
  /// whether each is a document, its reader says.
  static func elements(of bytes: [UInt8]) -> [Range<Int>] {
    var places: [Range<Int>] = []
    var (depth, start) = (0, -1)
    var (isText, isEscaped) = (false, false)
    for (place, byte) in bytes.enumerated() {
      if isText {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isText = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""):
        isText = true
        if depth <= 1, start < 0 { start = place }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if start < 0, depth == 1 || byte == UInt8(ascii: "{") { start = place }
        depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth = max(0, depth - 1)
        if depth <= (byte == UInt8(ascii: "}") ? 1 : 0), start >= 0 {
          places.append(start..<(byte == UInt8(ascii: "]") && depth == 0 ? place : place + 1))
          start = -1
        }
      case UInt8(ascii: ","):
        if depth == 1, start >= 0 {
          places.append(start..<place)
          start = -1
        }
      default:
        if depth <= 1, start < 0, !isSpace(byte) { start = place }
      }
    }
    if start >= 0 { places.append(start..<bytes.count) }
    return places
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }
}
