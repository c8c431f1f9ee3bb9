using KernelGuard.Tests.Contract;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>The function-invoking client that the guard brings along.</summary>
public static class ChatClientTests
{
    public sealed class Effects : EffectContract<Seam>;

    public sealed class Modifiers : ModifierContract<Seam>;

    public sealed class Results : ResultContract<Seam>;

    public sealed class Approvals : ApprovalContract<Seam>;

    public sealed class Records : EvidenceContract<Seam>;

    public sealed class Interruptions : InterruptionContract<Seam>;

    public sealed class Callers : CallerContract<Seam>;

    public sealed class DataFile : SeamContract<Seam>;

    public sealed class Seam() : ChatSeam(foreign: false, streaming: false);
}
