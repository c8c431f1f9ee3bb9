using Microsoft.SemanticKernel;

namespace KernelGuard.SemanticKernel;

/// <summary>One call of a model turn.</summary>
/// <param name="Function">The function; null where there is none, or its arguments could not be parsed.</param>
/// <param name="Arguments">The arguments as the model gave them.</param>
/// <param name="Id">The id that the provider gave it.</param>
internal sealed record TurnCall(KernelFunction? Function, IEnumerable<KeyValuePair<string, object?>>? Arguments, string? Id)
{
    /// <summary>The name that the model gave where there is no such function, else null.</summary>
    public string? UnknownName { get; init; }

    /// <summary>The names of the functions that there are.</summary>
    public IEnumerable<string> Offered { get; init; } = [];
}
