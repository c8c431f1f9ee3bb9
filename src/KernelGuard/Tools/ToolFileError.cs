namespace KernelGuard.Tools;

/// <summary>What is wrong with a file of tools, and where.</summary>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Column">The column, counted in bytes of UTF-8 from 1.</param>
public sealed record ToolFileError(string Message, int Line, int Column);
