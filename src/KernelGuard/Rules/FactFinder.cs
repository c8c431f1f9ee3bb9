using System.Collections.Frozen;
using KernelGuard.Calls;
using KernelGuard.Facts;

namespace KernelGuard.Rules;

/// <summary>Finds what a call is about, and the declared facts of it that its rules read. Thread-safe; a fact that cannot be had is missing, never an exception.</summary>
internal sealed class FactFinder
{
    private readonly FrozenDictionary<string, ResourceBinding> _bindings;
    private readonly FrozenDictionary<string, FactSubject> _subjects;
    private readonly ToolIndex _rules;
    private readonly IReadOnlyList<AgentRole> _roles;
    private readonly IReadOnlyDictionary<string, IFactProvider> _providers;
    private readonly FactCache _cache;

    /// <summary>Creates a finder.</summary>
    /// <param name="bindings">What the calls of tools are about.</param>
    /// <param name="subjects">The declared facts.</param>
    /// <param name="rules">The rules, whose conditions say which facts are needed.</param>
    /// <param name="roles">The roles, likewise.</param>
    /// <param name="providers">Who delivers facts, by subject.</param>
    /// <param name="cache">Fetches them.</param>
    public FactFinder(
        IEnumerable<ResourceBinding> bindings,
        IEnumerable<FactSubject> subjects,
        ToolIndex rules,
        IReadOnlyList<AgentRole> roles,
        IReadOnlyDictionary<string, IFactProvider> providers,
        FactCache cache)
    {
        _bindings = bindings.ToFrozenDictionary(binding => binding.Tool, StringComparer.OrdinalIgnoreCase);
        _subjects = subjects.ToFrozenDictionary(subject => subject.Name, StringComparer.Ordinal);
        _rules = rules;
        _roles = roles;
        _providers = providers;
        _cache = cache;
    }

    /// <summary>Completes a request, synchronously where no provider has to be asked.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled; nothing else is thrown.</exception>
    public ValueTask<ToolCallRequest> CompleteAsync(ToolCallRequest request, CancellationToken cancellationToken)
    {
        var binding = BindingOf(request.Tool.Name);
        return binding is null && _subjects.Count == 0 ? new(request) : FindAsync(request, binding, cancellationToken);
    }

    /// <summary>What the calls of a tool are about, or null.</summary>
    public ResourceBinding? BindingOf(string tool) => _bindings.GetValueOrDefault(tool);

    private async ValueTask<ToolCallRequest> FindAsync(ToolCallRequest request, ResourceBinding? binding, CancellationToken cancellationToken)
    {
        var failures = new List<FactFailure>();
        var (givenResource, givenContext) = (request.GivenResource ?? request.Resource, request.GivenContext ?? request.Context);
        var (type, id, problem) = Identify(request, binding, givenResource, failures);
        var read = PathsOf(request.Tool.Name);
        var ofResource = new FactQuery(type, id) { Tenant = request.Caller.User?.Tenant };
        var resource = await CollectAsync("resource", _subjects.GetValueOrDefault(type), ofResource, givenResource, read, failures, cancellationToken);
        var context = await CollectAsync(
            "context", _subjects.GetValueOrDefault(FactSubject.Context), ContextQuery(request.Caller), givenContext, read, failures, cancellationToken);
        return new ToolCallRequest(request)
        {
            Resource = binding is null ? resource : Identified(resource, type, id),
            Context = context,
            GivenResource = givenResource,
            GivenContext = givenContext,
            FactFailures = failures,
            Problem = request.Problem ?? problem,
        };
    }

    // The arguments say which resource the tool will work on. A host that says it too must say the same.
    private static (string Type, string Id, CallProblem? Problem) Identify(
        ToolCallRequest request, ResourceBinding? binding, FrozenObject given, List<FactFailure> failures)
    {
        var (givenType, givenId) = (Text(given, "type"), Text(given, "id"));
        if (binding is null)
        {
            return (givenType ?? "", givenId ?? "", null);
        }

        var (id, failure) = binding.Find(request);
        if (failure is not null)
        {
            failures.Add(new FactFailure("resource.id", failure));
        }

        var agrees = (givenType ?? binding.Type) == binding.Type && (givenId ?? id ?? "") == (id ?? "");
        return (binding.Type, id ?? "", agrees
            ? null
            : new CallProblem(CallProblemKind.ResourceConflict, "the host names another resource than the arguments of the call"));
    }

    private async ValueTask<FrozenObject> CollectAsync(
        string root,
        FactSubject? subject,
        FactQuery query,
        FrozenObject given,
        HashSet<string> read,
        List<FactFailure> failures,
        CancellationToken cancellationToken)
    {
        if (subject is null)
        {
            return given;
        }

        var (fetched, cause) = (FrozenObject.Empty, "no condition of the tool reads it");
        if (subject.Fields.Any(field => !given.ContainsKey(field.Name) && (read.Contains(root) || read.Contains($"{root}.{field.Name}"))))
        {
            (fetched, cause) = await FetchAsync(subject, query, cancellationToken);
        }

        var members = given.Where(member => subject.Fields.All(field => field.Name != member.Key)).ToDictionary(StringComparer.Ordinal);
        foreach (var field in subject.Fields)
        {
            var value = given.GetValueOrDefault(field.Name) ?? fetched.GetValueOrDefault(field.Name);
            if (field.Convert(value) is { } converted)
            {
                members[field.Name] = converted;
            }
            else
            {
                failures.Add(new FactFailure($"{root}.{field.Name}", value is null ? cause : "it is of another type than the policy declares"));
            }
        }

        return new FrozenObject([.. members.Keys], [.. members.Values], ignoresCase: false);
    }

    private async ValueTask<(FrozenObject Facts, string Cause)> FetchAsync(FactSubject subject, FactQuery query, CancellationToken cancellationToken)
    {
        if (subject.Name != FactSubject.Context && query.Id.Length == 0)
        {
            return (FrozenObject.Empty, "the resource has no id");
        }

        if (!_providers.TryGetValue(subject.Name, out var provider))
        {
            return (FrozenObject.Empty, "the host has no provider of it");
        }

        var (facts, failure) = await _cache.FetchAsync(provider, query, cancellationToken);
        return (facts ?? FrozenObject.Empty, failure ?? "its provider did not deliver it");
    }

    private HashSet<string> PathsOf(string tool) => _rules.PlanFor(tool).FactPaths
        .Concat(_roles.Where(role => role.Covers(tool)).SelectMany(role => role.FactPaths))
        .ToHashSet(StringComparer.Ordinal);

    private static string? Text(FrozenObject given, string key) => given.GetValueOrDefault(key) switch
    {
        null => null,
        string text => text,
        var other => CanonicalJson.ToText(other),
    };

    private static FactQuery ContextQuery(Caller caller) => new(FactSubject.Context, "")
    {
        Tenant = caller.User?.Tenant,
        Workspace = caller.User?.Workspace,
        User = caller.User?.Id,
        Agent = caller.Agent?.Id,
        Session = caller.Session,
    };

    private static FrozenObject Identified(FrozenObject facts, string type, string id)
    {
        var members = facts.Where(member => member.Key is not ("type" or "id")).ToList();
        if (type.Length > 0)
        {
            members.Add(new("type", type));
        }

        if (id.Length > 0)
        {
            members.Add(new("id", id));
        }

        return new FrozenObject([.. members.Select(member => member.Key)], [.. members.Select(member => member.Value)], ignoresCase: false);
    }
}
