// What public declarations of this module name, so that `import SessionPolicy` is enough.

@_exported public import struct PolicyCEL.AttributePath
@_exported public import struct PolicyCEL.EvaluationError
@_exported public import enum PolicyCEL.InputCause
@_exported public import struct PolicyDiagnostics.Diagnostic
@_exported public import struct PolicyDiagnostics.DiagnosticCode
@_exported public import struct PolicyDiagnostics.DiagnosticFormatter
@_exported public import struct PolicyDiagnostics.Fix
@_exported public import struct PolicyDiagnostics.Loaded
@_exported public import struct PolicyDiagnostics.Located
@_exported public import struct PolicyDiagnostics.PolicyError
@_exported public import class PolicyDiagnostics.SourceFile
@_exported public import struct PolicyDiagnostics.SourcePosition
@_exported public import struct PolicyDiagnostics.SourceRange
@_exported public import enum PolicyDiagnostics.TextColoring
@_exported public import struct PolicyJSON.JSONLimits
@_exported public import struct PolicyJSON.JSONNumber
@_exported public import struct PolicyJSON.JSONObject
@_exported public import enum PolicyJSON.JSONReader
@_exported public import struct PolicyJSON.JSONValue
@_exported public import struct PolicyJSON.JSONWriter
@_exported public import struct PolicyTime.Timestamp
