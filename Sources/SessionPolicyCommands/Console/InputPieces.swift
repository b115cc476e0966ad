import PolicyDocuments

/// A file, or standard input, that is read piece by piece.
struct InputPieces {
  /// Why no more can be read.
  struct PieceError: Error {
    let message: String
  }

  private let console: Console
  /// The file; `nil` for standard input.
  private let file: FilePieces?

  /// Opens a file; `-` is standard input.
  init(_ path: String, on console: Console) throws(PieceError) {
    self.console = console
    do throws(FileError) {
      file = path == "-" ? nil : try FilePieces(path)
    } catch {
      throw PieceError(message: error.message)
    }
  }

  /// Waits for bytes and takes those that are there; none at the end, and `nil` if none came for a while.
  func next() throws(PieceError) -> [UInt8]? {
    guard let file else {
      do throws(StreamError) {
        return try console.readPiece(Self.size)
      } catch {
        throw PieceError(message: error.message)
      }
    }
    do throws(FileError) {
      return try file.read(Self.size)
    } catch {
      throw PieceError(message: error.message)
    }
  }

  /// The most bytes that are read at once.
  private static let size = 1 << 18
}
