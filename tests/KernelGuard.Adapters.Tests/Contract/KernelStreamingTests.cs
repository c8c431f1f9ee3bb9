using KernelGuard.Tests.Contract;
using Microsoft.SemanticKernel;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>A function of a kernel, streamed.</summary>
public static class KernelStreamingTests
{
    public sealed class Effects : EffectContract<Seam>
    {
        // A stream starts after the filters have returned: all that is known by then is that the function was entered.
        private protected override string OutcomeOfAFailure => "executed";
    }

    public sealed class Modifiers : ModifierContract<Seam>;

    public sealed class Results : ResultContract<Seam>;

    public sealed class Approvals : ApprovalContract<Seam>;

    public sealed class Records : EvidenceContract<Seam>;

    public sealed class Interruptions : InterruptionContract<Seam>;

    public sealed class Callers : CallerContract<Seam>;

    public sealed class DataFile : SeamContract<Seam>;

    public sealed class Seam : KernelSeam
    {
        private protected override async Task<string> InvokeAsync(
            Kernel kernel, KernelFunction function, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
        {
            var text = "";
            await foreach (var item in kernel.InvokeStreamingAsync<StreamingKernelContent>(function, new KernelArguments(arguments), cancellationToken))
            {
                text += item.ToString();
            }

            return text;
        }
    }
}
