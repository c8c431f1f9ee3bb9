using System.CommandLine;
using KernelGuard.Cli.Judging;
using KernelGuard.Cli.Output;
using KernelGuard.Cli.Showing;

namespace KernelGuard.Cli.Commands;

/// <summary><c>kernelguard policy show</c>: what do these policies say?</summary>
internal static class PolicyShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var policy = StandardOptions.Policy();
        var json = StandardOptions.Json();
        var command = new Command("show", "Shows policies as people read them: every rule as a plain sentence.") { policy, json };
        command.SetAction(parsed =>
        {
            var set = GuardFiles.LoadPolicies(parsed.GetRequiredValue(policy));
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(terminal.Output, writer => PolicyPrinter.WriteJson(set, writer));
            }
            else
            {
                PolicyPrinter.Print(set, new Screen(terminal));
            }

            return ExitCodes.Fine;
        });
        return command;
    }
}
