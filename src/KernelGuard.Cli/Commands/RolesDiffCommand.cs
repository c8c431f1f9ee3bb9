using System.CommandLine;
using KernelGuard.Cli.Judging;
using KernelGuard.Cli.Output;
using KernelGuard.Cli.Roles;

namespace KernelGuard.Cli.Commands;

/// <summary><c>kernelguard roles diff</c>: what may run now that might not before, and the reverse?</summary>
internal static class RolesDiffCommand
{
    public static Command Create(Terminal terminal)
    {
        var from = Version("--from", "The earlier version: a policy file, or a folder of them.");
        var to = Version("--to", "The later version.");
        var tools = StandardOptions.Tools();
        var json = StandardOptions.Json();
        var command = new Command("diff", "Compares what roles, agents and rules of two versions permit. Exit code 1: there are differences.") { from, to, tools, json };
        command.SetAction(parsed =>
        {
            var comparison = PermissionComparison.Of(
                GuardFiles.LoadPolicies(parsed.GetRequiredValue(from)),
                GuardFiles.LoadPolicies(parsed.GetRequiredValue(to)),
                GuardFiles.ReadTools(parsed.GetValue(tools)));
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(terminal.Output, writer => ComparisonPrinter.WriteJson(comparison, writer));
            }
            else
            {
                ComparisonPrinter.Print(comparison, new Screen(terminal));
            }

            return comparison.Changes.Count == 0 ? ExitCodes.Fine : ExitCodes.Findings;
        });
        return command;
    }

    private static Option<string> Version(string name, string description) => new(name) { Description = description, HelpName = "file|folder", Required = true };
}
