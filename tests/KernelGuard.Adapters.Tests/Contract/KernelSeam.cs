using Microsoft.SemanticKernel;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>A call of a function of a guarded kernel.</summary>
public abstract class KernelSeam : HostSeam
{
    public override async Task<string> CallAsync(
        ToolCallGuard guard, string tool, Delegate method, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        var name = tool.Split('.');
        var kernel = new Kernel();
        kernel.Plugins.Add(KernelPluginFactory.CreateFromFunctions(name[0], [KernelFunctionFactory.CreateFromMethod(method, name[1])]));
        kernel.AddPolicyFilter(guard).EnsureGuarded();
        return await InvokeAsync(kernel, kernel.Plugins.GetFunction(name[0], name[1]), arguments, cancellationToken);
    }

    private protected abstract Task<string> InvokeAsync(
        Kernel kernel, KernelFunction function, Dictionary<string, object?> arguments, CancellationToken cancellationToken);
}
