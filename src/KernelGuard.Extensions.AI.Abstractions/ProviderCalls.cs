using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>Looks at what the provider says it ran. A result that it gives for a function was never judged, so the model and the caller do not get it.</summary>
internal sealed class ProviderCalls(ToolCallGuard guard)
{
    private const string Withheld =
        """{"status":"guard_error","executed":null,"code":"ungoverned_execution","message":"The provider claims to have run this call. It was not judged, so its result is withheld.","retry":"never"}""";

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Checks contents in the order in which they arrive; one instance per response.</summary>
    public async ValueTask CheckAsync(IList<AIContent> contents)
    {
        foreach (var content in contents)
        {
            switch (content)
            {
                case FunctionCallContent call:
                    _names[call.CallId] = call.Name;
                    if (call.InformationalOnly)
                    {
                        await AlarmAsync(GuardAlarm.ProviderExecuted, call.Name, call.CallId);
                    }

                    break;
                // With or without its call, before or after it: functions are run here, so nobody there has a result of one.
                case FunctionResultContent result:
                    await WithholdAsync(result, _names.GetValueOrDefault(result.CallId));
                    break;
                case McpServerToolCallContent call:
                    await AlarmAsync(GuardAlarm.ProviderExecuted, $"{call.ServerName}:{call.Name}", call.CallId);
                    break;
            }
        }
    }

    /// <summary>Takes a result away that nothing in this process can have given.</summary>
    public ValueTask WithholdAsync(FunctionResultContent result, string? tool)
    {
        result.Result = Withheld;
        result.Exception = null;
        return AlarmAsync(GuardAlarm.UngovernedExecution, tool, result.CallId);
    }

    /// <summary>Says that the provider ran a call.</summary>
    public ValueTask AlarmAsync(string code, string? tool, string callId) => guard.AlarmAsync(
        new GuardAlarm(code, "the provider says that it ran this call; nothing in this process judged it") { Tool = tool, CallId = callId });
}
