namespace KernelGuard.Tools;

/// <summary>What is wrong with a tool as it was registered or declared.</summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record ToolCatalogueError(string Tool, string Message);
