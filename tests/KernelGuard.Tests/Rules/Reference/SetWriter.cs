using System.Text.Json.Nodes;
using KernelGuard.Decisions;

namespace KernelGuard.Tests.Rules.Reference;

/// <summary>Writes models as policy documents.</summary>
internal static class SetWriter
{
    // What holds for every set: a rule that permits something, so that the set can be loaded, and what the tools are.
    private const string Base = """
        {"kernelguard":1,"policy":"base","set":{"mode":"$mode"},
         "tools":{"Mocks.A":{"substitute":true},"Mocks.B":{"substitute":true},"Fixed.X":{"modifiable":false}},
         "rules":[{"id":"never","tool":"Never.Called","effect":"allow","mode":"enforce"}]}
        """;

    public static string[] Write(SetModel set) =>
        [Base.Replace("$mode", set.Mode.ToName(), StringComparison.Ordinal), .. set.Documents.Select(document => Write(document).ToJsonString())];

    public static string Write(IEnumerable<KeyValuePair<string, object>> arguments) =>
        new JsonObject(arguments.Select(a => KeyValuePair.Create<string, JsonNode?>(a.Key, a.Value is long number ? number : (string)a.Value))).ToJsonString();

    private static JsonObject Write(DocumentModel document)
    {
        var json = new JsonObject { ["kernelguard"] = 1, ["policy"] = document.Id };
        AddMode(json, document.Mode);
        if (document.IsFirstMatch)
        {
            json["combine"] = "first_match";
        }

        if (document.Default is { } usual)
        {
            json["default"] = usual.Effect.ToName();
            json["applies_to"] = new JsonArray(usual.AppliesTo);
        }

        json["rules"] = new JsonArray([.. document.Rules.Select(Write)]);
        return json;
    }

    private static JsonObject Write(RuleModel rule)
    {
        var json = new JsonObject { ["id"] = rule.Id, ["tool"] = rule.Tool, ["effect"] = rule.Effect.ToName() };
        AddMode(json, rule.Mode);
        if (rule.When is { } when)
        {
            json["when"] = $"args.{when.Argument} {when.Operator} {when.Value}";
        }

        if (rule is { Code: { } code, Effect: Effect.Deny or Effect.Throttle })
        {
            json["code"] = code;
        }

        switch (rule.Effect)
        {
            case Effect.Throttle:
                json["throttle"] = new JsonObject { ["limit"] = rule.Limit, ["per"] = "1m" };
                if (rule.Cost is { } cost)
                {
                    json["throttle"]!["cost"] = $"int(args.{cost})";
                }

                break;
            case Effect.Transform:
                json["transform"] = new JsonArray([.. rule.Steps.Select(Write)]);
                break;
            case Effect.Sandbox when rule.Substitute is { } substitute:
                json["sandbox"] = substitute.Length == 0 ? new JsonObject { ["result"] = "simulated" } : new JsonObject { ["tool"] = substitute };
                break;
        }

        return json;
    }

    private static JsonNode Write(StepModel step)
    {
        var json = new JsonObject { [step.Verb] = $"args.{step.Argument}" };
        if (step.Verb != "remove")
        {
            json[step.Verb == "set" ? "to" : "max"] = $"{step.Value}";
        }

        return json;
    }

    private static void AddMode(JsonObject json, GuardMode? mode)
    {
        if (mode is { } given)
        {
            json["mode"] = given.ToName();
        }
    }
}
