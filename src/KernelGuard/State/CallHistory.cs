using System.Collections.Concurrent;
using KernelGuard.Calls;
using KernelGuard.Decisions;

namespace KernelGuard.State;

/// <summary>Remembers, per session, what was refused and which labels it carries. In memory and bounded: the sessions longest unused are forgotten first. Thread-safe.</summary>
/// <remarks>A call without a session has no history. Pending approvals are no refusals.</remarks>
internal sealed class CallHistory(int maxSessions = 10_000)
{
    private readonly ConcurrentDictionary<string, SessionHistory> _sessions = new(StringComparer.Ordinal);
    private readonly Lock _eviction = new();
    private long _clock;

    /// <summary>What is known before <paramref name="request"/> is judged.</summary>
    /// <param name="request">The call.</param>
    /// <param name="declaredLabels">
    /// Every label that a tool can set. A session that is not known, although its conversation holds results of tools, carries them all: what they were is lost.
    /// </param>
    public SessionFacts Read(ToolCallRequest request, IReadOnlyCollection<string> declaredLabels)
    {
        if (request.Caller.Session is not { } session)
        {
            return default;
        }

        if (_sessions.TryGetValue(session, out var history))
        {
            return history.Read(request);
        }

        if (!request.FollowsToolResults || declaredLabels.Count == 0)
        {
            return default;
        }

        Mark(session, declaredLabels);
        return Read(request, declaredLabels);
    }

    /// <summary>Marks a session with labels.</summary>
    public void Mark(string session, IEnumerable<string> labels)
    {
        _sessions.GetOrAdd(session, static _ => new SessionHistory()).Mark(labels, Interlocked.Increment(ref _clock));
        ForgetSurplus();
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

        var history = _sessions.GetOrAdd(session, static _ => new SessionHistory());
        history.Add(request, status, Interlocked.Increment(ref _clock));
        ForgetSurplus();
    }

    private void ForgetSurplus()
    {
        if (_sessions.Count > maxSessions)
        {
            ForgetOldest();
        }
    }

    private void ForgetOldest()
    {
        lock (_eviction)
        {
            // A tenth at a time, so that the scan is paid once in a thousand new sessions.
            var surplus = _sessions.Count - maxSessions + (maxSessions / 10);
            foreach (var session in _sessions.OrderBy(s => s.Value.LastUse).Take(surplus).Select(s => s.Key).ToList())
            {
                _sessions.TryRemove(session, out _);
            }
        }
    }
}
