using System.Text;
using KernelGuard.Calls;
using KernelGuard.Cli.CallLines;
using KernelGuard.Policies;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Cli.Testing;

/// <summary>Reads calls of cases by way of the line that <c>decide</c> would read, so that both understand the same.</summary>
/// <param name="bag">Where findings go.</param>
internal sealed class CallStepReader(DiagnosticBag bag)
{
    private const int MaxTimes = 10_000;
    private static readonly string[] OwnKeys = ["tool", "wait", "times", "time", "expect"];

    /// <summary>Reads facts.</summary>
    /// <param name="map">The map; null where none is given.</param>
    /// <param name="outer">What holds for facts that the map does not give.</param>
    public CaseFacts ReadGiven(DocumentNode.Map? map, CaseFacts outer)
    {
        if (map is null)
        {
            return outer;
        }

        var fields = new FieldReader(map, CaseKeys.Given, bag);
        return new CaseFacts(ReadTime(fields) ?? outer.Time, ReadValues(map, outer));
    }

    /// <summary>Reads a call, or time that passes; null where it cannot be read.</summary>
    public CaseStep? Read(DocumentNode.Map map, KeySet keys, CaseFacts facts)
    {
        var fields = new FieldReader(map, keys, bag);
        var wait = fields.Duration("wait");
        var times = fields.Integer("times", 1, MaxTimes) ?? 1;
        var time = ReadTime(fields);
        var expected = fields.Find("expect") is { } expect && keys.Known.Contains("expect") ? ExpectationReader.Read(expect, bag) : [];
        if (map.Entries is [{ Key.Text: "wait" }])
        {
            return new CaseStep(new CallLine()) { Wait = wait ?? default };
        }

        var values = ReadValues(map, facts);
        if (fields.Require("tool") is null || fields.LocatedText("tool") is not { } tool)
        {
            return null;
        }

        values["tool"] = tool.Value;
        if (ProblemOf(values, out var line) is { } problem)
        {
            bag.Error(DiagnosticCodes.MisplacedKey, (fields.Find("error") ?? map).Span, problem);
            return null;
        }

        return new CaseStep(line with { Time = time }) { Wait = wait ?? default, Times = times, Expected = expected };
    }

    private DateTimeOffset? ReadTime(FieldReader fields)
    {
        if (fields.LocatedText("time") is not { } text)
        {
            return null;
        }

        var time = CallTime.Read(text.Value, out var expected);
        if (expected is not null)
        {
            bag.Error(DiagnosticCodes.WrongType, text.Span, $"`time` is not {expected}");
        }

        return time;
    }

    private Dictionary<string, object?> ReadValues(DocumentNode.Map map, CaseFacts outer)
    {
        var values = new Dictionary<string, object?>(outer.Values, StringComparer.Ordinal);
        foreach (var (key, node) in map.Entries.Where(entry => !OwnKeys.Contains(entry.Key.Text)))
        {
            CheckIdentity(key.Text, node);
            values[key.Text] = JsonReader.Read(node, bag);
            if (ProblemOf(key.Text, values[key.Text]) is { } problem)
            {
                // It counts as absent, so that it is reported once and not again for every call for which it holds.
                values.Remove(key.Text);
                bag.Error(DiagnosticCodes.WrongType, PlaceOf(key.Text, node).Span, problem);
            }
        }

        return values;
    }

    private void CheckIdentity(string key, DocumentNode node)
    {
        if (node is DocumentNode.Map map && key is "agent" or "user")
        {
            _ = new FieldReader(map, key == "agent" ? CaseKeys.Agent : CaseKeys.User, bag);
        }
    }

    /// <summary>The part of an agent or user that would be wrong in any other too; otherwise the whole.</summary>
    private static DocumentNode PlaceOf(string key, DocumentNode node)
    {
        if (node is not DocumentNode.Map identity || key is not ("agent" or "user"))
        {
            return node;
        }

        var parts = identity.Entries.Where(entry => ProblemOf(key, ReadPart(entry)) is not null).Select(entry => entry.Value);
        return parts.FirstOrDefault(node);
    }

    private static FrozenObject ReadPart(KeyValuePair<DocumentNode.Scalar, DocumentNode> entry)
    {
        var value = JsonReader.Read(entry.Value, new DiagnosticBag());
        return entry.Key.Text == "id" ? ToObject([new("id", value)]) : ToObject([new("id", "any"), new(entry.Key.Text, value)]);
    }

    private static string? ProblemOf(string key, object? value) => ProblemOf([new("tool", "any"), new(key, value)], out _);

    private static string? ProblemOf(IReadOnlyCollection<KeyValuePair<string, object?>> values, out CallLine line) =>
        CallLineReader.Read(new InputLine(1, Encoding.UTF8.GetBytes(CanonicalJson.ToText(ToObject(values))), IsTooLong: false), out line);

    private static FrozenObject ToObject(IReadOnlyCollection<KeyValuePair<string, object?>> values) =>
        new([.. values.Select(value => value.Key)], [.. values.Select(value => value.Value)], ignoresCase: false);
}
