// swift-tools-version: 6.2
import PackageDescription

/// One set of rules for every target: Swift 6, explicit existentials and imports, no warnings.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// What policies, suites and checks are made with.
let ground: [Target.Dependency] = [
  "PolicyDiagnostics", "PolicyTime", "PolicyYAML", "PolicyJSON", "PolicyCEL", "PolicyDocuments",
]

let package = Package(
  name: "swift-session-policy",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "SessionPolicy", targets: ["SessionPolicy"]),
    .library(name: "SessionPolicyFoundation", targets: ["SessionPolicyFoundation"]),
    .library(name: "PolicyTesting", targets: ["PolicyTesting"]),
    .executable(name: "session-policy", targets: ["session-policy"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // The way of the data: source text → YAML tree → policy → checked conditions → plan → decision.
    .systemLibrary(
      name: "CPolicyYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .target(name: "PolicyDiagnostics", swiftSettings: settings),
    .target(
      name: "PolicyYAML", dependencies: ["PolicyDiagnostics", "CPolicyYAML"],
      swiftSettings: settings),
    .target(name: "PolicyRegex", dependencies: ["PolicyDiagnostics"], swiftSettings: settings),
    .target(name: "PolicyTime", dependencies: ["PolicyDiagnostics"], swiftSettings: settings),
    .target(
      name: "PolicyCEL", dependencies: ["PolicyDiagnostics", "PolicyRegex", "PolicyTime"],
      swiftSettings: settings),
    .target(name: "PolicyJSON", dependencies: ["PolicyDiagnostics"], swiftSettings: settings),
    .target(
      name: "PolicyDocuments", dependencies: ["PolicyDiagnostics", "PolicyTime", "PolicyYAML"],
      swiftSettings: settings),
    .target(name: "SessionPolicy", dependencies: ground, swiftSettings: settings),
    .target(
      name: "SessionPolicyFoundation", dependencies: ["SessionPolicy"], swiftSettings: settings),
    .target(
      name: "PolicyAnalysis", dependencies: ["SessionPolicy", "PolicyRegex"] + ground,
      swiftSettings: settings),
    .target(
      name: "PolicyTesting", dependencies: ["SessionPolicy", "PolicyAnalysis"] + ground,
      swiftSettings: settings),
    .target(
      name: "PolicyLint",
      dependencies: ["PolicyAnalysis", "PolicyTesting", "SessionPolicy"] + ground,
      swiftSettings: settings),
    .target(
      name: "SessionPolicyCommands",
      dependencies: [
        "PolicyAnalysis", "PolicyLint", "PolicyTesting", "SessionPolicy",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ] + ground,
      swiftSettings: settings),
    .executableTarget(
      name: "session-policy", dependencies: ["SessionPolicyCommands"], swiftSettings: settings),

    // What holds for the sources themselves.
    .testTarget(name: "HouseTests", swiftSettings: settings),
    .target(
      name: "PolicyTestSupport", dependencies: ["PolicyDiagnostics"],
      path: "Tests/PolicyTestSupport", swiftSettings: settings),
    .testTarget(
      name: "PolicyDiagnosticsTests", dependencies: ["PolicyDiagnostics"], swiftSettings: settings),
    .testTarget(
      name: "PolicyYAMLTests",
      dependencies: ["PolicyYAML", "PolicyDiagnostics", "PolicyTestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "PolicyTimeTests", dependencies: ["PolicyTime", "PolicyTestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "PolicyRegexTests", dependencies: ["PolicyRegex", "PolicyTestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "PolicyCELTests",
      dependencies: [
        "PolicyCEL", "PolicyDiagnostics", "PolicyJSON", "PolicyTime", "PolicyTestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "PolicyJSONTests", dependencies: ["PolicyJSON", "PolicyDiagnostics"],
      swiftSettings: settings),
    .testTarget(
      name: "PolicyDocumentsTests",
      dependencies: ["PolicyDocuments", "PolicyDiagnostics", "PolicyTestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "SessionPolicyTests", dependencies: ["SessionPolicy", "PolicyTestSupport"] + ground,
      swiftSettings: settings),
    .testTarget(
      name: "SessionPolicyFoundationTests", dependencies: ["SessionPolicyFoundation"],
      swiftSettings: settings),
    // The code of the README, with the products that it names and no other module.
    .testTarget(
      name: "ReadmeExamples",
      dependencies: ["SessionPolicy", "SessionPolicyFoundation", "PolicyTesting"],
      swiftSettings: settings),
    .testTarget(
      name: "PolicyAnalysisTests",
      dependencies: ["PolicyAnalysis", "SessionPolicy", "PolicyTestSupport"] + ground,
      swiftSettings: settings),
    .testTarget(
      name: "PolicyTestingTests",
      dependencies: ["PolicyTesting", "SessionPolicy", "PolicyTestSupport"] + ground,
      swiftSettings: settings),
    .testTarget(
      name: "PolicyLintTests",
      dependencies: ["PolicyLint", "PolicyTesting", "SessionPolicy", "PolicyTestSupport"] + ground,
      swiftSettings: settings),
    .testTarget(
      name: "SessionPolicyCommandsTests",
      dependencies: [
        "SessionPolicyCommands", "PolicyAnalysis", "PolicyLint", "PolicyTesting", "SessionPolicy",
        "PolicyTestSupport",
      ] + ground,
      exclude: ["Console/Goldens", "Timeline/Goldens"], swiftSettings: settings),
  ]
)
