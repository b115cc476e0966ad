// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// For who measures what is no product, such as one condition: the modules of the library reach one
/// another by `package`, and a package of its own does not.
let inside: [SwiftSetting] = [.unsafeFlags(["-Xfrontend", "-disable-access-control"])]

// Nested, so that nobody who uses the library fetches or builds it.
let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  products: [.library(name: "Workload", targets: ["Workload"])],
  dependencies: [
    .package(name: "swift-session-policy", path: "../.."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .target(
      name: "Workload",
      dependencies: [.product(name: "SessionPolicy", package: "swift-session-policy")],
      swiftSettings: settings),
    .executableTarget(
      name: "worker",
      dependencies: [
        "Workload", .product(name: "SessionPolicy", package: "swift-session-policy"),
      ],
      path: "Sources/Worker", swiftSettings: settings + inside),
    .executableTarget(
      name: "empty-command",
      dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")],
      path: "Sources/EmptyCommand", swiftSettings: settings),
  ]
)
