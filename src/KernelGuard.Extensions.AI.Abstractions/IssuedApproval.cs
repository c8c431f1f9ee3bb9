using KernelGuard.Calls;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>An approval request as it was handed out: the exact call, frozen.</summary>
internal sealed class IssuedApproval
{
    private readonly Func<ToolCallContent> _copy;
    private readonly string _identity;

    private IssuedApproval(string identity, Func<ToolCallContent> copy, DateTimeOffset time)
    {
        _identity = identity;
        _copy = copy;
        Time = time;
    }

    public DateTimeOffset Time { get; }

    /// <summary>Freezes a call; null where it cannot be written down exactly, so that nobody can approve it.</summary>
    public static IssuedApproval? Of(ToolCallContent call, DateTimeOffset time)
    {
        if (!TryFreeze(call, out var arguments))
        {
            return null;
        }

        return new IssuedApproval(
            Identity(call, arguments),
            call switch
            {
                FunctionCallContent function => () => new FunctionCallContent(call.CallId, function.Name, PlainValues.Of(arguments)),
                _ => () => call,
            },
            time);
    }

    /// <summary>Whether a call is exactly the one for which approval was asked.</summary>
    public bool IsFor(ToolCallContent call) => TryFreeze(call, out var arguments) && Identity(call, arguments) == _identity;

    /// <summary>The call as it was recorded. What runs is this one, not the one that came back.</summary>
    public ToolCallContent Call() => _copy();

    private static string Identity(ToolCallContent call, FrozenObject arguments) => call switch
    {
        FunctionCallContent function => $"function\n{call.CallId}\n{function.Name}\n{CanonicalJson.ToText(arguments)}",
        McpServerToolCallContent mcp => $"mcp\n{call.CallId}\n{mcp.ServerName}\n{mcp.Name}\n{CanonicalJson.ToText(arguments)}",
        _ => $"{call.GetType().FullName}\n{call.CallId}",
    };

    private static bool TryFreeze(ToolCallContent call, out FrozenObject arguments)
    {
        var values = call switch
        {
            FunctionCallContent function => function.Arguments,
            McpServerToolCallContent mcp => mcp.Arguments,
            _ => null,
        };
        try
        {
            arguments = FrozenObject.From(values is null ? null : new Dictionary<string, object?>(values));
            return true;
        }
        catch (ArgumentException)
        {
            arguments = FrozenObject.Empty;
            return false;
        }
    }
}
