namespace KernelGuard.Policies.Documents;

/// <summary>The limit that a rule sets.</summary>
internal sealed record ThrottleDefinition(MeterDefinition Meter)
{
    public decimal? Limit { get; init; }

    public TimeSpan? Wait { get; init; }
}
