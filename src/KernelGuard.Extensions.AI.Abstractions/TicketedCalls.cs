using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>What the client outside the loop and the seam inside it tell each other of a call: by its very object, which nobody can forge in a message. Thread-safe.</summary>
internal static class TicketedCalls
{
    private static readonly ConditionalWeakTable<FunctionCallContent, string> Resumed = [];
    private static readonly ConditionalWeakTable<FunctionCallContent, string> Held = [];

    /// <summary>Notes that a call stands or falls with a ticket.</summary>
    public static void Resume(FunctionCallContent call, string ticketId) => Resumed.AddOrUpdate(call, ticketId);

    /// <summary>The ticket with which a call stands or falls, or null.</summary>
    public static string? ResumedTicket(FunctionCallContent call) => Resumed.TryGetValue(call, out var ticketId) ? ticketId : null;

    /// <summary>Notes that a call waits for a ticket.</summary>
    public static void Hold(FunctionCallContent call, string ticketId) => Held.AddOrUpdate(call, ticketId);

    /// <summary>The ticket for which a call waits, or null.</summary>
    public static string? HeldTicket(FunctionCallContent call) => Held.TryGetValue(call, out var ticketId) ? ticketId : null;
}
