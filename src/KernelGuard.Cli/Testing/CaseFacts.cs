namespace KernelGuard.Cli.Testing;

/// <summary>What holds for the calls of a case unless a call says otherwise. Immutable.</summary>
/// <param name="Time">When the case begins; null means <see cref="UsualTime"/>.</param>
/// <param name="Values">The other facts, by the keys that <c>decide</c> reads.</param>
internal sealed record CaseFacts(DateTimeOffset? Time, IReadOnlyDictionary<string, object?> Values)
{
    public static CaseFacts None { get; } = new(null, new Dictionary<string, object?>());

    /// <summary>When a case begins that says nothing of the time: always the same, so that what it tests does not change from day to day.</summary>
    public static DateTimeOffset UsualTime { get; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
}
