package import PolicyDocuments
import SessionPolicy

// The fields of test suites.

extension FieldTable {
  /// A suite of tests.
  package static let suite = FieldTable(
    "a suite",
    [
      Field("version", .version(version), isRequired: true, "The version of the format: `1`."),
      Field("suite", .text, isRequired: true, "The name of the suite.", synonyms: ["name"]),
      Field("description", .text, "What the suite is for, told to those who maintain it."),
      Field(
        "policies", .texts, isRequired: true,
        "The policy files and directories under test, relative to the suite.",
        synonyms: ["policy", "policy_files", "rule_files"]),
      Field(
        "kratos", .either(.path, .texts),
        "The identity server's configuration, relative to the suite; of several parts, what a later one "
          + "says counts.",
        synonyms: ["settings", "config"]),
      Field(
        "kratos_release", .choice(KratosRelease.allCases.map(\.rawValue)),
        "The release of the identity server, where releases differ; left out, the latest, or the "
          + "development head where something is written that only it knows."),
      Field(
        "now", .instant, isRequired: true,
        "The instant at which every test begins; no suite depends on the clock.",
        synonyms: ["start", "time", "clock", "start_timestamp"]),
      Field(
        "sessions", .dictionary(.record(.sessionFixture)),
        "The sessions that tests name.", synonyms: ["session", "users", "principals"]),
      Field(
        "requests", .dictionary(.record(.requestFixture)), "The requests that tests name.",
        synonyms: ["request", "actions"]),
      Field(
        "tests", .records(.suiteTest), "What is tested.", synonyms: ["cases", "test"]),
      Field(
        "laws", .records(.law), "What holds of every session, not of samples.",
        synonyms: ["law", "invariants", "properties"]),
    ],
    groups: [Group(1...2, of: ["tests", "laws"])])

  /// What holds of every session.
  package static let law = FieldTable(
    "a law",
    [
      Field(
        "name", .text, isRequired: true, "What holds, in words.", synonyms: ["id", "title"]),
      Field("description", .text, "More words."),
      Field(
        "when", .condition, "Which sessions are meant; left out, all of them.",
        synonyms: ["if", "condition"]),
      Field(
        "always", .record(.lawExpectation), "What every decision on them says, all of it.",
        synonyms: ["expect", "must"]),
      Field("never", .record(.lawExpectation), "What no decision on them says, none of it."),
      Field(
        "assume", .conditions,
        "What is taken for granted, besides what is true of every session of Kratos.",
        synonyms: ["given", "assumptions"]),
      Field(
        "undecided", .choice(["allow"]),
        "Whether it is no failure that the law cannot be decided; needs a `reason`."),
      Field("reason", .text, "Why an undecided law is no failure."),
    ],
    groups: [Group(1...1, of: ["always", "never"])])

  /// What a law says of a decision.
  package static let lawExpectation = FieldTable.notEmpty(
    "what a law expects",
    [
      Field(
        "outcome",
        .either(.choice(Decision.Outcome.names), .items(.choice(Decision.Outcome.names))),
        "What happens: one outcome, or a list of those that are meant.",
        synonyms: ["decision", "result"]),
      Field(
        "extend", .flag, "Whether a server may extend.", synonyms: ["extendable", "extension"]),
      Field("refresh", .flag, "Whether the user may refresh.", synonyms: ["refreshable"]),
    ])

  /// A session that tests name.
  package static let sessionFixture = FieldTable(
    "a session",
    [
      Field("description", .text, "What is special about it."),
      Field(
        "from", .path,
        "A session document of Kratos, bare or wrapped, relative to the suite and below the folder "
          + "that the run was given.", synonyms: ["file", "path", "document"]),
      Field(
        "extends", .text, "Another session of the suite, which this one changes.",
        synonyms: ["base", "inherits", "extend", "like"]),
      Field(
        "set", .record(.sessionChange),
        "Fields of the session that are set; `null` removes one.",
        synonyms: ["with", "change", "override"]),
      Field(
        "completed", .dictionary(.moment),
        "When each of the session's methods was last completed.",
        synonyms: ["completed_at", "methods"]),
    ],
    groups: [
      Group(0...1, of: ["from", "extends"]), Group(1...3, of: ["from", "extends", "set"]),
    ])

