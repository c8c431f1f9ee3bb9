using System.CommandLine;
using KernelGuard.Cli.Output;

namespace KernelGuard.Cli.Commands;

/// <summary><c>kernelguard halt</c> and <c>kernelguard resume</c>: stops, and starts again, every guard that uses a policy folder.</summary>
internal static class HaltCommands
{
    public static Command CreateHalt(Terminal terminal)
    {
        var policy = StandardOptions.Policy();
        var reason = new Option<string?>("--reason")
        {
            Description = "Why, for the log and the evidence of the guards; models do not read it.",
            HelpName = "text",
        };
        var command = new Command("halt", "Refuses every call of every guard that uses these policies, by a file HALT beside them.")
        {
            policy, reason,
        };
        command.SetAction(parsed =>
        {
            var folder = FolderOf(parsed.GetRequiredValue(policy));
            var isNew = HaltFile.Create(folder, parsed.GetValue(reason) ?? "");
            new Screen(terminal).WriteLine(isNew
                ? $"halted: guards that use {folder} refuse every call within seconds"
                : $"was halted before: {folder}");
            return ExitCodes.Fine;
        });
        return command;
    }

    public static Command CreateResume(Terminal terminal)
    {
        var policy = StandardOptions.Policy();
        var command = new Command("resume", "Lifts what `halt` did. A halt by the application itself stays.") { policy };
        command.SetAction(parsed =>
        {
            var folder = FolderOf(parsed.GetRequiredValue(policy));
            new Screen(terminal).WriteLine(HaltFile.Remove(folder) ? $"resumed: {folder}" : $"was not halted: {folder}");
            return ExitCodes.Fine;
        });
        return command;
    }

    // A folder that is mistyped must not count as halted.
    private static string FolderOf(string policy) =>
        Path.Exists(policy) ? HaltFile.FolderOf(policy) : throw new CannotRunException($"no such file or folder: `{policy}`");
}
