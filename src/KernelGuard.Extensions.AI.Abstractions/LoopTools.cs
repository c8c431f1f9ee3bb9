using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>Finds functions as the loop does: by name, exactly, the first one, those of the request before those of the loop.</summary>
internal static class LoopTools
{
    public static AIFunction? Find(string name, IEnumerable<AITool> tools) =>
        tools.FirstOrDefault(tool => tool is AIFunctionDeclaration && tool.Name == name) as AIFunction;

    /// <summary>All tools that a loop can run, in that order.</summary>
    public static IEnumerable<AITool> Of(ChatOptions? options, IList<AITool>? additionalTools) => (options?.Tools ?? []).Concat(additionalTools ?? []);
}
