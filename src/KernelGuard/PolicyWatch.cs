using KernelGuard.Policies.Reading;

namespace KernelGuard;

/// <summary>Looks at the policy files from time to time, and has them loaded when they changed and are no longer being written.</summary>
/// <remarks>
/// By content, not by events of the file system: those get lost on network shares and where a folder is a link that is swapped, as Kubernetes does.
/// Loads nothing until two looks in a row found the same.
/// </remarks>
internal sealed class PolicyWatch : IAsyncDisposable
{
    /// <summary>How long it takes from one look to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly string? _path;
    private readonly PolicyReloader _reloader;
    private readonly KillSwitch _killSwitch;
    private readonly ITimer _timer;
    private string _tried;
    private string? _pending;
    private bool _isLooking;

    /// <summary>Starts to look.</summary>
    /// <param name="path">The policy file or folder; null where it is not reloaded.</param>
    /// <param name="loaded">The fingerprint of the files from before they were loaded.</param>
    /// <param name="reloader">Loads them.</param>
    /// <param name="killSwitch">Is told to look as well.</param>
    /// <param name="time">Says when.</param>
    public PolicyWatch(string? path, string loaded, PolicyReloader reloader, KillSwitch killSwitch, TimeProvider time)
    {
        (_path, _tried, _reloader, _killSwitch) = (path, loaded, reloader, killSwitch);

        // The timer holds the watch weakly: a guard that nobody disposes must not stay alive for it.
        _timer = time.CreateTimer(static state => Look((WeakReference<PolicyWatch>)state!), new WeakReference<PolicyWatch>(this), Interval, Interval);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private static void Look(WeakReference<PolicyWatch> reference)
    {
        if (reference.TryGetTarget(out var watch) && !Interlocked.Exchange(ref watch._isLooking, true))
        {
            try
            {
                watch.Look();
            }
            finally
            {
                Volatile.Write(ref watch._isLooking, false);
            }
        }
    }

    private void Look()
    {
        _killSwitch.Look();
        if (_path is null)
        {
            return;
        }

        var found = PolicyFingerprint.Of(_path);
        if (found == _tried || found != _pending)
        {
            _pending = found;
            return;
        }

        if (_reloader.TryReload(() => PolicyFingerprint.Of(_path) == found))
        {
            _tried = found;
        }
    }
}
