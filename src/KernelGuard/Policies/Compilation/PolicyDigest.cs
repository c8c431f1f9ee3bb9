using System.Collections.Immutable;
using System.Globalization;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules;
using KernelGuard.Rules.Addresses;
using KernelGuard.Rules.Meters;

namespace KernelGuard.Policies.Compilation;

/// <summary>The digest of a policy set: SHA-256 over the RFC 8785 form of what its documents say, with defaults left out.</summary>
/// <remarks>Values of different meaning must never fall together: a mode that is given is no default, since it holds against the mode of the set.</remarks>
internal static class PolicyDigest
{
    /// <summary>The digest.</summary>
    /// <param name="documents">Documents without errors, sorted by policy id.</param>
    /// <param name="set">What is said of the set, if anything is.</param>
    /// <param name="code">The rules in code, sorted by id.</param>
    public static string Of(IReadOnlyList<PolicyDocument> documents, SetDefinition? set, IReadOnlyCollection<CodeRule>? code = null) => CanonicalJson.Hash(new DigestObject()
        .Add("kernelguard", 1L)
        .Add("documents", List(documents, ToJson))
        .Add("set", set is null ? null : Set(set))
        .Add("code", List(code ?? [], rule => new DigestObject().Add("id", rule.Id).Add("version", rule.Version).ToFrozen()))
        .ToFrozen());

    /// <summary>The digest of one document, for comparing two versions of it.</summary>
    public static string Of(PolicyDocument document) => CanonicalJson.Hash(ToJson(document));

    /// <summary>The digest of one rule, for comparing two versions of it.</summary>
    public static string Of(RuleDefinition rule) => CanonicalJson.Hash(ToJson(rule));

    private static FrozenObject Set(SetDefinition set) => new DigestObject()
        .Add("mode", set.Mode == GuardMode.Enforce ? null : set.Mode.ToName())
        .Add("on_evidence_failure", set.AllowsWithoutEvidence ? "allow" : null)
        .Add("policies", FrozenList.From(set.Policies.Select(id => id.Value).Order(StringComparer.Ordinal)))
        .ToFrozen();

    /// <summary>What a document says.</summary>
    public static FrozenObject ToJson(PolicyDocument document) => new DigestObject()
        .Add("policy", document.Id?.Value)
        .Add("description", document.Description)
        .Add("mode", document.Mode?.ToName())
        .Add("paths", document.Paths == PathStyle.Posix ? null : Words.PathStyles.First(word => word.Value == document.Paths).Key)
        .Add("vars", List(document.Variables, Variable))
        .Add("levels", new FrozenObject(
            [.. document.Levels.Select(level => level.Name.Value)], [.. document.Levels.Select(level => Texts(level.Words))], ignoresCase: false))
        .Add("facts", Named(document.Facts, fact => fact.Subject, Facts))
        .Add("agents", Named(document.Agents, agent => agent.Id, Agent))
        .Add("roles", Named(document.Roles, role => role.Id, Role))
        .Add("tools", new FrozenObject([.. document.Tools.Select(tool => tool.Name.Value)], [.. document.Tools.Select(Tool)], ignoresCase: false))
        .Add("counters", List(document.Counters, Counter))
        .Add("default", document.Default?.Effect.Value.ToName())
        .Add("applies_to", document.Default is { } usual ? Texts(usual.AppliesTo) : null)
        .Add("combine", document.IsFirstMatch ? "first_match" : null)
        .Add("rules", List(document.Rules, ToJson))
        .ToFrozen();

    private static FrozenObject Variable(VariableDefinition variable) => new DigestObject()
        .Add("name", variable.Name.Value)
        .Add("value", variable.Expression.Text)
        .ToFrozen();

    // An agent or a role without more than its name still says something.
    private static FrozenObject Named<T>(ImmutableArray<T> items, Func<T, Located<string>> nameOf, Func<T, FrozenObject> write) =>
        new([.. items.Select(item => nameOf(item).Value)], [.. items.Select(write)], ignoresCase: false);

    private static FrozenObject Facts(FactDefinition fact) => new(
        [.. fact.Fields.Select(field => field.Name.Value)],
        [.. fact.Fields.Select(field => Words.FactTypes.First(word => word.Value == field.Type).Key)],
        ignoresCase: false);

