using System.Diagnostics.CodeAnalysis;
using KernelGuard.Calls;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>The approval requests that were handed out and not answered yet. In memory; an answer after a restart counts for nothing. Thread-safe.</summary>
internal sealed class IssuedApprovals(TimeProvider time, ChatPolicyOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Key, IssuedApproval> _open = [];

    public void Add(ToolApprovalRequestContent request, Caller caller)
    {
        if (IssuedApproval.Of(request.ToolCall, time.GetUtcNow()) is not { } issued)
        {
            return;
        }

        lock (_gate)
        {
            _open[KeyOf(request.RequestId, caller)] = issued;
            while (_open.Count > options.MaxOpenApprovals)
            {
                _open.Remove(_open.MinBy(entry => entry.Value.Time).Key);
            }
        }
    }

    /// <summary>Uses up the request that a response answers. An altered response uses nothing up: the request stays open.</summary>
    public bool TryClaim(ToolApprovalResponseContent response, Caller caller, [NotNullWhen(true)] out IssuedApproval? issued)
    {
        var key = KeyOf(response.RequestId, caller);
        lock (_gate)
        {
            return _open.TryGetValue(key, out issued)
                && issued.IsFor(response.ToolCall)
                && _open.Remove(key)
                && time.GetUtcNow() - issued.Time <= options.ApprovalsWithin;
        }
    }

    private static Key KeyOf(string requestId, Caller caller) => new(requestId, caller.Session, caller.User?.Id);

    // Ids come from the provider and repeat between conversations: an answer counts only for the caller who was asked.
    private readonly record struct Key(string RequestId, string? Session, string? User);
}
