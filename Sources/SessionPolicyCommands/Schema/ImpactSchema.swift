import PolicyJSON

/// Writes what `impact` answers as JSON Schema. Keys may be added in later releases, so objects stay open.
enum ImpactSchema {
  /// The schema of a report.
  static var document: JSONValue {
    [
      "$schema": JSONSchema.dialect, "title": "An impact of session-policy",
      "description": "What `impact --format json` writes.", "$ref": "#/$defs/impact",
      "$defs": ["impact": impact, "answer": answer],
    ]
  }

  private static let count = JSONSchema.count

  private static let answer = JSONSchema.record(
    [
      ("outcome", JSONSchema.words(["proceed", "reauthenticate", "sign_in"])),
      ("extend", JSONSchema.flag), ("refresh", JSONSchema.flag),
    ], "A decision in short.")

  private static func group(_ name: String, _ summary: String) -> JSONValue {
    JSONSchema.record(
      [(name, JSONSchema.text), ("count", count)]
        + ["signed_out", "asked_again", "stricter", "looser"].map { ($0, count) }, summary)
  }

  private static let counts: [(String, JSONValue)] = [
    ("version", ["enum": [1]]), ("sessions", count),
    ("unreadable", JSONSchema.described("Documents that are no session.", count)),
    (
      "matrix",
      JSONSchema.array(
        JSONSchema.record(
          [
            ("old", JSONSchema.reference("answer")), ("new", JSONSchema.reference("answer")),
            ("count", count),
            ("direction", JSONSchema.words(["same", "stricter", "looser", "both"])),
          ], "How many sessions go from one answer to another."))
    ),
    (
      "signed_out",
      JSONSchema.described("Sessions that are over now under NEW and not under OLD.", count)
    ),
    ("let_in", JSONSchema.described("The other way round.", count)),
    (
      "asked_again",
      JSONSchema.record(
        [("now", count), ("within_24h", count), ("for_other", count)],
        "Sessions whose users are asked again: now, within a day by time alone, and for something else."
      )
    ),
    (
      "life",
      JSONSchema.record(
        [("gained", JSONSchema.text), ("lost", JSONSchema.text)],
        "The longest time that a session of which nobody does anything goes on longer, and shorter."
      )
    ),
    (
      "by_rule",
      JSONSchema.array(
        group(
          "rule", "What a rule decides otherwise: NEW's where it is stricter, OLD's where looser."))
    ),
  ]

  private static let impact = JSONSchema.object(
    counts + [
      ("lacking", JSONSchema.described("Sessions for which an input is missing.", count)),
      (
        "missing",
        JSONSchema.array(
          JSONSchema.record([("attribute", JSONSchema.text), ("count", count)], "A missing input."))
      ),
      (
        "by",
        JSONSchema.record(
          [
            ("attribute", JSONSchema.text),
            ("values", JSONSchema.array(group("value", "Sessions of a value of the attribute."))),
          ], "By the attribute of `--by`.")
      ),
      (
        "examples",
        JSONSchema.array(
          JSONSchema.record(
            [
              ("old", JSONSchema.reference("answer")), ("new", JSONSchema.reference("answer")),
              ("snapshot", ["type": "object"]),
            ], "A session that is decided otherwise."))
      ),
      (
        "problems",
        JSONSchema.array(
          JSONSchema.record(
            [("document", count), ("message", JSONSchema.text)], "A document that is no session.")
        )
      ),
    ], required: counts.map(\.0) + ["lacking", "missing", "examples", "problems"],
    "What new policies change for a population.")
}
