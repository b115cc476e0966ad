/// Groups the bytes that a program cannot tell apart.
///
/// Partition refinement: each instruction splits the classes into what it takes and what it does not,
/// at O(128) for each. Bytes beyond ASCII are two classes, the first and the others of a scalar.
struct ByteClasses: Sendable {
  /// The class of each byte.
  let classes: [UInt8]
  /// One ASCII scalar of each class, with the class's number as its index.
  let representatives: [UInt32]
  /// Whether the program treats all scalars beyond ASCII alike.
  let isUniformBeyondASCII: Bool

  /// The class of the bytes that begin a scalar beyond ASCII.
  var lead: UInt8 { UInt8(truncatingIfNeeded: representatives.count) }
  /// The class of the bytes that go on with one.
  var continuation: UInt8 { lead + 1 }
  var count: Int { representatives.count + 2 }

  init(_ program: Program) {
    var numbers = [Int](repeating: 0, count: 128)
    var isUniform = true
    for instruction in program.instructions {
      switch instruction {
      case .scalar(let scalar, _):
        isUniform = isUniform && scalar < 0x80
        Self.refine(&numbers) { $0 == scalar }
      case .folded(let folded, _):
        let hasFurther = CaseFolding.anyVariant(of: folded) { $0 >= 0x80 }
        isUniform = isUniform && !hasFurther
        Self.refine(&numbers) { CaseFolding.canonical($0) == folded }
      case .set(let index, _):
        let set = program.sets[Int(index)]
        isUniform = isUniform && set.answerBeyondASCII != nil
        Self.refine(&numbers, by: set.contains)
      case .anyExceptNewline, .assert(.lineStart, _), .assert(.lineEnd, _):
        Self.refine(&numbers) { $0 == newline }
      case .assert(.wordBoundary, _), .assert(.notWordBoundary, _):
        Self.refine(&numbers, by: isWord)
      case .match, .any, .split, .assert: break
      }
    }
    isUniformBeyondASCII = isUniform

    var representatives: [UInt32] = []
    for (scalar, number) in numbers.enumerated() where number == representatives.count {
      representatives.append(UInt32(scalar))
    }
    self.representatives = representatives
    let lead = UInt8(truncatingIfNeeded: representatives.count)
    classes =
      numbers.map { UInt8(truncatingIfNeeded: $0) }
      + Array(repeating: lead + 1, count: 64) + Array(repeating: lead, count: 64)
  }

  /// Splits each class in two by the condition, and numbers the classes as they come up.
  private static func refine(_ numbers: inout [Int], by condition: (UInt32) -> Bool) {
    var renumbered = [Int](repeating: -1, count: 256)
    var count = 0
    for scalar in numbers.indices {
      let key = numbers[scalar] * 2 + (condition(UInt32(scalar)) ? 1 : 0)
      if renumbered[key] < 0 {
        renumbered[key] = count
        count += 1
      }
      numbers[scalar] = renumbered[key]
    }
  }
}
