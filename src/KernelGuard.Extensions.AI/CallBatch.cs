using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>The judged calls of one model turn. Thread-safe.</summary>
/// <param name="id">What the calls share in evidence: the id of the first of them.</param>
/// <param name="followsResults">Whether the conversation already held results of tools when the turn began.</param>
internal sealed class CallBatch(string? id, bool followsResults)
{
    private readonly ConcurrentDictionary<FunctionCallContent, JudgedCall> _waiting = new(ReferenceEqualityComparer.Instance);
    private volatile bool _stopped;
    private volatile bool _waits;
    private int _judged;
    private int _done;

    public string? Id => id;

    /// <summary>Whether the conversation already held results of tools when the turn began.</summary>
    public bool FollowsResults => followsResults;

    /// <summary>Whether the model was refused so often that the run is to end.</summary>
    public bool IsStopped => _stopped;

    public void Add(FunctionCallContent call, JudgedCall judged)
    {
        _waiting[call] = judged;
        _judged++;
    }

    /// <summary>Whether these are all of so many calls that the loop runs: then the turn can be ended with a result for each.</summary>
    public bool IsWhole(int count) => count == Math.Max(1, _judged);

    /// <summary>Takes a call out; null where it was not judged with the others, or was taken.</summary>
    public JudgedCall? Take(FunctionCallContent call) => _waiting.TryRemove(call, out var judged) ? judged : null;

    /// <summary>Whether one of the calls waits for a person who was asked.</summary>
    public bool Waits => _waits;

    /// <summary>Notes that a call waits for a ticket of which its caller is told.</summary>
    public void Hold(FunctionCallContent call, string ticketId)
    {
        TicketedCalls.Hold(call, ticketId);
        _waits = true;
    }

    /// <summary>Counts a call that has its result.</summary>
    /// <returns>How many have.</returns>
    public int Complete() => Interlocked.Increment(ref _done);

    /// <summary>Notes what came of a call.</summary>
    public void Note(JudgedCall judged, int? refusalsUntilStop)
    {
        if (judged.IsRefused && judged.Decision.RefusalsInARow + 1 >= refusalsUntilStop)
        {
            _stopped = true;
        }
    }

    /// <summary>Withdraws the calls that will not be run.</summary>
    public async ValueTask WithdrawAsync()
    {
        foreach (var call in _waiting.Keys)
        {
            if (Take(call) is { } judged)
            {
                await judged.WithdrawAsync();
            }
        }
    }
}
