using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>Knows the calls that came to the guard's seam: by their very objects, which no message can forge. Thread-safe.</summary>
internal static class LoopCalls
{
    private static readonly ConditionalWeakTable<FunctionCallContent, object> Seen = [];
    private static readonly object Mark = new();

    public static void Add(FunctionCallContent call) => Seen.AddOrUpdate(call, Mark);

    public static bool Contains(FunctionCallContent call) => Seen.TryGetValue(call, out _);
}
