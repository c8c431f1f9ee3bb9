using System.Runtime.CompilerServices;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Evidence;
using KernelGuard.Evidence.Records;

namespace KernelGuard.Tests.Evidence;

/// <summary>Calls and decisions to record, and their records.</summary>
internal static class EvidenceSamples
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static readonly RuleReference SmallRefunds = new("support", "small", Effect.Allow, GuardMode.Enforce);

    public static FrozenObject Object(params (string Key, object? Value)[] members) =>
        new([.. members.Select(static member => member.Key)], [.. members.Select(static member => member.Value)], ignoresCase: false);

    public static FrozenList List(params object?[] items) => new(items);

    public static DecisionId Id(ulong number) => new(Noon, 0, number);

    public static ToolCallRequest Request(ulong number = 1, FrozenObject? arguments = null, Caller? caller = null) =>
        new(Id(number), Noon, new ToolFacts("Refunds.Issue"), arguments ?? Object(("amount", 90L), ("orderId", "o-1")), caller ?? new Caller("s1", null, null))
        {
            PayloadChars = 64,
        };

    public static Decision Decide(ToolCallRequest request) => new(request.Id, Effect.Allow, DecisionStatus.Permitted, "sha256:" + new string('a', 64))
    {
        Rule = SmallRefunds,
        Evaluations = [new RuleEvaluation(SmallRefunds, RuleOutcome.Matched)],
        EffectiveArguments = request.Arguments,
    };

    public static CapturePlan Plan(CaptureMode mode = CaptureMode.Redacted, bool includeOutput = false) =>
        new(new EvidenceCapture { Mode = mode, IncludeOutput = includeOutput }, CountingSalts());

    /// <summary>Salts 1, 2, 3 and so on, so that records are reproducible.</summary>
    public static SaltSource CountingSalts()
    {
        byte next = 0;
        return salt => salt.Fill(++next);
    }

    public static EvidenceRecord DecisionRecord(ulong number = 1, FrozenObject? arguments = null)
    {
        var request = Request(number, arguments);
        return new DecisionRecord(Noon, request, Decide(request), Plan());
    }

    public static EvidenceRecord OutcomeRecord(ulong number = 1, object? output = null) => new OutcomeRecord(
        Noon, new EvidenceReceipt(Id(number), Id(number).ToTraceId()), new CallOutcome(OutcomeKind.Executed) { Output = output ?? "done" }, Plan());

    public static AgentIdentity Agent(string id, FrozenObject attributes)
    {
        var agent = (AgentIdentity)RuntimeHelpers.GetUninitializedObject(typeof(AgentIdentity));
        AgentId(agent) = id;
        AgentAttributes(agent) = attributes;
        return agent;
    }

    public static UserIdentity User(string id, FrozenList? roles, FrozenObject attributes)
    {
        var user = (UserIdentity)RuntimeHelpers.GetUninitializedObject(typeof(UserIdentity));
        UserId(user) = id;
        UserRoles(user) = roles;
        UserAttributes(user) = attributes;
        return user;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<Id>k__BackingField")]
    private static extern ref string AgentId(AgentIdentity agent);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<Attributes>k__BackingField")]
    private static extern ref FrozenObject AgentAttributes(AgentIdentity agent);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<Id>k__BackingField")]
    private static extern ref string UserId(UserIdentity user);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<Roles>k__BackingField")]
    private static extern ref FrozenList? UserRoles(UserIdentity user);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<Attributes>k__BackingField")]
    private static extern ref FrozenObject UserAttributes(UserIdentity user);
}
