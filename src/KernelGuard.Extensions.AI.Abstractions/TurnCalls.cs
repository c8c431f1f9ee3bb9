using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>Knows which calls came in one response, also where the provider keeps the history and the loop has none. Thread-safe.</summary>
internal static class TurnCalls
{
    private static readonly ConditionalWeakTable<FunctionCallContent, List<FunctionCallContent>> Turns = [];

    /// <summary>Adds a call to the turn that is being received.</summary>
    public static void Add(FunctionCallContent call, List<FunctionCallContent> turn)
    {
        turn.Add(call);
        Turns.AddOrUpdate(call, turn);
    }

    /// <summary>The calls of a call's turn that the loop runs, in order; empty where the call is not known.</summary>
    public static List<FunctionCallContent> Of(FunctionCallContent call) =>
        Turns.TryGetValue(call, out var turn) ? turn.FindAll(other => !other.InformationalOnly || ReferenceEquals(other, call)) : [];
}
