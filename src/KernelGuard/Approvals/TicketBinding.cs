using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using KernelGuard.Calls;

namespace KernelGuard.Approvals;

/// <summary>Binds tickets to calls by HMAC-SHA-256 under a key of the store, so that a ticket cannot be made to fit another call.</summary>
internal sealed class TicketBinding
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The key by which a call's ticket is found: tool, session, agent, user, and the arguments as sent.</summary>
    public string CallKey(ToolCallRequest request) => CallKey(request, request.ArgumentsHash);

    /// <summary>The same for a call that was sent with other arguments.</summary>
    public string CallKey(ToolCallRequest request, string argumentsHash) => Compute(
        "call",
        request.Tool.Name,
        request.Caller.Session,
        request.Caller.Agent?.Id,
        request.Caller.User?.Id,
        argumentsHash);

    /// <summary>The key of what would run.</summary>
    public string EffectKey(FrozenObject arguments) => Compute("effect", CanonicalJson.Hash(arguments));

    private string Compute(params ReadOnlySpan<string?> parts)
    {
        // Each part with its length, so that no two lists of parts give the same text; an absent part differs from an empty one.
        // UTF-16 as it is: an encoder would make one text of different broken ones.
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part?.Length ?? -1).Append(':').Append(part).Append('\n');
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(_key, MemoryMarshal.AsBytes(text.ToString().AsSpan())));
    }
}