  /// A test: one case, a product of sessions and requests, or the life of a session.
  package static let suiteTest = FieldTable(
    "a test",
    [
      Field(
        "name", .text, isRequired: true, "What is tested, in words.", synonyms: ["id", "title"]),
      Field("description", .text, "More words."),
      Field("session", .text, "The session that is decided about."),
      Field("sessions", .texts, "Several sessions, each with each of the requests."),
      Field("request", .text, "The request that is made."),
      Field("requests", .texts, "Several requests, each with each of the sessions."),
      Field("at", .offset, "How long after `now` it is decided.", synonyms: ["eval_time"]),
      Field(
        "expect", .either(.record(.expectation), .records(.combination)),
        "What the decision says; for a product, a list with an entry for each combination.",
        synonyms: ["expected", "assertions", "result", "want"]),
      Field(
        "timeline", .records(.timelineStep), "What happens to the session, step by step.",
        synonyms: ["steps", "events"]),
      Field(
        "client", .choice(KratosRequest.Client.names),
        "Who lives through the timeline: a browser with its cookie, or a native client with a "
          + "token; left out, the type of the request's client, or else a browser."),
      Field(
        "skip", .either(.flag, .record(.skip)), "Whether it is passed over, and why."),
      Field(
        "reason", .text, "Why it is skipped.", synonyms: ["skip_reason", "skipReason"]),
    ],
    groups: [
      Group(1...1, of: ["session", "sessions"]), Group(0...1, of: ["request", "requests"]),
      Group(1...1, of: ["expect", "timeline"]), Group(0...1, of: ["at", "timeline"]),
    ])

  /// Why a test is skipped.
  package static let skip = FieldTable(
    "`skip`", [Field("reason", .text, isRequired: true, "Why the test is skipped.")])

  /// A step in the life of a session.
  package static let timelineStep = FieldTable(
    "a step",
    [
      Field("at", .offset, "How long after `now` it happens."),
      Field("every", .duration, "It happens again and again, this far apart."),
      Field("until", .offset, "How long after `now` it no longer repeats."),
      Field(
        "do", .either(.choice(TimelineAction.names), .list(.choice(TimelineAction.names))),
        "What is done; it fails if it is not permitted, or if the identity server refuses.",
        synonyms: ["action", "event", "op"]),
      Field(
        "attempt", .either(.choice(TimelineAction.names), .list(.choice(TimelineAction.names))),
        "What is done as far as it is permitted, and nothing otherwise.", synonyms: ["try"]),
      Field(
        "with", .either(.text, .record(.completedFactor)),
        "The method by which the user authenticates.", synonyms: ["method", "factor", "by"]),
      Field("as", .text, "The session of the suite whose identity signs in.", synonyms: ["user"]),
      Field("request", .text, "The request that is made; left out, the test's own."),
      Field(
        "expect", .record(.expectation), "What the decision says before anything is done.",
        synonyms: ["expected", "before", "assertions"]),
      Field(
        "then", .record(.expectation), "What the decision says after everything was done.",
        synonyms: ["after"]),
    ],
    groups: [
      Group(0...1, of: ["do", "attempt"]), Group(1...2, of: ["do", "attempt", "expect"]),
    ])

  /// A method by which a user authenticates within a timeline.
  package static let completedFactor = FieldTable(
    "a method",
    [
      Field("method", .text, isRequired: true, "The method, such as `totp` or `oidc`."),
      Field(
        "aal", .choice(AssuranceLevel.allCases.map(\.name)),
        "The level it is recorded at; left out, the one the identity server gives it."),
      Field("provider", .text, "The identity provider."),
      Field("organization", .text, "The organization it is completed for."),
    ])
}
