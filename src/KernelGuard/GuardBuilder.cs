using System.Collections.Frozen;
using KernelGuard.Approvals;
using KernelGuard.Calls;
using KernelGuard.Evidence;
using KernelGuard.Policies;
using KernelGuard.Policies.Reading;
using KernelGuard.State;
using KernelGuard.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace KernelGuard;

/// <summary>Puts a guard together from its options: everything that can be wrong is said here, before the first call.</summary>
internal static class GuardBuilder
{
    public static ToolCallGuard Build(GuardOptions options)
    {
        Check(options);
        var logger = new SafeLogger((options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(GuardTelemetry.Name));
        var history = new CallHistory();
        var path = options.PolicyPath is { } given ? Path.GetFullPath(given) : null;
        var fingerprint = path is null ? "" : PolicyFingerprint.Of(path);
        var policies = new PolicySnapshots(options, history, new UsageStore(), logger);
        var reporter = new CallReporter(logger, options.TimeProvider);
        var ledger = options.Evidence.OpenLedger(options.TimeProvider);
        var evidence = new EvidenceRecorder(ledger, options.Evidence.Capture, options.TimeProvider, reporter.RecordLost);
        var notes = new GuardNotes(evidence, reporter);
        var reloader = new PolicyReloader(policies, path, fingerprint, notes, reporter, logger, options.TimeProvider);
        var killSwitch = new KillSwitch(path is null ? null : HaltFile.FolderOf(path), notes, logger);
        killSwitch.Look();
        if (path is not null && WritablePolicies.Find(path) is { } writable)
        {
            logger.PoliciesWritable(writable);
        }

        return new ToolCallGuard(new GuardParts(
            policies,
            new CallerContext(options.DefaultCaller),
            options.DecisionIds,
            evidence,
            new ApprovalCoordinator(evidence, options.Approvals, options.TimeProvider),
            history,
            reporter,
            options.Substitutes.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
            options.WaitsForThrottles,
            notes,
            reloader,
            killSwitch,
            path is null ? null : new PolicyWatch(options.ReloadOnChange ? path : null, reloader, killSwitch, options.TimeProvider),
            options.TimeProvider));
    }

    private static void Check(GuardOptions options)
    {
        CheckPath(options);
        ArgumentNullException.ThrowIfNull(options.DefaultCaller);
        ArgumentNullException.ThrowIfNull(options.Limits);
        ArgumentNullException.ThrowIfNull(options.TimeProvider);
        ArgumentNullException.ThrowIfNull(options.DecisionIds);
        ArgumentNullException.ThrowIfNull(options.Evidence.Capture);
        CheckNoNull(options.Tools, nameof(options.Tools));
        CheckNoNull(options.Substitutes.Values, nameof(options.Substitutes));
        if (options.DefaultCaller.Session == "")
        {
            throw new ArgumentException("the session of `DefaultCaller` is empty: leave it null where there is none");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(options.Approvals.MaxOpenTicketsPerSession, 1);
        CheckTimeout(options.Agents.Timeout);
        CheckTimeout(options.Facts.Timeout);
        CheckTimeout(options.Rules.Timeout);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Facts.MaxAge, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Facts.MaxAge, TimeSpan.FromHours(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Facts.MaxEntries, 1);
    }

    private static void CheckNoNull<T>(IEnumerable<T>? values, string name)
        where T : class
    {
        if (values?.Contains(null) == true)
        {
            throw new ArgumentException($"`{name}` holds null", name);
        }
    }

    private static void CheckPath(GuardOptions options)
    {
        if (options.PolicyPath is not { } path)
        {
            return;
        }

        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (options.Rules.All.Count > 0 && !Path.Exists(path))
        {
            throw new PolicyLoadException($"there are no policies at `{path}`: a guard of rules in code alone has `PolicyPath = null`");
        }
    }

    private static void CheckTimeout(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, TimeSpan.FromMinutes(1));
    }
}
