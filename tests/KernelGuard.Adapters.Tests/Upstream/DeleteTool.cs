using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>The tool of the observations: it notes each path that it is asked to delete.</summary>
internal sealed class DeleteTool
{
    private readonly ConcurrentQueue<string> _ran = [];

    public DeleteTool()
    {
        Function = AIFunctionFactory.Create(Delete, "del");
        KernelFunction = KernelFunctionFactory.CreateFromMethod(Delete, "del");
        Plugin = KernelPluginFactory.CreateFromFunctions("files", [KernelFunction]);
    }

    public IReadOnlyCollection<string> Ran => _ran;

    public AIFunction Function { get; }

    public KernelFunction KernelFunction { get; }

    public KernelPlugin Plugin { get; }

    public ChatOptions Options => new() { Tools = [Function] };

    public string Delete(string path)
    {
        _ran.Enqueue(path);
        return $"deleted {path}";
    }
}
