using KernelGuard.Calls;
using KernelGuard.Decisions;

namespace KernelGuard.Rules;

/// <summary>The refusals of the gate, which name the action and the resource that were asked for.</summary>
internal static class GateRulings
{
    public static Ruling UnknownAgent { get; } = Deny(GuardCodes.For(CallProblemKind.UnknownAgent), "Nobody says which roles the acting agent has.");

    public static Ruling RuleError { get; } = Ruling.Of(Verdict.RuleError, null, GuardMode.Enforce);

    public static Ruling UnknownRole(ToolCallRequest request, string role) =>
        Deny(GuardCodes.UnknownRole, $"{Agent(request)} has the role {QuotedText.Quote(role)}, which the policy does not define.");

    public static Ruling UnknownUser(ToolCallRequest request) =>
        Deny(GuardCodes.UnknownUser, $"{Agent(request)} may call {Action(request)} only for a user who may, and nobody says what the user may.");

    public static Ruling NotPermitted(ToolCallRequest request) =>
        Deny(GuardCodes.NotPermitted, $"{Agent(request)} may not call {Action(request)}.");

    public static Ruling OutOfScope(ToolCallRequest request) =>
        Deny(GuardCodes.OutOfScope, $"{Agent(request)} may call {Action(request)}, but none of its roles covers this call{Resource(request)}.");

    private static Ruling Deny(string code, string reason) => new(Effect.Deny, DecisionStatus.Denied, code, null, reason);

    private static string Agent(ToolCallRequest request) => $"The agent {QuotedText.Quote(request.Caller.Agent!.Id)}";

    private static string Action(ToolCallRequest request) => QuotedText.Quote(request.Tool.Name);

    private static string Resource(ToolCallRequest request)
    {
        var (type, id) = (Text(request, "type"), Text(request, "id"));
        return (type, id) switch
        {
            ("", "") => "",
            ("", _) => $" for the resource {QuotedText.Quote(id)}",
            (_, "") => $" for this {QuotedText.Quote(type)}",
            _ => $" for the {QuotedText.Quote(type)} {QuotedText.Quote(id)}",
        };
    }

    private static string Text(ToolCallRequest request, string key) => request.Resource.GetValueOrDefault(key) as string ?? "";
}
