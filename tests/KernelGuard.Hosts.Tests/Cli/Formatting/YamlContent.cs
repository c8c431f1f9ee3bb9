using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KernelGuard.Hosts.Tests.Cli.Formatting;

/// <summary>What a YAML text says, read by another way than the formatter's.</summary>
internal static class YamlContent
{
    /// <summary>The same; null where it is no YAML.</summary>
    public static IReadOnlyList<string>? TryRead(string text)
    {
        try
        {
            return Read(text);
        }
        catch (Exception e) when (e is YamlException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Its events, with the texts and styles of scalars.</summary>
    /// <exception cref="YamlException">It is no YAML.</exception>
    public static IReadOnlyList<string> Read(string text)
    {
        var parser = new Parser(new StringReader(text.TrimStart('\uFEFF').ReplaceLineEndings("\n")));
        var content = new List<string>();
        while (parser.MoveNext())
        {
            content.Add(parser.Current switch
            {
                Scalar scalar => string.Create(CultureInfo.InvariantCulture, $"{scalar.Style} {scalar.Value}"),
                MappingStart map => $"map {map.Style}",
                SequenceStart list => $"list {list.Style}",
                { } other => other.GetType().Name,
                null => "",
            });
        }

        return content;
    }
}
