using System.Text.Json;
using KernelGuard.Cli.Judging;
using KernelGuard.Cli.Output;
using KernelGuard.Decisions;

namespace KernelGuard.Cli.Explaining;

/// <summary>Prints an explanation.</summary>
internal static class ExplanationPrinter
{
    private static readonly string[] Headings = ["rule", "effect", "outcome", "condition"];

    public static void Print(Explanation explanation, Screen screen)
    {
        var call = explanation.Call;
        screen.WriteLine($"{call.Line.Tool}: {call.Effect.ToName()} ({call.Status.ToName()})", DecisionSummary.ToneOf(call.Effect));
        WriteIfKnown(screen, "code", call.Code);
        WriteIfKnown(screen, "rule", call.Rule is { } rule ? $"{rule.PolicyId}/{rule.RuleId}" : null);
        WriteIfKnown(screen, "reason", call.Reason);
        WriteIfKnown(screen, "observed", call.Decision.Observed?.Effect.ToName());
        screen.WriteLine();
        PrintRules(explanation, screen);
        PrintVariables(call.Decision, screen);
        screen.WriteLine(call.Refusal is null ? "The call runs; the model gets the tool's result." : "The model is told:");
        if (call.Refusal is { } refusal)
        {
            screen.WriteLine(refusal.ToJson());
        }
    }

    public static void WriteJson(Explanation explanation, Utf8JsonWriter json)
    {
        var call = explanation.Call;
        json.WriteStartObject();
        json.WriteString("tool", call.Line.Tool);
        DecisionLineWriter.WriteMembers(json, call);
        json.WriteStartArray("rules");
        foreach (var rule in explanation.Rules)
        {
            WriteJson(rule, json);
        }

        json.WriteEndArray();
        json.WriteStartObject("vars");
        foreach (var (name, value) in call.Decision.Variables)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WritePropertyName("refusal");
        json.WriteRawValue(call.Refusal?.ToJson() ?? "null");
        json.WriteEndObject();
    }

    private static void PrintRules(Explanation explanation, Screen screen)
    {
        if (explanation.Rules.Count == 0)
        {
            screen.WriteLine("No rule was asked: none concerns the tool, or the call was refused before.");
        }
        else
        {
            screen.WriteTable(Headings, explanation.Rules.Select(Row));
        }

        screen.WriteLine();
    }

    private static void PrintVariables(Decision decision, Screen screen)
    {
        foreach (var (name, value) in decision.Variables)
        {
            screen.WriteLine($"{name} = {value}");
        }

        if (decision.Variables.Count > 0)
        {
            screen.WriteLine();
        }
    }

    private static (string, Tone)[] Row(ExplainedRule rule)
    {
        var evaluation = rule.Evaluation;
        var effect = evaluation.Rule.Effect;
        return
        [
            ($"{evaluation.Rule.PolicyId}/{evaluation.Rule.RuleId}", Tone.Plain),
            (evaluation.Rule.Mode == GuardMode.Observe ? $"{effect.ToName()} (observed)" : effect.ToName(), Tone.Plain),
            evaluation.Outcome switch
            {
                RuleOutcome.Matched => ("matched", DecisionSummary.ToneOf(effect)),
                RuleOutcome.NotMatched => ("not matched", Tone.Quiet),
                _ => ($"error: {evaluation.Error}", Tone.Bad),
            },
            (rule.Condition ?? "(always)", Tone.Plain),
        ];
    }

    private static void WriteJson(ExplainedRule rule, Utf8JsonWriter json)
    {
        var reference = rule.Evaluation.Rule;
        json.WriteStartObject();
        json.WriteString("policy", reference.PolicyId);
        json.WriteString("rule", reference.RuleId);
        json.WriteString("effect", reference.Effect.ToName());
        json.WriteString("mode", reference.Mode.ToName());
        json.WriteString("outcome", rule.Outcome);
        json.WriteString("error", rule.Evaluation.Error);
        json.WriteString("condition", rule.Condition);
        json.WriteEndObject();
    }

    private static void WriteIfKnown(Screen screen, string name, string? value)
    {
        if (value is not null)
        {
            screen.WriteLine($"{name}: {value}");
        }
    }
}
