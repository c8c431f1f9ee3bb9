using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>Finds tools that a model, or a policy, cannot tell from each other.</summary>
internal static class ToolNames
{
    /// <summary>Whether another tool answers to one of a tool's names, ignoring case.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="tools">All tools that the loop can run.</param>
    /// <param name="guard">The guard, whose policies know other spellings.</param>
    public static bool IsAmbiguous(AITool tool, IEnumerable<AITool> tools, ToolCallGuard guard)
    {
        var spellings = guard.SpellingsOf(AIFunctionCalls.NameOf(tool));
        return tools.Any(other => other is AIFunctionDeclaration && SharesName(tool, other, spellings) && !IsSame(tool, other, guard));
    }

    private static bool SharesName(AITool tool, AITool other, IReadOnlyList<string> spellings) =>
        string.Equals(tool.Name, other.Name, StringComparison.OrdinalIgnoreCase)
        || spellings.Contains(AIFunctionCalls.NameOf(other), StringComparer.OrdinalIgnoreCase);

    // One function may be listed twice, guarded or not.
    private static bool IsSame(AITool tool, AITool other, ToolCallGuard guard) => ReferenceEquals(Guarded(tool, guard), Guarded(other, guard));

    private static AITool Guarded(AITool tool, ToolCallGuard guard) => tool is AIFunction function ? GuardedAIFunction.For(function, guard) : tool;
}
