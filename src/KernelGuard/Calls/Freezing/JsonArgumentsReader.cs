using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace KernelGuard.Calls.Freezing;

/// <summary>Reads JSON text into frozen values as strictly as the text allows: nothing that a lenient reader would drop, repair or round is let through.</summary>
/// <remarks>
/// Fractions are rounded to the nearest double, as RFC 8785 has it; integers never are. It recurses no deeper than <see cref="CallLimits.MaxDepth"/>.
/// </remarks>
internal ref struct JsonArgumentsReader
{
    // One character of text has at most six in JSON (\u0041): what is longer than that is over the limit, or padded.
    private const int MaxTextPerChar = 6;

    private const int MaxBytesPerChar = 3;

    private readonly FreezeProgress _progress;
    private Utf8JsonReader _reader;

    private JsonArgumentsReader(FreezeProgress progress, ReadOnlySpan<byte> utf8)
    {
        _progress = progress;
        _reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = CallLimits.GreatestDepth + 8 });
    }

    /// <summary>Reads one JSON object.</summary>
    /// <param name="json">The text.</param>
    /// <param name="root">The name of the whole in paths, such as <c>args</c>.</param>
    /// <param name="limits">How deep and large it may be.</param>
    /// <param name="ignoresCase">Whether look-up in the result ignores the case of keys.</param>
    public static FreezeResult Read(string json, string root, CallLimits limits, bool ignoresCase)
    {
        var progress = new FreezeProgress(limits, ignoresCase);
        var read = TryRead(json, progress, limits, depth: 1, out var frozen);
        if (read && frozen is not FrozenObject)
        {
            read = progress.Trace.Fail(CallProblemKind.MalformedArguments, "is not a JSON object: send one object");
        }

        return progress.ToResult(read, frozen, root);
    }

    /// <summary>Reads one JSON value of any kind.</summary>
    /// <param name="json">The text.</param>
    /// <param name="progress">What is used up; receives the problem.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="depth">The depth at which the value stands.</param>
    /// <param name="frozen">The value.</param>
    public static bool TryRead(string json, FreezeProgress progress, CallLimits limits, int depth, out object? frozen)
    {
        frozen = null;
        if (json.Length / MaxTextPerChar > limits.MaxPayloadChars || json.Length > int.MaxValue / MaxBytesPerChar)
        {
            return progress.Trace.Fail(CallProblemKind.TooLarge, $"is far larger than {limits.MaxPayloadChars} characters: send less");
        }

        var buffer = ArrayPool<byte>.Shared.Rent(json.Length * MaxBytesPerChar);
        try
        {
            return Utf8.FromUtf16(json, buffer, out _, out var length, replaceInvalidSequences: false) == OperationStatus.Done
                ? new JsonArgumentsReader(progress, buffer.AsSpan(0, length)).TryReadAll(buffer.AsSpan(0, length), depth, out frozen)
                : progress.Trace.Fail(CallProblemKind.InvalidText, "is text with half of a surrogate pair: send well-formed Unicode text");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>Converts a number that was read both ways: as an integer where it is written as one, and as a double.</summary>
    public static bool TryNumber(FreezeProgress progress, long? integer, double nearest, out object? frozen)
    {
        if (integer is { } exact)
        {
            return progress.TryNumber((Int128)exact, out frozen);
        }

        // Text cannot say infinity: a number that large was written out.
        return progress.TryNumber(double.IsFinite(nearest) ? nearest : double.MaxValue, out frozen);
    }

    private bool TryReadAll(ReadOnlySpan<byte> utf8, int depth, out object? frozen)
    {
        frozen = null;
        try
        {
            _reader.Read();
            return TryReadValue(depth, out frozen) && !_reader.Read();
        }
        catch (JsonException e)
        {
            return RefuseSyntax(utf8, e);
        }
        catch (InvalidOperationException)
        {
            // What the reader throws for an escape such as \ud800 without its other half.
            return _progress.Trace.Fail(CallProblemKind.InvalidText, "holds text with half of a surrogate pair: send well-formed Unicode text");
        }
    }

    private readonly bool RefuseSyntax(ReadOnlySpan<byte> utf8, JsonException e)
    {
        var rest = utf8[(int)_reader.BytesConsumed..].TrimStart(" \t\r\n:,"u8);
        if (rest.StartsWith("NaN"u8) || rest.StartsWith("Infinity"u8) || rest.StartsWith("-Infinity"u8))
        {
            return _progress.Trace.Fail(CallProblemKind.InvalidNumber, "holds NaN or an infinity: send finite numbers");
        }

        var line = ((e.LineNumber ?? 0) + 1).ToString(CultureInfo.InvariantCulture);
        var column = ((e.BytePositionInLine ?? 0) + 1).ToString(CultureInfo.InvariantCulture);
        return _progress.Trace.Fail(CallProblemKind.MalformedArguments, $"is not valid JSON (line {line}, byte {column}): send one JSON object");
    }

    private bool TryReadValue(int depth, out object? frozen)
    {
        frozen = null;
        if (!_progress.TryCharge(FreezeProgress.CharsPerValue))
        {
            return false;
        }

        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return _progress.TryEnter(depth) && TryReadObject(depth, out frozen);
            case JsonTokenType.StartArray:
                return _progress.TryEnter(depth) && TryReadArray(depth, out frozen);
            case JsonTokenType.String:
                var text = _reader.GetString()!;
                frozen = text;
                return _progress.TryText(text);
            case JsonTokenType.Number:
                return TryNumber(_progress, _reader.TryGetInt64(out var integer) ? integer : null, _reader.GetDouble(), out frozen);
            case JsonTokenType.Null:
                return true;
            default:
                frozen = _reader.GetBoolean();
                return true;
        }
    }

    private bool TryReadObject(int depth, out object? frozen)
    {
        frozen = null;
        var members = new MemberBuffer(0);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var key = _reader.GetString()!;
            _reader.Read();
            if (!_progress.TryKey(key))
            {
                return false;
            }

            if (!TryReadValue(depth + 1, out var value))
            {
                return _progress.Trace.In(key);
            }

            members.Add(key, value);
        }

        return members.TryBuild(_progress, out frozen);
    }

    private bool TryReadArray(int depth, out object? frozen)
    {
        frozen = null;
        var items = new List<object?>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (!TryReadValue(depth + 1, out var value))
            {
                return _progress.Trace.In(items.Count);
            }

            items.Add(value);
        }

        frozen = items.Count == 0 ? FrozenList.Empty : new FrozenList([.. items]);
        return true;
    }
}
