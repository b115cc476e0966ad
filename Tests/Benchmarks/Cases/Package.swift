// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

// Apart from the worker, which builds in a third of the time without these dependencies.
let package = Package(
  name: "Cases",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "Benchmarks", path: ".."),
    .package(name: "swift-session-policy", path: "../../.."),
    // Without counting allocations, which would need libraries of its own.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "SessionPolicyCases",
      dependencies: [
        .product(name: "Workload", package: "Benchmarks"),
        .product(name: "SessionPolicy", package: "swift-session-policy"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Benchmarks/SessionPolicyCases", swiftSettings: settings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
  ]
)
