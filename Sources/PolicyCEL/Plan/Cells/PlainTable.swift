/// Plain elements in memory of their own that never changes.
///
/// An array in a class would do, but for each reading of it references are counted: more than a test
/// costs. The elements may be read as long as the table is kept.
@usableFromInline
package final class PlainTable<Element: Sendable>: @unchecked Sendable {
  /// The elements.
  @usableFromInline package let elements: UnsafeBufferPointer<Element>

  /// Copies elements.
  package init(_ source: ContiguousArray<Element>) {
    let copy = UnsafeMutableBufferPointer<Element>.allocate(capacity: source.count)
    _ = copy.initialize(from: source)
    elements = UnsafeBufferPointer(copy)
  }

  deinit { UnsafeMutableBufferPointer(mutating: elements).deinitialize().deallocate() }
}
