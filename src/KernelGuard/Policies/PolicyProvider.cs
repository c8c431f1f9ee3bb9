namespace KernelGuard.Policies;

/// <summary>Holds the policy set in force. Thread-safe: a reader gets one whole set or the next.</summary>
public sealed class PolicyProvider
{
    private PolicySet _current;

    /// <summary>Creates a provider.</summary>
    /// <param name="initial">The first set in force.</param>
    public PolicyProvider(PolicySet initial)
    {
        ArgumentNullException.ThrowIfNull(initial);
        _current = initial;
    }

    /// <summary>The set in force. Take it once per call.</summary>
    public PolicySet Current => Volatile.Read(ref _current);

    /// <summary>Loads files and folders once.</summary>
    /// <param name="paths">As for <see cref="PolicyLoader.Load(IEnumerable{string})"/>.</param>
    /// <exception cref="PolicyLoadException">The policies have errors.</exception>
    public static PolicyProvider Load(params IEnumerable<string> paths)
    {
        var result = PolicyLoader.Load(paths);
        return new PolicyProvider(result.Set ?? throw new PolicyLoadException(result.Diagnostics));
    }

    /// <summary>Puts another set in force. Calls that are being judged keep the one they began with.</summary>
    /// <param name="next">The set.</param>
    public void Replace(PolicySet next)
    {
        ArgumentNullException.ThrowIfNull(next);
        Volatile.Write(ref _current, next);
    }
}
