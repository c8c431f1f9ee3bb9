using System.Collections.Concurrent;

namespace KernelGuard.SemanticKernel;

/// <summary>The judged calls of one model turn, by their place in it. Thread-safe.</summary>
/// <param name="id">What the calls share in evidence: the id of the first of them.</param>
/// <param name="followsResults">Whether the conversation already held results of tools when the turn began.</param>
internal sealed class TurnBatch(string? id, bool followsResults)
{
    private readonly ConcurrentDictionary<int, JudgedCall> _waiting = new();
    private volatile bool _stopped;

    public string? Id => id;

    /// <summary>Whether the conversation already held results of tools when the turn began.</summary>
    public bool FollowsResults => followsResults;

    /// <summary>Whether the model was refused so often that the run is to end.</summary>
    public bool IsStopped => _stopped;

    public void Add(int index, JudgedCall judged) => _waiting[index] = judged;

    /// <summary>Takes a call out; null where it was not judged with the others, or was taken.</summary>
    public JudgedCall? Take(int index) => _waiting.TryRemove(index, out var judged) ? judged : null;

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
        foreach (var index in _waiting.Keys)
        {
            if (Take(index) is { } judged)
            {
                await judged.WithdrawAsync();
            }
        }
    }
}