    private static FrozenObject Agent(AgentDefinition agent) => new DigestObject()
        .Add("roles", FrozenList.From(agent.Roles.Select(role => role.Value).Order(StringComparer.Ordinal)))
        .Add("since", agent.Since?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
        .Add("trust", agent.Trust)
        .Add("attributes", agent.Attributes)
        .ToFrozen();

    private static FrozenObject Role(RoleDefinition role) => new DigestObject()
        .Add("description", role.Description)
        .Add("may", Texts(role.May))
        .Add("where", role.Where?.Text)
        .Add("who", role.IsOfUserToo ? "user" : null)
        .Add("grants", role.Grants ? true : null)
        .ToFrozen();

    private static FrozenObject Tool(ToolDefinition tool) => new DigestObject()
        .Add("description", tool.Description)
        .Add("risk", tool.Risk)
        .Add("impact", tool.Impact)
        .Add("data", Texts(tool.Data))
        .Add("tags", Texts(tool.Tags))
        .Add("regulations", Texts(tool.Regulations))
        .Add("also", Texts(tool.Also))
        .Add("labels", Texts(tool.Labels))
        .Add("modifiable", tool.IsModifiable ? null : false)
        .Add("substitute", tool.IsSubstitute ? true : null)
        .Add("source", tool.Source?.Value)
        .Add("resource", tool.Resource is { } resource
            ? new DigestObject().Add("type", resource.Type.Value).Add("id", resource.Id.Text).ToFrozen()
            : null)
        .Add("args", tool.Arguments is { } schema ? new FrozenList([schema.Value]) : null)
        .Add("returns", tool.Returns is { } result ? new FrozenList([result.Value]) : null)
        .Add("recorded", List(tool.Recordings, recording => new FrozenObject(["args", "result"], [recording.Arguments.Value, recording.Result.Value], ignoresCase: false)))
        .ToFrozen();

    /// <summary>What a rule says.</summary>
    public static FrozenObject ToJson(RuleDefinition rule) => new DigestObject()
        .Add("id", rule.Id?.Value)
        .Add("description", rule.Description)
        .Add("tool", Texts(rule.Tools))
        .Add("when", rule.When?.Text)
        .Add("effect", rule.Effect?.Value.ToName())
        .Add("mode", rule.Mode?.Value.ToName())
        .Add("reason", rule.Reason?.Text)
        .Add("code", rule.Code?.Value)
        .Add("disclose", Words.Disclosures.First(word => word.Value == rule.Disclose) is { Value: not Disclosure.Full } word ? word.Key : null)
        .Add("next_step", rule.NextStep)
        .Add("alternatives", List(rule.Alternatives, Alternative))
        .Add("approval", rule.Approval is { } approval ? Approval(approval) : null)
        .Add("throttle", rule.Throttle is { } throttle ? Throttle(throttle) : null)
        .Add("transform", rule.Transforms is { } transforms ? List(transforms.Value, Transform) : null)
        .Add("sandbox", rule.Sandbox is { } sandbox ? Sandbox(sandbox) : null)
        .ToFrozen();

    private static FrozenObject Alternative(AlternativeDefinition alternative) => new DigestObject()
        .Add("tool", alternative.Tool.Value)
        .Add("why", alternative.Why)
        .ToFrozen();

    private static FrozenObject Counter(CounterDefinition counter) => Meter(counter.Meter)
        .Add("name", counter.Name.Value)
        .Add("tool", Texts(counter.Tools))
        .ToFrozen();

    private static FrozenObject Throttle(ThrottleDefinition throttle) => Meter(throttle.Meter)
        .Add("limit", throttle.Limit is { } limit ? limit.ToString("0.#############################", CultureInfo.InvariantCulture) : null)
        .Add("wait", Milliseconds(throttle.Wait, TimeSpan.Zero))
        .ToFrozen();

    private static DigestObject Meter(MeterDefinition meter) => new DigestObject()
        .Add("amount", meter.Amount?.Text)
        .Add("per", Milliseconds(meter.Per, TimeSpan.Zero))
        .Add("by", FrozenList.From(meter.By.Select(key => key.Text)))
        .Add("count", meter.Counts is { Value: not CountedCalls.Entered and var counted } ? Words.Counts.First(word => word.Value == counted).Key : null);

    private static FrozenObject Transform(TransformDefinition transform) => new DigestObject()
        .Add(transform.Verb, transform.Path.Value)
        .Add("to", transform.To?.Text)
        .Add("min", transform.Min?.Text)
        .Add("max", transform.Max?.Text)
        .Add("with", transform.With)
        .ToFrozen();

    // In a list, since a result that is null, or empty, is not the same as none.
    private static FrozenObject Sandbox(SandboxDefinition sandbox) => new DigestObject()
        .Add("tool", sandbox.Tool?.Value)
        .Add("result", sandbox.Result is { } result ? new FrozenList([result.Value]) : null)
        .Add("from", sandbox.From is { Value: var from } ? Words.ResultSources.First(word => word.Value == from).Key : null)
        .ToFrozen();

    private static FrozenObject Approval(ApprovalDefinition approval)
    {
        var usual = new ApprovalRequirement(new RuleReference("", "", Effect.RequireApproval, GuardMode.Enforce));
        return new DigestObject()
            .Add("by", Texts(approval.By))
            .Add("quorum", approval.Quorum == usual.Quorum ? null : (long?)approval.Quorum)
            .Add("within", Milliseconds(approval.Within, usual.Within))
            .Add("claim_within", Milliseconds(approval.ClaimWithin, usual.ClaimWithin))
            .Add("same_person", approval.SamePerson ? true : null)
            .ToFrozen();
    }

    private static object? Milliseconds(TimeSpan? duration, TimeSpan usual) =>
        duration is { } given && given != usual ? given.Ticks / TimeSpan.TicksPerMillisecond : null;

    private static FrozenList Texts(ImmutableArray<Located<string>> texts) => FrozenList.From(texts.Select(text => text.Value));

    private static FrozenList List<T>(IEnumerable<T> items, Func<T, FrozenObject> write) => new([.. items.Select(write)]);
}
