using System.CommandLine;
using KernelGuard.Cli.Checking;
using KernelGuard.Cli.Output;

namespace KernelGuard.Cli.Commands;

/// <summary><c>kernelguard check</c>: are these policies fit to be used?</summary>
internal static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("path") { Description = "Policy files and folders; together they make one set.", Arity = ArgumentArity.OneOrMore };
        paths.Validators.Add(StandardOptions.RejectOptions);
        var tools = StandardOptions.Tools();
        var strict = new Option<bool>("--strict") { Description = "Count warnings as findings: exit code 1." };
        var inventory = new Option<bool>("--inventory") { Description = "List the tools: how risky each is, and how its calls are decided." };
        var json = StandardOptions.Json();
        var command = new Command("check", "Checks policies: everything that is wrong with them at once, with file and line.") { paths, tools, strict, inventory, json };
        command.SetAction(parsed =>
        {
            var report = PolicyCheck.Run(parsed.GetRequiredValue(paths), parsed.GetValue(tools));
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(terminal.Output, writer => CheckPrinter.WriteJson(report, writer));
            }
            else
            {
                var screen = report.IsUnreadable ? Screen.Plain(terminal.Error) : new Screen(terminal);
                if (parsed.GetValue(inventory) && report.Set is not null)
                {
                    CheckPrinter.PrintInventory(report, screen);
                }

                CheckPrinter.Print(report, screen);
            }

            return report.ExitCode(parsed.GetValue(strict));
        });
        return command;
    }
}
