using System.Collections.Concurrent;

namespace KernelGuard;

/// <summary>The guards of this process that were asked for by path. Thread-safe.</summary>
internal static class SharedGuards
{
    private static readonly ConcurrentDictionary<string, Lazy<ToolCallGuard>> Guards = new(StringComparer.Ordinal);

    /// <summary>The guard for a path, made when it is first asked for. A path whose policies could not be loaded is tried again.</summary>
    public static ToolCallGuard For(string? policyPath)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(policyPath ?? GuardOptions.DefaultPolicyPath));
        var guard = Guards.GetOrAdd(path, static path => new Lazy<ToolCallGuard>(() => ToolCallGuard.Create(path)));
        try
        {
            return guard.Value;
        }
        catch
        {
            Guards.TryRemove(KeyValuePair.Create(path, guard));
            throw;
        }
    }
}
