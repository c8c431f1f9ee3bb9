using System.Globalization;
using KernelGuard.Policies;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace KernelGuard.Cli.Formatting;

/// <summary>Cuts a text that a policy loader can read into tokens.</summary>
/// <remarks>The scanner is asked without comments, which it would join and move; they are what is left between its tokens.</remarks>
internal sealed class YamlTokenReader
{
    private readonly PolicySource _source;
    private readonly List<YamlToken> _tokens = [];
    private BlockLevel? _level;
    private int _flowDepth;
    private int _end;
    private bool _entryBegins;

    private YamlTokenReader(PolicySource source) => _source = source;

    /// <summary>All tokens, in order.</summary>
    /// <exception cref="LayoutException">The text holds something that policies do not.</exception>
    public static IReadOnlyList<YamlToken> Read(PolicySource source)
    {
        var reader = new YamlTokenReader(source);
        var scanner = new Scanner(new StringReader(source.Text), skipComments: true);
        while (scanner.MoveNext())
        {
            reader.Read(scanner.Current!);
        }

        reader.AddComments(source.Text.Length);
        return reader._tokens;
    }

    private void Read(Token token)
    {
        switch (token)
        {
            case BlockMappingStart or BlockSequenceStart:
                _level = new BlockLevel(_level, ColumnOf(StartOf(token)), token is BlockMappingStart);
                break;
            case BlockEnd:
                LeaveUnindentedList();
                _level = _level?.Parent;
                break;
            case BlockEntry:
                if (_level is { IsMap: true })
                {
                    _level = new BlockLevel(_level, ColumnOf(StartOf(token)), IsMap: false);
                }

                _entryBegins = true;
                Add(TokenKind.Indicator, token);
                break;
            case Key:
                ReadKey(token);
                break;
            case Value:
                // Only after `?` a colon can be the first on its line.
                _entryBegins = _flowDepth == 0;
                Add(TokenKind.Indicator, token);
                break;
            default:
                ReadPart(token, StartOf(token));
                break;
        }
    }

    // The scanner says of brackets, and of `...`, only where they begin.
    private void ReadPart(Token token, int start)
    {
        switch (token)
        {
            case StreamStart or StreamEnd:
                break;
            case DocumentStart or DocumentEnd:
                Add(TokenKind.Marker, start, start + 3);
                break;
            case FlowMappingStart or FlowSequenceStart:
                Add(TokenKind.Indicator, start, start + 1);
                _flowDepth++;
                break;
            case FlowMappingEnd or FlowSequenceEnd:
                AddComments(start);
                _flowDepth--;
                Add(TokenKind.Indicator, start, start + 1);
                break;
            case FlowEntry:
                Add(TokenKind.Indicator, token);
                break;
            case Scalar scalar:
                ReadScalar(scalar, start);
                break;
            default:
                throw NotKnown(start);
        }
    }

    // Keys without `?` are told at the place where they begin.
    private void ReadKey(Token key)
    {
        if (_flowDepth == 0)
        {
            LeaveUnindentedList();
            _entryBegins = true;
        }

        if (key.End.Index > key.Start.Index)
        {
            Add(TokenKind.Indicator, key);
        }
    }

    private void ReadScalar(Scalar scalar, int start)
    {
        switch (scalar.Style)
        {
            case ScalarStyle.Literal or ScalarStyle.Folded:
                Add(TokenKind.Block, start, new BlockScalar(_source, start, (int)scalar.End.Index, _level).FindEnd());
                break;
            case ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted:
                Add(TokenKind.Quoted, scalar);
                break;
            default:
                Add(TokenKind.Plain, scalar);
                break;
        }
    }

    private void Add(TokenKind kind, Token token) => Add(kind, StartOf(token), (int)token.End.Index);

    private void Add(TokenKind kind, int start, int end)
    {
        AddComments(start);
        _tokens.Add(new YamlToken(kind, start, end, ColumnOf(start), _level, _entryBegins, _flowDepth));
        _entryBegins = false;
        _end = end;
    }

    private void AddComments(int end)
    {
        for (; _end < end; _end++)
        {
            if (_source.Text[_end] == '#')
            {
                var comment = _source.Text[_end.._source.EndOfLine(_source.LineOf(_end))].TrimEnd(' ', '\t');
                _tokens.Add(new YamlToken(TokenKind.Comment, _end, _end + comment.Length, ColumnOf(_end), _level, BeginsEntry: false, _flowDepth));
                _end += comment.Length;
            }

            if (_end < end && _source.Text[_end] is not (' ' or '\t' or '\n'))
            {
                throw NotKnown(_end);
            }
        }
    }

    private void LeaveUnindentedList()
    {
        if (_level is { IsUnindentedList: true })
        {
            _level = _level.Parent;
        }
    }

    private int ColumnOf(int offset) => _source.Span(offset, 0).Column - 1;

    private LayoutException NotKnown(int offset) =>
        new($"line {_source.LineOf(offset).ToString(CultureInfo.InvariantCulture)} is written in a way that the formatter does not know");

    private static int StartOf(Token token) => (int)token.Start.Index;
}
