using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Policies;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Cli.Testing;

/// <summary>Reads what is expected of a call. Only the keys that are written are compared.</summary>
internal static class ExpectationReader
{
    private static readonly KeyValuePair<string, bool>[] Decisions =
        [.. EffectNames.All.Where(name => EffectNames.FromName(name) is { } effect && !effect.IsModifier()).Select(name => KeyValuePair.Create(name, true))];

    private static readonly KeyValuePair<string, bool>[] Statuses =
    [
        .. new[] { DecisionStatus.Permitted, DecisionStatus.Denied, DecisionStatus.Throttled, DecisionStatus.ApprovalPending, DecisionStatus.GuardError }
            .Select(status => KeyValuePair.Create(status.ToName(), true)),
    ];

    public static IReadOnlyList<ExpectedValue> Read(DocumentNode node, DiagnosticBag bag)
    {
        if (ValueReader.Map(node, "`expect`", bag) is not { } map)
        {
            return [];
        }

        if (map.Entries.Count == 0)
        {
            bag.Error(DiagnosticCodes.EmptyValue, map.Span, "`expect` is an empty map: anything would pass");
        }

        return ReadParts(map, CaseKeys.Expect, "", bag);
    }

    private static List<ExpectedValue> ReadParts(DocumentNode.Map map, KeySet keys, string prefix, DiagnosticBag bag)
    {
        _ = new FieldReader(map, keys, bag);
        var expected = new List<ExpectedValue>();
        foreach (var (key, node) in map.Entries)
        {
            if (key.Text == "observed" && node is DocumentNode.Map observed)
            {
                expected.AddRange(ReadParts(observed, CaseKeys.Observed, "observed.", bag));
            }
            else
            {
                Check(key.Text, node, bag);
                expected.Add(new ExpectedValue(prefix + key.Text, CanonicalJson.ToText(JsonReader.Read(node, bag))));
            }
        }

        return expected;
    }

    // A typing error would otherwise look like a policy that decides wrongly.
    private static void Check(string key, DocumentNode node, DiagnosticBag bag)
    {
        var isNull = node is DocumentNode.Scalar { Style: ScalarStyle.Plain } scalar && CoreSchema.IsNull(scalar.Text);
        switch (key)
        {
            case "decision":
                ValueReader.Word(node, key, Decisions, bag);
                break;
            case "status":
                ValueReader.Word(node, key, Statuses, bag);
                break;
            case "rule" or "policy" or "code" or "reason" when !isNull:
                ValueReader.Text(node, key, bag);
                break;
            case "retry_after_seconds" when !isNull:
                ValueReader.Integer(node, key, 0, int.MaxValue, bag);
                break;
            case "effective_args" or "observed" when !isNull:
                ValueReader.Map(node, $"`{key}`", bag);
                break;
        }
    }
}
