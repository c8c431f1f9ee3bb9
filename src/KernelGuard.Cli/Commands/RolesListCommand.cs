using System.CommandLine;
using KernelGuard.Cli.Judging;
using KernelGuard.Cli.Output;
using KernelGuard.Cli.Roles;

namespace KernelGuard.Cli.Commands;

/// <summary><c>kernelguard roles list</c>: which roles are there, and who holds them?</summary>
internal static class RolesListCommand
{
    public static Command Create(Terminal terminal)
    {
        var policy = StandardOptions.Policy();
        var json = StandardOptions.Json();
        var command = new Command("list", "Lists the roles.") { policy, json };
        command.SetAction(parsed =>
        {
            var roles = GuardFiles.LoadPolicies(parsed.GetRequiredValue(policy)).Roles;
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(terminal.Output, writer => RolePrinter.WriteJson(roles, writer));
            }
            else
            {
                RolePrinter.Print(roles, new Screen(terminal));
            }

            return ExitCodes.Fine;
        });
        return command;
    }
}
