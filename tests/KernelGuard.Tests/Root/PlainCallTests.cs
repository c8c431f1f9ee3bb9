using KernelGuard.Calls;
using KernelGuard.Tests.Contract;

namespace KernelGuard.Tests.Root;

/// <summary>The contract, on the plain call around a callback.</summary>
public static class PlainCallTests
{
    public sealed class Effects : EffectContract<Seam>;

    public sealed class Modifiers : ModifierContract<Seam>;

    public sealed class Results : ResultContract<Seam>;

    public sealed class Approvals : ApprovalContract<Seam>;

    public sealed class Records : EvidenceContract<Seam>;

    public sealed class Interruptions : InterruptionContract<Seam>;

    public sealed class Callers : CallerContract<Seam>;

    public sealed class Seam : ISeam
    {
        public async ValueTask<object?> CallAsync(
            ToolCallGuard guard,
            string tool,
            Dictionary<string, object?> arguments,
            Func<FrozenObject, CancellationToken, ValueTask<object?>> run,
            CancellationToken cancellationToken) =>
            (await guard.InvokeAsync(new ToolCall(tool, arguments), run, cancellationToken)).Result;
    }
}
