using System.Text.Json;
using KernelGuard.Cli.Judging;
using KernelGuard.Cli.Output;
using KernelGuard.Decisions;
using KernelGuard.Policies;
using KernelGuard.Policies.Wording;

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

        var words = set.Describe().SelectMany(policy => policy.Rules).ToDictionary(rule => rule.Rule, rule => rule.Outcome);
        screen.WriteTable(RuleHeadings, reach.Tools.SelectMany(tool => Rows(tool.Tool, tool.Rules, set.Mode, words)));
        screen.WriteLine();
        foreach (var sentence in SetWords.Of(set))
        {
            screen.WriteLine(sentence);
        }
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

    private static IEnumerable<IReadOnlyList<(string, Tone)>> Rows(
        string tool, IReadOnlyList<RuleReference> rules, GuardMode mode, Dictionary<RuleReference, string> words)
    {
        foreach (var rule in rules)
        {
            yield return
            [
                (tool, Tone.Plain),
                (words[rule], DecisionSummary.ToneOf(rule.Effect)),
                ($"{rule.PolicyId}/{rule.RuleId}", Tone.Plain),
            ];
        }

        if (mode == GuardMode.Observe)
        {
            yield return [(tool, Tone.Plain), ("runs unless a rule that binds says otherwise: the set is observed", Tone.Plain), ("-", Tone.Plain)];
        }
        else if (!rules.Any(rule => rule.Permits))
        {
            yield return [(tool, Tone.Plain), (Unpermitted(rules), Tone.Bad), ("-", Tone.Plain)];
        }
    }

    private static string Unpermitted(IReadOnlyList<RuleReference> rules) => rules switch
    {
        [] => "refused: no rule concerns it",
        _ when rules.Any(rule => rule.Mode == GuardMode.Observe) => "refused: no rule permits it that is not only observed",
        _ => "refused: no rule permits it",
    };

    private static void WriteMembers(PolicyRole role, Utf8JsonWriter json)
    {
        json.WriteString("role", role.Id);
        json.WriteString("policy", role.PolicyId);
        json.WriteString("description", role.Description);
        json.WriteTexts("agents", role.Agents);
        json.WriteTexts("may", role.May);
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
        json.WriteString("combine", PolicyWords.Combining(set.Scopes.Any(scope => scope.PolicyId == rule.PolicyId && scope.IsFirstMatch)));
        json.WriteEndObject();
    }

    private static string Names(IReadOnlyList<string> names) => names.Count == 0 ? "-" : string.Join(", ", names);
}
