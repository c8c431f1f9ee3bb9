namespace KernelGuard.Facts;

/// <summary>Where the guard learns business facts, and how old they may be.</summary>
public sealed class FactOptions
{
    private readonly Dictionary<string, IFactProvider> _providers = new(StringComparer.Ordinal);

    /// <summary>How long a call waits for a provider before its facts count as missing.</summary>
    /// <value>The default is one second. Must be positive, and at most a minute.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long facts may be used again, counted from when they were asked for.</summary>
    /// <value>The default is zero: every call asks anew, and only fetches that are under way are shared. At most an hour. Failures are never kept.</value>
    public TimeSpan MaxAge { get; set; }

    /// <summary>How many answers are kept at a time.</summary>
    /// <value>The default is 10,000. Must be at least 1.</value>
    public int MaxEntries { get; set; } = 10_000;

    internal IReadOnlyDictionary<string, IFactProvider> Providers => _providers;

    /// <summary>Adds a provider. With dependency injection the registered ones are added by themselves.</summary>
    /// <param name="provider">The provider.</param>
    /// <exception cref="ArgumentException">There is another provider of the same subject.</exception>
    public void Use(IFactProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        if (!_providers.TryAdd(provider.Subject, provider) && !ReferenceEquals(_providers[provider.Subject], provider))
        {
            throw new ArgumentException($"two providers deliver facts of `{provider.Subject}`", nameof(provider));
        }
    }
}
