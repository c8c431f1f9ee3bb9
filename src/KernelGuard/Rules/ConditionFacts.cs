using KernelGuard.Calls;
using KernelGuard.Cel;
using KernelGuard.State;

namespace KernelGuard.Rules;

/// <summary>Turns the facts of a request into the records that conditions read. The names here are the vocabulary of policies.</summary>
internal static class ConditionFacts
{
    internal static readonly string[] ToolNames = ["name", "plugin", "function", "source", "risk", "impact", "data", "tags", "regulations"];
    internal static readonly string[] AgentNames = ["id", "roles", "trust", "since", "attributes"];
    internal static readonly string[] UserNames = ["id", "roles", "tenant", "workspace", "attributes"];
    internal static readonly string[] SessionNames = ["id", "calls", "denials", "labels"];
    internal static readonly string[] CallNames = ["attempts", "direct"];
    internal static readonly string[] RequestNames = ["time"];

    // Who acts where nobody said: has() finds nothing in it, and reading any of it is an error.
    private static readonly CelValue Nobody = Record([]);

    public static CelValue Tool(ToolFacts tool, string source) => Record(
        ToolNames,
        Text(tool.Name),
        Text(tool.Plugin),
        Text(tool.Function),
        Text(source),
        Text(tool.Risk),
        Text(tool.Impact),
        Frozen(tool.Data),
        Frozen(tool.Tags),
        Frozen(tool.Regulations));

    public static CelValue Agent(AgentIdentity? agent) => agent is null
        ? Nobody
        : Record(
            AgentNames,
            Text(agent.Id),
            agent.Roles is null ? null : Frozen(agent.Roles),
            Text(agent.Trust),
            agent.Since is { } since ? CelValue.FromTimestamp(since) : null,
            Frozen(agent.Attributes));

    public static CelValue User(UserIdentity? user) => user is null
        ? Nobody
        : Record(
            UserNames,
            Text(user.Id),
            user.Roles is null ? null : Frozen(user.Roles),
            Text(user.Tenant),
            Text(user.Workspace),
            Frozen(user.Attributes));

    public static CelValue Session(string? session, in SessionFacts facts) => session is null
        ? Nobody
        : Record(SessionNames, Text(session), CelValue.FromInt(facts.Calls), CelValue.FromInt(facts.Denials), Frozen(facts.Labels));

    public static CelValue Call(ToolCallRequest request, in SessionFacts facts) =>
        Record(CallNames, CelValue.FromInt(facts.Attempts), CelValue.FromBool(request.IsDirect));

    public static CelValue Request(ToolCallRequest request) => Record(RequestNames, CelValue.FromTimestamp(request.Time));

    /// <summary><c>resource</c> is always there; its <c>type</c> and <c>id</c> are "" where nobody gave them.</summary>
    public static CelValue Resource(ToolCallRequest request) =>
        CelValue.FromMap(new ResourceFacts(Delivered(request.Resource, ConditionVariable.Resource, request)));

    public static CelValue Context(ToolCallRequest request) => CelValue.FromMap(Delivered(request.Context, ConditionVariable.Context, request));

    public static CelValue Frozen(object? value) => FrozenMap.ToValue(value, textConverts: true);

    private static DeliveredFacts Delivered(FrozenObject facts, ConditionVariable root, ToolCallRequest request) =>
        new(new FrozenMap(facts, textConverts: true), ConditionEnvironment.NameOf(root), request.FactFailures);

    private static CelValue? Text(string? text) => text is null ? null : CelValue.FromString(text);

    private static CelValue Record(string[] names, params CelValue?[] values) => CelValue.FromMap(new FactRecord(names, values));
}
