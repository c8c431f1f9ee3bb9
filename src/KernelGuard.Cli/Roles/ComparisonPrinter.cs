using System.Text.Json;
using KernelGuard.Cli.Output;

namespace KernelGuard.Cli.Roles;

/// <summary>Prints what two versions permit differently: first what was widened.</summary>
internal static class ComparisonPrinter
{
    private static readonly string[] Headings = ["who", "what", "tools"];

    private static readonly (ChangeDirection Direction, string Name, string Title, Tone Tone)[] Directions =
    [
        (ChangeDirection.Widened, "widened", "+ widened: more may run, or with less in its way", Tone.Bad),
        (ChangeDirection.Narrowed, "narrowed", "- narrowed: less may run, or with more in its way", Tone.Good),
        (ChangeDirection.Unclear, "unclear", "? to be read: it may do either", Tone.Notice),
    ];

    public static void Print(PermissionComparison comparison, Screen screen)
    {
        screen.WriteLine($"from {comparison.Before.Digest}");
        screen.WriteLine($"to   {comparison.After.Digest}");
        foreach (var (direction, _, title, tone) in Directions)
        {
            var changes = comparison.Changes.Where(change => change.Direction == direction).ToList();
            if (changes.Count > 0)
            {
                screen.WriteLine();
                screen.WriteLine(title, tone);
                screen.WriteTable(Headings, changes.Select(change => Row(change, tone)));
            }
        }

        screen.WriteLine();
        screen.WriteLine(comparison.Changes.Count == 0
            ? "Nothing differs in what anybody may do."
            : string.Join("; ", Directions.Select(d => $"{d.Name}: {Screen.Number(comparison.Changes.Count(change => change.Direction == d.Direction))}")));
    }

    public static void WriteJson(PermissionComparison comparison, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("from", comparison.Before.Digest);
        json.WriteString("to", comparison.After.Digest);
        foreach (var (direction, name, _, _) in Directions)
        {
            json.WriteStartArray(name);
            foreach (var change in comparison.Changes.Where(change => change.Direction == direction))
            {
                Write(change, json);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static IReadOnlyList<(string, Tone)> Row(PermissionChange change, Tone tone) =>
    [
        ($"{change.Kind} {change.Id}".TrimEnd(), Tone.Plain),
        (change.What, tone),
        (change.Tools.Count == 0 ? "-" : string.Join(", ", change.Tools) + (change.Roles.Count == 0 ? "" : $" (of {string.Join(", ", change.Roles)})"), Tone.Plain),
    ];

    private static void Write(PermissionChange change, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("kind", change.Kind);
        json.WriteString("id", change.Id);
        json.WriteString("what", change.What);
        Write(json, "tools", change.Tools);
        Write(json, "roles", change.Roles);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
