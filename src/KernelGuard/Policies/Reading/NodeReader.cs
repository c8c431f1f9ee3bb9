using KernelGuard.Calls;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlScalarStyle = YamlDotNet.Core.ScalarStyle;

namespace KernelGuard.Policies.Reading;

/// <summary>Reads the one YAML or JSON document of a source into nodes.</summary>
/// <remarks>
/// Anchors, aliases, tags, merge keys, directives and further documents are findings: what a policy says must not depend on text elsewhere.
/// Nesting is bounded before the parser goes deeper, since its time grows with the square of the depth.
/// </remarks>
internal sealed class NodeReader
{
    private const int MaxDepth = 64;
    private readonly PolicySource _source;
    private readonly DiagnosticBag _bag;
    private readonly Parser _parser;

    // Where the lists and maps begin that are being read.
    private readonly Stack<int> _open = [];
    private int _end;
    private bool _isTooDeep;

    private NodeReader(PolicySource source, DiagnosticBag bag)
    {
        _source = source;
        _bag = bag;
        _parser = new Parser(new Scanner(new StringReader(source.Text), skipComments: true));
    }

    /// <summary>The document's root, or null where there is none to read.</summary>
    public static DocumentNode? Read(PolicySource source, DiagnosticBag bag)
    {
        if (!TextCheck.IsClean(source, bag))
        {
            return null;
        }

        var reader = new NodeReader(source, bag);
        try
        {
            var root = reader.ReadDocument();
            return reader._isTooDeep ? null : root;
        }
        catch (YamlException exception)
        {
            new YamlErrors(source, bag, reader._open).Report(exception);
            return null;
        }
        catch (Exception exception) when (IsParserFailure(exception))
        {
            new YamlErrors(source, bag, reader._open).ReportAfter(Math.Max(reader._end, (int)(reader._parser.Current?.End.Index ?? 0)));
            return null;
        }
    }

    // What the parser throws beside its own exceptions on text that it was not made for, such as an empty key in a list.
    private static bool IsParserFailure(Exception exception) => exception is
        ArgumentException or InvalidOperationException or FormatException or ArithmeticException or IndexOutOfRangeException or EndOfStreamException;

