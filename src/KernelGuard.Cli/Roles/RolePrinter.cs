using System.Text.Json;
using KernelGuard.Cli.Judging;
using KernelGuard.Cli.Output;
using KernelGuard.Decisions;
using KernelGuard.Policies;

namespace KernelGuard.Cli.Roles;

/// <summary>Prints roles and what they reach.</summary>
internal static class RolePrinter
{
    private static readonly string[] RoleHeadings = ["role", "policy", "agents", "may", "where"];
    private static readonly string[] RuleHeadings = ["tool", "what happens", "rule"];

    public static void Print(IReadOnlyList<PolicyRole> roles, Screen screen)
    {
        if (roles.Count == 0)
        {
            screen.WriteLine("There are no roles: the rules alone decide.");
            return;
        }

        screen.WriteTable(RoleHeadings, roles.Select(IReadOnlyList<(string, Tone)> (role) =>
        [
            (role.Id, Tone.Plain),
            (role.PolicyId, Tone.Plain),
            (Names(role.Agents), Tone.Plain),
            (Names(role.May), Tone.Plain),
            (role.Where ?? "(always)", Tone.Plain),
        ]));
    }

    public static void Print(RoleReach reach, PolicySet set, Screen screen)
    {
        var role = reach.Role;
        screen.WriteLine(role.Description is null ? role.Id : $"{role.Id}: {role.Description}");
        screen.WriteLine($"policy: {role.PolicyId}");
        screen.WriteLine($"agents: {Names(role.Agents)}{(role.IsOfUserToo ? "; the user has to hold it too" : "")}");
        screen.WriteLine($"may: {Names(role.May)}{(role.Grants ? "; this permits by itself" : "")}");
        screen.WriteLine($"where: {role.Where ?? "(always)"}");
        screen.WriteLine();
        if (reach.Tools.Count == 0)
        {
            screen.WriteLine("No known tool is covered.");
            return;
        }

        screen.WriteTable(RuleHeadings, reach.Tools.SelectMany(tool => Rows(tool.Tool, tool.Rules, set)));
    }

    public static void WriteJson(IReadOnlyList<PolicyRole> roles, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("roles");
        foreach (var role in roles)
        {
            json.WriteStartObject();
            WriteMembers(role, json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteJson(RoleReach reach, PolicySet set, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteMembers(reach.Role, json);
        json.WriteStartArray("tools");
        foreach (var (tool, rules) in reach.Tools)
        {
            json.WriteStartObject();
            json.WriteString("tool", tool);
            json.WriteStartArray("rules");
            foreach (var rule in rules)
            {
                WriteRule(rule, set, json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static IEnumerable<IReadOnlyList<(string, Tone)>> Rows(string tool, IReadOnlyList<RuleReference> rules, PolicySet set)
    {
        if (rules.Count == 0)
        {
            yield return [(tool, Tone.Plain), ("refused: no rule concerns it", Tone.Bad), ("-", Tone.Plain)];
        }

        foreach (var rule in rules)
        {
            var when = set.ConditionOf(rule) is { } condition ? $"when {condition}" : "always";
            var observed = rule.Mode == GuardMode.Observe ? " (observed)" : "";
            yield return
            [
                (tool, Tone.Plain),
                ($"{InWords(rule.Effect)}{observed} {when}", DecisionSummary.ToneOf(rule.Effect)),
                ($"{rule.PolicyId}/{rule.RuleId}", Tone.Plain),
            ];
        }
    }

    private static string InWords(Effect effect) => effect switch
    {
        Effect.Allow => "runs",
        Effect.LogOnly => "runs, flagged,",
        Effect.RequireApproval => "waits for a person",
        Effect.Deny => "refused",
        _ => effect.ToName(),
    };

    private static void WriteMembers(PolicyRole role, Utf8JsonWriter json)
    {
        json.WriteString("role", role.Id);
        json.WriteString("policy", role.PolicyId);
        json.WriteString("description", role.Description);
        WriteTexts(json, "agents", role.Agents);
        WriteTexts(json, "may", role.May);
        json.WriteString("where", role.Where);
        json.WriteString("who", role.IsOfUserToo ? "user" : "agent");
        json.WriteBoolean("grants", role.Grants);
    }

    private static void WriteRule(RuleReference rule, PolicySet set, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("policy", rule.PolicyId);
        json.WriteString("rule", rule.RuleId);
        json.WriteString("effect", rule.Effect.ToName());
        json.WriteString("mode", rule.Mode.ToName());
        json.WriteString("condition", set.ConditionOf(rule));
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static string Names(IReadOnlyList<string> names) => names.Count == 0 ? "-" : string.Join(", ", names);
}
