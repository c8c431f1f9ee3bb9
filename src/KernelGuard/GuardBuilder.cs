using KernelGuard.Approvals;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Policies;
using KernelGuard.Rules;
using KernelGuard.State;
using KernelGuard.Telemetry;
using KernelGuard.Tools;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging;

namespace KernelGuard;

/// <summary>Puts a guard together from its options: everything that can be wrong is said here, before the first call.</summary>
internal static class GuardBuilder
{
    public static ToolCallGuard Build(GuardOptions options)
    {
        Check(options);
        var logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(GuardTelemetry.Name);
        var history = new CallHistory();
        var policies = new PolicySnapshots(Load(options, history, logger));
        var evidence = options.Evidence.CreateRecorder(options.TimeProvider, logger);
        return new ToolCallGuard(new GuardParts(
            policies,
            new CallerContext(options.DefaultCaller),
            options.DecisionIds,
            evidence,
            new ApprovalCoordinator(evidence, options.Approvals, options.TimeProvider),
            history,
            options.TimeProvider,
            logger));
    }

    private static void Check(GuardOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(options.PolicyPath);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Approvals.MaxOpenTicketsPerSession, 1);
    }

    private static PolicySnapshot Load(GuardOptions options, CallHistory history, ILogger logger)
    {
        var loaded = PolicyLoader.Load(options.PolicyPath);
        if (loaded.Set is not { } set)
        {
            throw new PolicyLoadException(loaded.Diagnostics);
        }

        if (!set.Rules.Any(r => r.Reference is { Mode: GuardMode.Enforce, Effect: not Effect.Deny }) && set.Mode == GuardMode.Enforce)
        {
            throw new PolicyLoadException($"the policies in `{options.PolicyPath}` permit nothing: no rule allows, logs or holds a call");
        }

        foreach (var warning in loaded.Diagnostics)
        {
            logger.PolicyWarning(warning.ToString());
        }

        var (tools, errors) = ToolCatalogue.Create(options.Tools ?? [], options.Tools is not null, set.Tools, options.Limits);
        if (errors.Count > 0)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, errors.Select(e => e.Message)), nameof(options));
        }

        var settings = new PipelineSettings(set.Digest, set.Mode, set.RunsWithoutEvidence, options.Approvals.AllowUnbound);
        logger.PoliciesLoaded(set.Digest, set.PolicyIds.Count, set.Rules.Length, set.Mode.ToName());
        return new PolicySnapshot(set, tools, new RulePipeline(new ToolIndex(set.Rules), settings, history));
    }
}
