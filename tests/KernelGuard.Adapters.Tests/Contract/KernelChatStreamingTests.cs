using KernelGuard.Tests.Contract;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>A function of a kernel, called by the model through Semantic Kernel's function-invoking client, streaming.</summary>
public static class KernelChatStreamingTests
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

    public sealed class Seam() : KernelChatSeam(streaming: true);
}
