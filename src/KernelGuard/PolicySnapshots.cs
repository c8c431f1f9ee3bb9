using System.Collections.Immutable;
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

/// <summary>Loads the policies of a guard and holds the snapshot in force, which is replaced as a whole.</summary>
/// <remarks>Reading is thread-safe; whoever changes it sees to it that nobody else does.</remarks>
internal sealed class PolicySnapshots
{
    private const int MaxVersions = 10;
    private readonly string? _path;
    private readonly ToolDescriptor[]? _tools;
    private readonly bool _requiresPermits;
    private readonly CallLimits _limits;
    private readonly bool _allowUnbound;
    private readonly Action<RuleLook, RuleLook>? _watch;
    private readonly CallHistory _history;
    private readonly UsageStore _usage;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly AgentOptions _agents;
    private readonly IReadOnlyDictionary<string, IFactProvider> _providers;
    private readonly FactCache _facts;
    private readonly CodeRule[] _code;
    private readonly HostSource _codeSource;
    private GuardMode? _switched;
    private PolicySnapshot _current;
    private IReadOnlyList<PolicyVersion> _versions;

    /// <summary>Loads the first snapshot.</summary>
    /// <exception cref="PolicyLoadException">The policies have errors, or permit nothing.</exception>
    public PolicySnapshots(GuardOptions options, CallHistory history, UsageStore usage, ILogger logger)
    {
        _tools = options.Tools is null ? null : [.. options.Tools];
        _requiresPermits = options.RequiresPermits;
        _limits = options.Limits;
        _allowUnbound = options.Approvals.AllowUnbound;
        _watch = options.Watch;
        _history = history;
        _usage = usage;
        _logger = logger;
        _time = options.TimeProvider;
        _agents = options.Agents;
        _providers = options.Facts.Providers;
        _facts = new FactCache(options.Facts, new HostSource(options.Facts.Timeout, _time, logger), _time);
        _code = [.. options.Rules.All];
        _codeSource = new HostSource(options.Rules.Timeout, _time, logger);
        _path = options.PolicyPath is { } path ? Path.GetFullPath(path) : null;
        _current = Load(options.PolicyPath);
        _versions = [_current.Version];
    }

    /// <summary>The snapshot in force. Take it once per call.</summary>
    public PolicySnapshot Current => Volatile.Read(ref _current);

    /// <summary>The versions that were in force last, the one in force first.</summary>
    public IReadOnlyList<PolicyVersion> Versions => Volatile.Read(ref _versions);

    /// <summary>Loads the policies again; what is in force stays.</summary>
    /// <exception cref="PolicyLoadException">The policies have errors, or permit nothing.</exception>
    public PolicySnapshot Load() => Load(_path);

    /// <summary>The policies in force in another mode; what is in force stays.</summary>
    /// <param name="mode">The mode; null for what the documents say.</param>
    /// <exception cref="PolicyLoadException">They would permit nothing.</exception>
    public PolicySnapshot InMode(GuardMode? mode) => Build(PolicyLoader.Load(Current.Set, mode), _path);

    /// <summary>Puts the policies in force in another mode, which those loaded later have too.</summary>
    /// <param name="mode">The mode; null for what the documents say.</param>
    /// <param name="next">What <see cref="InMode"/> gave for it.</param>
    public void SwitchMode(GuardMode? mode, PolicySnapshot next)
    {
        Volatile.Write(ref _current, next);
        _switched = mode;
    }

    /// <summary>Puts a snapshot in force.</summary>
    public void Put(PolicySnapshot next)
    {
        Current.Version.End(next.Version.Since);
        Volatile.Write(ref _current, next);
        Volatile.Write(ref _versions, ImmutableArray.CreateRange(_versions.Prepend(next.Version).Take(MaxVersions)));
    }

    private PolicySnapshot Load(string? path)
    {
        var loaded = PolicyLoader.Load(path, _code.Length > 0, _switched);
        var snapshot = Build(loaded, path);
        Report(loaded, snapshot.Set);
        return snapshot;
    }

    private PolicySnapshot Build(PolicyLoadResult loaded, string? path)
    {
        var set = (loaded.Set ?? throw new PolicyLoadException(loaded.Diagnostics)).With(_code);
        if (set.Mode == GuardMode.Enforce && !set.PermitsAnything)
        {
            var policies = path is null ? "rules in code" : $"policies in `{path}`";
            throw new PolicyLoadException($"the {policies} permit nothing: no rule allows, logs, holds or simulates a call");
        }

        var (tools, errors) = ToolCatalogue.Create(_tools ?? [], _tools is not null, set.Tools, _limits);
        if (errors.Count > 0)
        {
            throw new PolicyLoadException($"the tools cannot be used: {string.Join("; ", errors.Select(e => e.Message))}");
        }

        var mismatches = set.CheckCalls(tools);
        if (mismatches.Any(finding => finding.Severity == PolicySeverity.Error))
        {
            throw new PolicyLoadException(mismatches);
        }

        if (_requiresPermits && set.FindUngoverned(tools).ToList() is { Count: > 0 } ungoverned)
        {
            throw new PolicyLoadException($"no rule permits {string.Join(", ", ungoverned.Select(QuotedText.Quote))}");
        }

        var labels = set.Tools.SelectMany(tool => tool.Labels).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        var settings = new PipelineSettings(set.Digest, set.Mode, set.RunsWithoutEvidence, _allowUnbound, labels) { Roles = new RoleGate(set.CompiledRoles), Watch = _watch };
        var index = new ToolIndex(set.Rules, set.Scopes);
        var completer = CreateCompleter(set, index);
        var pipeline = new RulePipeline(index, new JudgingParts(settings, tools, completer, _usage, _codeSource), _history);
        var version = _current is { } current && current.Set.Digest == set.Digest ? current.Version : new PolicyVersion(set, _time.GetUtcNow());
        return new PolicySnapshot(set, tools, completer, pipeline, version);
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

        if (LongState(set) is { Count: > 0 } kept)
        {
            _logger.StateInMemory(string.Join(", ", kept));
        }

        _logger.PoliciesLoaded(set.Digest, set.PolicyIds.Count, set.Rules.Length, set.Mode.ToName());
    }

    // What a restart within the hour loses is little.
    private static List<string> LongState(PolicySet set)
    {
        var hour = TimeSpan.FromHours(1);
        return
        [
            .. set.Scopes.SelectMany(scope => scope.Counters).Where(counter => counter.Meter.Per > hour).Select(counter => $"counter `{counter.PolicyId}.{counter.Name}`"),
            .. set.Rules.Where(rule => rule.Throttle?.Meter.Per > hour).Select(rule => $"throttle `{rule.Reference.PolicyId}/{rule.Reference.RuleId}`"),
            .. set.Tools.SelectMany(tool => tool.Labels).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(label => $"label `{label}`"),
        ];
    }
}
