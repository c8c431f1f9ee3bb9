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
    private static readonly string[] OwnKeys = ["wait", "times", "time", "expect"];

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
        var values = ReadValues(map, outer);
        ToLine(values, map);
        return new CaseFacts(ReadTime(fields) ?? outer.Time, values);
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

        if (fields.Require("tool") is null || ToLine(ReadValues(map, facts), map) is not { } line)
        {
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

    private CallLine? ToLine(Dictionary<string, object?> values, DocumentNode.Map map)
    {
        if (!values.ContainsKey("tool"))
        {
            values = new(values, StringComparer.Ordinal) { ["tool"] = "none" };
        }

        var json = CanonicalJson.ToText(new FrozenObject([.. values.Keys], [.. values.Values], ignoresCase: false));
        if (CallLineReader.Read(new InputLine(1, Encoding.UTF8.GetBytes(json), IsTooLong: false), out var line) is not { } problem)
        {
            return line;
        }

        bag.Error(DiagnosticCodes.WrongType, map.Span, problem);
        return null;
    }
}
