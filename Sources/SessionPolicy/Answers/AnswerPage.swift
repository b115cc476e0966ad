import PolicyDiagnostics

/// The one page that a guard shows itself: to those who come back without having met what was asked.
enum AnswerPage {
  /// The page, complete in one file, readable in light and in dark.
  static func text(title: String, _ words: String, link: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <meta name="color-scheme" content="light dark">
    <title>\(escaped(title))</title>
    <style>body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1rem}</style>
    <h1>\(escaped(title))</h1>
    <p>\(escaped(words))</p>
    <p><a href="\(escaped(link))">Try again</a></p>
    </html>

    """
  }

  /// The text as content or as a quoted value.
  private static func escaped(_ text: String) -> String {
    escapedForMarkup(text, isAttribute: true)
  }
}
