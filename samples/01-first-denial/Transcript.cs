using System.Text.Json;
using KernelGuard.Decisions;
using KernelGuard.Enforcement;

namespace FirstDenial;

/// <summary>Writes a conversation down, one speaker per paragraph.</summary>
internal sealed class Transcript(TextWriter output)
{
    private const int Width = 110;
    private const int Indent = 11;

    /// <summary>Of conversations that nobody reads.</summary>
    public static Transcript None { get; } = new(TextWriter.Null);

    public void Title(string title)
    {
        output.WriteLine(title);
        output.WriteLine(new string('-', title.Length));
    }

    public void Blank() => output.WriteLine();

    public void Say(ToolCallOutcome outcome)
    {
        var rule = outcome.Decision.Rule is { } by ? $"{by.PolicyId}/{by.RuleId}" : "the guard itself";
        Say("guard", $"{outcome.Decision.Effect.ToName()} ({rule}){(outcome.Executed ? "" : ", the tool was not called")}");
        if (outcome.Executed)
        {
            Say("tool", (string)outcome.Result!);
            return;
        }

        // The model gets one line of JSON; here it is one line for each member.
        using var refusal = JsonDocument.Parse((string)outcome.Result!);
        foreach (var (index, member) in refusal.RootElement.EnumerateObject().Index())
        {
            Say(index == 0 ? "refusal" : "", $"{member.Name}: {member.Value.GetRawText()}");
        }
    }

    public void Say(string speaker, string text)
    {
        var line = speaker.PadRight(Indent);
        foreach (var word in text.Split(' '))
        {
            if (line.Length + word.Length > Width)
            {
                output.WriteLine(line.TrimEnd());
                line = new string(' ', Indent);
            }

            line += word + " ";
        }

        output.WriteLine(line.TrimEnd());
    }
}
