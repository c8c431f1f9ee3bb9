using System.Text.Json;

namespace KernelGuard.Calls.Canonical;

/// <summary>Tells whether bytes are canonical JSON while somebody else reads them, without building a second text to compare with.</summary>
/// <remarks>
/// Feed it every token of a <see cref="Utf8JsonReader"/>, then ask <see cref="IsCanonical"/>. White space is found by adding up the lengths of
/// all tokens; the bytes must be valid UTF-8, which the caller checks once for all of them. The levels are room for two more than the reader's
/// greatest depth, and need not be empty.
/// </remarks>
internal ref struct CanonicalJsonChecker(ReadOnlySpan<byte> json, CanonicalJsonChecker.Level[] levels)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private readonly Level[] _levels = levels;
    private int _length;
    private bool _failed;

    /// <summary>Whether all tokens so far are canonical and nothing stands between them.</summary>
    internal readonly bool IsCanonical => !_failed && _length == _json.Length;

    internal void Accept(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                AcceptKey(ref reader);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _length++;
                break;
            default:
                AcceptValue(ref reader);
                break;
        }
    }

    private void AcceptKey(ref Utf8JsonReader reader)
    {
        ref var level = ref _levels[reader.CurrentDepth];
        var key = new Key((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, reader.ValueIsEscaped);
        _length += key.Length + 3 + (level.HasMembers ? 1 : 0);
        _failed |= !CanonicalJsonOrder.IsMinimal(ref reader) || (level.HasMembers && !IsAfter(level.Last, key));
        level = new Level(HasMembers: true, IsObject: true, key);
    }

    private void AcceptValue(ref Utf8JsonReader reader)
    {
        ref var level = ref _levels[reader.CurrentDepth];
        if (reader.CurrentDepth > 0 && !level.IsObject)
        {
            _length += level.HasMembers ? 1 : 0;
            level = level with { HasMembers = true };
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                _length++;
                _levels[reader.CurrentDepth + 1] = new Level(HasMembers: false, reader.TokenType == JsonTokenType.StartObject, default);
                break;
            case JsonTokenType.String:
                _length += reader.ValueSpan.Length + 2;
                _failed |= !CanonicalJsonOrder.IsMinimal(ref reader);
                break;
            default:
                _length += reader.ValueSpan.Length;
                _failed |= reader.TokenType == JsonTokenType.Number && !CanonicalJsonNumber.IsCanonical(reader.ValueSpan);
                break;
        }
    }

    private readonly bool IsAfter(Key left, Key right) => CanonicalJsonOrder.IsAfter(
        _json.Slice(left.Start, left.Length), left.IsEscaped, _json.Slice(right.Start, right.Length), right.IsEscaped);

    internal readonly record struct Key(int Start, int Length, bool IsEscaped);

    internal readonly record struct Level(bool HasMembers, bool IsObject, Key Last);
}
