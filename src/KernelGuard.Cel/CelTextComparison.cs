using KernelGuard.Cel.Diagnostics;

namespace KernelGuard.Cel;

/// <summary>A place where an expression compares a field with a text of its own, by <c>==</c>, <c>!=</c> or <c>in</c>.</summary>
/// <param name="Path">What is compared, as in <see cref="CelProgram.ReferencedPaths"/>, such as <c>tool.risk</c>.</param>
/// <param name="Text">The text.</param>
/// <param name="Span">Where the text stands in the expression.</param>
/// <param name="IsElement">Whether the text is looked for among the elements of the field, as in <c>"a" in agent.roles</c>.</param>
public sealed record CelTextComparison(string Path, string Text, CelSpan Span, bool IsElement);
