using KernelGuard.Extensions.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace KernelGuard.SemanticKernel;

/// <summary>Looks for ways past the guard in a kernel as it stands.</summary>
internal static class KernelInspection
{
    public static IEnumerable<string> Inspect(Kernel kernel)
    {
        var filters = kernel.FunctionInvocationFilters;
        if (!filters.OfType<InnerPolicyFilter>().Any())
        {
            var tools = kernel.Plugins.SelectMany(plugin => plugin).Select(function => $"`{KernelCalls.NameOf(function)}`");
            yield return $"the kernel has no guard, so these functions run unjudged: {string.Join(", ", tools)}. "
                + "Call `AddPolicyFilter()` on the kernel, or on the services that make it";
            yield break;
        }

        if (filters[^1] is not InnerPolicyFilter)
        {
            yield return $"the filter `{filters[^1].GetType().Name}` comes after the guard and can change arguments that were judged: add the guard last";
        }

        if (!filters.OfType<OuterPolicyFilter>().Any())
        {
            yield return "the guard's outer filter is missing, so results of unjudged calls are not withheld: call `AddPolicyFilter()` again";
        }

        if (!kernel.AutoFunctionInvocationFilters.OfType<AutoPolicyFilter>().Any())
        {
            yield return "the guard's filter of automatic function calling is missing, so turns are not judged as a whole: call `AddPolicyFilter()` again";
        }

        foreach (var problem in KernelNames.FindAmbiguous(kernel, filters.OfType<InnerPolicyFilter>().Last().Policy.Guard))
        {
            yield return problem;
        }

        foreach (var client in kernel.Services.GetServices<IChatClient>().Concat(KeyedClients(kernel.Services)).Distinct())
        {
            if (client.GetService<FunctionInvokingChatClient>()?.GetType() == typeof(FunctionInvokingChatClient) && client.GetService<PolicyChatClient>() is null)
            {
                yield return "a chat client in the services runs functions past the kernel's filters: "
                    + "build it with `UseKernelFunctionInvocation()` instead of `UseFunctionInvocation()`, or with `UsePolicy()`";
            }
        }
    }

    private static IEnumerable<IChatClient> KeyedClients(IServiceProvider services) =>
        (services as IKeyedServiceProvider)?.GetKeyedService(typeof(IEnumerable<IChatClient>), KeyedService.AnyKey) as IEnumerable<IChatClient> ?? [];
}
