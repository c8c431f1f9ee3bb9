using System.Globalization;
using KernelGuard.Decisions;
using KernelGuard.Policies;
using KernelGuard.Policies.Reading;
using KernelGuard.Telemetry;
using Microsoft.Extensions.Logging;

namespace KernelGuard;

/// <summary>Puts changed policies, or another mode, in force, and says so: in the evidence, the log and the metrics. Thread-safe.</summary>
/// <param name="snapshots">What is in force.</param>
/// <param name="path">The policy file or folder; null where there is none.</param>
/// <param name="loaded">The fingerprint of the files from before they were loaded.</param>
/// <param name="notes">Where changes are recorded.</param>
/// <param name="reporter">Where they are counted.</param>
/// <param name="logger">Where they are logged.</param>
/// <param name="time">The clock.</param>
#pragma warning disable CA1001 // a semaphore of whose wait handle nobody asks holds nothing that has to be disposed
internal sealed class PolicyReloader(
    PolicySnapshots snapshots, string? path, string loaded, GuardNotes notes, CallReporter reporter, ILogger logger, TimeProvider time)
#pragma warning restore CA1001
{
    private const int MaxNamesOfAKind = 100;
    private readonly SemaphoreSlim _turn = new(1);
    private volatile PolicyProblem? _problem;
    private volatile string _tried = loaded;

    /// <summary>Why changed policies are not in force; null where those on disk are, as far as anybody looked.</summary>
    public PolicyProblem? Problem => _problem;

    /// <summary>The fingerprint of the files that were loaded, or could not be, last.</summary>
    public string Tried => _tried;

    /// <summary>Loads again. Where that fails, the policies in force stay and an alarm is raised.</summary>
    /// <exception cref="PolicyLoadException">The policies have errors, permit nothing, or lack one that is in force.</exception>
    public void Reload()
    {
        _turn.Wait();
        var found = path is null ? "" : PolicyFingerprint.Of(path);
        try
        {
            Replace("host", static () => true);
        }
        catch (PolicyLoadException fault)
        {
            Fail(fault.AlarmCode ?? GuardAlarm.PolicyReloadFailed, fault.Summary);
            throw;
        }
        finally
        {
            _tried = found;
            _turn.Release();
        }
    }

    /// <summary>Loads again after files changed. Files that change while they are loaded, or for which there is no turn now, are left to the next look: a watch must not wait.</summary>
    /// <param name="found">Their fingerprint.</param>
    public void TryReload(string found)
    {
        if (!_turn.Wait(0))
        {
            return;
        }

        try
        {
            if (!Replace("file", () => PolicyFingerprint.Of(path!) == found))
            {
                return;
            }
        }
        catch (PolicyLoadException fault)
        {
            Fail(fault.AlarmCode ?? GuardAlarm.PolicyReloadFailed, fault.Summary);
        }
#pragma warning disable CA1031 // nobody waits for this: whatever fails must leave the policies in force, not end the process
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Fail(GuardAlarm.PolicyReloadFailed, fault.Message);
        }
        finally
        {
            _turn.Release();
        }

        _tried = found;
    }

    /// <summary>Switches the mode of the whole set, once that is recorded. Until then nobody else switches or reloads, so that what is recorded is what happens.</summary>
    /// <param name="mode">The mode; null for what the documents say.</param>
    /// <param name="by">Who switches.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="cancellationToken">Stops waiting for the record; nothing is switched then.</param>
    /// <exception cref="PolicyLoadException">The policies would permit nothing.</exception>
    public async ValueTask SwitchModeAsync(GuardMode? mode, string by, string? reason, CancellationToken cancellationToken)
    {
        // Off the caller's context: it may wait for its turn with a reload, which must not keep the record from being completed.
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var (before, next) = (snapshots.Current.Set, snapshots.InMode(mode));
            await notes.AddFirstAsync("mode_switched", Details(before, next.Set, mode, by, reason), cancellationToken).ConfigureAwait(false);
            snapshots.SwitchMode(mode, next);
            logger.ModeSwitched(next.Set.Mode.ToName(), before.Mode.ToName(), NoteText.Of(by));
        }
        finally
        {
            _turn.Release();
        }
    }

    private static Dictionary<string, object?> Details(PolicySet before, PolicySet after, GuardMode? mode, string by, string? reason) => new()
    {
        ["from"] = before.Mode.ToName(),
        ["to"] = after.Mode.ToName(),
        ["as_documents_say"] = mode is null,
        ["by"] = NoteText.Of(by),
        ["reason"] = reason is null ? null : NoteText.Of(reason),
        ["policy_digest"] = before.Digest,
    };

    private bool Replace(string cause, Func<bool> isStill)
    {
        var before = snapshots.Current;
        if (Load(isStill) is not { } after)
        {
            return false;
        }

        var isChanged = after.Set.Digest != before.Set.Digest;
        if (isChanged)
        {
            snapshots.Put(after);
            Report(before.Set, after.Set, cause);
        }

        reporter.Reloaded(isChanged ? "applied" : "unchanged");
        Recover();
        return true;
    }

    private PolicySnapshot? Load(Func<bool> isStill)
    {
        PolicySnapshot next;
        try
        {
            next = snapshots.Load();
        }
        catch (PolicyLoadException) when (!isStill())
        {
            return null;
        }

        // The set's own list says what must be there; without one, whatever was there must.
        var missing = snapshots.Current.Set.PolicyIds.Except(next.Set.PolicyIds, StringComparer.Ordinal).ToArray();
        return missing.Length == 0 || next.Set.RequiredPolicyIds.Length > 0
            ? isStill() ? next : null
            : throw new PolicyLoadException(
                $"policies that are in force are missing: `{string.Join("`, `", missing)}`; "
                + "to remove them, list the ones that remain under `set.policies`")
            {
                AlarmCode = GuardAlarm.PolicyMissing,
            };
    }

    private void Report(PolicySet before, PolicySet after, string cause)
    {
        var change = PolicyChange.Between(before, after);
        notes.Add("policy_changed", new Dictionary<string, object?>
        {
            ["from"] = before.Digest,
            ["to"] = after.Digest,
            ["mode"] = after.Mode.ToName(),
            ["cause"] = cause,
            ["policies"] = after.PolicyIds,
            ["changed_policies"] = Details(change.Policies),
            ["changed_rules"] = Details(change.Rules),
        });
        logger.PoliciesReplaced(after.Digest, before.Digest, $"policies {CountsOf(change.Policies)}, rules {CountsOf(change.Rules)}");
    }

    private void Fail(string code, string explanation)
    {
        _problem = new PolicyProblem(code, explanation, _problem?.Since ?? time.GetUtcNow());
        reporter.Reloaded("failed");
        var alarm = new GuardAlarm(code, explanation);
        reporter.Alarm(alarm);
        notes.Add("alarm", alarm.ToDetails());
    }

    private void Recover()
    {
        if (_problem is { } problem)
        {
            _problem = null;
            logger.PolicyAlarmCleared();
            notes.Add("alarm_cleared", new Dictionary<string, object?> { ["code"] = problem.Code });
        }
    }

    private static string CountsOf(NameChanges changes) => string.Create(
        CultureInfo.InvariantCulture, $"+{changes.Added.Count} -{changes.Removed.Count} ~{changes.Changed.Count}");

    private static Dictionary<string, object?> Details(NameChanges changes) => new()
    {
        ["added"] = Bounded(changes.Added),
        ["removed"] = Bounded(changes.Removed),
        ["changed"] = Bounded(changes.Changed),
    };

    private static Dictionary<string, object?> Bounded(IReadOnlyList<string> names) =>
        new() { ["count"] = names.Count, ["names"] = names.Take(MaxNamesOfAKind).ToArray() };
}
