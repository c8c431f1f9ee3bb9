using KernelGuard.Cli.Output;
using KernelGuard.Decisions;

namespace KernelGuard.Cli.Judging;

/// <summary>Prints a tally as a table.</summary>
internal static class DecisionSummary
{
    private static readonly string[] Headings = ["tool", "rule", "decision", "code", ">calls"];

    public static void Print(Screen screen, DecisionTally tally)
    {
        screen.WriteTable(Headings, tally.Rows.Select(row => Row(row.Key, row.Value)));
        if (tally.ObservedRows.Any())
        {
            screen.WriteLine("not enforced: what observed rules would have decided on calls that were permitted");
            screen.WriteTable(Headings, tally.ObservedRows.Select(row => Row(row.Key, row.Value)));
        }

        screen.WriteLine($"calls judged: {Screen.Number(tally.Calls)}; lines that could not be read: {Screen.Number(tally.BrokenLines)}");
    }

    /// <summary>How a decision should strike the reader.</summary>
    public static Tone ToneOf(Effect effect) => effect switch
    {
        Effect.Allow => Tone.Good,
        Effect.Deny => Tone.Bad,
        _ => Tone.Notice,
    };

    private static (string, Tone)[] Row(TallyKey key, long count) =>
    [
        (key.Tool, Tone.Plain),
        (key.Rule.Length == 0 ? "-" : key.Rule, Tone.Plain),
        (key.Effect.ToName(), ToneOf(key.Effect)),
        (key.Code.Length == 0 ? "-" : key.Code, Tone.Plain),
        (Screen.Number(count), Tone.Plain),
    ];
}
