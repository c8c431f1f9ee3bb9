using System.Globalization;
using System.Text.Json;
using KernelGuard.Calls;
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
        PrintChange(call, screen);
        screen.WriteLine(call.Refusal is not null ? "The model is told:" : call.Effect == Effect.Sandbox
            ? "The tool does not run; the model gets:"
            : "The call runs; the model gets the tool's result.");
        if (call.Refusal is { } refusal)
        {
            screen.WriteLine(refusal.ToJson());
        }
        else if (call.Effect == Effect.Sandbox)
        {
            screen.WriteLine(CanonicalJson.ToText(FrozenObject.FreezeValue(call.Result)));
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

    /// <summary>Prints every rule that was asked, with what came of it.</summary>
    public static void PrintRules(Explanation explanation, Screen screen)
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

        foreach (var usage in decision.Usage)
        {
            var limit = usage.Limit is { } most ? string.Create(CultureInfo.InvariantCulture, $" of {most:0.#####}") : "";
            screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{usage.PolicyId}.{usage.Name}: {usage.Used:0.#####}{limit} used before this call"));
        }

        if (decision.Variables.Count + decision.Usage.Count > 0)
        {
            screen.WriteLine();
        }
    }

    private static void PrintChange(JudgedLine call, Screen screen)
    {
        if (call.Decision.Evaluations.Any(e => e is { Rule.Effect: Effect.Transform, Outcome: RuleOutcome.Matched }) && call.EffectiveArguments is { } arguments)
        {
            screen.WriteLine($"What would run: {CanonicalJson.ToText(arguments)}");
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
                RuleOutcome.Exceeded => ("limit used up", Tone.Bad),
                RuleOutcome.NotMatched => ("not matched", Tone.Quiet),
                RuleOutcome.Skipped => ("skipped: an earlier rule of its policy decided", Tone.Quiet),
                RuleOutcome.NotAsked => ("not asked: the call was refused before", Tone.Quiet),
                _ => ($"error: {evaluation.Error}", Tone.Bad),
            },
            (rule.Condition ?? "(always)", Tone.Plain),
        ];
    }

    /// <summary>Writes one rule as an object.</summary>
    public static void WriteJson(ExplainedRule rule, Utf8JsonWriter json)
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
