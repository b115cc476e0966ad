import PolicyJSON
import PolicyTesting
import SessionPolicy

/// Writes what `timeline` answers as JSON Schema. Keys may be added in later releases, so objects stay open.
enum TimelineSchema {
  /// The schema of a life.
  static var document: JSONValue {
    [
      "$schema": JSONSchema.dialect, "title": "The life of a session",
      "description": "What `timeline --format json` writes.", "$ref": "#/$defs/picture",
      "$defs": [
        "picture": picture, "life": life, "span": span, "limit": limit, "event": event,
        "change": change,
      ],
    ]
  }

  private static let instant = JSONSchema.instant
  private static let instantOrNull = JSONSchema.nullable(JSONSchema.instant)
  private static let textOrNull = JSONSchema.nullable(JSONSchema.text)
  private static let texts = JSONSchema.array(JSONSchema.text)

  private static let picture = JSONSchema.record(
    [
      ("version", ["enum": [1]]),
      (
        "old",
        JSONSchema.described(
          "The same life under the policies before.", JSONSchema.reference("life"))
      ),
    ] + parts, leavingOut: ["old"], "The life of a session under policies.")

  private static let life = JSONSchema.record(parts, "A life.")

  private static let parts: [(String, JSONValue)] = [
    ("from", instant), ("until", instant), ("now", instant), ("lifespan", textOrNull),
    ("client", JSONSchema.words(["browser", "native"])),
    ("spans", JSONSchema.array(JSONSchema.reference("span"))),
    ("limits", JSONSchema.array(JSONSchema.reference("limit"))),
    ("events", JSONSchema.array(JSONSchema.reference("event"))),
    (
      "windows",
      JSONSchema.array(
        JSONSchema.record(
          [("from", instant), ("until", instant), ("rule", textOrNull)],
          "A time in which a rule extends."))
    ),
    (
      "cookie",
      JSONSchema.array(
        JSONSchema.record(
          [("from", instant), ("until", instant)], "A time in which a browser's cookie can be read."
        )
      )
    ),
    ("changes", JSONSchema.array(JSONSchema.reference("change"))),
    (
      "expectations",
      JSONSchema.array(
        JSONSchema.record(
          [("at", instant), ("met", JSONSchema.flag), ("failures", texts)],
          "What a suite expected at an instant."))
    ),
    ("cut", JSONSchema.described("Whether there was more than is shown.", JSONSchema.flag)),
  ]

  private static let span = JSONSchema.record(
    [
      ("from", instant), ("until", instant),
      ("outcome", JSONSchema.words(Decision.Outcome.names)), ("extend", JSONSchema.flag),
      ("refresh", JSONSchema.flag), ("expires_at", instantOrNull), ("rules", texts),
      ("extendable_from", instantOrNull), ("reasons", texts), ("extend_reasons", texts),
    ], "A time in which nothing that is decided changes, without the instant of the next change.")

  private static let limit = JSONSchema.record(
    [
      ("rule", JSONSchema.text), ("path", JSONSchema.text), ("key", JSONSchema.text),
      ("limit", textOrNull), ("effect", JSONSchema.text),
      (
        "spans",
        JSONSchema.array(
          JSONSchema.record(
            [
              ("from", instant), ("until", instant), ("evidence", instantOrNull),
              ("reached_at", instantOrNull), ("missing", textOrNull),
            ], "A time that is counted from one instant."))
      ),
    ], "A limit of a rule, and how it fills.")

  private static let event = JSONSchema.record(
    [
      ("at", instant), ("do", JSONSchema.text), ("with", textOrNull),
      ("assumed", JSONSchema.flag), ("effect", JSONSchema.text), ("expires_at", instantOrNull),
    ], "Something that happened, or is assumed to.")

  private static let cause: [(String, JSONValue)] = [
    ("cause", textOrNull), ("rule", textOrNull), ("path", textOrNull), ("saw", textOrNull),
  ]

  private static let change = JSONSchema.record(
    [
      ("at", instant), ("part", JSONSchema.text), ("from", JSONSchema.text),
      ("to", JSONSchema.text), ("events", texts),
      (
        "answer",
        JSONSchema.described(
          "Whether the answer is another one, and not only its reasons.", JSONSchema.flag)
      ),
      (
        "also",
        JSONSchema.array(JSONSchema.record(cause, "Something else that turned at this instant."))
      ),
    ] + cause, "A part of the decision that changes, and through what.")
}
