package import PolicyCEL

extension KratosSettings {
  /// What a condition reads at a path below `kratos`, for sessions of the project's own lifespan.
  package func value(at path: AttributePath) -> Value? {
    guard path.components.count == 2, path.components[0] == "kratos" else { return nil }
    return SnapshotAttributes.setting(path.components[1], self, lifespan: lifespan)
  }
}
