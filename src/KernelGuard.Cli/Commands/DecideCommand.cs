using System.CommandLine;
using KernelGuard.Cli.CallLines;
using KernelGuard.Cli.Judging;
using KernelGuard.Cli.Output;

namespace KernelGuard.Cli.Commands;

/// <summary><c>kernelguard decide</c>: judges a stream of recorded or live calls, in order.</summary>
internal static class DecideCommand
{
    public static Command Create(Terminal terminal)
    {
        var policy = StandardOptions.Policy();
        var calls = new Option<string>("--calls") { Description = "A file with one call on each line, or - for standard input.", HelpName = "file.jsonl|-", Required = true };
        var tools = StandardOptions.Tools();
        var summary = new Option<bool>("--summary") { Description = "Print counts by tool and rule at the end: to standard error, or to the terminal." };
        var quiet = new Option<bool>("--quiet") { Description = "Print no decisions; with --summary, the summary alone goes to standard output." };
        var evidence = new Option<string?>("--evidence") { Description = "Write a ledger into this folder, which holds none yet.", HelpName = "folder" };
        var command = new Command("decide", "Judges recorded or live calls, in order, keeping state per session. A denial is no failure: exit code 0.")
        {
            policy, calls, tools, summary, quiet, evidence,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new DecideRequest(
                parsed.GetRequiredValue(policy),
                parsed.GetRequiredValue(calls),
                parsed.GetValue(tools),
                parsed.GetValue(evidence),
                parsed.GetValue(summary),
                parsed.GetValue(quiet)),
            terminal,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(DecideRequest request, Terminal terminal, CancellationToken cancellationToken)
    {
        var tally = new DecisionTally();
        await using (var input = GuardFiles.OpenInput(request.Calls, terminal))
        await using (var judge = new CallJudge(request.Policy, GuardFiles.ReadTools(request.Tools), GuardFiles.NewLedgerFolder(request.Evidence)))
        {
            using var output = new DecisionLineWriter(request.IsQuiet ? Stream.Null : terminal.Output);
            await JudgeLinesAsync(new LineReader(input), judge, output, tally, cancellationToken);
        }

        if (request.WantsSummary)
        {
            // Decisions are for machines: a table between them would break whoever reads them.
            var isAlone = request.IsQuiet || terminal.IsInteractive;
            DecisionSummary.Print(isAlone ? new Screen(terminal) : Screen.Plain(terminal.Error), tally);
        }

        return tally.BrokenLines == 0
            ? ExitCodes.Fine
            : throw new CannotRunException($"lines that could not be read: {Screen.Number(tally.BrokenLines)}; the first is line {tally.FirstBroken}");
    }

    private static async Task JudgeLinesAsync(
        LineReader lines, CallJudge judge, DecisionLineWriter output, DecisionTally tally, CancellationToken cancellationToken)
    {
        while (await lines.ReadAsync(cancellationToken) is { } line)
        {
            if (line.IsBlank)
            {
                continue;
            }

            if (CallLineReader.Read(line, out var call) is { } problem)
            {
                tally.AddBroken(line.Number, problem);
                output.WriteError(problem, line.Number);
            }
            else if (call.Tool is not null)
            {
                var judged = await judge.JudgeAsync(call, line.Number, cancellationToken);
                tally.Add(judged);
                output.Write(judged);
            }
        }
    }

    private sealed record DecideRequest(string Policy, string Calls, string? Tools, string? Evidence, bool WantsSummary, bool IsQuiet);
}
