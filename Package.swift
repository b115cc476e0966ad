// swift-tools-version: 6.2
import PackageDescription

/// One set of rules for every target: Swift 6, explicit existentials and imports, no warnings.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "swift-session-policy",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "SessionPolicy", targets: ["SessionPolicy"]),
    .library(name: "PolicyTesting", targets: ["PolicyTesting"]),
    .executable(name: "session-policy", targets: ["session-policy"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // The way of the data: source text → YAML tree → policy → checked conditions → plan → decision.
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .target(name: "Diagnostics", swiftSettings: settings),
    .target(name: "YAML", dependencies: ["Diagnostics", "CLibYAML"], swiftSettings: settings),
    .target(name: "LinearRegex", swiftSettings: settings),
    .target(name: "CEL", dependencies: ["Diagnostics", "LinearRegex"], swiftSettings: settings),
    .target(name: "JSON", dependencies: ["Diagnostics"], swiftSettings: settings),
    .target(
      name: "SessionPolicy", dependencies: ["Diagnostics", "YAML", "CEL", "JSON"],
      swiftSettings: settings),
    .target(
      name: "PolicyTesting", dependencies: ["SessionPolicy", "Diagnostics", "YAML", "CEL", "JSON"],
      swiftSettings: settings),
    .target(
      name: "PolicyLint",
      dependencies: ["PolicyTesting", "SessionPolicy", "Diagnostics", "YAML", "CEL", "JSON"],
      swiftSettings: settings),
    .target(
      name: "SessionPolicyCommands",
      dependencies: [
        "SessionPolicy", "PolicyTesting", "PolicyLint", "Diagnostics", "CEL", "JSON",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "session-policy", dependencies: ["SessionPolicyCommands"], swiftSettings: settings),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"], swiftSettings: settings),
    .testTarget(name: "YAMLTests", dependencies: ["YAML", "Diagnostics"], swiftSettings: settings),
    .testTarget(name: "LinearRegexTests", dependencies: ["LinearRegex"], swiftSettings: settings),
    .testTarget(
      name: "CELTests", dependencies: ["CEL", "Diagnostics", "JSON"], swiftSettings: settings),
    .testTarget(name: "JSONTests", dependencies: ["JSON", "Diagnostics"], swiftSettings: settings),
    .testTarget(
      name: "SessionPolicyTests",
      dependencies: ["SessionPolicy", "Diagnostics", "YAML", "CEL", "JSON", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "PolicyTestingTests",
      dependencies: [
        "PolicyTesting", "SessionPolicy", "Diagnostics", "YAML", "CEL", "JSON", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "PolicyLintTests",
      dependencies: [
        "PolicyLint", "PolicyTesting", "SessionPolicy", "Diagnostics", "YAML", "CEL", "JSON",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SessionPolicyCommandsTests",
      dependencies: [
        "SessionPolicyCommands", "SessionPolicy", "PolicyTesting", "PolicyLint", "Diagnostics",
        "CEL", "JSON", "YAML",
      ],
      exclude: ["Reporting/Goldens"], swiftSettings: settings),
  ]
)
