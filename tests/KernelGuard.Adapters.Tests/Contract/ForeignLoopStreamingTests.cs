using KernelGuard.Tests.Contract;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>The library's own function-invoking client further inside, taken over, streaming.</summary>
public static class ForeignLoopStreamingTests
{
    public sealed class Effects : EffectContract<Seam>;

    public sealed class Modifiers : ModifierContract<Seam>;

    public sealed class Results : ResultContract<Seam>;

    public sealed class Approvals : ApprovalContract<Seam>;

    public sealed class Records : EvidenceContract<Seam>;

    public sealed class Interruptions : InterruptionContract<Seam>;

    public sealed class Callers : CallerContract<Seam>;

    public sealed class DataFile : SeamContract<Seam>;

    public sealed class Seam() : ChatSeam(foreign: true, streaming: true);
}
