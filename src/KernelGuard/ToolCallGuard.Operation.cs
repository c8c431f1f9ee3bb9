using KernelGuard.Decisions;
using KernelGuard.Evidence;
using KernelGuard.Policies;

namespace KernelGuard;

/// <content>What people do to a guard that runs: each act is recorded.</content>
public sealed partial class ToolCallGuard
{
    /// <summary>Takes a label from a session, which tools had marked: somebody vouches that its content is no danger any more. The act is recorded first.</summary>
    /// <param name="session">The session.</param>
    /// <param name="label">The label.</param>
    /// <param name="by">Who vouches; never a model.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Whether the session carried the label.</returns>
    /// <exception cref="LedgerUnavailableException">The act could not be recorded durably, so the session keeps the label.</exception>
    public async ValueTask<bool> DeclassifyAsync(
        string session, string label, string by, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(session);
        ArgumentException.ThrowIfNullOrEmpty(label);
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var details = new Dictionary<string, object?> { ["session"] = session, ["label"] = label, ["by"] = by, ["reason"] = reason };
        await _notes.AddFirstAsync("declassified", details, cancellationToken);
        return _history.Unmark(session, label);
    }

    /// <summary>Loads the policies again. Calls that are being judged keep the policies they began with; where loading fails, those in force stay.</summary>
    /// <exception cref="PolicyLoadException">The policies cannot be read, are not valid, permit nothing, or lack one that is in force.</exception>
    /// <remarks>Files are watched anyway, unless <see cref="GuardOptions.ReloadOnChange"/> is false. Waits while a switch of the mode is being recorded.</remarks>
    public void ReloadPolicies() => _reloader.Reload();

    /// <summary>Refuses every call from now on, with the code <c>halted</c>, in observe mode too: also those that were judged and did not run yet.</summary>
    /// <param name="reason">Why: for the log and the evidence. A model does not read it.</param>
    /// <param name="by">Who halts.</param>
    /// <remarks>It takes effect at once and does not wait for its record. A tool that runs is not stopped.</remarks>
    public void Halt(string reason, string by = "the application")
    {
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        _killSwitch.Halt(reason, by);
    }

    /// <summary>Lifts what <see cref="Halt"/> did, once that is recorded. A <see cref="HaltFile"/> is lifted by deleting it.</summary>
    /// <param name="by">Who lifts it: the host sees to it that they may.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="cancellationToken">Stops waiting; calls stay halted then.</param>
    /// <returns>Whether calls are judged again; false while there is a file.</returns>
    /// <exception cref="LedgerUnavailableException">It could not be recorded durably; calls stay halted.</exception>
    public ValueTask<bool> ResumeAsync(string by, string? reason = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        return _killSwitch.ResumeAsync(by, reason, cancellationToken);
    }

    /// <summary>Switches the whole set between observing and enforcing, once that is recorded. Reloading keeps it.</summary>
    /// <param name="mode">The mode; null goes back to what the documents say. Rules and policies with a mode of their own keep it.</param>
    /// <param name="by">Who switches: the host sees to it that they may.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="cancellationToken">Stops waiting; nothing is switched then.</param>
    /// <exception cref="PolicyLoadException">In that mode the policies permit nothing.</exception>
    /// <exception cref="LedgerUnavailableException">It could not be recorded durably; nothing is switched.</exception>
    public ValueTask SwitchModeAsync(GuardMode? mode, string by, string? reason = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        return _reloader.SwitchModeAsync(mode, by, reason, cancellationToken);
    }
}
