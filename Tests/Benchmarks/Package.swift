// swift-tools-version: 6.2
import PackageDescription

// Nested, so that nobody who uses the library fetches or builds it.
let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "swift-session-policy", path: "../..")],
  targets: [
    .executableTarget(
      name: "worker",
      dependencies: [.product(name: "SessionPolicy", package: "swift-session-policy")],
      path: "Sources/Worker")
  ]
)
