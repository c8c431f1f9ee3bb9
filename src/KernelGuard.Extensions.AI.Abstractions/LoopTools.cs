using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>Finds functions as the loop does: by name, exactly, the first one, those of the request before those of the loop.</summary>
internal static class LoopTools
{
    public static AIFunction? Find(string name, IList<AITool>? tools, IList<AITool>? additionalTools) =>
        (tools ?? []).Concat(additionalTools ?? []).FirstOrDefault(tool => tool is AIFunctionDeclaration && tool.Name == name) as AIFunction;
}
