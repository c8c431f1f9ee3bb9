using System.Collections.Immutable;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Policies;
using KernelGuard.Rules;
using KernelGuard.State;
using KernelGuard.Telemetry;
using KernelGuard.Tools;
using Microsoft.Extensions.Logging;

namespace KernelGuard;

/// <summary>Loads the policies of a guard and holds the snapshot in force, which is replaced as a whole. Thread-safe.</summary>
internal sealed class PolicySnapshots
{
    private readonly string _path;
    private readonly ToolDescriptor[]? _tools;
    private readonly bool _requiresPermits;
    private readonly CallLimits _limits;
    private readonly bool _allowUnbound;
    private readonly CallHistory _history;
    private readonly UsageStore _usage;
    private readonly ILogger _logger;
    private PolicySnapshot _current;

    /// <summary>Loads the first snapshot.</summary>
    /// <exception cref="PolicyLoadException">The policies have errors, or permit nothing.</exception>
    public PolicySnapshots(GuardOptions options, CallHistory history, UsageStore usage, ILogger logger)
    {
        _path = options.PolicyPath;
        _tools = options.Tools is null ? null : [.. options.Tools];
        _requiresPermits = options.RequiresPermits;
        _limits = options.Limits;
        _allowUnbound = options.Approvals.AllowUnbound;
        _history = history;
        _usage = usage;
        _logger = logger;
        _current = Load();
    }

    /// <summary>The snapshot in force. Take it once per call.</summary>
    public PolicySnapshot Current => Volatile.Read(ref _current);

    /// <summary>Loads again. Where that fails, the snapshot in force stays.</summary>
    /// <exception cref="PolicyLoadException">The policies have errors, or permit nothing.</exception>
    public void Reload() => Volatile.Write(ref _current, Load());

    private PolicySnapshot Load()
    {
        var loaded = PolicyLoader.Load(_path);
        var set = loaded.Set ?? throw new PolicyLoadException(loaded.Diagnostics);
        if (set.Mode == GuardMode.Enforce && !set.PermitsAnything)
        {
            throw new PolicyLoadException($"the policies in `{_path}` permit nothing: no rule allows, logs, holds or simulates a call");
        }

        var (tools, errors) = ToolCatalogue.Create(_tools ?? [], _tools is not null, set.Tools, _limits);
        if (errors.Count > 0)
        {
            throw new PolicyLoadException($"the tools cannot be used: {string.Join("; ", errors.Select(e => e.Message))}");
        }

        var mismatches = set.CheckArguments(tools);
        if (mismatches.Any(finding => finding.Severity == PolicySeverity.Error))
        {
            throw new PolicyLoadException(mismatches);
        }

        if (_requiresPermits && set.FindUngoverned(tools).ToList() is { Count: > 0 } ungoverned)
        {
            throw new PolicyLoadException($"no rule permits {string.Join(", ", ungoverned.Select(QuotedText.Quote))}");
        }

        Report(loaded, set);
        var labels = set.Tools.SelectMany(tool => tool.Labels).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        var settings = new PipelineSettings(set.Digest, set.Mode, set.RunsWithoutEvidence, _allowUnbound, labels);
        return new PolicySnapshot(set, tools, new RulePipeline(new ToolIndex(set.Rules, set.Scopes), settings, tools, _history, _usage));
    }

    private void Report(PolicyLoadResult loaded, PolicySet set)
    {
        foreach (var warning in loaded.Diagnostics)
        {
            _logger.PolicyWarning(PolicyDiagnosticFormatter.Format(warning));
        }

        _logger.PoliciesLoaded(set.Digest, set.PolicyIds.Count, set.Rules.Length, set.Mode.ToName());
    }
}
