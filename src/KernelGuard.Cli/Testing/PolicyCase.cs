namespace KernelGuard.Cli.Testing;

/// <summary>One case: calls that are made one after the other with a guard of their own, and what is expected of them. Immutable.</summary>
/// <param name="Name">Its name, unique in its file.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The line on which it begins.</param>
/// <param name="Start">When it begins.</param>
/// <param name="Steps">Its calls.</param>
internal sealed record PolicyCase(string Name, string File, int Line, DateTimeOffset Start, IReadOnlyList<CaseStep> Steps);
