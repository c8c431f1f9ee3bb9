using System.Globalization;
using System.Text;

namespace KernelGuard.Hosts.Tests.Cli.Formatting;

/// <summary>Writes random YAML of the kinds that policies may hold, laid out at random. Each comment is <c># cN</c>, and nothing else looks so.</summary>
internal sealed class MessyYaml(int seed)
{
    private static readonly string[] Inline =
        ["1", "two words", "a-b", "'it''s  # quoted'", "\"d: \\\"q\\\" \\u00e9\"", "args.a<1", "é😀", "x#y", "[]", "{}", "''", "-1", "a:b", "?x", "~"];

    private static readonly string[] InFlow = ["1", "two words", "'it''s  , ]'", "\"} \\n\"", "args.a", "é😀", "''", "-1", "x#y"];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();
    private int _comments;

    /// <summary>The text of a seed.</summary>
    public static string Write(int seed) => new MessyYaml(seed).Write();

    private string Write()
    {
        _text.Append(Pick("", "", "", "\uFEFF"));
        Between(0);
        _text.Append(Pick("", "", "", "---\n", "--- # start\n"));
        Map(Pick(0, 0, 0, 2), 0);
        Between(Pick(0, 3));
        _text.Append(Pick("", "", "", "...\n", "...\n# the end\n"));
        var text = Pick(_text.ToString(), _text.ToString(), _text.ToString().TrimEnd('\n'));
        return Pick(text, text, text.Replace("\n", "\r\n", StringComparison.Ordinal));
    }

    private void Map(int column, int depth, bool firstIsBegun = false)
    {
        var count = _random.Next(1, 5);
        for (var i = 0; i < count; i++)
        {
            if (i > 0 || !firstIsBegun)
            {
                Between(column);
                Spaces(column);
            }

            _text.Append(CultureInfo.InvariantCulture, $"{Pick($"k{i}", $"'k {i}'", $"\"k{i}\"", $"key of {i}")}{Pick("", "", " ")}:");
            Value(column, depth, inMap: true);
        }
    }

    private void List(int column, int depth, bool firstIsBegun = false)
    {
        var count = _random.Next(1, 4);
        for (var i = 0; i < count; i++)
        {
            if (i > 0 || !firstIsBegun)
            {
                Between(column);
                Spaces(column);
            }

            var gap = _random.Next(1, 4);
            _text.Append('-');
            switch (depth < 4 ? _random.Next(6) : 5)
            {
                case 0:
                    _text.Append(' ', gap);
                    Map(column + 1 + gap, depth + 1, firstIsBegun: true);
                    break;
                case 1:
                    _text.Append(' ', gap);
                    List(column + 1 + gap, depth + 1, firstIsBegun: true);
                    break;
                default:
                    Value(column, depth, inMap: false);
                    break;
            }
        }
    }

    private void Value(int column, int depth, bool inMap)
    {
        switch (_random.Next(depth < 4 ? 10 : 7))
        {
            case 0:
                Flow(column, depth);
                End();
                break;
            case 1:
                Block(column);
                break;
            case 2:
                Further(Pick("one two\n", "one   \n", "one\n\n"), Pick("three: no", "- four", "[five]", "six").Replace(": ", ":", StringComparison.Ordinal), column);
                End();
                break;
            case 3:
                Further(Pick("\"one \\\n", "\"one\n", "'one  \n\n"), "two", column);
                _text.Append(_text[_text.ToString().LastIndexOfAny(['"', '\''])]);
                End();
                break;
            case 4:
                _text.Append(Pick(" ", "  ") + Pick(Inline));
                End();
                break;
            case 5:
                End();
                break;
            case 6:
                End();
                Between(column + 1);
                Spaces(column + _random.Next(1, 5));
                _text.Append(Pick("alone", "'alone'", "[a, b]"));
                End();
                break;
            case 7:
                End();
                List(column + _random.Next(inMap ? 0 : 1, 5), depth + 1);
                break;
            default:
                End();
                Map(column + _random.Next(1, 5), depth + 1);
                break;
        }
    }

    private void Further(string first, string second, int column) =>
        _text.Append(' ').Append(first).Append(' ', column + _random.Next(1, 9)).Append(second);

    private void Block(int column)
    {
        var deeper = _random.Next(1, 5);
        var lead = Pick("", "", "", " ");
        var chomping = Pick("", "-", "+");
        var digit = lead.Length > 0 || _random.Next(4) == 0 ? deeper.ToString(CultureInfo.InvariantCulture) : "";
        _text.Append(CultureInfo.InvariantCulture, $" {Pick("|", ">")}{Pick(digit + chomping, chomping + digit)}{Pick("", "", " ", Comment(" "))}\n");
        foreach (var line in new[] { lead + "text", Pick("", "more", "  deeper", "# no comment"), Pick("", "   ", "- x: y"), Pick("last", "last  ", "") })
        {
            _text.Append(' ', line.Length == 0 ? _random.Next(column + deeper + 1) : column + deeper).Append(line).Append('\n');
        }
    }

    private void Flow(int column, int depth)
    {
        var isMap = _random.Next(2) == 0;
        _text.Append(' ').Append(isMap ? '{' : '[');
        var count = _random.Next(0, 4);
        for (var i = 0; i < count; i++)
        {
            Break(column);
            _text.Append(isMap ? Pick($"k{i}", $"\"k{i}\"", $"'k {i}'") + Pick(": ", " : ", ":  ") : "");
            if (depth < 4 && _random.Next(4) == 0)
            {
                Flow(column, depth + 1);
            }
            else
            {
                _text.Append(Pick(InFlow));
            }

            Break(column);
            _text.Append(i < count - 1 || _random.Next(5) == 0 ? "," : "");
        }

        Break(column);
        _text.Append(isMap ? '}' : ']');
    }

    // White space between the tokens of a flow collection, or a line break with it.
    private void Break(int column)
    {
        if (_random.Next(6) > 0)
        {
            _text.Append(Pick("", " ", "  "));
            return;
        }

        _text.Append(Pick("", " ", Comment(" "))).Append(Pick("\n", "\n", "\n\n")).Append(' ', column + _random.Next(1, 7));
        _text.Append(_random.Next(5) == 0 ? Comment("") + "\n" + new string(' ', column + 1) : "");
    }

    private void End() => _text.Append(Pick("", "", "  ", Comment(" "), Comment("   "))).Append('\n');

    private void Between(int column)
    {
        while (_random.Next(4) == 0)
        {
            _text.Append(Pick("", "", "   "));
            if (_random.Next(2) == 0)
            {
                _text.Append(' ', Pick(column, column, 0, 1)).Append(Comment(""));
            }

            _text.Append('\n');
        }
    }

    private string Comment(string space) => string.Create(CultureInfo.InvariantCulture, $"{space}# c{_comments++}{Pick("", " [x: {", "  ")}");

    private void Spaces(int count) => _text.Append(' ', count);

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];
}
