using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Facts;
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
    private readonly CallLimits _limits;
    private readonly bool _allowUnbound;
    private readonly CallHistory _history;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly AgentOptions _agents;
    private readonly IReadOnlyDictionary<string, IFactProvider> _providers;
    private readonly FactCache _facts;
    private PolicySnapshot _current;

    /// <summary>Loads the first snapshot.</summary>
    /// <exception cref="PolicyLoadException">The policies have errors, or permit nothing.</exception>
    public PolicySnapshots(GuardOptions options, CallHistory history, ILogger logger)
    {
        _path = options.PolicyPath;
        _tools = options.Tools is null ? null : [.. options.Tools];
        _limits = options.Limits;
        _allowUnbound = options.Approvals.AllowUnbound;
        _history = history;
        _logger = logger;
        _time = options.TimeProvider;
        _agents = options.Agents;
        _providers = options.Facts.Providers;
        _facts = new FactCache(options.Facts, new HostSource(options.Facts.Timeout, _time, logger), _time);
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
        if (set.Mode == GuardMode.Enforce && set.Rules.All(r => r.Reference is { Effect: Effect.Deny } or { Mode: GuardMode.Observe }))
        {
            throw new PolicyLoadException($"the policies in `{_path}` permit nothing: no rule allows, logs or holds a call");
        }

        var (tools, errors) = ToolCatalogue.Create(_tools ?? [], _tools is not null, set.Tools, _limits);
        if (errors.Count > 0)
        {
            throw new PolicyLoadException($"the tools cannot be used: {string.Join("; ", errors.Select(e => e.Message))}");
        }

        Report(loaded, set);
        var index = new ToolIndex(set.Rules);
        var settings = new PipelineSettings(set.Digest, set.Mode, set.RunsWithoutEvidence, _allowUnbound) { Roles = new RoleGate(set.CompiledRoles) };
        return new PolicySnapshot(set, tools, CreateCompleter(set, index), new RulePipeline(index, settings, _history));
    }

    private RequestCompleter CreateCompleter(PolicySet set, ToolIndex index)
    {
        if (_agents.Directory is not null && set.Agents.Count > 0)
        {
            throw new PolicyLoadException("the policies declare `agents`, and the host has an agent directory: there can be one of them");
        }

        var directory = new HostSource(_agents.Timeout, _time, _logger);
        return new RequestCompleter(
            set.Mode,
            new AgentRegistry(set.Agents, set.CompiledRoles.Length > 0, _agents.Directory, directory),
            new FactFinder(set.Resources, set.Facts, index, set.CompiledRoles, _providers, _facts));
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
