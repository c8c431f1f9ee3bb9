using KernelGuard.Policies.Reading;

namespace KernelGuard;

/// <summary>Looks at the policy files from time to time, and has them loaded when they changed and are no longer being written.</summary>
/// <remarks>
/// By content, not by events of the file system: those get lost on network shares and where a folder is a link that is swapped, as Kubernetes does.
/// Loads nothing until two looks in a row found the same. The kill switch looks on its own, so that a file that cannot be read does not keep it from halting.
/// </remarks>
internal sealed class PolicyWatch : IAsyncDisposable
{
    /// <summary>How long it takes from one look to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string? _path;
    private readonly PolicyReloader _reloader;
    private readonly KillSwitch _killSwitch;
    private readonly TimeProvider _time;
    private readonly ITimer _filesTimer;
    private readonly ITimer _haltTimer;
    private string? _pending;
    private bool _isLookingAtFiles;
    private bool _isLookingForHalt;
    private long _lastLook;

    /// <summary>Starts to look.</summary>
    /// <param name="path">The policy file or folder; null where it is not reloaded.</param>
    /// <param name="reloader">Loads them.</param>
    /// <param name="killSwitch">Is told to look as well.</param>
    /// <param name="time">Says when.</param>
    public PolicyWatch(string? path, PolicyReloader reloader, KillSwitch killSwitch, TimeProvider time)
    {
        (_path, _reloader, _killSwitch, _time) = (path, reloader, killSwitch, time);
        _lastLook = time.GetTimestamp();

        // The timers hold the watch weakly: a guard that nobody disposes must not stay alive for them.
        var self = new WeakReference<PolicyWatch>(this);
        _haltTimer = time.CreateTimer(static state => Look(state, static watch => ref watch._isLookingForHalt, static watch => watch._killSwitch.Look()), self, Interval, Interval);
        _filesTimer = time.CreateTimer(static state => Look(state, static watch => ref watch._isLookingAtFiles, static watch => watch.LookAtFiles()), self, Interval, Interval);
    }

    private delegate ref bool Flag(PolicyWatch watch);

    /// <summary>Why nobody knows what is on disk; null where the last look is not long ago.</summary>
    public PolicyProblem? Problem => _path is not null && _time.GetElapsedTime(Volatile.Read(ref _lastLook)) is var age && age > Patience
        ? new PolicyProblem(GuardAlarm.PolicyReloadFailed, "the policy files could not be looked at for a while: the file system may hang", _time.GetUtcNow() - age)
        : null;

    public async ValueTask DisposeAsync()
    {
        await _haltTimer.DisposeAsync();
        await _filesTimer.DisposeAsync();
    }

    private static void Look(object? state, Flag isLooking, Action<PolicyWatch> look)
    {
        if (!((WeakReference<PolicyWatch>)state!).TryGetTarget(out var watch) || Interlocked.Exchange(ref isLooking(watch), true))
        {
            return;
        }

        try
        {
            look(watch);
        }
#pragma warning disable CA1031 // on a timer nobody catches it, and the process would end: the next look tries again, and health says how long there was none
        catch (Exception)
#pragma warning restore CA1031
        {
        }
        finally
        {
            Volatile.Write(ref isLooking(watch), false);
        }
    }

    private void LookAtFiles()
    {
        if (_path is null)
        {
            return;
        }

        var found = PolicyFingerprint.Of(_path);
        if (found != _reloader.Tried && found == _pending)
        {
            _reloader.TryReload(found);
        }

        _pending = found;
        Volatile.Write(ref _lastLook, _time.GetTimestamp());
    }
}
