using KernelGuard.Calls;

namespace KernelGuard.Policies.Reading;

/// <summary>Reads a node as a JSON value, for the parts of documents that are JSON themselves.</summary>
internal static class JsonReader
{
    public static FrozenObject ReadObject(DocumentNode.Map map, DiagnosticBag bag) => new(
        [.. map.Entries.Select(entry => entry.Key.Text)], [.. map.Entries.Select(entry => Read(entry.Value, bag))], ignoresCase: false);

    public static object? Read(DocumentNode node, DiagnosticBag bag) => node switch
    {
        DocumentNode.Map map => ReadObject(map, bag),
        DocumentNode.List list => new FrozenList([.. list.Items.Select(item => Read(item, bag))]),
        DocumentNode.Scalar scalar => ReadScalar(scalar, bag),
        _ => null,
    };

    private static object? ReadScalar(DocumentNode.Scalar scalar, DiagnosticBag bag)
    {
        if (scalar.IsText)
        {
            return scalar.Text;
        }

        if (CoreSchema.IsNull(scalar.Text) || CoreSchema.ToBoolean(scalar.Text) is not null)
        {
            return CoreSchema.ToBoolean(scalar.Text);
        }

        if (CoreSchema.ToNumber(scalar.Text) is { } number)
        {
            return number;
        }

        // Any number will do in its place, so that nothing else is reported of it.
        bag.Error(
            DiagnosticCodes.InvalidNumber,
            scalar.Span,
            $"the number {QuotedText.Quote(scalar.Text)} cannot be held: it is not finite, or beyond 2^53-1");
        return 0L;
    }
}
