using System.Text.Json;
using KernelGuard.Calls;

namespace KernelGuard.Cli.CallLines;

/// <summary>One recorded or live call as it stands on a line: who called what, with which facts, and what came of it. Immutable.</summary>
internal sealed record CallLine
{
    /// <summary>The tool; null on a line that holds conversation text only.</summary>
    public string? Tool { get; init; }

    /// <summary>Where the tool came from, such as <c>sk</c>; null where the line does not say.</summary>
    public string? Source { get; init; }

    /// <summary>The arguments as they were written, whether or not they are JSON.</summary>
    public string ArgumentsJson { get; init; } = "{}";

    public string? Id { get; init; }

    public string? Session { get; init; }

    public AgentIdentity? Agent { get; init; }

    public UserIdentity? User { get; init; }

    public IReadOnlyDictionary<string, object?>? Resource { get; init; }

    public IReadOnlyDictionary<string, object?>? Context { get; init; }

    public IReadOnlyDictionary<string, object?>? Environment { get; init; }

    public string? Batch { get; init; }

    /// <summary>Whether code made the call rather than a model.</summary>
    public bool IsDirect { get; init; }

    /// <summary>Whether the tool itself is marked as one to which a person has to agree.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>Whether the conversation already held results of tools.</summary>
    public bool FollowsToolResults { get; init; }

    /// <summary>When the call was made; null means now.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>What the tool returned, if that is known.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>With what the tool failed, or null.</summary>
    public string? Error { get; init; }
}
