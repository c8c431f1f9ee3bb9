using KernelGuard.Calls;
using KernelGuard.Decisions;

namespace KernelGuard.State;

/// <summary>The history of one session.</summary>
internal sealed class SessionHistory
{
    private const int MaxRefusedCalls = 1_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Tool, string Arguments), int> _refused = [];
    private FrozenList _labels = FrozenList.Empty;
    private int _calls;
    private int _denials;
    private int _refusalsInARow;

    /// <summary>When the session was last used, on the history's own counter.</summary>
    public long LastUse { get; private set; }

    public SessionFacts Read(ToolCallRequest request)
    {
        lock (_lock)
        {
            // The hash is made only where it can find something: a session without refusals, the usual one, never pays for it.
            var attempts = _refused.Count == 0 ? 0 : _refused.GetValueOrDefault(KeyOf(request));
            return new SessionFacts(_calls, _denials, attempts, _refusalsInARow) { Labels = _labels };
        }
    }

    public void Mark(IEnumerable<string> labels, long now)
    {
        lock (_lock)
        {
            LastUse = now;
            _labels = FrozenList.From(_labels.Cast<string>().Union(labels, StringComparer.Ordinal).Order(StringComparer.Ordinal));
        }
    }

    /// <summary>Takes a label away; false where the session does not carry it.</summary>
    public bool Unmark(string label)
    {
        lock (_lock)
        {
            var before = _labels.Count;
            _labels = FrozenList.From(_labels.Cast<string>().Where(known => known != label));
            return _labels.Count < before;
        }
    }

    public void Add(ToolCallRequest request, DecisionStatus status, long now)
    {
        lock (_lock)
        {
            LastUse = now;
            _calls++;
            if (status is DecisionStatus.Permitted or DecisionStatus.ApprovalPending)
            {
                // A call that waits is no refusal, and no sign of progress either: asking again and again must not reset the brake.
                _refusalsInARow = status == DecisionStatus.Permitted ? 0 : _refusalsInARow;
                return;
            }

            _denials++;
            _refusalsInARow++;
            var call = KeyOf(request);
            if (_refused.TryGetValue(call, out var attempts) || _refused.Count < MaxRefusedCalls)
            {
                _refused[call] = attempts + 1;
            }
        }
    }

    // The name as patterns compare it: a tool that nobody declared keeps the case in which it was written.
    private static (string Tool, string Arguments) KeyOf(ToolCallRequest request) => (request.Tool.Name.ToUpperInvariant(), request.ArgumentsHash);
}
