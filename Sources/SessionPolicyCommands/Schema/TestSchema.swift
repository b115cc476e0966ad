import PolicyJSON
import PolicyTesting
import SessionPolicy

/// Writes what `test` answers as JSON Schema. Keys may be added in later releases, so objects stay open.
enum TestSchema {
  /// The schema of a test run.
  static var document: JSONValue {
    [
      "$schema": JSONSchema.dialect, "title": "A test run of session-policy",
      "description": "What `test --format json` writes.", "$ref": "#/$defs/run",
      "$defs": [
        "run": run, "suite": suite, "test": test, "failure": failure, "coverage": coverage,
        "law": law, "range": JSONSchema.range,
      ],
    ]
  }

  private static let outcomes = JSONSchema.words(TestOutcome.allCases.map(\.rawValue))
  private static let textOrNull = JSONSchema.nullable(JSONSchema.text)
  private static let range = JSONSchema.reference("range")
  private static let object: JSONValue = ["type": "object"]

  private static let run = JSONSchema.record(
    [
      ("version", ["enum": [1]]), ("suites", JSONSchema.array(JSONSchema.reference("suite"))),
      ("coverage", JSONSchema.reference("coverage")),
      ("laws", JSONSchema.array(JSONSchema.reference("law"))),
      (
        "summary",
        JSONSchema.record(
          ["suites", "passed", "failed", "errors", "skipped"].map { ($0, JSONSchema.count) },
          "How many there are of each.")
      ),
    ], "What came of suites, and what they saw of policies.")

  private static let suite = JSONSchema.record(
    [
      ("file", JSONSchema.text),
      (
        "suite",
        JSONSchema.described("The name; null for one that could not be read.", textOrNull)
      ),
      ("tests", JSONSchema.array(JSONSchema.reference("test"))), ("omitted", JSONSchema.count),
      (
        "findings", JSONSchema.described("As `lint` writes them.", JSONSchema.array(object))
      ),
    ], "A suite with its cases.")

  private static let test = JSONSchema.record(
    [
      ("name", JSONSchema.text),
      (
        "case",
        JSONSchema.record(
          [("session", JSONSchema.text), ("request", textOrNull)],
          "The session and the request, by their names in the suite.")
      ),
      ("outcome", outcomes), ("failures", JSONSchema.array(JSONSchema.reference("failure"))),
      ("range", range),
      ("reason", JSONSchema.described("Why it was skipped.", JSONSchema.text)),
    ], leavingOut: ["reason"], "A case: a session with a request.")

  private static let failure = JSONSchema.record(
    [
      ("path", JSONSchema.text), ("part", JSONSchema.text), ("expected", JSONSchema.text),
      ("actual", JSONSchema.text), ("range", range), ("now", JSONSchema.instant),
      (
        "snapshot", JSONSchema.described("What was decided, as `schema snapshot` has it.", object)
      ),
      (
        "cause",
        JSONSchema.nullable(
          JSONSchema.record(
            [
              ("rule", JSONSchema.text), ("path", textOrNull), ("text", JSONSchema.text),
              ("saw", textOrNull), ("file", textOrNull), ("range", JSONSchema.nullable(range)),
            ], "The clause or the requirement that decided, and what it saw."))
      ),
      ("decision", JSONSchema.described("As `schema decision` has it.", object)),
      (
        "rules",
        JSONSchema.described(
          "The rules that have a say, as `explain` writes them.", JSONSchema.array(object))
      ),
      ("omitted", JSONSchema.count),
      (
        "reproduce",
        JSONSchema.described("A command that makes the decision again.", JSONSchema.text)
      ),
    ],
    leavingOut: ["now", "snapshot", "cause", "decision", "rules", "omitted", "reproduce"],
    "A part of a decision that is not as expected; of very many the first say why.")

  private static let place: [(String, JSONValue)] = [
    ("path", JSONSchema.text), ("file", JSONSchema.text), ("range", range),
  ]

  private static let coverage = JSONSchema.record(
    [
      ("covered", JSONSchema.count), ("total", JSONSchema.count),
      (
        "rules",
        JSONSchema.array(
          JSONSchema.record(
            [
              ("rule", JSONSchema.text), ("fired", JSONSchema.count),
              ("not_fired", JSONSchema.count),
            ] + place, "How often a rule granted, forbade or was in force, and how often not."))
      ),
      (
        "conditions",
        JSONSchema.array(
          JSONSchema.record(
            [
              (
                "rule",
                JSONSchema.described(
                  "Null for a clause of a whole file or of a definition.", textOrNull)
              ),
              ("policy", JSONSchema.text), ("definition", textOrNull),
              ("expression", JSONSchema.text), ("true", JSONSchema.count),
              ("false", JSONSchema.count), ("error", JSONSchema.count),
            ] + place, "How often a clause held, did not, and could not be told."))
      ),
      (
        "requirements",
        JSONSchema.array(
          JSONSchema.record(
            [
              ("rule", JSONSchema.text), ("key", JSONSchema.text),
              (
                "alternative",
                JSONSchema.described("Whether it is one of `one_of` as a whole.", JSONSchema.flag)
              ),
              ("met", JSONSchema.count), ("not_met", JSONSchema.count),
              ("unknown", JSONSchema.count), ("before", JSONSchema.flag), ("at", JSONSchema.flag),
              ("after", JSONSchema.flag),
            ] + place, leavingOut: ["before", "at", "after"],
            "How often a requirement was met where its rule applies; of a limit whether a case stood within "
              + "the second before it, at it, and within the second after."))
      ),
      ("omitted", JSONSchema.count),
    ], "What was seen of policies.")

  private static let law = JSONSchema.record(
    [
      ("file", JSONSchema.text), ("suite", textOrNull), ("name", JSONSchema.text),
      ("when", textOrNull), ("claim", JSONSchema.text),
      ("result", JSONSchema.words(LawResult.Finding.allCases.map(\.rawValue))),
      ("outcome", outcomes), ("message", textOrNull),
      (
        "witness",
        JSONSchema.described(
          "A session for which it does not hold.", JSONSchema.nullable(object))
      ),
      ("on", JSONSchema.array(JSONSchema.text)), ("path", JSONSchema.text), ("range", range),
      ("decision", object), ("reproduce", JSONSchema.text), ("reason", JSONSchema.text),
    ], leavingOut: ["decision", "reproduce", "reason"], "A statement about all sessions.")
}
