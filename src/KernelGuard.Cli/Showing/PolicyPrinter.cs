using System.Text.Json;
using KernelGuard.Cli.Judging;
using KernelGuard.Cli.Output;
using KernelGuard.Decisions;
using KernelGuard.Policies;
using KernelGuard.Policies.Wording;

namespace KernelGuard.Cli.Showing;

/// <summary>Prints what policies say.</summary>
internal static class PolicyPrinter
{
    public static void Print(PolicySet set, Screen screen)
    {
        screen.WriteLine($"digest: {set.Digest}; mode: {set.Mode.ToName()}; rules: {Screen.Number(set.RuleCount)}");
        foreach (var policy in set.Describe())
        {
            screen.WriteLine();
            screen.WriteLine(policy.Heading);
            foreach (var sentence in policy.Sentences)
            {
                screen.WriteLine($"  {sentence}", Tone.Quiet);
            }

            foreach (var rule in policy.Rules)
            {
                screen.WriteLine($"  {rule.Sentence}", DecisionSummary.ToneOf(rule.Rule.Effect));
            }
        }

        PrintLimits(set, screen);
        screen.WriteLine();
        foreach (var sentence in SetWords.Of(set))
        {
            screen.WriteLine(sentence);
        }
    }

    // The worst case of one window, and what it leaves open.
    private static void PrintLimits(PolicySet set, Screen screen)
    {
        screen.WriteLine();
        screen.WriteLine("limits:");
        foreach (var limit in set.Describe().SelectMany(policy => policy.Limits))
        {
            screen.WriteLine($"  {limit.Sentence}");
        }

        var open = set.FindUnlimited();
        screen.WriteLine(open.Count == 0 ? "  nothing that is permitted is without a limit" : $"  without a limit: {string.Join(", ", open)}", Tone.Quiet);
    }

    public static void WriteJson(PolicySet set, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("policy_digest", set.Digest);
        json.WriteString("mode", set.Mode.ToName());
        json.WriteTexts("sentences", SetWords.Of(set));
        json.WriteStartArray("policies");
        foreach (var policy in set.Describe())
        {
            Write(policy, json);
        }

        json.WriteEndArray();
        WriteTexts(json, "without_limit", set.FindUnlimited());
        json.WriteEndObject();
    }

    private static void Write(PolicyDescription policy, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("policy", policy.Id);
        json.WriteString("description", policy.Description);
        json.WriteString("mode", policy.Mode?.ToName());
        json.WriteString("combine", PolicyWords.Combining(policy.IsFirstMatch));
        json.WriteString("default", policy.Default?.ToName());
        json.WriteTexts("sentences", policy.Sentences);
        json.WriteStartObject("vars");
        foreach (var (name, expression) in policy.Variables)
        {
            json.WriteString(name, expression);
        }

        json.WriteEndObject();
        json.WriteStartArray("rules");
        foreach (var rule in policy.Rules)
        {
            Write(rule, json);
        }

        json.WriteEndArray();
        json.WriteStartArray("limits");
        foreach (var limit in policy.Limits)
        {
            Write(limit, json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(RuleDescription rule, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("rule", rule.Rule.RuleId);
        json.WriteString("effect", rule.Rule.Effect.ToName());
        json.WriteString("mode", rule.Rule.Mode.ToName());
        json.WriteTexts("tools", rule.Tools);
        json.WriteString("when", rule.Condition);
        json.WriteString("description", rule.Description);
        json.WriteString("reason", rule.Reason);
        json.WriteString("sentence", rule.Sentence);
        json.WriteEndObject();
    }

    private static void Write(LimitDescription limit, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("rule", limit.Rule.RuleId);
        WriteTexts(json, "tools", limit.Tools);
        json.WriteNumber("amount", limit.Amount);
        json.WriteString("of", limit.Of);
        json.WriteNumber("per_seconds", limit.Per.TotalSeconds);
        WriteTexts(json, "by", limit.By);
        json.WriteString("sentence", limit.Sentence);
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
}
