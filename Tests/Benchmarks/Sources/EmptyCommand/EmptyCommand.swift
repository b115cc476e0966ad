import ArgumentParser

/// A command that does nothing: what starting one costs at least.
@main
struct EmptyCommand: ParsableCommand {
  @Argument(help: "A file that is not read.")
  var file: String

  @Option(parsing: .upToNextOption, help: "Files that are not read.")
  var policies: [String] = []
}
