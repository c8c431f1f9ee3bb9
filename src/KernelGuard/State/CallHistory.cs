using System.Collections.Concurrent;
using KernelGuard.Calls;
using KernelGuard.Decisions;

namespace KernelGuard.State;

/// <summary>Remembers, per session, what was refused and which labels it carries. In memory and bounded: the sessions longest unused are forgotten first. Thread-safe.</summary>
/// <remarks>
/// A call without a session has no history. Pending approvals are no refusals. A session that was forgotten is not taken for a new one: where its
/// conversation holds results of tools, it carries every label.
/// </remarks>
internal sealed class CallHistory(int maxSessions = 10_000)
{
    private readonly ConcurrentDictionary<string, SessionHistory> _sessions = new(StringComparer.Ordinal);
    private readonly Lock _eviction = new();
    private long _clock;

    /// <summary>What is known before <paramref name="request"/> is judged. Leaves nothing behind.</summary>
    /// <param name="request">The call.</param>
    /// <param name="declaredLabels">Every label that a tool can set.</param>
    public SessionFacts Read(ToolCallRequest request, IReadOnlyCollection<string> declaredLabels)
    {
        if (request.Caller.Session is not { } session)
        {
            return default;
        }

        var history = _sessions.TryGetValue(session, out var known) ? known : new SessionHistory(now: 0, isLost: request.FollowsToolResults);
        return history.Read(request, declaredLabels);
    }

    /// <summary>The same, for a call that is really made: from now on its session is known.</summary>
    public SessionFacts Meet(ToolCallRequest request, IReadOnlyCollection<string> declaredLabels)
    {
        if (request.Caller.Session is not { } session)
        {
            return default;
        }

        var isLost = request.FollowsToolResults;
        SessionFacts facts;
        while (!Find(session, isLost).TryMeet(request, declaredLabels, Interlocked.Increment(ref _clock), out facts))
        {
            isLost = true;
        }

        return facts;
    }

    /// <summary>Marks a session with labels.</summary>
    public void Mark(string session, IReadOnlyCollection<string> labels)
    {
        while (!Find(session, isLost: true).TryMark(labels, Interlocked.Increment(ref _clock)))
        {
            // It was forgotten meanwhile.
        }
    }

    /// <summary>Takes a label from a session; false where the session does not carry it.</summary>
    public bool Unmark(string session, string label) => _sessions.TryGetValue(session, out var history) && history.Unmark(label);

    /// <summary>Adds a judged call.</summary>
    public void Add(ToolCallRequest request, DecisionStatus status)
    {
        if (request.Caller.Session is not { } session)
        {
            return;
        }

        while (!Find(session, isLost: true).TryAdd(request, status, Interlocked.Increment(ref _clock)))
        {
            // It was forgotten meanwhile.
        }
    }

    // A session can be forgotten between being found and being changed: what is written to it then would be lost, so callers look it up again.
    private SessionHistory Find(string session, bool isLost)
    {
        if (_sessions.TryGetValue(session, out var known))
        {
            return known;
        }

        var history = _sessions.GetOrAdd(session, new SessionHistory(Interlocked.Increment(ref _clock), isLost));
        if (_sessions.Count > maxSessions)
        {
            ForgetOldest();
        }

        return history;
    }

    private void ForgetOldest()
    {
        lock (_eviction)
        {
            // A tenth at a time, so that the scan is paid once in a thousand new sessions. The copy is of one moment; LINQ's own is not.
            var surplus = _sessions.Count <= maxSessions ? 0 : _sessions.Count - maxSessions + (maxSessions / 10);
            foreach (var entry in _sessions.ToArray().OrderBy(entry => entry.Value.LastUse).Take(surplus))
            {
                entry.Value.Forget();
                _sessions.TryRemove(entry);
            }
        }
    }
}
