import PolicyDiagnostics
import PolicyDocuments
import Testing

@testable import SessionPolicy

/// The keys that tell a configuration of Kratos are those of its schema, and no others.
@Suite struct KindKeysTests {
  @Test func configurationsAreToldByEveryKeyThatIsTheirsAlone() throws {
    guard case .record(let keys, isOpen: false) = KratosShape.configuration else {
      Issue.record("the schema names no keys")
      return
    }
    let shared: Set = ["version", "config", "dev", "help", "revision"]
    #expect(KindKeys.configuration == Set(keys.keys).subtracting(shared))
    #expect(KindKeys.configuration.isDisjoint(with: KindKeys.ours))
    let ours = Set(FieldTable.policy.fields.map(\.name))
    #expect(KindKeys.configuration.isDisjoint(with: ours))
    #expect(KindKeys.ours.isSuperset(of: ours.subtracting(["version", "description"])))
  }

  /// Words at the top, in blocks and in braces, in quotes or not, and in texts that are no YAML.
  @Test(arguments: [
    ("a: 1\nb:\n  c: 2\n- d: 3\n", ["a", "b"]),
    ("- a: 1\n  b: 2\n", ["a", "b"]), ("  a: 1\n  b: { c: 2 }\n", ["a", "b"]),
    ("'a': 1\n\"b\" : 2\n", ["a", "b"]),
    ("{a: 1, b: {c: 2}, \"d\": [{e: 3}], 'f' : 4}", ["a", "b", "d", "f"]),
    ("---\n{\n  \"a\": \"b: {\",\n  \"c\": 1\n}\n", ["a", "c"]), ("--- {a: 1}", ["a"]),
    ("[{a: 1}, {b: 2}]", ["a", "b"]), ("{a: 1}\n{b: 2}\n", ["a", "b"]),
    ("\u{FEFF}a: 1\r\nb: 2\rc: 3", ["a", "b", "c"]), ("? a\n: b\nc: 1\n", ["a", "c"]),
    ("a: \"b\nc: d\n", ["a", "c"]), ("# a: 1\n%b: 2\nc: 3\n", ["c"]),
    ("a b: 1\n: 2\n:\n\"\n\"\\", []), ("{", []), ("a", []), ("", []),
  ])
  func wordsAtTheTopAreFound(text: String, words: [String]) {
    let found = TopWords(Array(text.utf8)).ranges
    #expect(found.keys.map(\.string).sorted() == words)
    for (word, range) in found {
      #expect(SourceFile(name: "", text: text).text(of: range) == word.string)
    }
  }
}
