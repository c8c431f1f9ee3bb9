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

        screen.WriteLine();
        foreach (var sentence in SetWords.Of(set))
        {
            screen.WriteLine(sentence);
        }
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
}
