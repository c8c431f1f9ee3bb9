using KernelGuard.Tests.Contract;
using Microsoft.SemanticKernel;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>A function of a kernel, invoked directly.</summary>
public static class KernelTests
{
    public sealed class Effects : EffectContract<Seam>;

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
            Kernel kernel, KernelFunction function, Dictionary<string, object?> arguments, CancellationToken cancellationToken) =>
            (await kernel.InvokeAsync(function, new KernelArguments(arguments), cancellationToken)).ToString();
    }
}