    private DocumentNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out var start))
        {
            _bag.Error(DiagnosticCodes.EmptyDocument, _source.Name, "the document is empty");
            return null;
        }

        if (start is { IsImplicit: false } && _source.Text[(int)start.Start.Index] == '%')
        {
            ReportFeature(start, "directives", null);
        }

        var root = ReadNode();
        if (!_isTooDeep)
        {
            ReadEnd();
        }

        return root;
    }

    private void ReadEnd()
    {
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
        {
            ReportFeature(second, "several documents in one file", "put each policy into a file of its own");
        }
        else if (_parser.Consume<StreamEnd>().Start.Index is var end && end < _source.Text.TrimEnd().Length)
        {
            // A parser that stops early would drop rules without a word.
            _bag.Error(DiagnosticCodes.YamlSyntax, _source.Span((int)end, 1), "not valid YAML: the text goes on after its end");
        }
    }

    private DocumentNode ReadNode()
    {
        var parsed = _parser.Consume<ParsingEvent>();
        _end = (int)parsed.End.Index;
        var isFeature = CheckFeatures(parsed);
        return parsed switch
        {
            // What was meant is most likely the text itself, so that is what further findings are about.
            AnchorAlias or Scalar { Value: "" } when isFeature => Verbatim(parsed),
            Scalar scalar => ToScalar(scalar),
            SequenceStart when EntersNested(parsed) => ReadList(parsed),
            MappingStart when EntersNested(parsed) => ReadMap(parsed),
            _ => Verbatim(parsed),
        };
    }

    private bool EntersNested(ParsingEvent start)
    {
        if (_open.Count < MaxDepth)
        {
            _open.Push((int)start.Start.Index);
            return true;
        }

        _isTooDeep = true;
        _bag.Error(DiagnosticCodes.TooDeep, _source.Span((int)start.Start.Index, 1), $"lists and maps nest deeper than {MaxDepth}");
        return false;
    }

    private DocumentNode.List ReadList(ParsingEvent start)
    {
        var items = new List<DocumentNode>();
        while (!_isTooDeep && !_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode());
        }

        _open.Pop();
        return new DocumentNode.List(_source.Span((int)start.Start.Index, 1), items);
    }

    private DocumentNode.Map ReadMap(ParsingEvent start)
    {
        var entries = new List<KeyValuePair<DocumentNode.Scalar, DocumentNode>>();
        var seen = new Dictionary<string, SourceSpan>(StringComparer.Ordinal);
        while (!_isTooDeep && !_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode();
            var value = _isTooDeep ? key : ReadNode();
            if (ToKey(key) is { } name && IsNew(name, seen))
            {
                entries.Add(new(name, value));
            }
        }

        _open.Pop();
        var beginsWithKey = entries.Count > 0 && entries[0].Key.Span.Start == start.Start.Index;
        return new DocumentNode.Map(beginsWithKey ? entries[0].Key.Span : _source.Span((int)start.Start.Index, 1), entries);
    }

    private DocumentNode.Scalar? ToKey(DocumentNode key)
    {
        if (key is not DocumentNode.Scalar name)
        {
            _bag.Error(DiagnosticCodes.InvalidKey, key.Span, $"a key must be text: this is {key.Kind}");
            return null;
        }

        if (name is { Text: "", Style: ScalarStyle.Plain })
        {
            _bag.Error(DiagnosticCodes.InvalidKey, name.Span, "a key is missing before `:`");
            return null;
        }

        if (name is { Text: "<<", Style: ScalarStyle.Plain })
        {
            _bag.Error(DiagnosticCodes.YamlFeature, name.Span, "merge keys are not part of policy documents", "write the keys out");
            return null;
        }

        return name;
    }

    private bool IsNew(DocumentNode.Scalar key, Dictionary<string, SourceSpan> seen)
    {
        if (seen.TryAdd(key.Text, key.Span))
        {
            return true;
        }

        _bag.Error(
            DiagnosticCodes.DuplicateKey,
            key.Span,
            $"duplicate key {QuotedText.Quote(key.Text)}: first on line {seen[key.Text].Line}",
            "keep one of them");
        return false;
    }

    private bool CheckFeatures(ParsingEvent parsed)
    {
        if (parsed is AnchorAlias)
        {
            return ReportFeature(parsed, "aliases", "put text that begins with `*` in quotes");
        }

        if (parsed is not NodeEvent node)
        {
            return false;
        }

        if (!node.Anchor.IsEmpty)
        {
            return ReportFeature(node, "anchors", "put text that begins with `&` in quotes");
        }

        return !node.Tag.IsEmpty && ReportFeature(node, "tags", "put text that begins with `!` in quotes");
    }

    private bool ReportFeature(ParsingEvent at, string what, string? help)
    {
        _bag.Error(DiagnosticCodes.YamlFeature, SpanOf(at), $"{what} are not part of policy documents", help);
        return true;
    }

    private SourceSpan SpanOf(ParsingEvent parsed) =>
        _source.Span((int)parsed.Start.Index, Math.Max(1, (int)(parsed.End.Index - parsed.Start.Index)));

    private DocumentNode.Scalar Verbatim(ParsingEvent parsed)
    {
        var span = SpanOf(parsed);
        return new(span, _source.Text.Substring(span.Start, span.Length), ScalarStyle.Quoted, span.Start);
    }

    private DocumentNode.Scalar ToScalar(Scalar scalar)
    {
        var start = (int)scalar.Start.Index;
        return scalar.Style switch
        {
            YamlScalarStyle.SingleQuoted or YamlScalarStyle.DoubleQuoted => new(SpanOf(scalar), scalar.Value, ScalarStyle.Quoted, start + 1),
            YamlScalarStyle.Literal => new(SpanOf(scalar), scalar.Value, ScalarStyle.Literal, start),
            YamlScalarStyle.Folded => new(SpanOf(scalar), scalar.Value, ScalarStyle.Folded, start),
            _ => new(SpanOf(scalar), scalar.Value, ScalarStyle.Plain, start),
        };
    }
}
