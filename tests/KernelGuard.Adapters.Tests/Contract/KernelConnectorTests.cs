using KernelGuard.Adapters.Tests.Fakes;
using KernelGuard.Tests.Contract;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Xunit;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>A function of a kernel, called by the model through a connector.</summary>
public static class KernelConnectorTests
{
    public sealed class Effects : EffectContract<Seam>;

    public sealed class Modifiers : ModifierContract<Seam>;

    public sealed class Results : ResultContract<Seam>;

    public sealed class Approvals : ApprovalContract<Seam>;

    public sealed class Records : EvidenceContract<Seam>;

    public sealed class Interruptions : InterruptionContract<Seam>
    {
        // The filter of automatic calls reads the arguments, then the function filter does: what changed in between is judged anew.
        private protected override IEnumerable<object?> JudgedList => [1L, 2L];
    }

    public sealed class Callers : CallerContract<Seam>;

    public sealed class DataFile : SeamContract<Seam>;

    public sealed class Seam : KernelSeam
    {
        private protected override async Task<string> InvokeAsync(
            Kernel kernel, KernelFunction function, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
        {
            var model = new ScriptedChatCompletion([new FunctionCallContent(function.Name, function.PluginName, "c1", new KernelArguments(arguments))]);
            await model.GetChatMessageContentsAsync(new ChatHistory("go"), kernel: kernel, cancellationToken: cancellationToken);
            return Assert.Single(model.Results);
        }
    }
}
