using System.Collections.Immutable;
using KernelGuard.Policies.Documents;
using KernelGuard.Rules.Meters;

namespace KernelGuard.Policies.Reading;

/// <summary>Reads counters and the parts of rules that count, change or replace calls.</summary>
internal static class ModifierReader
{
    public const int MaxReplacementChars = 200;
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(5);
    private static readonly string[] Verbs = ["set", "clamp", "redact", "remove"];

    public static CounterDefinition ReadCounter(Located<string> name, DocumentNode.Map map, DiagnosticBag bag)
    {
        var fields = new FieldReader(map, DocumentKeys.Counter, bag);
        return new CounterDefinition(name, ReadMeter(fields, "add")) { Tools = fields.Require("tool") is null ? [] : fields.Texts("tool") };
    }

    public static ThrottleDefinition ReadThrottle(DocumentNode.Map map, DiagnosticBag bag)
    {
        var fields = new FieldReader(map, DocumentKeys.Throttle, bag);
        var meter = ReadMeter(fields, "cost");
        if (meter.Counts is { Value: CountedCalls.Refused or CountedCalls.Simulated, Span: var span })
        {
            bag.Error(DiagnosticCodes.UnknownValue, span, "a throttle counts only calls that run", "count others in a counter, and compare that");
        }

        var wait = fields.Duration("wait");
        if (wait > MaxWait)
        {
            bag.Error(DiagnosticCodes.OutOfRange, fields.Find("wait")!.Span, "`wait` must be at most 5m", "whoever has to wait longer is told when to call again");
        }

        return new ThrottleDefinition(meter)
        {
            Limit = fields.Require("limit") is null ? null : fields.Amount("limit"),
            Wait = wait,
        };
    }

    public static ImmutableArray<TransformDefinition> ReadTransforms(DocumentNode node, DiagnosticBag bag)
    {
        if (node is DocumentNode.List { Items.Count: 0 })
        {
            bag.Error(DiagnosticCodes.EmptyValue, node.Span, "`transform` is an empty list");
        }

        return [.. ValueReader.Maps(node, "transform", bag).Select(map => ReadTransform(map, bag)).OfType<TransformDefinition>()];
    }

    public static SandboxDefinition ReadSandbox(DocumentNode.Map map, DiagnosticBag bag)
    {
        var fields = new FieldReader(map, DocumentKeys.Sandbox, bag);
        foreach (var (key, _) in map.Entries.Where(entry => DocumentKeys.Sandbox.Known.Contains(entry.Key.Text)).Skip(1))
        {
            bag.Error(DiagnosticCodes.MisplacedKey, key.Span, "a sandbox has one of the keys `tool`, `result` and `from`, not several");
        }

        return new SandboxDefinition(map.Span)
        {
            Tool = fields.LocatedText("tool"),
            Result = fields.Json("result"),
            From = fields.Word("from", Words.ResultSources),
        };
    }

    private static MeterDefinition ReadMeter(FieldReader fields, string amount) => new(fields.Span)
    {
        Amount = fields.Expression(amount),
        Per = fields.Require("per") is null ? null : fields.Duration("per"),
        By = fields.Expressions("by"),
        Counts = fields.Word("count", Words.Counts),
    };

    private static TransformDefinition? ReadTransform(DocumentNode.Map map, DiagnosticBag bag)
    {
        var fields = new FieldReader(map, DocumentKeys.Transform, bag);
        var verbs = Verbs.Where(verb => fields.Find(verb) is not null).ToArray();
        if (verbs is not [var verb])
        {
            bag.Error(DiagnosticCodes.MissingKey, map.Span, "a transform has exactly one of the keys `set`, `clamp`, `redact` and `remove`");
            return null;
        }

        Check(fields, verb, bag);
        return fields.LocatedText(verb) is not { } path ? null : new TransformDefinition(verb, path)
        {
            To = fields.Expression("to"),
            Min = fields.Expression("min"),
            Max = fields.Expression("max"),
            With = fields.Text("with", MaxReplacementChars),
        };
    }

    private static void Check(FieldReader fields, string verb, DiagnosticBag bag)
    {
        foreach (var (key, owner) in new[] { ("to", "set"), ("min", "clamp"), ("max", "clamp"), ("with", "redact") })
        {
            if (fields.Find(key) is { } given && verb != owner)
            {
                bag.Error(DiagnosticCodes.MisplacedKey, given.Span, $"`{key}` belongs to `{owner}`, not to `{verb}`");
            }
        }

        if (verb == "set")
        {
            fields.Require("to");
        }
        else if (verb == "clamp" && fields.Find("min") is null && fields.Find("max") is null)
        {
            bag.Error(DiagnosticCodes.MissingKey, fields.Span, "`clamp` needs the key `min`, the key `max`, or both");
        }
    }
}
