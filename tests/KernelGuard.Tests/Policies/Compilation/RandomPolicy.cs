using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace KernelGuard.Tests.Policies.Compilation;

/// <summary>Random documents, as JSON, and ways to write the same content otherwise.</summary>
internal static class RandomPolicy
{
    public static Arbitrary<string> Documents { get; } = Gen.Sized(size =>
        from rules in Rule.ListOf(1 + (size % 6))
        from description in Text
        select Document(rules, description)).ToArbitrary();

    private static Gen<string> Text => ArbMap.Default.GeneratorFor<NonEmptyString>().Select(text => Clean(text.Get));

    private static Gen<JsonObject> Rule =>
        from effect in Gen.Elements("allow", "log_only", "deny", "require_approval")
        from tools in Gen.Elements("A", "b.C", "*.d", "E_9").ListOf().Where(tools => tools.Count > 0)
        from limit in ArbMap.Default.GeneratorFor<double>().Where(double.IsFinite)
        from reason in Text
        from quorum in Gen.Choose(1, 3)
        select New(effect, tools.Distinct(), limit, reason, quorum);

    /// <summary>The same content as YAML blocks: keys in reverse, comments, CRLF.</summary>
    public static string ToYaml(string json)
    {
        var yaml = new StringBuilder("# written otherwise\r\n");
        Write(yaml, JsonNode.Parse(json)!.AsObject(), "");
        return yaml.ToString();
    }

    /// <summary>The same document with one character more in one value.</summary>
    public static string Changed(string json, int which)
    {
        var document = JsonNode.Parse(json)!.AsObject();
        var rules = document["rules"]!.AsArray();
        var owners = rules.Select(rule => (Owner: rule!.AsObject(), Key: "reason")).Append((document, "description")).ToArray();
        var (owner, key) = owners[which % owners.Length];
        owner[key] = owner[key]!.GetValue<string>() + "!";
        return document.ToJsonString();
    }

    private static string Document(IEnumerable<JsonObject> rules, string description)
    {
        JsonArray list = [.. rules.Select(rule => rule.DeepClone())];
        for (var i = 0; i < list.Count; i++)
        {
            list[i]!["id"] = $"r{i}";
        }

        return new JsonObject { ["kernelguard"] = 1, ["policy"] = "p", ["description"] = description, ["rules"] = list }.ToJsonString();
    }

    private static JsonObject New(string effect, IEnumerable<string> tools, double limit, string reason, int quorum)
    {
        var rule = new JsonObject
        {
            ["effect"] = effect,
            ["tool"] = new JsonArray([.. tools.Select(tool => JsonValue.Create(tool))]),
            ["when"] = $"double(args.n) > double(\"{limit.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}\")",
            ["reason"] = reason,
        };
        if (effect == "require_approval")
        {
            rule["approval"] = new JsonObject { ["quorum"] = quorum };
        }

        return rule;
    }

    private static string Clean(string text)
    {
        var clean = string.Concat(text.Where(c => !char.IsSurrogate(c) && c is not ('{' or '}')).Take(100));
        return string.IsNullOrWhiteSpace(clean) ? "x" : clean;
    }

    private static void Write(StringBuilder yaml, JsonObject map, string indent)
    {
        foreach (var (key, value) in map.Reverse())
        {
            yaml.Append(indent).Append(key).Append(':');
            if (value is JsonObject inner)
            {
                yaml.Append("\r\n");
                Write(yaml, inner, indent + "  ");
            }
            else if (value is JsonArray list && list[0] is JsonObject)
            {
                yaml.Append("\r\n");
                foreach (var item in list)
                {
                    yaml.Append(indent).Append("-\r\n");
                    Write(yaml, item!.AsObject(), indent + "  ");
                }
            }
            else
            {
                yaml.Append(' ').Append(value!.ToJsonString()).Append(" # c\r\n");
            }
        }
    }
}
