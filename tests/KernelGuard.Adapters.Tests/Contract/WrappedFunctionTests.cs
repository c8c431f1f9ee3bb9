using KernelGuard.Extensions.AI;
using KernelGuard.Tests.Contract;
using Microsoft.Extensions.AI;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>A guarded function in anybody's loop.</summary>
public static class WrappedFunctionTests
{
    public sealed class Effects : EffectContract<Seam>;

    public sealed class Modifiers : ModifierContract<Seam>;

    public sealed class Results : ResultContract<Seam>;

    public sealed class Approvals : ApprovalContract<Seam>;

    public sealed class Records : EvidenceContract<Seam>;

    public sealed class Interruptions : InterruptionContract<Seam>;

    public sealed class Callers : CallerContract<Seam>;

    public sealed class DataFile : SeamContract<Seam>;

    public sealed class Seam : HostSeam
    {
        public override async Task<string> CallAsync(
            ToolCallGuard guard, string tool, Delegate method, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
        {
            var function = new GuardedAIFunction(AIFunctionFactory.Create(method, tool), guard);
            return $"{await function.InvokeAsync(new AIFunctionArguments(arguments), cancellationToken)}";
        }
    }
}
