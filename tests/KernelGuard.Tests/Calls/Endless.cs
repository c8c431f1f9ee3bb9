namespace KernelGuard.Tests.Calls;

/// <summary>Collections that a caller could bring to make a reader hang or crash.</summary>
internal static class Endless
{
    public static IEnumerable<object?> Of(object? value)
    {
        while (true)
        {
            yield return value;
        }
    }

    public static IEnumerable<KeyValuePair<string, object?>> Members()
    {
        for (var i = 0; ; i++)
        {
            yield return new($"k{i}", null);
        }
    }

    public static IEnumerable<object?> Throwing()
    {
        yield return 1;
        throw new FormatException("boom");
    }

    public static Dictionary<string, object?> Nested(int depth)
    {
        var inner = new Dictionary<string, object?>();
        for (var i = 1; i < depth; i++)
        {
            inner = new Dictionary<string, object?> { ["a"] = inner };
        }

        return inner;
    }
}
