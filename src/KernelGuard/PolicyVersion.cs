using KernelGuard.Policies;

namespace KernelGuard;

/// <summary>A policy set that is or was in force, with the texts that it was made of. Thread-safe.</summary>
public sealed class PolicyVersion
{
    private readonly ObservedTally _observed = new();
    private long _until;

    internal PolicyVersion(PolicySet set, DateTimeOffset since)
    {
        Digest = set.Digest;
        PolicyIds = set.PolicyIds;
        Documents = set.Sources;
        Since = since;
    }

    /// <summary>The digest that decisions and evidence name.</summary>
    public string Digest { get; }

    /// <summary>The ids of the policies, sorted.</summary>
    public IReadOnlyList<string> PolicyIds { get; }

    /// <summary>The documents, sorted by policy id, as they were read.</summary>
    public IReadOnlyList<PolicySource> Documents { get; }

    /// <summary>When it was loaded.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>When another one took its place; null while it is in force. Calls that began before are judged by it to their end.</summary>
    public DateTimeOffset? Until => Volatile.Read(ref _until) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>How many calls ran that its observed rules would have refused or held.</summary>
    public IReadOnlyList<ObservedCount> ObservedCounts => _observed.Counts;

    internal ObservedTally Observed => _observed;

    internal void End(DateTimeOffset time) => Volatile.Write(ref _until, time.UtcTicks);
}
