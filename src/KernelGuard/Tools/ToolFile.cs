using System.Collections.Immutable;

namespace KernelGuard.Tools;

/// <summary>What was read from a file of tools: all that could be read, and every error.</summary>
/// <param name="Tools">The tools, in the order of the file.</param>
/// <param name="Errors">What is wrong; empty where the file is good.</param>
public sealed record ToolFile(ImmutableArray<ToolDescriptor> Tools, ImmutableArray<ToolFileError> Errors);
