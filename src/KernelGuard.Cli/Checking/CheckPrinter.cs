using System.Globalization;
using System.Text.Json;
using KernelGuard.Cli.Output;
using KernelGuard.Decisions;

namespace KernelGuard.Cli.Checking;

/// <summary>Prints what <c>check</c> found.</summary>
internal static class CheckPrinter
{
    private static readonly string[] InventoryHeadings = ["tool", "risk", "impact", ">rules", "effects", "decided"];

    public static void Print(CheckReport report, Screen screen)
    {
        foreach (var finding in report.Findings)
        {
            screen.WriteBlock(finding.Text, finding.Tone);
        }

        if (report.Set is { } set)
        {
            screen.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"policies: {string.Join(", ", set.PolicyIds)}; rules: {set.RuleCount}; mode: {set.Mode.ToName()}; digest: {set.Digest}"));
        }

        screen.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"errors: {report.Errors}; warnings: {report.Warnings}"),
            report.Errors > 0 ? Tone.Bad : report.Warnings > 0 ? Tone.Notice : Tone.Good);
    }

    /// <summary>Prints the tools: how risky each is, and how its calls are decided.</summary>
    public static void PrintInventory(CheckReport report, Screen screen)
    {
        if (report.Tools.Count == 0)
        {
            screen.WriteLine("No tool is known: give them with --tools, or declare them in the policies.");
            return;
        }

        screen.WriteTable(InventoryHeadings, report.Tools.Select(IReadOnlyList<(string, Tone)> (tool) =>
        [
            (tool.Name, Tone.Plain),
            (tool.Risk ?? "(not declared)", tool.Risk is null ? Tone.Notice : Tone.Plain),
            (tool.Impact ?? "(not declared)", Tone.Plain),
            (Screen.Number(tool.Rules.Count), Tone.Plain),
            (string.Join(", ", tool.Effects.Select(effect => effect.ToName())), Tone.Plain),
            (tool.IsPermitted ? string.Join(" or ", tool.Outcomes) : "refused", tool.IsPermitted ? Tone.Plain : Tone.Notice),
        ]));
    }

    public static void WriteJson(CheckReport report, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteBoolean("ok", report.Errors == 0);
        json.WriteNumber("errors", report.Errors);
        json.WriteNumber("warnings", report.Warnings);
        json.WriteStartArray("policies");
        foreach (var id in report.Set?.PolicyIds ?? [])
        {
            json.WriteStringValue(id);
        }

        json.WriteEndArray();
        json.WriteNumber("rules", report.Set?.RuleCount ?? 0);
        json.WriteString("mode", report.Set?.Mode.ToName());
        json.WriteString("policy_digest", report.Set?.Digest);
        json.WriteStartArray("tools");
        foreach (var tool in report.Tools)
        {
            WriteJson(tool, json);
        }

        json.WriteEndArray();
        json.WriteStartArray("findings");
        foreach (var finding in report.Findings)
        {
            WriteJson(finding, json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteJson(CheckedTool tool, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", tool.Name);
        json.WriteString("risk", tool.Risk);
        json.WriteString("impact", tool.Impact);
        json.WriteNumber("rules", tool.Rules.Count);
        json.WriteStartArray("effects");
        foreach (var effect in tool.Effects)
        {
            json.WriteStringValue(effect.ToName());
        }

        json.WriteEndArray();
        json.WriteStartArray("decided");
        foreach (var outcome in tool.Outcomes)
        {
            json.WriteStringValue(outcome);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteJson(Finding finding, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("severity", finding.Severity);
        json.WriteString("code", finding.Code);
        json.WriteString("message", finding.Message);
        json.WriteString("file", finding.File);
        json.WriteNumber("line", finding.Line);
        json.WriteNumber("column", finding.Column);
        json.WriteNumber("length", finding.Length);
        json.WriteString("help", finding.Help);
        json.WriteEndObject();
    }
}
