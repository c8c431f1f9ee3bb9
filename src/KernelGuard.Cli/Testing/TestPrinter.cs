using System.Globalization;
using System.Text.Json;
using KernelGuard.Cli.Explaining;
using KernelGuard.Cli.Output;
using KernelGuard.Decisions;

namespace KernelGuard.Cli.Testing;

/// <summary>Prints what came of cases.</summary>
internal static class TestPrinter
{
    private const int MaxRefused = 5;
    private static readonly string[] Headings = ["part", "expected", "actual"];

    public static void Print(TestReport report, Screen screen)
    {
        foreach (var failed in report.Suites.SelectMany(suite => suite.Failed))
        {
            PrintFailure(failed, failed.Failure!, screen);
        }

        foreach (var suite in report.Suites)
        {
            if (suite.Coverage is { } coverage)
            {
                PrintCoverage(suite.PolicyPath, coverage, report.IsCovered(suite), screen);
            }
        }

        screen.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"cases: {report.Cases}; failed: {report.Failed}"), report.Failed == 0 ? Tone.Good : Tone.Bad);
    }

    public static void WriteJson(TestReport report, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteBoolean("ok", report.IsFine);
        json.WriteNumber("cases", report.Cases);
        json.WriteNumber("failed", report.Failed);
        json.WriteStartArray("suites");
        foreach (var suite in report.Suites)
        {
            WriteJson(suite, json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void PrintFailure(CaseResult result, CaseFailure failure, Screen screen)
    {
        screen.WriteLine($"failed: {result.Case.Name}", Tone.Bad);
        screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  --> {result.Case.File}:{result.Case.Line}"));
        foreach (var (number, call) in result.Refused.Take(MaxRefused))
        {
            screen.WriteLine($"call {Screen.Number(number)}, {call.Line.Tool}, did not run: {call.Effect.ToName()} ({call.Code})", Tone.Notice);
        }

        if (result.Refused.Count > MaxRefused)
        {
            screen.WriteLine($"and {Screen.Number(result.Refused.Count - MaxRefused)} more", Tone.Notice);
        }

        screen.WriteLine($"call {Screen.Number(failure.Number)}, {failure.Explanation.Call.Line.Tool}, is not decided as expected");
        screen.WriteLine();
        screen.WriteTable(Headings, failure.Differences.Select(d => new[] { (d.Key, Tone.Plain), (d.Expected, Tone.Good), (d.Actual, Tone.Bad) }));
        screen.WriteLine();
        ExplanationPrinter.PrintRules(failure.Explanation, screen);
    }

    private static void PrintCoverage(string policies, Coverage coverage, bool isEnough, Screen screen)
    {
        screen.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"coverage of {policies}: {coverage.Percent} % ({coverage.Reached} of {coverage.Total} rules and branches)"),
            isEnough ? Tone.Plain : Tone.Bad);
        foreach (var (policy, rule, what) in coverage.Missing)
        {
            screen.WriteLine($"  {policy}/{rule}: {what}", Tone.Notice);
        }
    }

    private static void WriteJson(SuiteResult suite, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("policies", suite.PolicyPath);
        json.WriteString("policy_digest", suite.Set.Digest);
        json.WriteStartArray("results");
        foreach (var result in suite.Results)
        {
            WriteJson(result, json);
        }

        json.WriteEndArray();
        WriteJson(suite.Coverage, json);
        json.WriteEndObject();
    }

    private static void WriteJson(CaseResult result, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", result.Case.Name);
        json.WriteString("file", result.Case.File);
        json.WriteNumber("line", result.Case.Line);
        json.WriteBoolean("ok", result.Failure is null);
        if (result.Failure is { } failure)
        {
            json.WriteNumber("call", failure.Number);
            json.WriteStartArray("differences");
            foreach (var difference in failure.Differences)
            {
                json.WriteStartObject();
                json.WriteString("key", difference.Key);
                json.WritePropertyName("expected");
                json.WriteRawValue(difference.Expected);
                json.WritePropertyName("actual");
                json.WriteRawValue(difference.Actual);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("rules");
            foreach (var rule in failure.Explanation.Rules)
            {
                ExplanationPrinter.WriteJson(rule, json);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteJson(Coverage? coverage, Utf8JsonWriter json)
    {
        if (coverage is null)
        {
            json.WriteNull("coverage");
            return;
        }

        json.WriteStartObject("coverage");
        json.WriteNumber("percent", coverage.Percent);
        json.WriteNumber("reached", coverage.Reached);
        json.WriteNumber("total", coverage.Total);
        json.WriteStartArray("missing");
        foreach (var (policy, rule, what) in coverage.Missing)
        {
            json.WriteStartObject();
            json.WriteString("policy", policy);
            json.WriteString("rule", rule);
            json.WriteString("what", what);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
