using System.Security.Cryptography;
using System.Text;
using KernelGuard.Calls;
using KernelGuard.Decisions;

namespace KernelGuard.State;

/// <summary>The history of one session. Thread-safe. Once forgotten it takes no change, so that none is lost unseen.</summary>
/// <param name="now">When the session is met, on the history's own counter.</param>
/// <param name="isLost">Whether an earlier history of the session was forgotten, or may have been.</param>
internal sealed class SessionHistory(long now, bool isLost)
{
    private const int MaxRefusedCalls = 1_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, int> _refused = [];
    private FrozenList _labels = FrozenList.Empty;
    private int _calls;
    private int _denials;
    private int _refusalsInARow;
    private bool _isForgotten;
    private bool _isLost = isLost;

    /// <summary>When the session was last used, on the history's own counter.</summary>
    public long LastUse { get; private set; } = now;

    /// <summary>What is known of the session. What a lost history held is only known to matter where the conversation holds results of tools.</summary>
    public SessionFacts Read(ToolCallRequest request, IReadOnlyCollection<string> declaredLabels)
    {
        lock (_lock)
        {
            // The hash is made only where it can find something: a session without refusals, the usual one, never pays for it.
            var attempts = _refused.Count == 0 ? 0 : _refused.GetValueOrDefault(KeyOf(request));
            var labels = _isLost && request.FollowsToolResults ? With(declaredLabels) : _labels;
            return new SessionFacts(_calls, _denials, attempts, _refusalsInARow) { Labels = labels };
        }
    }

    /// <summary>The same; where labels were lost, the session carries all of them from now on.</summary>
    public bool TryMeet(ToolCallRequest request, IReadOnlyCollection<string> declaredLabels, long time, out SessionFacts facts)
    {
        lock (_lock)
        {
            facts = Read(request, declaredLabels);
            (_labels, _isLost) = (facts.Labels, _isLost && !request.FollowsToolResults);
            return IsUsed(time);
        }
    }

    public bool TryMark(IReadOnlyCollection<string> labels, long time)
    {
        lock (_lock)
        {
            _labels = With(labels);
            return IsUsed(time);
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

    public bool TryAdd(ToolCallRequest request, DecisionStatus status, long time)
    {
        lock (_lock)
        {
            _calls++;
            if (status is DecisionStatus.Permitted or DecisionStatus.ApprovalPending)
            {
                // A call that waits is no refusal, and no sign of progress either: asking again and again must not reset the brake.
                _refusalsInARow = status == DecisionStatus.Permitted ? 0 : _refusalsInARow;
                return IsUsed(time);
            }

            _denials++;
            _refusalsInARow++;
            var call = KeyOf(request);
            if (_refused.TryGetValue(call, out var attempts) || _refused.Count < MaxRefusedCalls)
            {
                _refused[call] = attempts + 1;
            }

            return IsUsed(time);
        }
    }

    public void Forget()
    {
        lock (_lock)
        {
            _isForgotten = true;
        }
    }

    private bool IsUsed(long time)
    {
        LastUse = time;
        return !_isForgotten;
    }

    private FrozenList With(IReadOnlyCollection<string> labels) => labels.Count == 0
        ? _labels
        : FrozenList.From(_labels.Cast<string>().Union(labels, StringComparer.Ordinal).Order(StringComparer.Ordinal));

    // The name as patterns compare it: a tool that nobody declared keeps the case in which it was written. Short, since a model can make many of
    // them: half of a hash is far more than telling a session's calls apart needs.
    private static UInt128 KeyOf(ToolCallRequest request)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{request.ArgumentsHash}\n{request.Tool.Name.ToUpperInvariant()}"));
        return BitConverter.ToUInt128(hash);
    }
}
