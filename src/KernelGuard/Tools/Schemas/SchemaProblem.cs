using KernelGuard.Calls;

namespace KernelGuard.Tools.Schemas;

/// <summary>What is wrong with a schema, and where.</summary>
/// <param name="Pointer">The place in the schema, as a JSON pointer after <c>#</c>.</param>
/// <param name="Message">What is wrong.</param>
internal readonly record struct SchemaProblem(string Pointer, string Message)
{
    /// <summary>What may help, or null.</summary>
    public string? Help { get; init; }

    /// <summary>The place and the problem.</summary>
    public override string ToString() => $"{QuotedText.Quote(Pointer)}: {Message}{(Help is null ? "" : $" ({Help})")}";
}
