using System.CommandLine;
using KernelGuard.Cli.Judging;
using KernelGuard.Cli.Output;
using KernelGuard.Cli.Roles;

namespace KernelGuard.Cli.Commands;

/// <summary><c>kernelguard roles show</c>: everything that a role reaches.</summary>
internal static class RolesShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("role") { Description = "The id of a role." };
        var policy = StandardOptions.Policy();
        var tools = StandardOptions.Tools();
        var json = StandardOptions.Json();
        var command = new Command("show", "Shows everything that a role reaches, and what happens there.") { id, policy, tools, json };
        command.SetAction(parsed =>
        {
            var set = GuardFiles.LoadPolicies(parsed.GetRequiredValue(policy));
            var name = parsed.GetRequiredValue(id);
            var role = set.Roles.FirstOrDefault(role => role.Id == name)
                ?? throw new CannotRunException($"there is no role `{name}`: the roles are {string.Join(", ", set.Roles.Select(r => $"`{r.Id}`"))}");
            var reach = RoleReach.Of(set, role, GuardFiles.ReadTools(parsed.GetValue(tools)));
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(terminal.Output, writer => RolePrinter.WriteJson(reach, set, writer));
            }
            else
            {
                RolePrinter.Print(reach, set, new Screen(terminal));
            }

            return ExitCodes.Fine;
        });
        return command;
    }
}
