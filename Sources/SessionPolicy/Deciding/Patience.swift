import PolicyCEL

/// How long a rule is followed that changes again and again, and what of it is followed after that.
///
/// What changes most often is left out first: parts of a condition are told apart by how far their
/// changes lie from one another at the least, in the classes of ``floors``. Each class has its own
/// patience. When that of the finest class followed is spent, the next coarser one is; when a change of
/// that comes, the finer ones are followed again for a little, for it may be what lets them decide:
/// `now.getHours() == 23 && now.getSeconds() >= 30`.
///
/// One word of plain bits, for there is one for each rule at each instant. Cost: a condition that is not followed whole is evaluated
/// once more at each instant, and twice more where a class is given up.
struct Patience {
  /// The patience left for each class, eight bits each, finest first; above them `depth` and `isSpent`.
  private var bits: UInt64

  /// Follows everything.
  @inline(__always)
  init() { bits = Self.leftBits }

  /// Follows the finest class for so many changes, and each other at most as long.
  ///
  /// The hours of five days, and fewer of what comes more often, for after each of these changes those of
  /// finer classes are looked at.
  @inline(__always)
  init(lasting count: Int) {
    func upTo(_ most: Int) -> UInt64 { UInt64(UInt8(clamping: min(count, most))) }
    // Spelled out, for a list would be allocated.
    bits = upTo(255) | upTo(32) << 8 | upTo(32) << 16
    bits |= upTo(64) << 24 | upTo(128) << 32 | upTo(255) << 40 | upTo(255) << 48
  }

  /// Follows nothing that changes again and again.
  static var none: Patience {
    var patience = Patience()
    patience.depth = last
    return patience
  }

  /// Whether all is followed.
  @inline(__always)
  var isWhole: Bool { bits <= Self.leftBits }

  /// The finest class followed; 0 for all of them.
  private var depth: UInt64 {
    get { bits >> 56 & 7 }
    set { bits = bits & ~(7 << 56) | newValue << 56 }
  }

  /// Whether that is to be given up when the condition is looked at.
  private var isSpent: Bool {
    get { bits & 1 << 59 != 0 }
    set { bits = newValue ? bits | 1 << 59 : bits & ~(1 << 59) }
  }

  private static var leftBits: UInt64 { (1 << 56) - 1 }

  /// The distances, in nanoseconds, below which changes are left out: none, those at once, by
  /// milliseconds, by seconds, by minutes, by hours, by days and all else.
  private static let floors: [Int64] = [
    1, 2, 2_000_000, 2_000_000_000, 120_000_000_000, 7_200_000_000_000, .max,
  ]

  /// The class of what moves evenly.
  private static var last: UInt64 { 6 }

  /// How often finer classes are looked at after a change of a coarser one.
  private static let little: UInt64 = 3

  /// Takes a change that counts as so many.
  mutating func spend(_ count: UInt64) {
    let shift = depth &* 8
    let rest = bits >> shift & 0xff
    // What moves evenly changes a few times, and is followed to its end.
    let isLast = depth == Self.last
    guard rest > count || isLast else {
      isSpent = true
      return
    }
    if !isLast { bits -= count << shift }
    for finer in 0..<depth {
      bits = bits & ~(0xff << (finer &* 8)) | Self.little << (finer &* 8)
    }
    depth = 0
  }

  /// The first change of a condition that is followed, and whether it can have no other before.
  mutating func evenFlip(
    of condition: Predicate, _ input: Input
  ) -> (flip: Int128, isSettled: Bool) {
    if isSpent {
      isSpent = false
      let pace = condition.evenFlip(of: input, apartBy: Self.floors[Int(depth)]).pace
      depth = Self.floors.firstIndex { $0 > pace }.map(UInt64.init) ?? Self.last
    }
    let found = condition.evenFlip(of: input, apartBy: Self.floors[Int(depth)])
    return (found.flip, found.isSettled)
  }
}
