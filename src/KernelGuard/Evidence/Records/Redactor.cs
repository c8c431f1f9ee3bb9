using System.Globalization;
using System.Security.Cryptography;
using KernelGuard.Calls;
using KernelGuard.Calls.Canonical;

namespace KernelGuard.Evidence.Records;

/// <summary>Replaces sensitive values of one record by salted commitments, and remembers what it hid so that texts do not repeat it.</summary>
/// <remarks>A commitment is SHA-256(salt ‖ canonical value) and stands as <c>{"$redacted":"sha256:…"}</c>. One redactor serves one record.</remarks>
internal sealed class Redactor
{
    private const int SaltBytes = 16;

    // Shorter secrets are not searched for in texts: a token `a` would wipe out every sentence.
    private const int MinMaskedChars = 3;
    private readonly CaptureMode _mode;
    private readonly SensitiveKeys _keys;
    private readonly SaltSource _salts;
    private readonly DecisionId? _decisionId;
    private readonly ICollection<EvidenceSalt> _kept;
    private SortedSet<string>? _hidden;

    internal Redactor(CapturePlan plan, DecisionId? decisionId, ICollection<EvidenceSalt> kept)
    {
        _mode = plan.Capture.Mode;
        _keys = plan.Keys;
        _salts = plan.Salts;
        _decisionId = decisionId;
        _kept = kept;
    }

    /// <summary>The paths that were redacted, each with its commitment.</summary>
    internal List<(string Path, string Commitment)> Redacted { get; } = [];

    /// <summary>Captures one value; the same instance comes back where nothing in it is sensitive.</summary>
    /// <param name="path">Where it stands in the record.</param>
    /// <param name="value">A frozen value.</param>
    internal object? Capture(string path, object? value) => _mode switch
    {
        CaptureMode.Full => value,
        CaptureMode.HashOnly => IsEmpty(value) ? value : Commit(path, value),
        _ => Walk(path, value),
    };

    /// <summary>Captures a text that was derived from captured values, under a name of its own.</summary>
    internal object? CaptureDerived(string path, string name, string text) => _mode switch
    {
        CaptureMode.Full => text,
        CaptureMode.HashOnly => Commit(path, text),
        _ when _keys.Contains(name) => Commit(path, text),
        _ => Walk(path, Mask(text)),
    };

    /// <summary>Takes what was hidden out of a sentence that may quote it.</summary>
    internal string? Mask(string? text)
    {
        if (text is null || _hidden is null)
        {
            return text;
        }

        foreach (var secret in _hidden)
        {
            text = text.Replace(secret, "[redacted]", StringComparison.Ordinal);
        }

        return text;
    }

    private static bool IsEmpty(object? value) => value is null or FrozenObject { Count: 0 } or FrozenList { Count: 0 };

    private static int LongestFirst(string x, string y) =>
        x.Length != y.Length ? y.Length.CompareTo(x.Length) : string.CompareOrdinal(x, y);

    private object? Walk(string path, object? value) => value switch
    {
        string text when UrlCredentials.AreIn(text) => Commit(path, text),
        FrozenObject members => WalkObject(path, members),
        FrozenList items => WalkList(path, items),
        _ => value,
    };

    private FrozenObject WalkObject(string path, FrozenObject members)
    {
        object?[]? changed = null;
        var index = 0;
        foreach (var (key, value) in members)
        {
            var inner = WalkMember(path, key, value);
            if (!ReferenceEquals(inner, value))
            {
                changed ??= [.. members.Values];
                changed[index] = inner;
            }

            index++;
        }

        return changed is null ? members : new FrozenObject([.. members.Keys], changed, members.IgnoresCase);
    }

    private object? WalkMember(string path, string key, object? value) => value switch
    {
        null => null,
        _ when _keys.Contains(key) => Commit(RecordPath.Join(path, key), value),
        string text => UrlCredentials.AreIn(text) ? Commit(RecordPath.Join(path, key), text) : value,
        FrozenObject or FrozenList => Walk(RecordPath.Join(path, key), value),
        _ => value,
    };

    private FrozenList WalkList(string path, FrozenList items)
    {
        object?[]? changed = null;
        for (var i = 0; i < items.Count; i++)
        {
            var inner = Walk(string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), items[i]);
            if (!ReferenceEquals(inner, items[i]))
            {
                changed ??= [.. items];
                changed[i] = inner;
            }
        }

        return changed is null ? items : new FrozenList(changed);
    }

    private FrozenObject Commit(string path, object? value)
    {
        Span<byte> salt = stackalloc byte[SaltBytes];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _salts(salt);
        CanonicalJson.HashInto(value, salt, hash);
        var commitment = CanonicalJsonHash.ToText(hash);
        _kept.Add(new EvidenceSalt(_decisionId, path, commitment, Convert.ToHexStringLower(salt)));
        Redacted.Add((path, commitment));
        Hide(value);
        return new FrozenObject(["$redacted"], [commitment], ignoresCase: false);
    }

    private void Hide(object? value)
    {
        switch (value)
        {
            case FrozenObject members:
                foreach (var member in members.Values)
                {
                    Hide(member);
                }

                break;
            case FrozenList items:
                foreach (var item in items)
                {
                    Hide(item);
                }

                break;
            case string or long or double when Plain(value) is { Length: >= MinMaskedChars } text:
                (_hidden ??= new(Comparer<string>.Create(LongestFirst))).Add(text);
                break;
        }
    }

    private static string Plain(object value) => value as string ?? CanonicalJson.ToText(value);
}
