// What every module above reads documents with.
@_exported public import PolicyDocuments
