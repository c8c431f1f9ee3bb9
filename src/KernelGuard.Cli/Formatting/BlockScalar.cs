using KernelGuard.Policies;

namespace KernelGuard.Cli.Formatting;

/// <summary>A block scalar (<c>|</c> or <c>&gt;</c>), which can be moved sideways without changing what it says.</summary>
internal sealed class BlockScalar
{
    private readonly string _header;
    private readonly string _indicators;
    private readonly string[] _lines;
    private readonly int _start;
    private readonly int _oldColumn;
    private readonly int _column;

    /// <summary>Reads a scalar.</summary>
    /// <param name="source">The whole text.</param>
    /// <param name="start">Where the scalar begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="level">The block that it belongs to.</param>
    public BlockScalar(PolicySource source, int start, int end, BlockLevel? level)
    {
        var lines = source.Text[start..end].Split('\n');
        (_start, _header, _lines) = (start, lines[0], lines[1..]);
        _indicators = _header.Split(' ', '\t')[0];

        // Either how much deeper than its block it is, or the first line with text tells.
        if (_indicators.FirstOrDefault(char.IsAsciiDigit) is not default(char) and var digit)
        {
            (_oldColumn, _column) = ((level?.OldColumn ?? 0) + digit - '0', (level?.Column ?? 0) + digit - '0');
        }
        else
        {
            var first = Array.Find(_lines, line => !IsBlank(line));
            (_oldColumn, _column) = (first is null ? int.MaxValue : first.Length - first.TrimStart(' ').Length, level is null ? 0 : level.Column + BlockLevel.Step);
        }
    }

    /// <summary>The offset behind its last line, without the line feed. Lines without text belong to it only where they mean something: in <c>|+</c>.</summary>
    public int FindEnd()
    {
        // What comes after the last line feed is where the next token begins.
        var count = _lines.Length > 0 && IsEmpty(_lines[^1]) ? _lines.Length - 1 : _lines.Length;
        while (count > 0 && IsEmpty(_lines[count - 1]) && !_indicators.Contains('+', StringComparison.Ordinal))
        {
            count--;
        }

        return _start + _header.Length + _lines.Take(count).Sum(line => line.Length + 1);
    }

    /// <summary>Its lines where they belong.</summary>
    public string Move() => string.Join('\n', _lines.Select(Move).Prepend(_header.TrimEnd(' ', '\t')));

    private string Move(string line)
    {
        if (IsEmpty(line))
        {
            return "";
        }

        // A line that begins with a tab may be less deep.
        return line.Length >= _oldColumn && IsBlank(line[.._oldColumn]) ? new string(' ', _column) + line[_oldColumn..] : line;
    }

    private bool IsEmpty(string line) => line.Length <= _oldColumn && IsBlank(line);

    private static bool IsBlank(string line) => line.AsSpan().IndexOfAnyExcept(' ') < 0;
}
