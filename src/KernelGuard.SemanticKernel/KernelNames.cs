using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace KernelGuard.SemanticKernel;

/// <summary>Finds functions that cannot be told apart: by the spellings that policy documents list, or by the name that chat clients see.</summary>
internal static class KernelNames
{
    /// <summary>Whether another function of the kernel answers to one of the spellings of a function's name.</summary>
    public static bool IsAmbiguous(KernelFunction function, Kernel kernel, ToolCallGuard guard)
    {
        var name = KernelCalls.NameOf(function);
        var spellings = guard.SpellingsOf(name);
        return spellings.Count > 1 && spellings.Any(spelling => !IsSame(spelling, name) && Find(spelling, kernel) is not null);
    }

    /// <summary>Whether a chat client offers several tools under the name that a model called.</summary>
    public static bool IsAmbiguous(string called, ChatOptions? options) =>
        options?.Tools?.OfType<AIFunctionDeclaration>().Where(tool => IsSame(tool.Name, called)).Distinct().Skip(1).Any() ?? false;

    /// <summary>Says which functions of a kernel cannot be told apart.</summary>
    public static IEnumerable<string> FindAmbiguous(Kernel kernel, ToolCallGuard guard)
    {
        var functions = kernel.Plugins.SelectMany(plugin => plugin).ToList();
        foreach (var function in functions.Where(function => IsAmbiguous(function, kernel, guard)))
        {
            yield return $"`{KernelCalls.NameOf(function)}` shares its name in the policies with another function of the kernel, so calls of it are refused: "
                + "take one spelling out of the tool's `also`";
        }

        foreach (var same in functions.GroupBy(function => ((AITool)function).Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Skip(1).Any()))
        {
            yield return $"the functions {string.Join(" and ", same.Select(function => $"`{KernelCalls.NameOf(function)}`"))} are all `{same.Key}` to chat clients, "
                + "so a model's calls of them are refused there: rename one";
        }
    }

    private static KernelFunction? Find(string name, Kernel kernel)
    {
        var dot = name.LastIndexOf('.');
        return dot > 0 && kernel.Plugins.TryGetFunction(name[..dot], name[(dot + 1)..], out var function) ? function : null;
    }

    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
