using System.Collections.Frozen;

namespace KernelGuard.Evidence.Records;

/// <summary>Tells keys whose values are redacted by their words.</summary>
/// <remarks>
/// A name of the list matches a run of whole words of a key, written together or apart. Names have at most <see cref="MaxWords"/> words, so a
/// look-up costs at most that many probes for each word of the key.
/// </remarks>
internal sealed class SensitiveKeys
{
    private const int MaxWords = 4;
    private const int MaxKeyChars = 256;
    private readonly FrozenSet<string> _names;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    internal SensitiveKeys(IEnumerable<string> names)
    {
        _names = names.Select(Joined).Where(static name => name.Length > 0).ToFrozenSet(StringComparer.Ordinal);
        _lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    internal bool Contains(string key)
    {
        Span<char> text = stackalloc char[MaxKeyChars];
        Span<int> starts = stackalloc int[MaxKeyChars + 1];

        // A longer key is judged by its end, where the noun stands.
        var words = Split(key.AsSpan(Math.Max(0, key.Length - MaxKeyChars)), text, starts);
        for (var first = 0; first < words; first++)
        {
            for (var last = first + 1; last <= Math.Min(words, first + MaxWords); last++)
            {
                if (_lookup.Contains(text[starts[first]..starts[last]]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string Joined(string name)
    {
        Span<char> text = stackalloc char[MaxKeyChars];
        Span<int> starts = stackalloc int[MaxKeyChars + 1];
        var words = Split(name.AsSpan(0, Math.Min(name.Length, MaxKeyChars)), text, starts);
        return new string(text[..starts[words]]);
    }

    /// <summary>Copies the letters of a key in lower case and notes where each word starts, and after the last, where it ends.</summary>
    private static int Split(ReadOnlySpan<char> key, Span<char> text, Span<int> starts)
    {
        var (length, words) = (0, 0);
        for (var i = 0; i < key.Length; i++)
        {
            if (!char.IsLetter(key[i]))
            {
                continue;
            }

            if (StartsWord(key, i))
            {
                starts[words++] = length;
            }

            text[length++] = char.ToLowerInvariant(key[i]);
        }

        starts[words] = length;
        return words;
    }

    private static bool StartsWord(ReadOnlySpan<char> key, int index)
    {
        if (index == 0 || !char.IsLetter(key[index - 1]))
        {
            return true;
        }

        // `apiKey` splits before K; `APIKey` too, because a small letter follows.
        return char.IsUpper(key[index])
            && (!char.IsUpper(key[index - 1]) || (index + 1 < key.Length && char.IsLower(key[index + 1])));
    }
}
