using System.Collections.Immutable;
using KernelGuard.Calls;
using KernelGuard.Policies.Documents;

namespace KernelGuard.Policies.Reading;

/// <summary>Reads the fields of one map. A field that cannot be read is a finding and counts as absent, so that the others are read too.</summary>
internal sealed class FieldReader
{
    private readonly DocumentNode.Map _map;
    private readonly string _owner;
    private readonly DiagnosticBag _bag;

    /// <summary>Reports every key that is not in the set.</summary>
    public FieldReader(DocumentNode.Map map, KeySet keys, DiagnosticBag bag)
    {
        _map = map;
        _owner = keys.Owner;
        _bag = bag;
        foreach (var (key, _) in map.Entries)
        {
            if (keys.Later.Contains(key.Text))
            {
                bag.Error(DiagnosticCodes.NotSupported, key.Span, $"{QuotedText.Quote(key.Text)} is not supported by this version");
            }
            else if (!keys.Known.Contains(key.Text))
            {
                var help = Suggestion.For(key.Text, keys.Known) ?? $"the keys of {keys.Owner} are {string.Join(", ", keys.Known)}";
                bag.Error(DiagnosticCodes.UnknownKey, key.Span, $"unknown key {QuotedText.Quote(key.Text)}", help);
            }
        }
    }

    public SourceSpan Span => _map.Span;

    public DocumentNode? Find(string key)
    {
        foreach (var entry in _map.Entries)
        {
            if (entry.Key.Text == key)
            {
                return entry.Value;
            }
        }

        return null;
    }

    public DocumentNode? Require(string key)
    {
        var value = Find(key);
        if (value is null)
        {
            _bag.Error(DiagnosticCodes.MissingKey, _map.Span, $"{_owner} needs the key `{key}`");
        }

        return value;
    }

    public string? Text(string key, int maxChars = int.MaxValue) =>
        Find(key) is { } node ? ValueReader.Text(node, key, _bag, maxChars)?.Text : null;

    public Located<string>? LocatedText(string key) =>
        Find(key) is { } node && ValueReader.Text(node, key, _bag) is { } scalar ? new(scalar.Text, scalar.Span) : null;

    public ImmutableArray<Located<string>> Texts(string key) => Find(key) is { } node ? ValueReader.Texts(node, key, _bag) : [];

    public ExpressionText? Expression(string key) => Find(key) is { } node ? ValueReader.Expression(node, key, _bag) : null;

    public ExpressionText? Template(string key, int maxChars) =>
        Find(key) is { } node && ValueReader.Text(node, key, _bag, maxChars) is { } scalar ? new(scalar) : null;

    public Located<T>? Word<T>(string key, IReadOnlyList<KeyValuePair<string, T>> words) =>
        Find(key) is { } node ? ValueReader.Word(node, key, words, _bag) : null;

    public int? Integer(string key, int min, int max) => Find(key) is { } node ? ValueReader.Integer(node, key, min, max, _bag) : null;

    public decimal? Amount(string key) => Find(key) is { } node ? ValueReader.Amount(node, key, _bag) : null;

    public ImmutableArray<ExpressionText> Expressions(string key) => Find(key) is { } node ? ValueReader.Expressions(node, key, _bag) : [];

    public bool? Flag(string key) => Find(key) is { } node ? ValueReader.Flag(node, key, _bag) : null;

    public TimeSpan? Duration(string key) => Find(key) is { } node ? ValueReader.Duration(node, key, _bag) : null;

    public DateTimeOffset? Date(string key) => Find(key) is { } node ? ValueReader.Date(node, key, _bag) : null;

    /// <summary>Any JSON value, null among them.</summary>
    public Located<object?>? Json(string key) => Find(key) is { } node ? new(JsonReader.Read(node, _bag), node.Span) : null;

    public Located<FrozenObject>? JsonObject(string key) => Map(key) is { } map ? new(JsonReader.ReadObject(map, _bag), map.Span) : null;

    public DocumentNode.Map? Map(string key) => Find(key) is { } node ? ValueReader.Map(node, $"`{key}`", _bag) : null;

    /// <summary>The maps under the keys of a map; the keys are names that the document gives.</summary>
    public IEnumerable<(Located<string> Name, DocumentNode.Map Map)> NamedMaps(string key, string what)
    {
        foreach (var (name, value) in Map(key)?.Entries ?? [])
        {
            if (ValueReader.Map(value, $"{what} {QuotedText.Quote(name.Text)}", _bag) is { } map)
            {
                yield return (new(name.Text, name.Span), map);
            }
        }
    }

    public IReadOnlyList<DocumentNode.Map> Maps(string key) => Find(key) is { } node ? ValueReader.Maps(node, key, _bag) : [];
}
