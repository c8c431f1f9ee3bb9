using System.Text;
using KernelGuard.Policies;

namespace KernelGuard.Cli.Formatting;

/// <summary>Lays out YAML: writes the tokens of a text with other white space between them. Line breaks stay where they are.</summary>
internal sealed class YamlLayout
{
    private readonly PolicySource _source;
    private readonly StringBuilder _output = new();
    private int _lineStart;

    // How far the value was moved that is being written; its further lines go with it.
    private int _shift;

    private YamlLayout(PolicySource source) => _source = source;

    /// <summary>Lays out a text that a policy loader can read.</summary>
    /// <exception cref="LayoutException">The text holds something that policies do not.</exception>
    public static string Format(PolicySource source) => new YamlLayout(source).Format(YamlTokenReader.Read(source));

    private string Format(IReadOnlyList<YamlToken> tokens)
    {
        var commentColumns = CommentColumns.Find(tokens);
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            var breaks = i == 0 ? 0 : _source.Text.AsSpan(tokens[i - 1].End..token.Start).Count('\n');
            if (i > 0 && breaks == 0)
            {
                _output.Append(Spacing.Between(CharOf(tokens[i - 1]), CharOf(token)));
            }
            else
            {
                BeginLine(breaks, token is { Kind: TokenKind.Comment, FlowDepth: 0 } ? commentColumns[i] : ColumnOf(token));
            }

            Write(token);
        }

        // A block scalar that ends with the text would hold a line feed more.
        var isOpen = tokens is [.., { Kind: TokenKind.Block } last] && last.End == _source.Text.Length;
        return isOpen ? _output.ToString() : _output.Append('\n').ToString();
    }

    private void BeginLine(int breaks, int column)
    {
        _output.Append('\n', Math.Min(breaks, 2));
        _lineStart = _output.Length;
        _output.Append(' ', column);
    }

    private int ColumnOf(YamlToken token)
    {
        if (token.FlowDepth > 0)
        {
            return Math.Max(token.ValueColumn, token.OldColumn + _shift);
        }

        return CharOf(token) is '}' or ']' ? Math.Max(token.Level?.Column ?? 0, token.OldColumn + _shift) : token.Column;
    }

    private void Write(YamlToken token)
    {
        if (token.FlowDepth == 0)
        {
            _shift = _output.Length - _lineStart - token.OldColumn;
        }

        if (token.Kind == TokenKind.Block)
        {
            _output.Append(new BlockScalar(_source, token.Start, token.End, token.Level).Move());
            return;
        }

        var lines = _source.Text[token.Start..token.End].Split('\n');
        _output.Append(lines[0]);
        foreach (var line in lines.Skip(1))
        {
            WriteFurther(line, token);
        }
    }

    // White space at the beginning of such lines means nothing; at the end of one in quotes it may.
    private void WriteFurther(string line, YamlToken token)
    {
        var text = line.TrimStart(' ', '\t');
        _output.Append('\n');
        if (text.Length > 0)
        {
            _output.Append(' ', Math.Max(token.ValueColumn, line.Length - text.Length + _shift));
            _output.Append(token.Kind == TokenKind.Plain ? text.TrimEnd(' ', '\t') : text);
        }
    }

    private char CharOf(YamlToken token) => token.Kind switch
    {
        TokenKind.Indicator => _source.Text[token.Start],
        TokenKind.Comment => '#',
        _ => Spacing.Scalar,
    };
}
