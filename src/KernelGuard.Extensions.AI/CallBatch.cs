using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>The judged calls of one model turn. Thread-safe.</summary>
/// <param name="id">What the calls share in evidence: the id of the first of them.</param>
internal sealed class CallBatch(string? id)
{
    private readonly ConcurrentDictionary<FunctionCallContent, JudgedCall> _waiting = new(ReferenceEqualityComparer.Instance);
    private volatile bool _stopped;

    public string? Id => id;

    /// <summary>Whether the model was refused so often that the run is to end.</summary>
    public bool IsStopped => _stopped;

    public void Add(FunctionCallContent call, JudgedCall judged) => _waiting[call] = judged;

    /// <summary>Takes a call out; null where it was not judged with the others, or was taken.</summary>
    public JudgedCall? Take(FunctionCallContent call) => _waiting.TryRemove(call, out var judged) ? judged : null;

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
