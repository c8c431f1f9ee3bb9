using System.Text;
using System.Text.Json;

namespace KernelGuard.Cli.CallLines;

/// <summary>
/// Takes the text of <c>args</c> out of a line, so that the rest can be read strictly whatever the arguments are: NaN, 100,000 brackets, half a
/// surrogate pair. It knows strings and brackets and nothing else of JSON, and does not recurse.
/// </summary>
/// <param name="line">The line; the value of <c>args</c> is overwritten with <c>0</c>.</param>
internal ref struct ArgumentsCutter(Span<byte> line)
{
    private readonly Span<byte> _line = line;
    private int _at;

    /// <summary>The text of the first <c>args</c> at the top of the object, or null where there is none. All of them are overwritten.</summary>
    public string? Cut()
    {
        string? arguments = null;
        if (!TrySkip((byte)'{'))
        {
            return null;
        }

        do
        {
            var key = ReadKey();
            if (key.IsEmpty || !TrySkip((byte)':'))
            {
                break;
            }

            var value = ReadValue();
            if (!value.IsEmpty && IsArguments(key))
            {
                arguments ??= Encoding.UTF8.GetString(value);
                value.Fill((byte)' ');
                value[0] = (byte)'0';
            }
        }
        while (TrySkip((byte)','));
        return arguments;
    }

    private Span<byte> ReadKey()
    {
        SkipWhitespace();
        var start = _at;
        return TrySkip((byte)'"') && TrySkipString() ? _line[start.._at] : default;
    }

    /// <summary>All up to the comma or brace that ends the member. What stands between a value and that end belongs to it.</summary>
    private Span<byte> ReadValue()
    {
        SkipWhitespace();
        var start = _at;
        if (!TryFindEnd(start, countsBrackets: true) && !TryFindEnd(start, countsBrackets: false))
        {
            return default;
        }

        return _line[start.._at].TrimEnd(" \t\r\n"u8);
    }

    // Braces alone find the end of arguments such as {"a":[1}, where a bracket was left open.
    private bool TryFindEnd(int start, bool countsBrackets)
    {
        var depth = 0;
        for (_at = start; _at < _line.Length; _at++)
        {
            switch (_line[_at])
            {
                case (byte)'"':
                    _at++;
                    if (!TrySkipString())
                    {
                        return false;
                    }

                    _at--;
                    break;
                case (byte)'{':
                case (byte)'[' when countsBrackets:
                    depth++;
                    break;
                case (byte)'}' or (byte)',' when depth == 0:
                    return true;
                case (byte)'}':
                case (byte)']' when countsBrackets && depth > 0:
                    depth--;
                    break;
            }
        }

        return false;
    }

    private bool TrySkipString()
    {
        while (_at < _line.Length)
        {
            var next = _line[_at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                return false;
            }

            _at += next + 1;
            if (_line[_at - 1] == (byte)'"')
            {
                return true;
            }

            _at++;
        }

        return false;
    }

    private bool TrySkip(byte expected)
    {
        SkipWhitespace();
        if (_at >= _line.Length || _line[_at] != expected)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void SkipWhitespace()
    {
        var next = _at < _line.Length ? _line[_at..].IndexOfAnyExcept(" \t\r\n"u8) : -1;
        _at = next < 0 ? _line.Length : _at + next;
    }

    private static bool IsArguments(ReadOnlySpan<byte> key)
    {
        if (!key.Contains((byte)'\\'))
        {
            return key.SequenceEqual("\"args\""u8);
        }

        try
        {
            var reader = new Utf8JsonReader(key);
            return reader.Read() && reader.ValueTextEquals("args"u8);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // An escape that means nothing: the strict reading of the line says so.
            return false;
        }
    }
}
