using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace KernelGuard.Adapters.Tests.Fakes;

/// <summary>Tools that note what they did.</summary>
internal sealed class FileTools
{
    private readonly ConcurrentQueue<string> _ran = new();

    public IReadOnlyList<string> Ran => [.. _ran];

    public string Delete(string path)
    {
        _ran.Enqueue($"del {path}");
        return $"deleted {path}";
    }

    public string Read(string path)
    {
        _ran.Enqueue($"read {path}");
        return $"content of {path}";
    }

    public string Wipe(string disk)
    {
        _ran.Enqueue($"wipe {disk}");
        return "wiped";
    }

    public AIFunction DeleteFunction() => AIFunctionFactory.Create(Delete, "del");

    public AIFunction ReadFunction() => AIFunctionFactory.Create(Read, "read");

    public KernelPlugin Plugin() => KernelPluginFactory.CreateFromFunctions(
        "files",
        [
            KernelFunctionFactory.CreateFromMethod(Delete, "del"),
            KernelFunctionFactory.CreateFromMethod(Read, "read"),
            KernelFunctionFactory.CreateFromMethod(Wipe, "wipe"),
        ]);

    public Kernel Kernel(Action<IKernelBuilder>? configure = null)
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.Plugins.Add(Plugin());
        configure?.Invoke(builder);
        return builder.Build();
    }
}
