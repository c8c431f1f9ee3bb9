using System.Globalization;
using System.Text.Json;
using KernelGuard.Cli.Output;
using KernelGuard.Evidence;

namespace KernelGuard.Cli.Auditing;

/// <summary>Prints what the verification of a ledger found.</summary>
internal static class VerificationPrinter
{
    private static readonly string[] Headings = ["code", "file", ">line", ">seq", "message"];

    public static void Print(LedgerVerification verification, Screen screen)
    {
        screen.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"records: {verification.RecordCount}, from {verification.FirstSequence}; root: {verification.Root}"));
        screen.WriteLine(verification.LastCheckpoint is { } last
            ? string.Create(CultureInfo.InvariantCulture, $"checkpoints that agree: {verification.CheckpointsCovered}; the latest covers {last.Count} records, signed {last.Time:yyyy-MM-ddTHH:mm:ssZ} by {last.KeyId}")
            : "checkpoints that agree: 0");
        screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"crashes recorded: {verification.Recoveries}"));
        PrintOpenDecisions(verification, screen);
        foreach (var limit in verification.WhatCannotBeKnown)
        {
            screen.WriteLine($"cannot be known: {limit}", Tone.Notice);
        }

        if (verification.Findings.Count > 0)
        {
            screen.WriteTable(Headings, verification.Findings.Select(Row));
        }

        screen.WriteLine(
            verification.Ok ? "verified: nothing is wrong" : $"not verified: {Screen.Number(verification.Findings.Count)} findings",
            verification.Ok ? Tone.Good : Tone.Bad);
    }

    public static void WriteJson(LedgerVerification verification, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteBoolean("ok", verification.Ok);
        json.WriteNumber("records", verification.RecordCount);
        json.WriteNumber("first_seq", verification.FirstSequence);
        json.WriteString("root", verification.Root);
        json.WriteNumber("checkpoints", verification.CheckpointsCovered);
        json.WritePropertyName("last_checkpoint");
        json.WriteRawValue(verification.LastCheckpoint?.ToLine() ?? "null");
        json.WriteNumber("recoveries", verification.Recoveries);
        json.WriteStartArray("open_decisions");
        foreach (var open in verification.OpenDecisions)
        {
            json.WriteStartObject();
            json.WriteString("decision_id", open.DecisionId);
            json.WriteNumber("seq", open.Sequence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteFindings(verification, json);
        json.WriteStartArray("cannot_be_known");
        foreach (var limit in verification.WhatCannotBeKnown)
        {
            json.WriteStringValue(limit);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void PrintOpenDecisions(LedgerVerification verification, Screen screen)
    {
        screen.WriteLine($"decisions without an outcome: {Screen.Number(verification.OpenDecisions.Count)}");
        foreach (var open in verification.OpenDecisions)
        {
            screen.WriteLine($"  {open.DecisionId} (seq {Screen.Number(open.Sequence)})", Tone.Notice);
        }
    }

    private static (string, Tone)[] Row(LedgerFinding finding) =>
    [
        (finding.Code, Tone.Bad),
        (finding.File, Tone.Plain),
        (finding.Line == 0 ? "-" : Screen.Number(finding.Line), Tone.Plain),
        (finding.Sequence is { } sequence ? Screen.Number(sequence) : "-", Tone.Plain),
        (finding.Message, Tone.Plain),
    ];

    private static void WriteFindings(LedgerVerification verification, Utf8JsonWriter json)
    {
        json.WriteStartArray("findings");
        foreach (var finding in verification.Findings)
        {
            json.WriteStartObject();
            json.WriteString("code", finding.Code);
            json.WriteString("file", finding.File);
            json.WriteNumber("line", finding.Line);
            json.WritePropertyName("seq");
            json.WriteRawValue(finding.Sequence is { } sequence ? Screen.Number(sequence) : "null");
            json.WriteString("message", finding.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
